"""The furnished house: demonstration data, a case in each state, and the address of every page."""

from dataclasses import dataclass

from django.core.management import call_command

from accounts.models import User
from agreements.models import Agreement
from companies import blocks, questions, reports
from companies.enums import AppointmentRole, ReportReason
from companies.models import Agency, Company
from matching import lifecycle
from matching.enums import Answer
from matching.models import Match, Run
from tests.browser.furniture import NOBODY, Place, furnish_more
from tests.factories.accounts import UserFactory
from tests.factories.agreements import draft_of, mou_type
from tests.factories.companies import AppointmentFactory, MembershipFactory
from tests.factories.matching import approve as approve_at_every_desk

DESIGN = "design"
OPEN_TO_ALL = {
    "home": "",
    "companies": "companies/",
    "companies-found": "companies/?q=CNC",
    "companies-none-found": "companies/?q=zzzzqq",
    "register": "register/",
    "mous": "register/mous/",
    "login": "account/login/",
    "signup": "account/signup/",
    "password-reset": "account/password/reset/",
    "how-it-works": "how-it-works/",
    "help": "help/",
    "terms": "terms/",
    "privacy": "privacy/",
}
OF_AN_OWNER = {
    "today-owner": "today/",
    "my-company": "my-company/",
    "my-company-edit": "my-company/edit/",
    "offer-new": "my-company/offers/new/",
    "need-new": "my-company/needs/new/",
    "partners": "partners/",
    "matches": "matches/",
    "notices": "notices/",
    "settings": "settings/",
    "settings-notices": "settings/notices/",
    "settings-data": "settings/data/",
    "settings-delete": "settings/delete/",
    "password-change": "account/password/change/",
    "email-change": "account/email/",
    "second-step": "account/2fa/",
    "sessions": "account/sessions/",
    "questions": "questions/",
    "blocked": "my-company/blocked/",
    "needs-board": "needs/",
    "team": "my-company/team/",
    "shortlist": "my-company/shortlist/",
    "compare": "my-company/compare/",
}
OF_A_DESK = {
    "today-desk": "today/",
    "review-queue": "desk/review/",
    "runs": "desk/runs/",
    "run-new": "desk/runs/new/",
    "verification": "desk/companies/",
    "desk-questions": "desk/questions/",
    "desk-reports": "desk/reports/",
    DESIGN: "design/",
    "join-requests": "desk/join-requests/",
    "weights": "desk/weights/",
    "trade-words": "desk/capabilities/",
    "matching-explained": "desk/matching/",
    "needs-board-desk": "needs/",
    "conflicts": "desk/conflicts/?q=precision",
    "propose": "desk/propose/?thai_q=precision&japanese_q=seiki",
}
OF_A_REGISTRAR = {"today-registrar": "today/", "registrar-list": "registrar/agreements/"}
OF_A_NEWCOMER = {
    "my-company-none": "my-company/",
    "company-find": "my-company/find/",
    "company-new": "my-company/new/",
    "today-none": "today/",
}


@dataclass(frozen=True)
class House:
    people: dict[str, User]
    places: list[Place]


def furnish() -> House:
    """What ./start loads, with the first proposals taken one step further each."""
    call_command("load_reference", verbosity=0)
    call_command("load_demonstration", verbosity=0)
    call_command("run_matching", verbosity=0, inline=True)
    proposed = Match.objects.with_parties().order_by("-p_both", "pk")
    waiting, introduced, connected, drafted, asked = proposed[:5]
    introduced = approve(introduced)
    connected = connect(approve(connected))
    titles = {"title_th": "บันทึกความเข้าใจ", "title_ja": "覚書", "title_en": "Memorandum of understanding"}
    agreement = draft_of(connect(approve(drafted)), type=mou_type(), **titles)
    people = {
        "owner": owner_of(introduced.thai),
        "partner": owner_of(connected.japanese),
        "newcomer": UserFactory(name="Newcomer"),
        "desk": officer(AppointmentRole.DESK_OFFICER),
        "registrar": officer(AppointmentRole.REGISTRAR),
    }
    ask_and_report(people["owner"], introduced.thai, people["partner"], connected.japanese)
    places = [*fixed_places(), *cases(waiting, introduced, connected), *papers(agreement)]
    return House(people, [*places, *furnish_more(people, waiting, introduced, asked)])


