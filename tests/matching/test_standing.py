"""A large market is read once a day; firms that change meanwhile are placed beside it."""

import numpy as np
import pytest

from accounts.models import User
from companies import lifecycle, vocabulary
from companies.enums import CompanyState
from companies.models import Company, FindingChange, Need, Offer
from matching import kept_market, market, retagging, shelf, standing, suggestions
from matching.models import PartnerSearch, Suggestion
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory, NeedFactory, OfferFactory
from tests.matching.market import NEED, OFFER, capability, maker, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def every_market_is_large(monkeypatch, settings, tmp_path):
    settings.MARKET_DIR = tmp_path
    monkeypatch.setattr(standing, "LARGE", 1)
    begin_anew()


def begin_anew() -> None:
    """As a process that has just started."""
    standing._kept = standing._last = kept_market._mapped = None


def crowd() -> None:
    """Others, so that no firm is half of its market."""
    for number, text in enumerate(("ประกอบแผงวงจรไฟฟ้า", "ฉีดพลาสติกชิ้นส่วนรถยนต์", "ชุบสังกะสี", "ตัดเลเซอร์แผ่นเหล็ก")):
        OfferFactory(company=CompanyFactory(employees=20 + number), text=text)
    for number, text in enumerate(
        ("プリント基板の実装", "樹脂の射出成形", "亜鉛めっき", "板金のレーザー加工")
    ):
        OfferFactory(company=JapaneseCompanyFactory(employees=20 + number), text=text)


def listed(company: Company) -> dict[int, tuple[float, float]]:
    suggestions.refresh(company.pk)
    rows = Suggestion.objects.filter(company=company)
    return {row.partner_id: (row.p_company_accepts, row.p_partner_accepts) for row in rows}


def test_a_new_partner_is_found_and_the_market_is_not_read_again():
    company, partner = seeker(), maker()
    assert set(listed(company)) == {partner.pk}
    before, changed = standing.current()
    assert changed == {}
    newcomer = maker()
    assert set(listed(company)) == {partner.pk, newcomer.pk}
    assert set(listed(newcomer)) == {company.pk}
    after, changed = standing.current()
    assert after is before
    assert set(changed.values()) == {newcomer.pk}


def test_lists_are_those_of_a_market_read_anew():
    """Others' means and hubs moved a little by the newcomers; nobody's chance by more than two points."""
    crowd()
    standing.current()
    company, partner = seeker(), maker()
    placed = listed(company), listed(partner)
    begin_anew()
    kept_market.place().unlink()
    anew = listed(company), listed(partner)
    assert standing.current()[1] == {}
    for beside, among in zip(placed, anew, strict=True):
        assert beside.keys() >= {firm for firm, chances in among.items() if chances[0] > 0.05}
        for firm in beside.keys() & among.keys():
            assert beside[firm] == pytest.approx(among[firm], abs=0.02)


def test_the_evidence_is_of_todays_words():
    company, partner = seeker(), maker()
    suggestions.refresh(company.pk)
    today = f"{OFFER} 試作も承ります。"
    Offer.objects.filter(company=partner).update(text=today)
    suggestions.refresh(company.pk)
    assert market.address_of(today) in Suggestion.objects.get(company=company).evidence["texts"].values()


def test_who_closes_the_need_is_in_no_list(somchai: User, thai_firm: Company):
    need = NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    partner = maker()
    assert set(listed(partner)) == {thai_firm.pk}
    lifecycle.close_need(Need.objects.get(pk=need.pk), by=somchai)
    assert listed(partner) == {}
    assert listed(thai_firm) == {}


def test_a_firm_that_is_not_published_any_more_is_in_no_list(dao: User):
    company, partner = seeker(), maker()
    assert set(listed(company)) == {partner.pk}
    lifecycle.suspend(partner, by=dao, reason="Checks")
    assert listed(company) == {}


def test_a_firm_that_waits_for_the_desk_is_shown_its_partners():
    partner = maker()
    standing.current()
    company = seeker(state=CompanyState.SUBMITTED)
    assert set(listed(company)) == {partner.pk}
    assert listed(partner) == {}


def test_parent_and_child_are_strangers_only_until_they_are_known():
    company, partner = seeker(), maker()
    assert set(listed(company)) == {partner.pk}
    Company.objects.filter(pk=partner.pk).update(parent=company)
    assert listed(company) == {}
    begin_anew()
    assert listed(company) == {}


def test_another_process_maps_what_one_has_read():
    seeker(), maker()
    first, _ = standing.current()
    written_at = kept_market.place().stat().st_mtime_ns
    begin_anew()
    second, changed = standing.current()
    assert second is not first
    assert changed == {}
    assert kept_market.place().stat().st_mtime_ns == written_at
    offers = second.market.groups["JP", "offer"]
    assert not offers.said.vectors.flags.owndata
    assert not offers.said.vectors.flags.writeable
    assert np.array_equal(offers.vectors, first.market.groups["JP", "offer"].vectors)
    assert kept_market.place().stat().st_mode & 0o077 == 0


