"""The register's hash chain finds what was changed, taken out or cut off."""

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from agreements import chain
from agreements.jobs import keep_head
from agreements.models import AgreementEvent
from tests.factories.agreements import draft, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _heads(monkeypatch, tmp_path):
    monkeypatch.setattr(chain, "HEADS", tmp_path / "register-heads.log")


def tamper(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL otagai.allow_event_rewrite = on")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL otagai.allow_event_rewrite = off")


def test_an_untouched_register_is_whole():
    sent()

    assert chain.find_break() is None
    call_command("verify_register")


def test_entries_cannot_be_changed_or_deleted():
    draft()
    for attempt in (AgreementEvent.objects.all().delete, lambda: AgreementEvent.objects.update(move="x")):
        with pytest.raises(Error), transaction.atomic():
            attempt()


def test_a_changed_entry_is_found():
    event = sent().events.first()
    tamper("UPDATE agreements_agreementevent SET move = 'edit' WHERE id = %s", event.pk)

    assert chain.find_break().event_id == event.pk
    with pytest.raises(CommandError):
        call_command("verify_register")


def test_a_missing_entry_is_found():
    first, second = sent().events.all()
    tamper("DELETE FROM agreements_agreementevent WHERE id = %s", first.pk)

    assert chain.find_break().event_id == second.pk


def test_a_cut_tail_is_found_by_the_head_outside_the_database():
    event = sent().events.last()
    keep_head(None)
    tamper("DELETE FROM agreements_agreementevent WHERE id = %s", event.pk)

    assert chain.find_break() is not None
    with pytest.raises(RuntimeError):
        keep_head(None)
