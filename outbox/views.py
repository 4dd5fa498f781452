"""Health for machines, and the inbox of a demonstration."""

import datetime
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outbox.health import read_readiness
from outbox.mail import MAIL_DIR, sent_files


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The whole works: 503 with the reason when something is missing."""
    try:
        readiness = read_readiness()
    except OperationalError:
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse(readiness.as_json(), status=200 if readiness.is_ready else 503)


def refuse_unless_demonstration() -> None:
    if not settings.DEMONSTRATION or settings.EMAIL_URL:
        raise Http404


def read_mail(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def dated(mail: EmailMessage) -> datetime.datetime | None:
    """Django writes the zone as -0000, which the parser takes for a time without a zone."""
    sent = mail["Date"].datetime if mail["Date"] else None
    return sent.replace(tzinfo=datetime.UTC) if sent and timezone.is_naive(sent) else sent


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """What a demonstration would have sent, newest first."""
    refuse_unless_demonstration()
    page = Paginator(sent_files(), 30).get_page(request.GET.get("page"))
    messages = [(path.stem, mail, dated(mail)) for path in page for mail in [read_mail(path)]]
    return render(request, "outbox/mail_list.html", {"page_obj": page, "mails": messages})


@require_safe
def mail_detail(request: HttpRequest, number: int) -> HttpResponse:
    refuse_unless_demonstration()
    path = MAIL_DIR / f"{number:09}.eml"
    if not path.exists():
        raise Http404
    message = read_mail(path)
    body = message.get_body(("plain",))
    return render(
        request,
        "outbox/mail_detail.html",
        {"mail": message, "sent": dated(message), "text": body.get_content() if body else ""},
    )
