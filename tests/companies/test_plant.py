"""A plant's facts: rows kept and refused, certificates that ran out, and what only some may read."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from companies.enums import Audience, CompanyState, FactGroup
from companies.filters import CompanyFilter
from companies.models import Band, Certificate, Certification, Company, Machine
from companies.permissions import Viewer, sight_at, sights
from companies.search.changes import current_shelf
from companies.search.narrowing import in_order, narrowed
from companies.seen import EMPTY, redacted
from matching.market import facts_of
from tests.companies.test_api import machine, patch
from tests.companies.test_my_company import edit_values
from tests.factories.companies import ClusterFactory, CompanyFactory, grinding, named
from tests.factories.matching import CorridorFactory
from tests.factories.matching import connected as connected_match

pytestmark = pytest.mark.django_db
PAGE = "/en/my-company/edit/"


def rows(prefix, *sent):
    cells = {f"{prefix}-{at}-{name}": value for at, row in enumerate(sent) for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": len(sent), f"{prefix}-INITIAL_FORMS": 0, **cells}


def iso(code="iso9001"):
    return Certification.objects.get_or_create(code=code, defaults=named(code))[0]


def certificate(company, days=None, code="iso9001"):
    day = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
    return Certificate.objects.create(company=company, certification=iso(code), number="N-1", expires_on=day)


def errors_after(browser, company, **sent):
    answer = browser.post(PAGE, edit_values(company, **sent))
    assert answer.status_code == 200
    context = answer.context
    found = dict(context["form"].errors)
    for rows_of in (context["machines"], context["certificates"]):
        for form in rows_of:
            found |= form.errors
    return set(found)


def test_machines_are_kept_and_a_process_is_known_in_any_language(client_for, somchai, thai_firm):
    node = grinding()
    sent = rows(
        "machines",
        {"name": "センタレス研削", "model": "Takasu", "size": "Ø 40 mm", "count": 3},
        {"name": "เครื่องกลึงของเราเอง", "count": 2},
        {"name": "", "count": 1},
    )
    assert client_for(somchai).post(PAGE, edit_values(thai_firm, **sent)).status_code == 302

    kept = list(thai_firm.machines.values_list("capability", "name", "count"))
    assert kept == [(node.pk, "", 3), (None, "เครื่องกลึงของเราเอง", 2)]


def test_a_row_is_taken_out_and_the_others_stay(client_for, somchai, thai_firm):
    for name in ("a", "b"):
        Machine.objects.create(company=thai_firm, name=name)
    sent = rows("machines", {"name": "a", "count": 1, "DELETE": "on"}, {"name": "b", "count": 4})
    sent["machines-INITIAL_FORMS"] = 2
    client_for(somchai).post(PAGE, edit_values(thai_firm, **sent))
    assert list(thai_firm.machines.values_list("name", "count")) == [("b", 4)]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"lot_min": 500, "lot_max": 10}, {"lot_max"}),
        ({"part_min_mm": "9", "part_max_mm": "3"}, {"part_max_mm"}),
        ({"tolerance_um": "0"}, {"tolerance_um"}),
        ({"lead_time_days": "-4"}, {"lead_time_days"}),
        ({"capacity_amount": 5}, {"capacity_unit"}),
        ({"capacity_as_of": "2999-01-01"}, {"capacity_as_of"}),
        ({"founded_year": "2999"}, {"founded_year"}),
        (rows("machines", {"name": "x", "count": -1}), {"count"}),
        (rows("certificates", {"certification": "iso9001", "expires_on": "2569-01-01"}), {"expires_on"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(sent, wrong, client_for, somchai, thai_firm):
    iso()
    assert errors_after(client_for(somchai), thai_firm, **sent) == wrong
    thai_firm.refresh_from_db()
    assert thai_firm.version == 1


def test_the_database_refuses_a_range_the_wrong_way_round(thai_firm):
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=thai_firm.pk).update(lot_min=5, lot_max=1)


def test_an_expired_certificate_is_kept_with_a_warning(client_for, somchai, thai_firm):
    iso()
    sent = rows("certificates", {"certification": "iso9001", "expires_on": "2020-01-01", "number": "7"})
    page = client_for(somchai).post(PAGE, edit_values(thai_firm, **sent), follow=True).content.decode()
    assert "shown as expired and not counted" in page
    assert thai_firm.certificates.get().is_expired


def test_the_same_certificate_twice_is_refused(client_for, somchai, thai_firm):
    iso()
    twice = rows("certificates", {"certification": "iso9001"}, {"certification": "iso9001"})
    assert errors_after(client_for(somchai), thai_firm, **twice) == {"certification"}


@pytest.mark.parametrize(("days", "counts"), [(None, True), (0, True), (-1, False)])
def test_only_a_valid_certificate_counts_in_search_and_matching(days, counts, thai_firm):
    certificate(thai_firm, days)
    asked = CompanyFilter(QueryDict("certification=iso9001"), queryset=Company.objects.published())
    by_bits = in_order(narrowed(asked.shelf, asked.shelf.everyone, asked.answers, (), None), "name", None, {})
    assert by_bits == list(asked.qs.values_list("pk", flat=True)) == ([thai_firm.pk] if counts else [])
    (facts,) = facts_of([thai_firm.pk]).values()
    assert list(facts["certifications"]) == (["iso9001"] if counts else [])


def test_a_base_abroad_is_a_question_of_the_directory(thai_firm, japanese_firm):
    Company.objects.filter(pk=thai_firm.pk).update(japan_base=True, thai_base=True)
    Company.objects.filter(pk=japanese_firm.pk).update(thai_base=True)
    for query, expected in {"base=TH": [japanese_firm.pk], "base=JP": [thai_firm.pk]}.items():
        asked = CompanyFilter(QueryDict(query), queryset=Company.objects.published())
        narrowing = narrowed(asked.shelf, asked.shelf.everyone, asked.answers, (), None)
        assert (
            in_order(narrowing, "name", None, {}) == list(asked.qs.values_list("pk", flat=True)) == expected
        )


# --- who may read what

ONLY = {group.value: Audience.CONNECTED.value for group in FactGroup}
SECRETS = ("4711", "987654", "1877", "CANARY-NUMBER", "CANARY-MACHINE", "canary-site", "8642", "CANARYREG")


def closed_firm(audience):
    firm = CompanyFactory(
        slug="closed",
        employees=4711,
        capital_amount=987_654,
        founded_year=1877,
        website="https://canary-site.example",
        registration_number="CANARYREG",
        capacity_amount=8642,
        capacity_unit="pieces",
        audiences=dict.fromkeys(FactGroup.values, audience),
    )
    Machine.objects.create(company=firm, name="CANARY-MACHINE")
    Certificate.objects.create(company=firm, certification=iso(), number="CANARY-NUMBER")
    return firm


def seen_in(browser):
    """What the firm's page, the directory, both API answers and the comparison say."""
    paths = ["/en/companies/closed/", "/en/companies/", "/api/v1/companies/", "/api/v1/companies/closed/"]
    paths += ["/en/my-company/compare/?firm=closed"]
    text = "".join(browser.get(path).content.decode() for path in paths)
    text = text.replace("4,711", "4711").replace("8,642", "8642").replace("0.987654", "987654")
    return {secret for secret in SECRETS if secret in text}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("public", {"nobody", "outsider", "dao", "kenji", "connected"}),
        ("members", {"outsider", "dao", "kenji", "connected"}),
        ("connected", {"dao", "connected"}),
    ],
)
def test_each_group_is_read_by_its_audience_everywhere(
    audience, readers, client_for, outsider, dao, kenji, yuki, japanese_firm, dip
):
    firm = closed_firm(audience)
    connected_match(thai=firm, japanese=japanese_firm, corridor=CorridorFactory(desks=[dip]))
    browsers = {"nobody": Client(), "outsider": client_for(outsider), "dao": client_for(dao)}
    browsers |= {"kenji": client_for(kenji), "connected": client_for(yuki)}

    found = {name: seen_in(browser) for name, browser in browsers.items()}
    assert {name for name, secrets in found.items() if secrets == set(SECRETS)} == readers
    assert {name for name, secrets in found.items() if secrets} == readers


