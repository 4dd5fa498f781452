"""One match walked through the whole house: an owner's words in, a signed agreement in the register out."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from agreements.enums import AgreementState
from agreements.models import Agreement
from companies.models import Agency, Capability, Company, Need
from matching.enums import MatchState
from matching.held import RELEASE
from matching.models import Match
from outbox.models import Job
from tests.browser.conftest import SignIn, work_off
from tests.factories.agreements import pdf
from tests.factories.companies import NeedFactory, OfferFactory
from tests.factories.matching import CorridorFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEED = "ต้องการผู้รับเจียรเซ็นเตอร์เลสเพลา Ø2–6 มม. Ra 0.1 เดือนละ 5,000 ชิ้น"
OFFER = "センタレス研削 φ1.5~φ20mm、Ra0.05、1,000本から。"
THAI, JAPANESE = "บริษัท สมชายเวิร์ค จำกัด", "株式会社ユキ精機"
CONTACT_OF_YUKI = "canary-yuki-seiki@example.com"
CONTACT_OF_SOMCHAI = "canary-somchai-works@example.com"


@pytest.fixture
def market(dip: Agency, thai_firm: Company, japanese_firm: Company) -> None:
    """Yuki's firm offers grinding and seeks turning, which Somchai's firm offers."""
    CorridorFactory(desks=[dip], name_th="ไทย–ญี่ปุ่น", name_ja="タイ・日本", name_en="Thailand–Japan")
    grinding = Capability.objects.get(slug="centerless-grinding")
    turning = Capability.objects.get(slug="cnc-turning")
    OfferFactory(company=japanese_firm, text=OFFER, capabilities=[grinding])
    NeedFactory(
        company=japanese_firm, text="タイでCNC旋盤加工の委託先を探しています。", capabilities=[turning]
    )
    OfferFactory(company=thai_firm, text="รับงานกลึง CNC เพลาสแตนเลส", capabilities=[turning])


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_need_becomes_a_signed_agreement_in_the_register(
    market: None, somchai: User, yuki: User, dao: User, arisa: User, sign_in: SignIn
):
    owner = sign_in(somchai)
    publish_a_need(owner)
    see_the_partner(owner)
    desk = sign_in(dao)
    start_a_run(desk)
    approve_in_the_mirror(desk)
    partner = sign_in(yuki)
    both_are_interested(owner, partner)
    talk(owner, partner)
    registrar = sign_in(arisa)
    draft_and_send(registrar)
    record_signatures(registrar)
    read_the_register(registrar, owner, partner)


def publish_a_need(owner: Page) -> None:
    owner.goto("/th/my-company/needs/new/")
    expect(owner.locator("html")).to_have_attribute("lang", "th")
    owner.locator("select[name=collaboration_type]").select_option(index=1)
    owner.locator("#id_text").press_sequentially(NEED, delay=5)
    chip = owner.locator(".sugg", has_text="งานเจียระไนแบบไร้ศูนย์")
    expect(chip).to_contain_text("เจียรเซ็นเตอร์เลส")
    chip.locator("input").check()
    owner.get_by_role("button", name="เปิดรับความต้องการนี้").click()
    owner.wait_for_url("**/th/partners/**")
    need = Need.objects.get(text=NEED)
    assert [capability.slug for capability in need.capabilities.all()] == ["centerless-grinding"]


def see_the_partner(owner: Page) -> None:
    work_off()
    fit = owner.locator("article.fit", has_text=JAPANESE).first
    expect(fit).to_be_visible()
    expect(owner.locator("h1")).to_have_text("คู่ค้าที่เหมาะกับคุณ")
    expect(fit).to_contain_text("งานเจียระไนแบบไร้ศูนย์")
    expect(fit.locator("[lang=ja]", has_text="センタレス研削").first).to_be_visible()
    expect(fit).not_to_contain_text(CONTACT_OF_YUKI)


def start_a_run(desk: Page) -> None:
    desk.goto("/th/desk/runs/new/")
    desk.locator("input[name=minimum_percent]").fill("1")
    desk.get_by_role("button", name="เริ่มรอบนี้").click()
    desk.wait_for_url("**/th/desk/runs/*/")
    expect(desk.locator("#progress")).to_be_visible()
    work_off()
    expect(desk.locator("table a", has_text="รอ")).to_be_visible()
    assert Match.objects.get().state == MatchState.PROPOSED


def approve_in_the_mirror(desk: Page) -> None:
    desk.goto("/th/desk/review/")
    desk.locator(".cases a", has_text=THAI).click()
    mirror = desk.locator("article.mirror")
    expect(mirror).to_contain_text(JAPANESE)
    expect(mirror.locator(".said.th-side.seek [lang=th]", has_text="เจียรเซ็นเตอร์เลส")).to_be_visible()
    expect(mirror.locator(".said.jp-side [lang=ja]", has_text="センタレス研削").first).to_be_visible()
    button = desk.locator("button[data-key=a]")
    expect(button).to_contain_text("อนุมัติ")
    button.click()
    expect(desk.locator("body")).to_contain_text("อนุมัติแล้ว")
    # The ten seconds in which it could be undone.
    Job.objects.filter(kind=RELEASE).update(not_before=timezone.now())
    work_off()
    assert Match.objects.get().state == MatchState.INTRODUCED


def both_are_interested(owner: Page, partner: Page) -> None:
    address = f"matches/{Match.objects.get().pk}/"
    answer(owner, f"/th/{address}", "สนใจ", "คำตอบของอีกฝ่าย", CONTACT_OF_YUKI)
    assert Match.objects.get().state == MatchState.INTRODUCED
    answer(partner, f"/ja/{address}", "関心あり", "相手の回答", CONTACT_OF_SOMCHAI)
    assert Match.objects.get().state == MatchState.CONNECTED
    work_off()


def answer(page: Page, address: str, interested: str, other_answer: str, contact: str) -> None:
    """Before both have said yes, a side sees neither the other's answer nor its contacts."""
    page.goto(address)
    expect(page.locator(".answers")).to_contain_text(other_answer)
    expect(page.locator("body")).not_to_contain_text(contact)
    button = page.locator("button[value=interested]")
    expect(button).to_have_text(interested)
    button.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("button[value=interested]")).to_have_count(0)


