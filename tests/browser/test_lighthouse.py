"""The public pages under Lighthouse, as a phone on a slow line sees the product that ./start serves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate import lighthouse
from tests.gate.parts import is_strict
from tests.project.checkouts import Checkout

pytestmark = [pytest.mark.browser, pytest.mark.deep]
LANGUAGES = ("th", "ja", "en")
COMPANY = "companies/srinatee-precision-works/"
PAGES = {"landing": "", "directory": "companies/", "company": COMPANY, "register": "register/"}
REPORTS = lighthouse.ROOT / "var" / "check" / "lighthouse"
# Performance hangs on the machine, so it is written down and has a low floor.
LOWEST_PERFORMANCE = 60
LOWEST_SCORE = 95
# What counts as good for people.
LARGEST_SHIFT = 0.1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if reason := lighthouse.missing():
        (pytest.fail if is_strict() else pytest.skip)(reason)
    checkout = Checkout.copy(Path(tmp_path_factory.mktemp("site")) / "otagai", shared_environment=True)
    checkout.serve()
    yield f"http://localhost:{checkout.port}"
    checkout.start("--stop")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_public_page_on_a_phone(page, language, site, record_property):
    REPORTS.mkdir(parents=True, exist_ok=True)
    found = lighthouse.measure(f"{site}/{language}/{PAGES[page]}", REPORTS / f"{page}-{language}.json")
    record_property(f"Lighthouse, phone: {page}, {language}", str(found))

    assert min(found.accessibility, found.best_practices, found.seo) >= LOWEST_SCORE
    assert found.performance >= LOWEST_PERFORMANCE
    assert found.shift <= LARGEST_SHIFT
