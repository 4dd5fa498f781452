"""A person fetches all that is held of them; nobody else does, and not after it expired."""

import datetime
import io
import json
import zipfile

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import copies
from accounts.models import PersonalCopy
from companies import questions
from matching import next_steps
from outbox.models import Job, Mail
from outbox.worker import run_job
from tests.factories.agreements import signed
from tests.factories.matching import connected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_mail_door(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def made_for(user):
    copy = copies.ask(user)
    copies.build(copy.pk)
    copy.refresh_from_db()
    return copy


def fetched(client_for, user, copy):
    return client_for(user).get(reverse("accounts:copy-download", args=[copy.pk]))


def contents(answer):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return archive, {
        name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")
    }


def test_asking_writes_a_job_and_asking_again_changes_nothing(somchai, client_for):
    browser = client_for(somchai)
    for _time in range(2):
        browser.post(reverse("accounts:copy-ask"))

    assert PersonalCopy.objects.filter(user=somchai).count() == 1
    assert Job.objects.filter(kind=copies.BUILD).count() == 1


def test_the_worker_makes_it_and_tells_the_person(somchai):
    copies.ask(somchai)
    run_job(Job.objects.get(kind=copies.BUILD).pk)

    copy = somchai.copies.get()
    assert copy.is_open
    assert copies.path_to(copy).stat().st_size == copy.size > 0
    assert somchai.notices.get().template == "accounts/notices/copy_ready"
    assert Mail.objects.filter(recipients=[somchai.email]).count() == 1


def test_it_holds_what_every_app_knows(somchai, thai_firm, japanese_firm, client_for):
    match = connected(thai=thai_firm, japanese=japanese_firm)
    next_steps.send_message(match, by=somchai, company=thai_firm, text="สวัสดี CANARY-message", lang="th")
    questions.ask(by=somchai, company=thai_firm, text="CANARY-question", lang="th")
    document = signed(thai=thai_firm).documents.earliest("pk")
    document.uploaded_by = somchai
    document.save()

    archive, found = contents(fetched(client_for, somchai, made_for(somchai)))
    assert found["accounts.json"]["person"][0]["email"] == somchai.email
    assert found["companies.json"]["questions_to_the_desk"][0]["text"] == "CANARY-question"
    assert found["companies.json"]["memberships"][0]["role"] == "owner"
    assert found["matching.json"]["messages"][0]["text"] == "สวัสดี CANARY-message"
    name = f"documents/agreements/{document.pk}-{document.name}"
    assert archive.read(name) == document.file.open("rb").read()


def test_it_holds_nothing_of_colleagues(somchai, malee, thai_firm, client_for):
    questions.ask(by=malee, company=thai_firm, text="CANARY-question", lang="th")

    archive, _found = contents(fetched(client_for, somchai, made_for(somchai)))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"CANARY-question" not in everything
    assert malee.email.encode() not in everything


def test_nobody_else_finds_it(somchai, malee, root, client_for):
    copy = made_for(somchai)

    assert fetched(client_for, somchai, copy).status_code == 200
    assert {fetched(client_for, user, copy).status_code for user in (malee, root)} == {404}


def test_after_some_days_it_is_gone(somchai, client_for):
    copy = made_for(somchai)
    with time_machine.travel(timezone.now() + copies.OPEN_FOR + datetime.timedelta(hours=1)):
        assert fetched(client_for, somchai, copy).status_code == 404
        assert copies.remove_expired() == 1
    assert not copies.path_to(copy).exists()
    assert not somchai.copies.exists()


def test_a_copy_in_the_making_cannot_be_fetched(somchai, client_for):
    assert fetched(client_for, somchai, copies.ask(somchai)).status_code == 404
