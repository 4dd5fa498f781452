"""One officer reviews fifty proposals by keyboard alone: how long each takes, and how many requests it costs."""

import statistics
import time

import pytest
from playwright.sync_api import Page, Request, expect

from accounts.models import User
from companies.models import Agency
from matching.models import HeldDecision, MatchEvent
from tests.browser.conftest import SignIn
from tests.factories.companies import CompanyFactory, JapaneseCompanyFactory
from tests.factories.matching import CorridorFactory, propose

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.django_db(transaction=True)]
PROPOSALS = 50
# Every tenth is rejected with a reason, every fifteenth parked, the third undone and approved again.
REJECTED, PARKED, UNDONE = 10, 15, 3
LONGEST_MEDIAN = 2.0
# The decision itself; the rest is what the page asks by itself while one reads.
MOST_REQUESTS = 3


@pytest.fixture
def waiting(dip: Agency) -> None:
    corridor = CorridorFactory(desks=[dip])
    for at in range(PROPOSALS):
        propose(
            thai=CompanyFactory(slug=f"thai-{at}"),
            japanese=JapaneseCompanyFactory(slug=f"japanese-{at}"),
            corridor=corridor,
            p_both=0.9 - at / 100,
        )


def test_fifty_proposals_by_keyboard(waiting: None, dao: User, sign_in: SignIn, record_property):
    desk = sign_in(dao)
    requests: list[Request] = []
    desk.goto("/en/desk/review/")
    desk.locator(".cases a").first.click()
    desk.locator(".decide").wait_for()
    desk.on("request", lambda request: requests.append(request) if "/desk/review/" in request.url else None)

    seconds = []
    for at in range(1, PROPOSALS + 1):
        began = time.perf_counter()
        decide(desk, at)
        seconds.append(time.perf_counter() - began)

    decided = MatchEvent.objects.filter(move__in=("approve", "reject", "park")).values("match").distinct()
    assert decided.count() == PROPOSALS
    assert MatchEvent.objects.filter(move="undo").count() == 1
    per_decision = len(requests) / PROPOSALS
    figures = (
        f"median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s, "
        f"{per_decision:.2f} requests a decision"
    )
    print(f"\n{PROPOSALS} proposals by keyboard: {figures}")
    record_property("Officer, fifty proposals by keyboard", figures)
    assert statistics.median(seconds) <= LONGEST_MEDIAN
    assert per_decision <= MOST_REQUESTS


def decide(desk: Page, at: int) -> None:
    """One decision; back when the next case stands on the page."""
    before = desk.locator("h1.sr").inner_text()
    if at % REJECTED == 0:
        reject(desk)
    elif at % PARKED == 0:
        park(desk)
    else:
        desk.keyboard.press("a")
    if at == PROPOSALS:
        desk.wait_for_url("**/desk/review/")
        return
    expect(desk.locator("h1.sr")).not_to_have_text(before)
    if at == UNDONE:
        desk.keyboard.press("u")
        expect(desk.locator("h1.sr")).to_have_text(before)
        assert HeldDecision.objects.filter(match__events__move="undo").count() == 0
        desk.keyboard.press("a")
        expect(desk.locator("h1.sr")).not_to_have_text(before)


def reject(desk: Page) -> None:
    desk.keyboard.press("r")
    desk.locator("#reject select").focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")


def park(desk: Page) -> None:
    desk.keyboard.press("p")
    desk.locator("#park input[type=date]").fill("2035-01-02")
    desk.keyboard.press("Enter")
