"""Who could answer what is being written: the engine's figures, nobody's name, nothing kept."""

import pytest

from companies import blocks
from companies.models import Need
from matching import asides, suggestions
from matching.engine.pairs import NO_PARTNER_BELOW
from matching.models import PartnerSearch, TextVector
from tests.factories.companies import (
    CapabilityFactory,
    CollaborationTypeFactory,
    CompanyFactory,
    JapaneseCompanyFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
)
from tests.factories.matching import ReasonFactory
from tests.matching.market import NEED, OFFER, capability, maker

pytestmark = pytest.mark.django_db
LOOK = "/th/my-company/needs/answers/"
NEW = "/th/my-company/needs/new/"


def typed(**changes):
    return {
        "text": NEED,
        "lang": "th",
        "capabilities": [capability().slug],
        "collaboration_type": "",
    } | changes


def look(browser, **changes):
    return browser.post(LOOK, typed(**changes), headers={"HX-Request": "true"})


@pytest.fixture
def partner(db):
    return maker()


def test_a_text_is_told_how_many_could_answer_and_nobodys_name(client_for, somchai, partner):
    answer = look(client_for(somchai))
    page = answer.content.decode()

    assert answer.context["preview"].number == 1
    assert "ราว 1 บริษัทในญี่ปุ่น" in page
    for secret in (partner.slug, partner.name_native, partner.name_roman, OFFER, partner.address):
        assert secret not in page
    assert partner.location.region.name_th in page
    assert capability().name_th in page


def test_nothing_of_the_text_is_kept(client_for, somchai, partner):
    suggestions.refresh(partner.pk)
    before = set(TextVector.objects.values_list("pk", flat=True))

    look(client_for(somchai))

    assert set(TextVector.objects.values_list("pk", flat=True)) == before
    assert not Need.objects.exists()


def test_the_figure_is_that_of_the_production_engine(client_for, somchai, thai_firm, partner):
    for number in range(12):
        NeedFactory(
            company=CompanyFactory(), text=f"ต้องการงานลำดับที่ {number}", capabilities=[CapabilityFactory()]
        )
    seen = look(client_for(somchai)).context["preview"].best[0].fit
    need = NeedFactory(company=thai_firm, text=NEED, capabilities=[capability()])
    suggestions.refresh(thai_firm.pk)

    assert seen == pytest.approx(PartnerSearch.objects.get(company=thai_firm).best_fit_of(need.pk), abs=0.05)


def test_without_a_partner_it_says_what_is_missing(client_for, somchai, partner):
    page = look(client_for(somchai), text="ต้องการน้ำผึ้ง", capabilities=[CapabilityFactory().slug])

    preview = page.context["preview"]
    assert preview.number == 0
    assert preview.nearest < NO_PARTNER_BELOW
    assert len(preview.hints) >= 2
    assert "สิ่งที่ยังขาด" in page.content.decode()


def test_a_condition_that_keeps_a_company_away_is_named(client_for, somchai):
    firm = JapaneseCompanyFactory()
    offer = "センタレス研削 φ1.5~φ20mm、Ra0.05、公差±2µm、納期30日"
    OfferFactory(company=firm, text=offer, capabilities=[capability()])
    text = "ต้องการเจียระไนเซ็นเตอร์เลสเพลา Ø40–50 มม. Ra 0.001 ±0.5 µm ส่งมอบภายใน 10 วัน"

    preview = look(client_for(somchai), text=text).context["preview"]

    assert preview.number == 0
    assert any("หากไม่มี" in hint for hint in preview.hints), (preview.nearest, preview.hints)


@pytest.mark.parametrize("apart", ["blocked", "put aside", "kin", "suspended"])
def test_whom_one_may_not_meet_is_not_counted(client_for, somchai, thai_firm, partner, apart):
    browser = client_for(somchai)
    assert look(browser).context["preview"].number == 1
    if apart == "blocked":
        blocks.block(partner, thai_firm, by=somchai)
    elif apart == "put aside":
        asides.put_aside(thai_firm, partner, by=somchai, reason=ReasonFactory())
    elif apart == "kin":
        partner.parent = thai_firm
        partner.save()
    else:
        partner.state = "suspended"
        partner.save()

    assert look(browser).context["preview"].number == 0


def test_an_offer_is_told_who_looks_for_it(client_for, somchai, japanese_firm):
    NeedFactory(
        company=japanese_firm, text="センタレス研削の委託先を探しています", capabilities=[capability()]
    )

    answer = client_for(somchai).post(
        "/ja/my-company/offers/answers/", typed(text="เจียระไนเซ็นเตอร์เลส Ø2–6 มม.")
    )

    assert answer.context["preview"].number == 1
    assert "日本で約1社がこれを探しています" in answer.content.decode()


def test_without_scripts_a_button_shows_it_beside_the_form(client_for, somchai, partner):
    answer = client_for(somchai).post(NEW, typed(then="look"))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert answer.context["preview"].number == 1
    assert NEED in page
    assert not answer.context["form"].errors
    assert not Need.objects.exists()


def test_who_asks_too_often_is_told_to_wait(client_for, somchai, settings):
    settings.ACCOUNT_RATE_LIMITS = {"look_for_answers": "2/m/user"}
    browser = client_for(somchai)
    answers = [look(browser) for _turn in range(3)]

    assert [bool(answer.context.get("too_often")) for answer in answers] == [False, False, True]
    assert answers[-1].status_code == 200


def test_the_kind_is_read_from_the_text_until_the_author_chooses(client_for, somchai):
    CollaborationTypeFactory()
    training = CollaborationTypeFactory(code="training", seeks_th="หาผู้ฝึกอบรม")
    browser, text = client_for(somchai), "หาโรงงานรับจ้างผลิตเพลา"
    form = browser.post("/th/my-company/needs/kind/", typed(text=text)).context["form"]
    assert form["collaboration_type"].value() == "contract_mfg"

    own = typed(text=text, collaboration_type=training.pk, kind_read="contract_mfg")
    answer = browser.post("/th/my-company/needs/kind/", own)
    assert answer.context["form"]["collaboration_type"].value() == "training"
    assert "หาผู้รับจ้างผลิต" in answer.content.decode()


def test_saving_without_a_kind_proposes_the_one_read(client_for, somchai):
    CollaborationTypeFactory()
    answer = client_for(somchai).post(NEW, typed(text="หาโรงงานรับจ้างผลิตเพลา", then="keep"))

    assert list(answer.context["form"].errors) == ["collaboration_type", "open_until"]
    assert '<option value="contract_mfg" selected>' in answer.content.decode()


def test_an_offer_written_as_a_need_is_noticed(client_for, somchai):
    answer = client_for(somchai).post("/en/my-company/needs/kind/", typed(text="We make precision shafts"))

    assert "/en/my-company/offers/new/" in answer.content.decode()


def test_offers_of_a_firm_that_was_never_published_are_no_answer(client_for, somchai):
    MembershipFactory(company=maker(state="submitted"))
    OfferFactory()

    assert look(client_for(somchai)).context["preview"].number == 0