def talk(owner: Page, partner: Page) -> None:
    """Contacts are open, and each writes in their own language."""
    owner.reload()
    expect(owner.locator(".connection")).to_contain_text(CONTACT_OF_YUKI)
    expect(owner.locator("#conversation h2")).to_have_text("การสนทนา")
    expect(partner.locator(".connection")).to_contain_text(CONTACT_OF_SOMCHAI)
    expect(partner.locator("#conversation h2")).to_have_text("会話")
    partner.locator("#write textarea").fill("来週オンラインでお話しできますか。")
    partner.locator("#write").get_by_role("button", name="送信").click()
    expect(partner.locator(".talk [lang=ja]", has_text="来週オンライン")).to_be_visible()
    owner.reload()
    expect(owner.locator(".talk [lang=ja]", has_text="来週オンライン")).to_be_visible()


def draft_and_send(registrar: Page) -> None:
    registrar.goto("/en/registrar/agreements/")
    registrar.locator("a", has_text="Draft the agreement").click()
    expect(registrar.locator("h1")).to_have_text("Draft of an agreement")
    registrar.get_by_role("button", name="Save the draft").click()
    registrar.wait_for_url("**/en/register/*/")
    registrar.get_by_role("button", name="Send out for signature").click()
    expect(registrar.locator(".signs")).to_contain_text("not signed yet")
    work_off()


def record_signatures(registrar: Page) -> None:
    """The signed copy comes with the first signature; the last one makes the agreement signed."""
    for number, signatory in enumerate(["สมชาย ใจดี", "佐藤 優希"]):
        form = registrar.locator("details.sign[open] form").first
        form.locator("input[name=name]").fill(signatory)
        form.locator("input[name=signed_on]").fill(timezone.localdate().isoformat())
        if number == 0:
            signed = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}
            form.locator("input[name=document]").set_input_files(signed)
        form.get_by_role("button", name="Record the signature").click()
        expect(registrar.locator(".signs")).to_contain_text(signatory)
    work_off()
    assert Agreement.objects.get().state == AgreementState.SIGNED
    assert Match.objects.get().state == MatchState.AGREED


def read_the_register(registrar: Page, owner: Page, partner: Page) -> None:
    """The public reads it in each language, without the signatories; the parties have their copy."""
    agreement = Agreement.objects.get()
    stranger = registrar.context.browser.new_context(base_url=owner.url.split("/th/")[0]).new_page()
    for language in ("th", "ja", "en"):
        stranger.goto(f"/{language}/register/")
        expect(stranger.locator("html")).to_have_attribute("lang", language)
        expect(stranger.locator("main")).to_contain_text(getattr(agreement, f"title_{language}"))
        stranger.goto(f"/{language}/register/{agreement.pk}/")
        expect(stranger.locator("main")).not_to_contain_text("佐藤 優希")
    stranger.context.close()
    for page, language in ((owner, "th"), (partner, "ja")):
        page.goto(f"/{language}/register/{agreement.pk}/")
        expect(page.locator("h1")).to_have_text(getattr(agreement, f"title_{language}"))
        expect(page.locator("main")).to_contain_text("佐藤 優希")
