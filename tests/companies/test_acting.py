"""One capacity at a time, chosen in the header."""

import pytest

from tests.factories.companies import AppointmentFactory

pytestmark = pytest.mark.django_db


def test_a_person_switches_to_another_capacity(client_for, somchai, dip):
    appointment = AppointmentFactory(user=somchai, agency=dip)
    membership, browser = somchai.memberships.get(), client_for(somchai)
    browser.post("/th/acting-as/", {"capacity": f"appointment:{appointment.pk}", "next": "/th/"})
    assert browser.get("/th/desk/companies/").status_code == 200
    answer = browser.post(
        "/th/acting-as/", {"capacity": f"membership:{membership.pk}", "next": "/th/my-company/"}
    )
    assert answer["Location"] == "/th/my-company/"
    assert browser.get("/th/desk/companies/").status_code == 404


def test_somebody_elses_capacity_is_not_found(client_for, outsider, somchai):
    key = somchai.memberships.get().pk
    assert client_for(outsider).post("/th/acting-as/", {"capacity": f"membership:{key}"}).status_code == 404
    assert client_for(outsider).post("/th/acting-as/", {"capacity": "root"}).status_code == 404


def test_the_way_back_stays_inside(client_for, somchai):
    key = somchai.memberships.get().pk
    sent = {"capacity": f"membership:{key}", "next": "https://elsewhere.example/"}
    assert client_for(somchai).post("/th/acting-as/", sent)["Location"] == "/"
