"""One box for names, trades, numbers and meaning; facets by bitmaps that agree with SQL; nothing leaks."""

import random

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from companies import lifecycle, queries
from companies.enums import Country
from companies.filters import CompanyFilter
from companies.models import Band, Company, FindingChange, Location, Meaning
from companies.search import changes, meaning
from companies.search.narrowing import in_order, narrowed
from companies.search.providers import LANES, Lane, lanes
from companies.search.ranking import find
from companies.search.readings import read_as_capabilities
from companies.search.reasons import Ground
from companies.search.shelf import count
from companies.search.sounds import sound_of, sounds_typed
from companies.search.texts import refresh_search
from companies.search.tokens import fold, tokens_of, tsquery_of, words_of
from matching.models import Suggestion
from tests.factories.companies import (
    CapabilityFactory,
    ClusterFactory,
    CollaborationTypeFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    NeedFactory,
    OfferFactory,
    grinding,
    location_in,
)
from tests.factories.matching import CorridorFactory


def firm(text, slug, **facts):
    made = (JapaneseCompanyFactory if facts.pop("country", "JP") == "JP" else CompanyFactory)(
        slug=slug, **facts
    )
    OfferFactory(company=made, text=text)
    refresh_search(made)
    return made


def found(client, **question):
    response = client.get(reverse("companies:company-list"), question)
    assert response.status_code == 200
    return [company.slug for company in response.context["page_obj"]]


def scores(query):
    shelf = changes.current_shelf()
    hits = find(query, read_as_capabilities(query), shelf)
    return [
        Company.objects.get(pk=key).slug
        for key in in_order(narrowed(shelf, shelf.everyone, {}, (), hits), "relevance", hits, {})
    ]


@pytest.mark.parametrize(
    ("thai", "latin"),
    [("ศรีนที", "Srinatee"), ("พิชญา", "Phitchaya"), ("โตโยคาวะ", "Toyokawa"), ("คิริว", "Kiryu")],
)
def test_a_name_sounds_alike_in_both_scripts(thai, latin):
    assert sound_of(latin) in sounds_typed(thai) or sound_of(thai)[:3] == sound_of(latin)[:3]


def test_kana_sounds_as_its_romanisation():
    assert sound_of("スリナティー") == sound_of("Surinatii")
    assert sound_of("株式会社ユキ精機") == sound_of("Yuki")


def test_texts_become_words_and_pairs_of_signs():
    assert tokens_of(fold("SUS304-WPB の研削")) >= {"sus304-wpb", "sus304", "wpb", "の研", "研削"}
    assert words_of(fold("Ｍ６ 研削 φ10")) == ["m6", "研削", "φ10"]


def test_a_size_is_exact_and_a_material_is_a_prefix():
    assert tsquery_of("m6") == "'m6'"
    assert tsquery_of("sus304") == "'sus304':*"
    assert tsquery_of("研削盤") == "'研削' & '削盤'"
    assert tsquery_of("o'ring") != "o'ring"


@pytest.mark.django_db
def test_numbers_and_materials_find_what_holds_them(client):
    firm("ねじ M6 SUS304L", "m6")
    firm("ねじ M60 SUS316", "m60")
    assert found(client, q="M6") == ["m6"]
    assert found(client, q="ＳＵＳ３０４") == ["m6"]
    assert found(client, q="SUS999") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["โตโยคาวะ เคนซากุ", "トヨカワケンサク", "Toyokawa Kensaku", "toyokwa kensaku", "豊川研削"]
)
def test_a_japanese_name_is_found_in_every_script(query, client):
    firm("φ1.5mm", "toyokawa", name_native="株式会社豊川研削", name_roman="Toyokawa Kensaku Co., Ltd.")
    firm("φ1.5mm", "other", name_native="株式会社青森電子", name_roman="Aomori Denshi Co., Ltd.")
    assert found(client, q=query) == ["toyokawa"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["ศรีนที", "Srinatee", "Sinatee", "スリナティー・プレシジョン"])