def test_people_of_an_unpublished_firm_are_not_members_yet(client_for, outsider, other_firm):
    closed_firm("members")
    Company.objects.filter(pk=other_firm.pk).update(state=CompanyState.SUBMITTED)
    assert seen_in(client_for(outsider)) == set()


def test_nobody_finds_a_firm_by_a_hidden_number_of_employees(thai_firm):
    Band.objects.create(kind="employees", code="all", minimum=1, unit="p", **named("all"))
    Company.objects.filter(pk=thai_firm.pk).update(employees=20)
    assert count_of_size() == 1
    Company.objects.filter(pk=thai_firm.pk).update(audiences={"employees": "members"})
    assert count_of_size() == 0
    asked = CompanyFilter(QueryDict("size=all"), queryset=Company.objects.published())
    assert asked.qs.count() == 0


def count_of_size():
    shelf = current_shelf()
    return shelf.counts("size", shelf.everyone).get("all", 0)


def test_every_group_leaves_its_facts_out_and_a_copy_is_never_saved():
    firm = closed_firm("connected")
    copy = redacted(firm, sight_at(firm, Audience.PUBLIC))
    for group in FactGroup:
        assert all(getattr(copy, name) == nothing for name, nothing in EMPTY[group].items())
    assert list(copy.machines.all()) == []
    assert [row.number for row in copy.certificates.all()] == [""]
    assert [row.number for row in firm.certificates.all()] == ["CANARY-NUMBER"]
    assert firm.machines.count() == 1
    with pytest.raises(ValueError, match="reading only"):
        copy.save()


