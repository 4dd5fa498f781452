"""The one door for e-mail: stored in the caller's transaction, sent by a worker, then emptied."""

from collections.abc import Sequence
from email.utils import make_msgid
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from config.env import VAR_DIR
from outbox.models import Job, Mail
from outbox.queue import enqueue
from outbox.registry import handles

MAIL_DIR = VAR_DIR / "mail"


class OutboxBackend(BaseEmailBackend):
    """Django's mail functions end here; allauth uses it without knowing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                store(message)
        return len(email_messages)


def store(message: EmailMessage) -> Mail:
    html = next((str(body) for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
    mail = Mail.objects.create(
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        sender=message.from_email,
        recipients=message.recipients(),
        subject=" ".join(str(message.subject).split())[:300],
        text=str(message.body),
        html=html,
    )
    enqueue("outbox.deliver_mail", {"mail": mail.pk}, key=str(mail.pk), priority=1)
    return mail


@handles("outbox.deliver_mail")
def deliver_mail(job: Job) -> None:
    """Send, then mark: a kill between the two may send a twin with the same Message-ID, never none."""
    mail = Mail.objects.select_for_update().get(pk=job.payload["mail"])
    if mail.sent_at is not None:
        return
    message = EmailMultiAlternatives(
        mail.subject, mail.text, mail.sender, mail.recipients, headers={"Message-ID": mail.message_id}
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    transmit(mail, message)
    mail.sent_at, mail.text, mail.html = timezone.now(), "", ""
    mail.save(update_fields=["sent_at", "text", "html"])


def transmit(mail: Mail, message: EmailMultiAlternatives) -> None:
    """By SMTP when `EMAIL_URL` is set, else into a file of var/mail named by its row."""
    if settings.EMAIL_URL:
        message.connection = smtp_connection(settings.EMAIL_URL)
        message.send()
        return
    MAIL_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = MAIL_DIR / f"{mail.pk:09}.part"
    waiting.write_bytes(message.message().as_bytes())
    waiting.replace(waiting.with_suffix(".eml"))


def smtp_connection(url: str) -> BaseEmailBackend:
    config = environ.Env.email_url_config(url)
    return get_connection(
        config["EMAIL_BACKEND"],
        host=config["EMAIL_HOST"],
        port=config["EMAIL_PORT"],
        username=config["EMAIL_HOST_USER"],
        password=config["EMAIL_HOST_PASSWORD"],
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        timeout=20,
    )


def sent_files() -> list[Path]:
    """Messages written to var/mail, newest first."""
    return sorted(MAIL_DIR.glob("*.eml"), reverse=True)
