"""A stored reading counts only for the model and the way of reading that made it."""

import pytest

from companies.models import Company
from matching import market
from matching.models import TextVector
from tests.factories.companies import CompanyFactory, OfferFactory

pytestmark = pytest.mark.django_db
TEXT = "รับงานปั่นแกนหมุนพิเศษ"


def test_another_model_or_way_of_reading_makes_new_rows(monkeypatch):
    OfferFactory(company=CompanyFactory(), text=TEXT, capabilities=[])
    everyone = Company.objects.all()
    market.snapshot(everyone)
    monkeypatch.setattr(market, "READING", market.READING + 1)
    rows = market.snapshot(everyone)
    assert TextVector.objects.filter(text=TEXT).count() == 2
    assert (
        market.load(rows).groups["TH", "offer"].statements
        or market.load(rows).groups["JP", "offer"].statements
    )
