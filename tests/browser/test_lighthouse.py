"""The public pages under Lighthouse, as a phone on a slow line sees the product that ./start serves."""

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate import lighthouse
from tests.gate.parts import is_strict
from tests.project.checkouts import Checkout
from tests.project.tree import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.deep]
LANGUAGES = ("th", "ja", "en")
COMPANY = "companies/srinatee-precision-works/"
AGREEMENT = "agreement"
PAGES = {
    "landing": "",
    "directory": "companies/",
    "company": COMPANY,
    "register": "register/",
    AGREEMENT: "",
    "how-it-works": "how-it-works/",
    "help": "help/",
    "sign-in": "account/login/",
}
REPORTS = ROOT / "var" / "check" / "lighthouse"
LOWEST_PERFORMANCE = 95
LOWEST_SCORE = 100
LARGEST_SHIFT = 0.02
# A busy machine only ever takes away from performance: the best of these counts.
TRIES = 3


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if reason := lighthouse.missing():
        (pytest.fail if is_strict() else pytest.skip)(reason)
    checkout = Checkout.copy(Path(tmp_path_factory.mktemp("site")) / "otagai", shared_environment=True)
    checkout.serve()
    yield f"http://localhost:{checkout.port}"
    checkout.start("--stop")


@pytest.fixture(scope="module")
def addresses(site: str) -> dict[str, str]:
    """The newest agreement has the number that the register gives it."""
    with urllib.request.urlopen(f"{site}/en/register/", timeout=30) as answer:
        number = re.search(r"/en/(register/\d+/)", answer.read().decode())
    assert number, "the register is empty"
    return PAGES | {AGREEMENT: number[1]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_public_page_on_a_phone(page, language, site, addresses, record_property):
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{page}-{language}.json"
    found = best_of(f"{site}/{language}/{addresses[page]}", report)
    record_property(f"Lighthouse, phone: {page}, {language}", str(found))

    assert min(found.accessibility, found.best_practices, found.seo) >= LOWEST_SCORE
    assert found.performance >= LOWEST_PERFORMANCE
    assert found.shift < LARGEST_SHIFT


def best_of(address: str, report: Path) -> lighthouse.Figures:
    best = lighthouse.measure(address, report)
    for _again in range(TRIES - 1):
        if best.performance >= LOWEST_PERFORMANCE:
            break
        best = max(best, lighthouse.measure(address, report), key=lambda figures: figures.performance)
    return best
