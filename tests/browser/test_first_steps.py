"""From the first page to a first need with partners beside it: counted presses of a newcomer's mouse."""

import re
from dataclasses import dataclass

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from companies.models import Agency, Capability, Company
from tests.browser.conftest import PASSWORD, OpenWindow, work_off
from tests.factories.companies import OfferFactory
from tests.factories.matching import CorridorFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 12
NEED = "หาผู้รับจ้างเจียรเซ็นเตอร์เลสเพลา Ø2–6 มม. Ra 0.1 เดือนละ 5,000 ชิ้น"
LINK = re.compile(r"https?://[^/\s]+(/\S+/confirm-email/\S+)")
# Each press of the mouse, as the browser feels it.
COUNTER = "addEventListener('pointerdown', () => window.pressed(), true)"


@dataclass
class Hand:
    """A newcomer's: the keyboard writes and goes from field to field, every press of the mouse counts."""

    page: Page
    clicks: int = 0

    def __post_init__(self) -> None:
        self.page.expose_binding("pressed", lambda _source: self.count())
        self.page.add_init_script(COUNTER)

    def count(self, presses: int = 1) -> None:
        self.clicks += presses

    def type(self, *texts: str) -> None:
        """From the field that has the focus, one field after the other."""
        for number, text in enumerate(texts):
            if number:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(text)

    def write(self, field: Locator, text: str) -> None:
        """Into a field further down: reached with the Tab key, as is every field between."""
        field.focus()
        self.page.keyboard.type(text)

    def choose(self, menu: Locator, label: str) -> None:
        """One press opens a menu and one takes the line."""
        menu.select_option(label=label)
        self.count(2)


@pytest.fixture
def maker(dip: Agency, japanese_firm: Company) -> Company:
    CorridorFactory(desks=[dip])
    grinding = Capability.objects.get(slug="centerless-grinding")
    text = "センタレス研削 φ1.5~φ20mm、Ra0.05、1,000本から。"
    OfferFactory(company=japanese_firm, text=text, capabilities=[grinding])
    return japanese_firm


def test_a_newcomer_sees_partners_after_a_dozen_clicks(maker: Company, open_window: OpenWindow):
    page = open_window(None, locale="th-TH")
    hand = Hand(page)
    register(hand)
    add_the_company(hand)
    open_a_need(hand)
    work_off()
    expect(page.locator("article.fit", has_text=maker.name_native).first).to_be_visible()
    print(f"{hand.clicks} clicks")
    assert hand.clicks <= MOST_CLICKS


def register(hand: Hand) -> None:
    page = hand.page
    page.goto("/th/")
    page.get_by_role("link", name="ลงทะเบียนบริษัท").click()
    expect(page.locator("#id_email")).to_be_focused()
    hand.type("malee@malee-works.example", PASSWORD, "มาลี ใจดี")
    page.locator("label[for=id_terms]").click()
    page.locator("label[for=id_cross_border]").click()
    page.locator("main form button.btn--do").click()
    page.wait_for_url("**/confirm-email/")
    work_off()
    found = LINK.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    page.goto(found[1])
    # The link in the message.
    hand.count()
    page.locator("main form button").click()


def add_the_company(hand: Hand) -> None:
    page = hand.page
    expect(page.locator("#id_q")).to_be_focused()
    hand.type("บริษัท มาลีเวิร์ค จำกัด")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-company/new/**")
    expect(page.locator("#id_name_native")).to_have_value("บริษัท มาลีเวิร์ค จำกัด")
    hand.write(page.locator("#id_name_roman"), "Malee Works Co., Ltd.")
    hand.choose(page.locator("#id_location"), "ระยอง")
    page.locator("#id_clusters .tick").first.click()
    hand.write(page.locator("#id_profile"), "รับกลึงและกัดชิ้นส่วนความแม่นยำสูง 40 คน")
    expect(page.locator("#id_contact_email")).to_have_value("malee@malee-works.example")
    page.locator("button[name=hand_in]").click()
    page.wait_for_load_state()
    assert page.locator(".err:visible").all_inner_texts() == []


def open_a_need(hand: Hand) -> None:
    page = hand.page
    page.wait_for_url("**/my-company/needs/new/")
    expect(page.locator("#id_text")).to_be_focused()
    hand.type(NEED)
    chip = page.locator(".sugg", has_text="งานเจียระไนแบบไร้ศูนย์")
    chip.click()
    expect(page.locator("#id_collaboration_type")).not_to_have_value("")
    page.locator("button[name=then][value=open]").click()
    page.wait_for_url("**/partners/**")
