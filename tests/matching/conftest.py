"""A desk at work: an officer, the corridor of their agency, and their browser."""

import pytest

from tests.factories.companies import (
    AppointmentFactory,
)
from tests.factories.matching import CorridorFactory


@pytest.fixture
def officer():
    return AppointmentFactory()


@pytest.fixture
def corridor(officer):
    return CorridorFactory(desks=[officer.agency])


@pytest.fixture
def desk(client, officer):
    client.force_login(officer.user)
    return client
