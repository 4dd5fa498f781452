"""No page ever waits for the broker: signing in, browsing and publishing do not even ask it."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from kombu.exceptions import OperationalError

from companies.enums import NeedState
from companies.models import Need
from config.celery import app
from outbox.models import Job
from tests.factories.companies import CapabilityFactory, CollaborationTypeFactory

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
PASSWORD = "kanazuchi-42-sai"


class Doorkeeper:
    """Stands where the broker should be, counts who knocks, and lets nobody in."""

    def __init__(self, path: Path) -> None:
        self.visits = 0
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(path))
        self.door.listen()
        self.watch = threading.Thread(target=self.turn_away, daemon=True)
        self.watch.start()

    def turn_away(self) -> None:
        while True:
            visitor, _ = self.door.accept()
            self.visits += 1
            visitor.close()


@pytest.fixture
def doorkeeper(tmp_path_factory) -> Iterator[Doorkeeper]:
    path = tmp_path_factory.mktemp("broker") / "s"
    keeper, usual = Doorkeeper(path), app.conf.broker_url
    send_to(f"redis+socket://{path}")
    yield keeper
    send_to(usual)


def send_to(address: str) -> None:
    app.conf.broker_url = app.conf.broker_write_url = address
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def owner(somchai) -> Client:
    """Signed in through the form, with a password of her own."""
    cache.clear()
    somchai.set_password(PASSWORD)
    somchai.save()
    somchai.emailaddress_set.create(email=somchai.email, verified=True, primary=True)
    return Client()


def address_of(name: str) -> str:
    with translation.override("th"):
        return reverse(name)


def test_signing_in_browsing_and_publishing_leave_the_broker_alone(doorkeeper, owner, somchai):
    signed_in = owner.post(address_of("account_login"), {"login": somchai.email, "password": PASSWORD})
    assert signed_in.status_code == 302
    for name in ("home", "companies:company-list", "matching:today", "matching:suggestion-list"):
        assert owner.get(address_of(name)).status_code == 200
    need = {
        "text": "หาโรงงานรับกลึงเพลา",
        "lang": "th",
        "collaboration_type": CollaborationTypeFactory().pk,
        "capabilities": CapabilityFactory().slug,
        "then": "open",
    }
    need["open_until"] = Need._meta.get_field("open_until").get_default().isoformat()
    owner.post(address_of("companies:need-create"), need)
    assert Need.objects.get().state == NeedState.OPEN
    assert Job.objects.exists()
    assert doorkeeper.visits == 0


def test_a_call_to_the_broker_would_have_been_counted(doorkeeper):
    with pytest.raises(OperationalError):
        app.send_task("outbox.run_job", [0], retry=False)
    assert doorkeeper.visits > 0