def test_a_thai_name_is_found_in_every_script(query, client):
    firm(
        "งาน",
        "srinatee",
        country="TH",
        name_native="บริษัท ศรีนทีพรีซิชันเวิร์ค จำกัด",
        name_roman="Srinatee Precision Works Co., Ltd.",
    )
    firm("งาน", "other", country="TH", name_native="บริษัท ขอนแก่น จำกัด", name_roman="Khon Kaen Co., Ltd.")
    assert found(client, q=query) == ["srinatee"]


@pytest.mark.django_db
def test_meaning_finds_across_languages_and_says_so(client):
    teacher = firm("段取り替えの時間を短くする方法を現場で教えます。", "teacher")
    baker = firm("パンとケーキを焼く窯を作ります。", "baker")
    meaning.read([teacher.pk, baker.pk])
    response = client.get(reverse("companies:company-list"), {"q": "teach us to shorten machine setup time"})
    shown = list(response.context["page_obj"])
    assert shown[0].slug == "teacher"
    assert shown[0].reason.ground == "meaning"
    assert shown[0].reason.quotes[0].statement.text.startswith("段取り")


@pytest.mark.django_db
def test_an_anonymous_need_has_no_meaning_no_trade_and_no_words(client):
    quiet = CompanyFactory(slug="quiet", profile="")
    need = NeedFactory(
        company=quiet, text="CANARY เจียระไนเพลา SUS777", is_anonymous=True, capabilities=[grinding()]
    )
    refresh_search(quiet)
    meaning.read([quiet.pk])
    assert not Meaning.objects.filter(need=need).exists()
    for query in ("CANARY", "SUS777", "centerless grinding", "เจียระไนเพลา"):
        assert found(client, q=query) == []


@pytest.mark.django_db
def test_a_need_made_anonymous_or_closed_is_no_longer_near(client, somchai, thai_firm):
    need = NeedFactory(company=thai_firm, text="หาคนสอนลดเวลาตั้งเครื่อง")
    meaning.read([thai_firm.pk])
    assert thai_firm.pk in meaning.nearest("คนสอนลดเวลาตั้งเครื่อง", "th", 0.4)
    lifecycle.close_need(need, by=somchai)
    assert (
        need.pk
        not in meaning.nearest("คนสอนลดเวลาตั้งเครื่อง", "th", 0.4).get(thai_firm.pk, meaning.Near(0)).needs
    )
    meaning.read([thai_firm.pk])
    assert not Meaning.objects.filter(need=need).exists()


@pytest.fixture
def market(db):
    """Sixty firms with whatever the facets ask for, drawn by chance; the same each time."""
    dice = random.Random(7)
    Band.objects.create(
        kind="employees",
        code="small",
        minimum=1,
        maximum=50,
        unit="people",
        name_th="ก",
        name_ja="小",
        name_en="s",
    )
    Band.objects.create(
        kind="employees", code="large", minimum=51, unit="people", name_th="ข", name_ja="大", name_en="l"
    )
    root = CapabilityFactory(level=1, slug="root")
    trades = [CapabilityFactory(slug=f"trade-{n}", parent=root) for n in range(3)]
    clusters = [ClusterFactory(code=code) for code in ("MC", "EL")]
    kinds = [CollaborationTypeFactory(code=code) for code in ("contract_mfg", "sell_parts")]
    for _ in range(60):
        make = dice.choice([CompanyFactory, JapaneseCompanyFactory])
        one = make(
            employees=dice.choice([None, 10, 90]),
            languages=dice.sample(["th", "ja", "en"], dice.randint(0, 2)),
            export_level=dice.choice(["none", "direct"]),
        )
        one.clusters.set(dice.sample(clusters, dice.randint(0, 2)))
        one.collaboration_types.set(dice.sample(kinds, dice.randint(0, 2)))
        OfferFactory(company=one, capabilities=[dice.choice(trades)])
    return dice


