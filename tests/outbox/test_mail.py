import email

import pytest
from django.core.mail import send_mail
from django.db import transaction

from outbox import mail as outbox_mail
from outbox import views as outbox_views
from outbox.mail import deliver_mail
from outbox.models import Job, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_backend(settings, tmp_path, monkeypatch):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"
    monkeypatch.setattr(outbox_mail, "MAIL_DIR", tmp_path / "mail")


def test_a_message_is_a_row_and_a_job_in_the_callers_transaction():
    send_mail("สวัสดี", "ข้อความ", None, ["a@firm.example"])

    assert Job.objects.get().payload == {"mail": Mail.objects.get().pk}


def test_a_rolled_back_change_sends_no_mail():
    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        send_mail("subject", "text", None, ["a@firm.example"])
        raise Refused

    assert not Mail.objects.exists()


def test_a_sent_message_keeps_its_subject_and_loses_its_body(tmp_path):
    send_mail("お知らせ", "本文です", None, ["a@firm.example"])
    deliver_mail(Job.objects.get())

    mail = Mail.objects.get()
    (written,) = (tmp_path / "mail").glob("*.eml")
    message = email.message_from_bytes(written.read_bytes(), policy=email.policy.default)
    assert (mail.subject, mail.text) == ("お知らせ", "")
    assert message.get_content().strip() == "本文です"
    assert message["Message-ID"] == mail.message_id


def test_a_message_sent_twice_is_one_message(tmp_path):
    send_mail("subject", "text", None, ["a@firm.example"])
    job = Job.objects.get()
    deliver_mail(job)
    deliver_mail(job)

    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_a_line_break_in_a_subject_cannot_add_a_header():
    send_mail("one\ntwo", "text", None, ["a@firm.example"])

    assert Mail.objects.get().subject == "one two"


def test_the_inbox_of_a_demonstration_shows_what_was_sent(client, settings, monkeypatch):
    settings.DEMONSTRATION, settings.EMAIL_URL = True, ""
    monkeypatch.setattr(outbox_views, "MAIL_DIR", outbox_mail.MAIL_DIR)
    send_mail("お知らせ", "本文です", None, ["a@firm.example"])
    deliver_mail(Job.objects.get())
    (written,) = outbox_mail.MAIL_DIR.glob("*.eml")

    assert "お知らせ" in client.get("/mail/").content.decode()
    assert "本文です" in client.get(f"/mail/{int(written.stem)}/").content.decode()
