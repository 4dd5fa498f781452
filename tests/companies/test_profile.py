"""The form of a firm: kept as it is typed, two versions side by side, what is missing, and how old it is."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from companies import completeness, drafts, freshness, lifecycle
from companies.enums import CompanyState
from companies.models import Company, CompanyEvent, ProfileDraft
from companies.querysets import REMINDED_AFTER, STALE_AFTER
from config.lifecycle import MoveNotAllowed
from tests.companies.test_my_company import edit_values
from tests.companies.test_plant import rows
from tests.factories.companies import DraftNeedFactory, NeedFactory, OfferFactory

pytestmark = pytest.mark.django_db
PAGE, DRAFT = "/en/my-company/edit/", "/en/my-company/edit/draft/"


def typed(company, **changes):
    return edit_values(company, **changes) | {"company": company.pk}


def test_what_is_typed_is_kept_and_back_on_any_device(client_for, somchai, thai_firm):
    sent = typed(thai_firm, profile="half a sen", **rows("machines", {"name": "new one", "count": 2}))
    answer = client_for(somchai).post(DRAFT, sent)
    assert "Kept at" in answer.content.decode()
    thai_firm.refresh_from_db()
    assert thai_firm.profile != "half a sen"

    page = client_for(somchai).get(PAGE).content.decode()
    assert "half a sen" in page
    assert "new one" in page
    assert "here again" in page


def test_a_draft_is_of_one_person_and_goes_with_the_save(client_for, somchai, malee, thai_firm):
    client_for(somchai).post(DRAFT, typed(thai_firm, profile="mine alone"))
    assert "mine alone" not in client_for(malee).get(PAGE).content.decode()
    client_for(somchai).post(PAGE, typed(thai_firm, profile="mine alone"))
    assert not ProfileDraft.objects.exists()


def test_a_draft_is_thrown_away(client_for, somchai, thai_firm):
    client_for(somchai).post(DRAFT, typed(thai_firm, profile="regretted"))
    assert client_for(somchai).post("/en/my-company/edit/discard/").status_code == 302
    assert "regretted" not in client_for(somchai).get(PAGE).content.decode()


def test_signed_out_is_told_to_a_script_and_too_long_is_refused(client_for, somchai, thai_firm):
    assert Client().post(DRAFT, {"profile": "x"}).status_code == 403
    long = client_for(somchai).post(DRAFT, {"profile": "x" * drafts.LONGEST})
    assert long.status_code == 400
    assert not ProfileDraft.objects.exists()


def test_text_sent_after_the_session_ended_is_back_after_sign_in(somchai, thai_firm, outsider, other_firm):
    browser = Client()
    answer = browser.post(PAGE, typed(thai_firm, profile="sent too late"))
    assert "/account/login/" in answer["Location"]
    browser.force_login(somchai, backend="django.contrib.auth.backends.ModelBackend")
    assert "sent too late" in browser.get(PAGE).content.decode()

    stranger = Client()
    stranger.post(PAGE, typed(thai_firm, profile="not theirs"))
    stranger.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert "not theirs" not in stranger.get(PAGE).content.decode()


def test_two_colleagues_see_both_versions_and_choose_field_by_field(client_for, somchai, malee, thai_firm):
    mine = typed(thai_firm, profile="mine", city_native="เมืองฉัน")
    client_for(malee).post(PAGE, typed(thai_firm, profile="theirs", city_native="เมืองเธอ"))
    late = client_for(somchai).post(PAGE, mine)
    assert late.status_code == 409
    found = {one.name: (one.theirs, one.mine) for one in late.context["differences"]}
    assert found == {"profile": ("theirs", "mine"), "city_native": ("เมืองเธอ", "เมืองฉัน")}

    version = late.context["form"]["version"].value()
    again = mine | {"version": version, "theirs": ["city_native"]}
    assert client_for(somchai).post(PAGE, again).status_code == 302
    thai_firm.refresh_from_db()
    assert (thai_firm.profile, thai_firm.city_native) == ("mine", "เมืองเธอ")


def test_rows_of_a_colleague_are_told_and_can_stay(client_for, somchai, malee, thai_firm):
    client_for(malee).post(PAGE, typed(thai_firm, **rows("machines", {"name": "theirs", "count": 5})))
    mine = typed(thai_firm, **rows("machines", {"name": "mine", "count": 1}))
    late = client_for(somchai).post(PAGE, mine)
    assert [(one.theirs, one.mine) for one in late.context["differences"] if one.name == "machines"] == [
        ("theirs · 5", "mine · 1")
    ]
    version = late.context["form"]["version"].value()
    client_for(somchai).post(PAGE, mine | {"version": version, "theirs": ["machines"]})
    assert list(thai_firm.machines.values_list("name", flat=True)) == ["theirs"]


def test_a_draft_older_than_a_colleagues_save_shows_both(client_for, somchai, malee, thai_firm):
    client_for(somchai).post(DRAFT, typed(thai_firm, profile="mine"))
    client_for(malee).post(PAGE, typed(thai_firm, profile="theirs"))
    page = client_for(somchai).get(PAGE)
    assert [one.name for one in page.context["differences"]] == ["profile"]
    told = client_for(somchai).post(DRAFT, typed(thai_firm, profile="mine!")).content.decode()
    assert "A colleague saved" in told


# --- what is missing


def test_the_next_step_is_what_helps_matching_most(thai_firm):
    assert completeness.of(thai_firm).next_step.code == "need"
    need = NeedFactory(company=thai_firm, text="หาคู่ค้า")
    assert completeness.of(thai_firm).next_step.code == "offer"
    OfferFactory(company=thai_firm, text="รับงาน")
    assert completeness.of(thai_firm).next_step.code == "conditions"
    need.conditions = {"tolerance": {"high": 5.0, "source": "author"}}
    need.save()
    assert completeness.of(thai_firm).next_step.code == "languages"


def test_a_draft_cannot_be_asked_for_statements_and_a_draft_need_does_not_count(thai_firm):
    DraftNeedFactory(company=thai_firm)
    assert "need" in [rule.code for rule in completeness.of(thai_firm).missing]
    thai_firm.state = CompanyState.DRAFT
    assert "need" not in [rule.code for rule in completeness.of(thai_firm).missing]


def test_each_rule_leads_to_a_field_that_is_there(client_for, somchai, thai_firm):
    edit = client_for(somchai).get(PAGE).content.decode()
    for rule in completeness.RULES:
        if rule.page == "companies:company-edit":
            assert f'id="{rule.anchor}"' in edit, rule.code


def test_the_owners_pages_name_the_step(client_for, somchai, thai_firm):
    for page in ("/en/today/", "/en/my-company/"):
        assert "/en/my-company/needs/new/" in client_for(somchai).get(page).content.decode()


# --- how old it is


def aged(company, age):
    Company.objects.filter(pk=company.pk).update(confirmed_at=timezone.now() - age)
    company.refresh_from_db()


DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "move"),
    [
        (REMINDED_AFTER - DAY, None),
        (REMINDED_AFTER + DAY, "remind_to_confirm"),
        (STALE_AFTER + DAY, "turn_stale"),
    ],
)
def test_each_line_is_told_once(age, move, somchai, malee, thai_firm):
    aged(thai_firm, age)
    assert freshness.note_all() == (1 if move else 0)
    assert freshness.note_all() == 0
    told = Notice.objects.values_list("user", "template")
    assert list(told) == ([(somchai.pk, f"companies/notices/{move}")] if move else [])
    assert len(mail.outbox) == len(told)
    moves = CompanyEvent.objects.filter(company=thai_firm).values_list("move", flat=True)
    assert list(moves) == ([move] if move else [])


def test_confirming_begins_a_new_year(client_for, malee, somchai, thai_firm, dao):
    aged(thai_firm, STALE_AFTER + DAY)
    freshness.note_all()
    public = f"/en/companies/{thai_firm.slug}/"
    assert "Not confirmed since" in Client().get(public).content.decode()
    assert "not confirmed for a year" in client_for(dao).get("/en/desk/companies/").content.decode()
    assert "not confirmed for a year" in client_for(dao).get("/en/today/").content.decode()
    assert client_for(malee).post("/en/my-company/confirm/").status_code == 302
    assert "Not confirmed since" not in Client().get(public).content.decode()
    assert CompanyEvent.objects.filter(company=thai_firm, move="confirm", by=malee).exists()


def test_an_edit_confirms_too(somchai, thai_firm):
    aged(thai_firm, STALE_AFTER + DAY)
    lifecycle.edit(thai_firm, by=somchai, values={"profile": "new"})
    assert not Company.objects.stale().exists()


@pytest.mark.parametrize("state", [CompanyState.SUSPENDED, CompanyState.ARCHIVED])
def test_what_may_not_be_edited_is_not_confirmed(state, somchai, thai_firm):
    Company.objects.filter(pk=thai_firm.pk).update(state=state)
    with pytest.raises(MoveNotAllowed):
        freshness.confirm(thai_firm, by=somchai)
    assert not CompanyEvent.objects.exists()


def test_recently_confirmed_is_a_question_of_the_directory(client, thai_firm, japanese_firm):
    aged(thai_firm, STALE_AFTER + DAY)
    page = client.get("/en/companies/", {"confirmed": "year"}).content.decode()
    assert japanese_firm.slug in page
    assert thai_firm.slug not in page
    listed = client.get("/api/v1/companies/", {"confirmed": "year"}).json()["results"]
    assert [firm["slug"] for firm in listed] == [japanese_firm.slug]


def test_a_year_of_the_buddhist_era_is_kept_in_the_common_one(somchai, thai_firm, client_for):
    client_for(somchai).post(PAGE, typed(thai_firm, founded_year="2541"))
    thai_firm.refresh_from_db()
    assert thai_firm.founded_year == 1998
    answer = client_for(somchai).post(PAGE, typed(thai_firm, founded_year="2999"))
    assert 'value="2999"' in answer.content.decode()