QUESTIONS = [
    "",
    "country=JP",
    "country=JP&country=TH",
    "country=TH&cluster=MC&cluster=EL",
    "language=ja&exports=direct",
    "size=small&kind=sell_parts&kind=contract_mfg",
    "capability=root&country=JP",
    "capability=trade-1&location=JP-20",
    "verified=desk",
]
PATHS = {
    "country": "country",
    "exports": "export_level",
    "location": "location",
    "cluster": "clusters",
    "kind": "collaboration_types",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_bitmaps_and_sql_agree_on_firms_and_on_every_count(question, market):
    asked = CompanyFilter(QueryDict(question), queryset=Company.objects.published())
    narrowing = narrowed(asked.shelf, asked.shelf.everyone, asked.answers, (), None)
    assert in_order(narrowing, "name", None, {}) == list(asked.qs.values_list("pk", flat=True))
    for facet, path in PATHS.items():
        in_sql = {str(code): number for code, number in queries.counts(asked.without(facet), path).items()}
        assert narrowing.counts(facet) == in_sql
    bands = Band.objects.all()
    sizes = {code: n for code, n in queries.size_counts(asked.without("size"), bands).items() if n}
    assert narrowing.counts("size") == sizes
    trades = queries.trade_counts(asked.without("capability"))
    assert narrowing.counts("capability").get("root", 0) == sum(trades.values())


def test_every_change_moves_the_shelf_and_an_incremental_one_equals_a_full_one(market, root):
    shelf = changes.current_shelf()
    one = Company.objects.published().first()
    one.clusters.clear()
    offer = one.offers.get()
    lifecycle.withdraw_offer(offer, by=root)
    other = Company.objects.published().last()
    lifecycle.suspend(other, by=root, reason="test")
    CompanyFactory(slug="newcomer")
    moved, full = changes.current_shelf(), changes.full_shelf()
    assert moved is not shelf
    assert count(moved.everyone) == count(full.everyone) == Company.objects.published().count()
    for name in ("country", "cluster", "capability", "kind", "language", "size"):
        assert moved.counts(name, moved.everyone) == full.counts(name, full.everyone)


def test_a_change_that_becomes_visible_late_is_still_seen(market):
    late = FindingChange.objects.create(company=None)
    FindingChange.objects.filter(pk=late.pk).delete()
    FindingChange.objects.create(company=None)
    before = changes.current_shelf()
    assert changes.current_shelf() is before
    one = Company.objects.published().first()
    FindingChange.objects.create(pk=late.pk, company=one.pk)
    assert changes.current_shelf() is not before


@pytest.mark.django_db
def test_old_changes_are_pruned():
    FindingChange.objects.create(company=1, at=timezone.now() - changes.KEPT * 2)
    FindingChange.objects.create(company=2)
    changes.prune()
    assert list(FindingChange.objects.values_list("company", flat=True)) == [2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "เจียรเซ็นเตอร์เลสในนากาโน",
        "เจียรเซ็นเตอร์เลส นางาโนะ",
        "長野の心なし研削",
        "centreless grinding Nagano",
    ],
)
def test_a_named_place_comes_first(query, client):
    location_in("JP"), location_in("TH")
    Location.objects.filter(code="JP-20").update(name_th="นางาโนะ", name_ja="長野県", name_en="Nagano")
    thai, trade = CompanyFactory(slug="a-thai", name_native="ก"), grinding()
    for one in (thai, JapaneseCompanyFactory(slug="z-nagano")):
        OfferFactory(company=one, capabilities=[trade], text="-")
        refresh_search(one)
    assert found(client, q=query) == ["z-nagano", "a-thai"]


@pytest.mark.django_db
def test_one_common_word_of_many_is_no_ground(client):
    firm("earthquake proof snow cabinets", "cabinets")
    firm("we make nothing and more and more proof", "other")
    assert found(client, q="earthquake and snow proof outdoor cabinets") == ["cabinets"]