def test_a_file_of_other_code_is_removed():
    other = kept_market.place().with_name(f"older-{kept_market.name_of_database()}.market")
    other.write_bytes(b"texts")
    seeker()
    standing.current()
    assert not other.exists()


def test_other_words_have_the_market_read_anew_and_what_they_touch_placed_anew(root: User):
    seeker(), maker()
    partner = JapaneseCompanyFactory(languages=["ja"])
    OfferFactory(company=partner, text="ロール間の通し送りで軸を仕上げます。")
    first, _ = standing.current()
    node = capability()
    vocabulary.edit_capability(
        node, by=root, values={"synonyms_ja": [*node.synonyms_ja, "ロール間の通し送り"]}
    )
    other, changed = standing.current()
    assert other is not first
    assert changed == {}
    work_off(retagging.FIND, retagging.READ)
    newest, changed = standing.current()
    assert newest is other
    assert set(changed.values()) == {partner.pk}
    sure, unsure = (
        found.groups["JP", "offer"].confidence.max(axis=1).min()
        for found in (standing.View.of([]).anew, other.market)
    )
    assert sure > unsure


def test_where_changes_were_pruned_the_market_is_read_anew():
    company = seeker()
    before, _ = standing.current()
    FindingChange.objects.all().delete()
    partner = maker()
    assert set(listed(company)) == {partner.pk}
    assert standing.current()[0] is not before


def test_where_everybody_may_differ_the_market_is_read_anew():
    seeker()
    before, _ = standing.current()
    FindingChange.objects.create(company=None)
    assert standing.current()[0] is not before
    before, _ = standing.current()
    FindingChange.objects.bulk_create(
        FindingChange(company=n) for n in range(10**6, 10**6 + standing.MOST_CHANGED + 1)
    )
    assert standing.current()[0] is not before


def test_an_answer_that_cannot_wait_takes_the_last_reading():
    maker()
    first = standing.at_hand()
    FindingChange.objects.create(company=None)
    assert standing.at_hand() is first
    newer, _ = standing.current()
    assert newer is not first
    assert standing.at_hand() is newer


def best_of(company: Company) -> dict[str, list]:
    return PartnerSearch.objects.get(company=company).best_partners


def rows_listed(company: Company) -> list[tuple]:
    columns = ("partner", "rank", "p_company_accepts", "p_partner_accepts", "p_both", "evidence")
    return list(Suggestion.objects.filter(company=company).order_by("rank").values_list(*columns))


def test_a_list_that_a_firm_enters_is_that_of_a_look_at_everybody(monkeypatch):
    monkeypatch.setattr(shelf, "LIST_LENGTH", 2)
    monkeypatch.setattr(suggestions, "LIST_LENGTH", 2)
    monkeypatch.setattr(shelf, "PARTNERS_A_NEED", 1)
    crowd()
    company, weaker = seeker(), [maker(employees=1 + number, export_level="none") for number in range(4)]
    suggestions.refresh(company.pk)
    assert {row[0] for row in rows_listed(company)} < {firm.pk for firm in weaker}
    newcomer = maker()
    suggestions.refresh(newcomer.pk)
    assert work_off(suggestions.REFRESH_LISTS)
    entered = rows_listed(company), best_of(company)
    assert entered[0][0][0] == newcomer.pk
    suggestions.refresh_lists([company.pk])
    assert (rows_listed(company), best_of(company)) == entered


def test_a_list_that_is_mended_is_still_looked_for_where_its_own_firm_changed():
    crowd()
    company, _partner = seeker(), maker()
    suggestions.refresh(company.pk)
    suggestions.ask(company)
    newcomer = maker()
    suggestions.refresh_lists([company.pk], changed=newcomer.pk)
    assert newcomer.pk in {row[0] for row in rows_listed(company)}
    assert PartnerSearch.objects.get(company=company).is_looking


def test_where_nobody_was_looked_at_yet_all_are():
    crowd()
    standing.current()
    company, partner, newcomer = seeker(), maker(), maker()
    suggestions.refresh_lists([company.pk], changed=newcomer.pk)
    assert {row[0] for row in rows_listed(company)} == {partner.pk, newcomer.pk}


def test_who_leaves_a_list_makes_room_for_whoever_is_next(monkeypatch):
    monkeypatch.setattr(shelf, "LIST_LENGTH", 2)
    monkeypatch.setattr(suggestions, "LIST_LENGTH", 2)
    monkeypatch.setattr(shelf, "PARTNERS_A_NEED", 1)
    crowd()
    company, makers = seeker(), [maker(employees=10 * number) for number in range(1, 6)]
    suggestions.refresh(company.pk)
    before = [row[0] for row in rows_listed(company)]
    assert len(before) < len(makers)
    leaves = Company.objects.get(pk=before[0])
    leaves.offers.all().delete()
    suggestions.refresh(leaves.pk)
    assert work_off(suggestions.REFRESH_LISTS)
    after = rows_listed(company)
    assert len(after) == len(before)
    assert leaves.pk not in {row[0] for row in after}
    suggestions.refresh_lists([company.pk])
    assert rows_listed(company) == after
