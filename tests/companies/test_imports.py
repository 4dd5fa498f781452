"""Reference and demonstration data: complete, repeatable, and all or nothing."""

import datetime
import stat

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from companies.imports import reference
from companies.imports.kinds import KINDS
from companies.models import (
    Agency,
    Capability,
    Cluster,
    CollaborationType,
    Company,
    Location,
    Need,
    Offer,
    Region,
)
from config import env

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "VAR_DIR", tmp_path)
    return tmp_path


def load_both():
    call_command("load_reference", verbosity=0)
    call_command("load_demonstration", verbosity=0)


def test_reference_tables_are_complete_in_three_languages():
    call_command("load_reference", verbosity=0)
    assert (Region.objects.count(), Location.objects.count()) == (14, 124)
    assert (Cluster.objects.count(), Capability.objects.count()) == (28, 295)
    for model in (Region, Location, Cluster, Capability, CollaborationType, Agency):
        unnamed = model.objects.filter(name_th="") | model.objects.filter(name_ja="")
        assert not (unnamed | model.objects.filter(name_en="")).exists()
    assert KINDS.keys() <= set(CollaborationType.objects.values_list("code", flat=True))
    assert Agency.objects.get(code="itc-ipc1").covers.count() == 8


def test_a_second_load_keeps_what_staff_edited():
    call_command("load_reference", verbosity=0)
    Capability.objects.filter(slug="turning").update(synonyms_en=["lathe shop"])
    call_command("load_reference", verbosity=0)
    assert Capability.objects.get(slug="turning").synonyms_en == ["lathe shop"]
    assert Capability.objects.count() == 295


def test_an_unknown_code_names_its_cell_and_loads_nothing(tmp_path, monkeypatch):
    for file in reference.FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    places = tmp_path / "provinces.csv"
    places.write_text(
        places.read_text().replace(
            "Samut Prakan,サムットプラーカーン,central", "Samut Prakan,サムットプラーカーン,atlantis"
        )
    )
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    with pytest.raises(CommandError, match=r"provinces\.csv, row 3, column region: unknown code 'atlantis'"):
        call_command("load_reference", verbosity=0)
    assert not Region.objects.exists()


def test_the_demonstration_is_published_marked_and_findable(var):
    began_on = timezone.localdate()
    load_both()
    assert Company.objects.published().filter(is_demonstration=True).count() == 280
    assert (Offer.objects.public().count(), Need.objects.public().count()) == (627, 382)
    assert not Company.objects.filter(search_text="").exists()
    last_days = set(Need.objects.values_list("open_until", flat=True))
    assert (max(last_days) - min(last_days)).days == 59
    # Midnight may have passed while loading.
    assert began_on <= min(last_days) - datetime.timedelta(days=30) <= timezone.localdate()
    assert not User.objects.filter(is_demonstration=False).exists()


def test_a_second_demonstration_load_changes_nothing(var):
    load_both()
    before = (var / "demo-sign-in.txt").read_text()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("load_demonstration", verbosity=0)
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert (var / "demo-sign-in.txt").read_text() == before


def test_each_person_can_sign_in_with_the_kept_password(var):
    load_both()
    file = var / "demo-sign-in.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [line.split("\t") for line in file.read_text().splitlines()]
    assert len(lines) == User.objects.count() == 17
    role, email, password = lines[0]
    assert role == "sme_owner"
    assert authenticate(username=email, password=password).memberships.get().role == "owner"
    assert User.objects.get(email="demo.coord.nagano@demo.example").appointments.get().agency.code == "nagano"
    assert User.objects.get(email="demo.admin@demo.example").is_staff
