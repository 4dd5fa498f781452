"""Three main tasks without a mouse: the focus comes to everything, and is seen wherever it stands."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from companies.models import Agency, Capability, Company, Need
from matching.enums import Answer
from matching.models import Interest, Match
from tests.browser.conftest import SignIn, work_off
from tests.factories.companies import OfferFactory
from tests.factories.matching import CorridorFactory, introduced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_STOPS = 120
NEED = "หาผู้รับจ้างเจียรเซ็นเตอร์เลสเพลา Ø2–6 มม. Ra 0.1 เดือนละ 5,000 ชิ้น"
# What is wrong with how the focus shows, or "". A box or a menu may leave its frame to the label around it.
FOCUS = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return "";
  const name = focused.outerHTML.replace(/\\s+/g, " ").slice(0, 100);
  const framed = [focused, focused.closest("label"), focused.parentElement].filter(Boolean).some((element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
  if (!framed) return `no frame: ${name}`;
  const box = (focused.closest("label") ?? focused).getClientRects()[0];
  if (!box) return `not drawn: ${name}`;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  if (bottom <= top) return `out of sight: ${name}`;
  const seen = [0.2, 0.5, 0.8].some((part) => {
    const there = document.elementFromPoint(x, top + (bottom - top) * part);
    return there && (focused.contains(there) || there.contains(focused) || focused.closest("label")?.contains(there));
  });
  return seen ? "" : `covered: ${name}`;
}"""


@dataclass
class Keys:
    page: Page

    def reach(self, target: Locator) -> None:
        """With the Tab key alone; the focus is looked at wherever it stops."""
        expect(target).to_be_visible()
        for _stop in range(MOST_STOPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(FOCUS) == ""
        raise AssertionError(f"{MOST_STOPS} stops do not lead to {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.reach(target)
        self.page.keyboard.press(key)

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.type(text)


@pytest.fixture
def maker(dip: Agency, japanese_firm: Company) -> Company:
    CorridorFactory(desks=[dip])
    text = "センタレス研削 φ1.5~φ20mm、Ra0.05、1,000本から。"
    grinding = Capability.objects.get(slug="centerless-grinding")
    OfferFactory(company=japanese_firm, text=text, capabilities=[grinding])
    return japanese_firm


def test_a_need_is_written_and_interest_expressed(
    maker: Company, thai_firm: Company, somchai: User, sign_in: SignIn
):
    OfferFactory(company=thai_firm, text="รับงานกลึง CNC เพลาสแตนเลส")
    keys = Keys(sign_in(somchai))
    write_a_need(keys)
    express_interest(keys, maker)


def write_a_need(keys: Keys) -> None:
    page = keys.page
    page.goto("/th/my-company/")
    keys.press(page.locator("#needs .btn--do"))
    page.wait_for_url("**/needs/new/")
    keys.write(page.locator("#id_text"), NEED)
    keys.press(page.locator(".sugg input[value=centerless-grinding]"), "Space")
    expect(page.locator("#id_collaboration_type")).not_to_have_value("")
    keys.press(page.locator("button[name=then][value=open]"))
    page.wait_for_url("**/partners/**")
    assert Need.objects.get().text == NEED


def express_interest(keys: Keys, maker: Company) -> None:
    page = keys.page
    work_off()
    page.goto("/th/partners/")
    fit = page.locator("article.fit", has_text=maker.name_native).first
    keys.press(fit.locator("a", has_text="แสดงความสนใจ"))
    page.wait_for_url("**/interest/")
    keys.write(page.locator("#id_cooperation"), "ขอให้ช่วยเจียระไนเพลา")
    keys.write(page.locator("#id_unclear"), "ใบรับรองที่ต้องใช้")
    keys.write(page.locator("#id_about"), "โรงงานในระยอง 40 คน")
    keys.press(page.locator("main form button.btn--do"))
    page.wait_for_url(lambda url: not url.endswith("/interest/"))
    assert Interest.objects.get().cooperation == "ขอให้ช่วยเจียระไนเพลา"


def test_an_introduction_is_answered(
    dip: Agency, thai_firm: Company, japanese_firm: Company, yuki: User, sign_in: SignIn
):
    match = introduced(thai=thai_firm, japanese=japanese_firm, corridor=CorridorFactory(desks=[dip]))
    keys = Keys(sign_in(yuki))
    page = keys.page
    page.goto("/ja/today/")
    keys.press(page.locator(f"main a[href$='/matches/{match.pk}/']").first)
    page.wait_for_url(f"**/matches/{match.pk}/")
    keys.press(page.locator("button[value=interested]"))
    expect(page.locator("button[value=interested]")).to_have_count(0)
    assert Match.objects.get().japanese_answer == Answer.INTERESTED
