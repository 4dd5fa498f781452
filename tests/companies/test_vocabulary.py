"""One way to change a node of the capability tree: on record, counted, and refused where it is no word."""

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.urls import reverse

from companies import vocabulary
from companies.enums import AgencyKind
from companies.lifecycle import EditConflict
from companies.models import Capability, CapabilityEvent
from companies.permissions import Viewer, can_edit_words
from companies.signals import words_changed
from tests.factories.accounts import UserFactory
from tests.factories.companies import AgencyFactory, AppointmentFactory, CapabilityFactory, grinding

pytestmark = pytest.mark.django_db


def test_an_edit_is_on_record_with_who_and_which_words(root):
    row = vocabulary.edit_capability(
        grinding(), by=root, values={"synonyms_th": ["ขัดเพลา"], "synonyms_ja": ["通し研削"]}
    )
    event = CapabilityEvent.objects.get()
    assert (event.capability, event.move, event.by) == (row, "edit", root)
    assert event.added == {"th": ["ขัดเพลา"], "ja": ["通し研削"]}
    assert event.removed["th"] == ["เจียรเซ็นเตอร์เลส"]


def test_an_edit_that_changes_nothing_leaves_no_trace(root):
    row = grinding()
    assert vocabulary.edit_capability(row, by=root, values={"synonyms_th": row.synonyms_th}).version == 1
    assert not CapabilityEvent.objects.exists()


def test_who_saves_over_a_newer_version_is_told(root):
    row = grinding()
    newer = vocabulary.edit_capability(row, by=root, values={"synonyms_en": ["one"]}, version=row.version)
    assert newer.version == 2
    with pytest.raises(EditConflict):
        vocabulary.edit_capability(row, by=root, values={"synonyms_en": ["two"]}, version=row.version)
    assert Capability.objects.get().synonyms_en == ["one"]


def test_a_receiver_that_fails_rolls_the_edit_back(root):
    def fail(**news):
        raise RuntimeError

    words_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            vocabulary.edit_capability(grinding(), by=root, values={"synonyms_en": ["one"]})
    finally:
        words_changed.disconnect(fail)
    assert not CapabilityEvent.objects.exists()


def test_every_way_of_writing_a_node_changes_the_state_of_the_words():
    before = Capability.objects.state_of_words()
    row = CapabilityFactory()
    added = Capability.objects.state_of_words()
    Capability.objects.filter(pk=row.pk).update(synonyms_ja=["別名"])
    edited = Capability.objects.state_of_words()
    Capability.objects.filter(pk=row.pk).update(synonyms_ja=["別名"])
    assert len({before, added, edited}) == 3
    assert Capability.objects.state_of_words() == edited


def test_events_cannot_be_rewritten(root):
    vocabulary.edit_capability(grinding(), by=root, values={"synonyms_en": ["one"]})
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        CapabilityEvent.objects.update(by=None)


def test_words_are_tidied_and_each_is_kept_once():
    assert vocabulary.clean_words(["  wire   EDM ", "Wire EDM", "ＷＩＲＥ EDM", "", "めっき"]) == [
        "wire EDM",
        "めっき",
    ]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("a", "too_short"),
        ("鍍", "too_short"),
        ("ก็", "too_short"),
        ("--", "too_short"),
        ("bad\x07word", "control_characters"),
        ("tab\tword", "invisible"),
        ("zero\u200bwidth", "invisible"),
        ("turn\u202eed", "direction_marks"),
        ("x" * 121, "too_long"),
    ],
)
def test_what_is_no_word_is_refused(word, code):
    with pytest.raises(ValidationError) as refused:
        vocabulary.clean_words(["fine", word])
    assert refused.value.code == code


def test_too_many_words_are_refused():
    assert len(vocabulary.clean_words(f"word {n}" for n in range(60))) == 60
    with pytest.raises(ValidationError):
        vocabulary.clean_words(f"word {n}" for n in range(61))


def test_system_people_and_officers_of_the_thai_national_desk_may(dao, kenji, arisa, somchai, root, dip):
    local = AppointmentFactory(agency=AgencyFactory(code="town", kind=AgencyKind.LOCAL))

    def may(user):
        return can_edit_words(
            Viewer(user, membership=user.memberships.first(), appointment=user.appointments.first())
        )

    assert [may(user) for user in (root, dao)] == [True, True]
    others = (kenji, arisa, somchai, local.user, UserFactory(is_auditor=True))
    assert [may(user) for user in others] == [False] * 5


def test_the_admin_takes_the_same_way(client_for, root):
    row = grinding()
    form = {"level": 3, "name_th": row.name_th, "name_ja": row.name_ja, "name_en": row.name_en}
    url = reverse("admin:companies_capability_change", args=[row.pk])
    browser = client_for(root)
    assert browser.post(url, form | {"synonyms_en": "in-feed"}).status_code == 302
    assert CapabilityEvent.objects.get().added == {"en": ["in-feed"]}
    assert browser.post(url, form | {"synonyms_en": "x"}).status_code == 200
    new = form | {"slug": "honing", "parent": row.pk, "synonyms_en": "lapping"}
    assert browser.post(reverse("admin:companies_capability_add"), new).status_code == 302
    assert Capability.objects.get(slug="honing").events.get().added["en"] == [row.name_en, "lapping"]