@pytest.mark.django_db
def test_corridors_narrow_by_what_matching_says(client, thai_firm, japanese_firm):
    corridor = CorridorFactory(code="nagano", prefecture=japanese_firm.location)
    other = JapaneseCompanyFactory(slug="elsewhere")
    Company.objects.filter(pk=other.pk).update(location=thai_firm.location)
    assert [lane.code for lane in lanes()] == [corridor.code]
    assert set(found(client, corridor="nagano")) == {thai_firm.slug, japanese_firm.slug}
    api = client.get(reverse("api-v1:company-list"), {"corridor": "nagano"}).json()
    assert {row["slug"] for row in api["results"]} == {thai_firm.slug, japanese_firm.slug}
    assert LANES[0]() == [Lane("nagano", corridor.name, japanese_firm.location_id, frozenset())]


@pytest.mark.django_db
def test_an_owner_sorts_by_fit_and_a_visitor_cannot(client, client_for, somchai, thai_firm, japanese_firm):
    JapaneseCompanyFactory(slug="aaa", name_kana="あ")
    Suggestion.objects.create(
        company=thai_firm,
        partner=japanese_firm,
        rank=1,
        p_company_accepts=0.5,
        p_partner_accepts=0.5,
        p_both=0.25,
        evidence={},
    )
    assert found(client_for(somchai), sort="fit", country="JP")[0] == "yuki-seiki"
    assert found(client, sort="fit", country="JP")[0] == "aaa"
    page = client.get(reverse("companies:company-list")).content.decode()
    assert 'value="fit"' not in page


@pytest.mark.django_db
def test_the_map_and_its_list_show_the_counts_of_the_facet(client, thai_firm, japanese_firm):
    response = client.get(reverse("companies:company-list"), {"location": "JP-20"})
    numbers = {
        one.country: [(p.code, p.number, p.is_chosen) for p in one.listed] for one in response.context["maps"]
    }
    assert numbers == {Country.THAILAND: [("TH-13", 1, False)], Country.JAPAN: [("JP-20", 1, True)]}
    assert '<a href="?location=TH-13">' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("question", [{}, {"q": "trade"}, {"country": "JP", "language": "ja"}])
def test_queries_do_not_grow_with_the_firms(question, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as captured:
            found(client, **question)
        return len(captured)

    trade = CapabilityFactory(slug="trade", level=1)
    for number in range(2):
        OfferFactory(
            company=JapaneseCompanyFactory(slug=f"few-{number}", languages=["ja"]), capabilities=[trade]
        )
    asked()
    few = asked()
    for number in range(30):
        OfferFactory(
            company=JapaneseCompanyFactory(slug=f"many-{number}", languages=["ja"]), capabilities=[trade]
        )
    asked()
    assert asked() == few


def test_a_firm_is_found_by_its_machine_and_material_in_any_language(client, japanese_firm):
    japanese_firm.machines.create(name="五軸加工機", model="Mazak VARIAXIS i-700", count=2)
    japanese_firm.materials = ["titanium"]
    japanese_firm.save()
    refresh_search(japanese_firm)
    for query in ("variaxis i-700", "五軸加工機", "ไทเทเนียม", "チタン"):
        assert found(client, q=query) == [japanese_firm.slug]
    (hit,) = client.get(reverse("companies:company-list"), {"q": "variaxis"}).context["page_obj"]
    assert (hit.reason.ground, hit.reason.plant) == (Ground.PLANT, ["五軸加工機 Mazak VARIAXIS i-700"])


@pytest.mark.parametrize("audience", ["members", "connected"])
def test_nobody_is_found_by_machines_that_not_everyone_may_see(client, japanese_firm, audience):
    japanese_firm.machines.create(name="五軸加工機", model="Mazak VARIAXIS i-700")
    japanese_firm.audiences = {"machines": audience}
    japanese_firm.save()
    refresh_search(japanese_firm)
    assert found(client, q="variaxis i-700") == []
