"""A condition from the author's form to the evidence both sides see."""

import pytest
from django.utils import translation

from companies.models import Certificate, Certification, Need, Offer
from matching import market
from matching.mirror import condition_rows
from matching.models import Suggestion
from matching.templatetags.conditions import marked
from tests.companies.test_conditions import shown
from tests.companies.test_statements import NEW, need_values
from tests.factories.companies import JapaneseCompanyFactory, OfferFactory
from tests.matching.market import capability, maker, work_off

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "ต้องการเจียระไนเซ็นเตอร์เลสเพลา Ø2–6 มม. Ra 0.1 ล็อต 500 ชิ้น ISO 9001"


@pytest.fixture(autouse=True)
def _language_of_the_reader_ends_with_the_test():
    yield
    translation.deactivate()


def written(client_for, person, **rows):
    sent = need_values(text=TEXT, capability=capability(), then="open")
    client_for(person).post(NEW, sent | rows)
    work_off()
    return Need.objects.get()


def states(company) -> dict[str, str]:
    kept = Suggestion.objects.get(company=company).evidence
    return {c["code"]: c["state"] for link in kept["links"] for c in link["conditions"]}


def test_what_the_form_reads_reaches_the_evidence_of_the_suggestion(client_for, somchai, thai_firm):
    partner = maker()
    certification, _ = Certification.objects.get_or_create(
        code="iso9001", defaults={"category": "quality", "scope": "intl", "name_en": "ISO 9001"}
    )
    Certificate.objects.create(company=partner, certification=certification)
    written(client_for, somchai)
    assert states(thai_firm) == {
        "roughness": "met",
        "diameter": "met",
        "lot": "not_met",
        "certificate": "met",
    }
    pages = {
        lang: client_for(somchai).get(f"/{lang}/partners/").content.decode() for lang in ("th", "ja", "en")
    }
    assert "Ø 2–6 มม." in pages["th"]
    assert "1,000 ชิ้น ขึ้นไป" in pages["th"]
    assert "1,000 個以上" in pages["ja"]
    assert "1,000 pieces or more" in pages["en"]
    assert '<mark class="stated">1,000本から</mark>' in pages["en"]


def test_a_correction_changes_the_evidence_and_the_score(client_for, somchai, thai_firm):
    maker()
    need = written(client_for, somchai)
    before = Suggestion.objects.get(company=thai_firm).evidence["links"][0]["fit"]
    row = shown(code="lot", low="2,000", high="", was="500|500|")
    sent = need_values(text=TEXT, capability=capability(), version=need.version) | row
    client_for(somchai).post(f"/th/needs/{need.pk}/edit/", sent)
    work_off()
    kept = Suggestion.objects.get(company=thai_firm).evidence["links"][0]
    assert kept["fit"] > before
    assert states(thai_firm)["lot"] == "met"
    lot = next(c for c in kept["conditions"] if c["code"] == "lot")
    assert (lot["wanted"]["low"], lot["need"], lot["offer"]) == (2000, "", "1,000本から")


def test_what_was_left_out_is_not_compared(client_for, somchai, thai_firm):
    maker()
    written(client_for, somchai, **shown(code="lot", low="500", high="500", was="500|500|", out="on"))
    assert "lot" not in states(thai_firm)


def test_a_run_keeps_figures_and_places_but_no_words():
    company = JapaneseCompanyFactory()
    OfferFactory(company=company, text="センタレス研削 φ1~6mm")
    OfferFactory(
        company=company, text="研削 ±5µm", conditions={"tolerance": {"removed": True, "source": "author"}}
    )
    Offer.objects.filter(text__contains="φ").update(
        conditions={"diameter": {"low": 1, "high": 6, "text": "φ1~6mm", "spans": [[8, 14]], "source": "read"}}
    )
    rows = market.snapshot(type(company).objects.all())
    assert "φ1~6mm" not in str([row[5] for row in rows])
    offers = market.load(rows).groups["JP", "offer"].statements
    assert [[(s.code, s.text) for s in offer.conditions] for offer in offers] == [
        [("diameter", "φ1~6mm")],
        [],
    ]


def test_a_run_of_before_has_the_engine_read_the_text():
    OfferFactory(company=JapaneseCompanyFactory(), text="センタレス研削 φ1~6mm")
    rows = [row[:5] for row in market.snapshot(Offer.objects.get().company.__class__.objects.all())]
    (offer,) = market.load(rows).groups["JP", "offer"].statements
    assert offer.conditions is None


def test_evidence_stored_before_figures_were_kept_still_shows():
    condition = {"code": "tolerance", "state": "met", "need": "±10µm", "offer": "±5 µm"}
    (row,) = condition_rows({"links": [{"seeker": "TH", "conditions": [condition]}]})
    assert (row.thai.value, row.japanese.value, row.thai.quote) == ("±10µm", "±5 µm", "")


@pytest.mark.parametrize(
    ("spans", "html"),
    [
        ([], "&lt;b&gt; ±2 µm"),
        ([(4, 9)], '&lt;b&gt; <mark class="stated">±2 µm</mark>'),
        ([(0, 3), (1, 2), (4, 90)], '<mark class="stated">&lt;b&gt;</mark> ±2 µm'),
    ],
)
def test_places_are_marked_and_the_rest_is_escaped(spans, html):
    assert marked("<b> ±2 µm", spans) == html
