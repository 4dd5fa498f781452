"""Staff teach the tree a word: what was read from texts is read again, without a deployment."""

import pytest

from companies.models import Capability
from matching import market, suggestions
from matching.models import PartnerSearch, TextVector
from tests.factories.companies import CompanyFactory, OfferFactory
from tests.matching.market import capability, work_off

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "รับงานปั่นแกนหมุนพิเศษ"


def tags_of(text: str) -> dict[str, float]:
    return dict(TextVector.objects.get(text=text).tags)


def test_a_new_synonym_is_read_from_texts_that_are_already_stored():
    node = capability()
    company = OfferFactory(company=CompanyFactory(), text=TEXT, capabilities=[]).company
    market.snapshot(type(company).objects.all())
    before = tags_of(TEXT).get(node.slug, 0.0)
    node.synonyms_th = [*node.synonyms_th, "ปั่นแกนหมุน"]
    node.save()
    work_off(suggestions.REREAD)
    assert tags_of(TEXT)[node.slug] > max(before, 0.5)
    assert PartnerSearch.objects.filter(company=company).exists()


def test_texts_are_reread_in_parts(monkeypatch):
    monkeypatch.setattr(suggestions, "TEXTS_A_JOB", 1)
    node = capability()
    for text in (TEXT, "รับกลึงเพลา", "รับพ่นสีฝุ่น"):
        OfferFactory(company=CompanyFactory(), text=text, capabilities=[])
    market.snapshot(CompanyFactory._meta.model.objects.all())
    TextVector.objects.update(tags=[["no-longer-there", 1.0]])
    suggestions.reread_texts()
    work_off(suggestions.REREAD)
    assert not [row for row in TextVector.objects.all() if "no-longer-there" in dict(row.tags)]
    assert Capability.objects.filter(pk=node.pk).exists()


def test_another_model_or_way_of_reading_makes_new_rows(monkeypatch):
    OfferFactory(company=CompanyFactory(), text=TEXT, capabilities=[])
    everyone = CompanyFactory._meta.model.objects.all()
    market.snapshot(everyone)
    monkeypatch.setattr(market, "READING", market.READING + 1)
    rows = market.snapshot(everyone)
    assert TextVector.objects.filter(text=TEXT).count() == 2
    assert (
        market.load(rows).groups["TH", "offer"].statements
        or market.load(rows).groups["JP", "offer"].statements
    )