def ask_and_report(owner: User, thai: Company, partner: User, japanese: Company) -> None:
    """A question that waits, a report that waits, and a firm kept apart from a third."""
    questions.ask(by=owner, company=thai, text="ต้องแปลเอกสารหรือไม่", lang="th", page="/matches/")
    reports.make(
        thai, reporter=japanese, by=partner, reason=ReportReason.FALSE_FACTS, text="設備が違います。"
    )
    other = Company.objects.published().filter(country="JP").exclude(pk=japanese.pk).latest("pk")
    blocks.block(thai, other, by=owner)


def approve(match: Match) -> Match:
    return approve_at_every_desk(match)


def connect(match: Match) -> Match:
    for company in (match.thai, match.japanese):
        match = lifecycle.answer(match, by=UserFactory(), company=company, answer=Answer.INTERESTED)
    return match


def owner_of(company: Company) -> User:
    return MembershipFactory(company=company, user__name=company.contact_name or "Owner").user


def officer(role: AppointmentRole) -> User:
    return AppointmentFactory(agency=Agency.objects.get(code="dip"), role=role, user__name="Officer").user


def fixed_places() -> list[Place]:
    by_person = {
        NOBODY: OPEN_TO_ALL,
        "owner": OF_AN_OWNER,
        "desk": OF_A_DESK,
        "registrar": OF_A_REGISTRAR,
        "newcomer": OF_A_NEWCOMER,
    }
    return [Place(name, who, path) for who, pages in by_person.items() for name, path in pages.items()]


def cases(waiting: Match, introduced: Match, connected: Match) -> list[Place]:
    run = Run.objects.latest("created_at")
    need = introduced.thai.needs.first()
    offer = introduced.thai.offers.first()
    return [
        Place("company", NOBODY, f"companies/{waiting.japanese.slug}/"),
        Place("report", "owner", f"companies/{waiting.japanese.slug}/report/"),
        Place("interest", "owner", f"partners/{waiting.japanese.slug}/interest/"),
        Place("not-for-us", "owner", f"partners/{waiting.japanese.slug}/not-for-us/"),
        Place("review", "desk", f"desk/review/{waiting.pk}/"),
        Place("review-reject", "desk", f"desk/review/{waiting.pk}/?ask=reject"),
        Place("review-ask", "desk", f"desk/review/{waiting.pk}/?ask=question"),
        Place("review-several", "desk", f"desk/review/several/?move=reject&case={waiting.pk}"),
        Place("review-decided", "desk", f"desk/review/{introduced.pk}/"),
        Place("run", "desk", f"desk/runs/{run.pk}/"),
        Place("run-reach", "desk", f"desk/runs/{run.pk}/?part=reach"),
        Place("run-nearly", "desk", f"desk/runs/{run.pk}/?part=nearly"),
        Place("introduction", "owner", f"matches/{introduced.pk}/"),
        Place("introduction-decline", "owner", f"matches/{introduced.pk}/?ask=decline"),
        Place("connection", "partner", f"matches/{connected.pk}/"),
        Place("conversation", "partner", f"matches/{connected.pk}/conversation/"),
        Place("agreement-new", "registrar", f"registrar/agreements/new/?match={connected.pk}"),
        *([Place("need-edit", "owner", f"needs/{need.pk}/edit/")] if need else []),
        *([Place("offer-edit", "owner", f"offers/{offer.pk}/edit/")] if offer else []),
    ]


def papers(draft: Agreement) -> list[Place]:
    public = Agreement.objects.filter(is_public=True).exclude(pk=draft.pk).earliest("pk")
    return [
        Place("agreement", NOBODY, f"register/{public.pk}/"),
        Place("agreement-registrar", "registrar", f"register/{public.pk}/"),
        Place("agreement-draft", "registrar", f"register/{draft.pk}/"),
        Place("agreement-edit", "registrar", f"registrar/agreements/{draft.pk}/edit/"),
    ]