def test_the_queries_of_sights_do_not_grow(yuki, django_assert_num_queries):
    found = [CompanyFactory() for _ in range(5)]
    viewer = Viewer(yuki, membership=yuki.memberships.get())
    assert viewer.company is not None
    with django_assert_num_queries(2):
        sights(viewer, found)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_preview_is_the_page_through_the_same_rule(audience, language, client_for, malee, thai_firm):
    audiences = {"employees": "members", "website": "connected"}
    Company.objects.filter(pk=thai_firm.pk).update(
        employees=4711, website="https://canary-site.example", audiences=audiences
    )
    answer = client_for(malee).get(f"/{language}/my-company/preview/", {"as": audience.value})
    text = answer.content.decode()
    assert ("4711" in text) == (audience is not Audience.PUBLIC)
    assert ("canary-site" in text) == (audience is Audience.CONNECTED)
    assert ("CANARY-phone" in text) == (audience is Audience.CONNECTED)


def test_rows_and_audiences_are_changed_through_the_api(somchai, thai_firm):
    iso()
    sent = {
        "clusters": [ClusterFactory().pk],
        "machines": [{"name": "press", "model": "", "size": "110 t", "count": 2}],
        "certificates": [{"certification": "iso9001", "number": "5", "expires_on": "2020-01-01"}],
        "audiences": {"machines": "connected"},
    }
    path, any_tag = f"companies/{thai_firm.slug}/", {"If-Match": "*"}
    saved = patch(machine(somchai), path, sent, **any_tag)
    assert saved.status_code == 200, saved.content
    body = saved.json()
    assert body["machines"][0]["count"] == 2
    assert body["certifications"] == []
    assert body["certificates"][0]["is_expired"] is True
    assert body["audiences"]["machines"] == "connected"
    refused = patch(machine(somchai), path, {"machines": [{"name": "", "count": 1}]}, **any_tag)
    assert (refused.status_code, "machines" in refused.json()["errors"]) == (400, True)
