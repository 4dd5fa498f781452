"""What stands in the house beside its cases: each function brings one kind of thing there and names its pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from companies import drafts, invitations, join_requests, lifecycle, saved_searches, telephone
from companies.enums import SearchPlace
from companies.intake import steps
from companies.merging import steps as merging
from companies.models import Agency, Company, ImportFile
from companies.permissions import Viewer
from matching import conflicts, firm_questions, weights
from matching.enums import Opinion, ReasonUse
from matching.models import Match, Reason, SecondReading
from tests.companies.intake.files import HEADINGS, row, upload, xlsx
from tests.factories.accounts import UserFactory
from tests.factories.companies import (
    AppointmentFactory,
    InvitationFactory,
    MembershipFactory,
    NeedFactory,
    SubmittedCompanyFactory,
)
from tests.factories.showcase import catalogue_of, item_of, picture_of

NOBODY = "nobody"
RAYONG = "TH-21"
# Tells who is asking, which a need without a name must not.
LEAKY = "ต้องการผู้รับกลึงเพลา ติดต่อคุณสมชาย 081-234-5678 หรือ sales@somchai-works.co.th"
PLAIN = "ต้องการผู้รับเจียรเซ็นเตอร์เลสเพลา Ø2–6 มม. Ra 0.1 เดือนละ 5,000 ชิ้น"


@dataclass(frozen=True)
class Place:
    """One page as one person sees it; the address comes after the language.

    What is `typed`, by the name of its field, and then `pressed`, a button by its selector, lead to what is looked at.
    """

    name: str
    person: str
    address: str
    typed: Mapping[str, str] = field(default_factory=dict)
    pressed: str = ""

    def in_language(self, language: str) -> str:
        return f"/{language}/{self.address}"


def furnish_more(people: dict[str, User], waiting: Match, introduced: Match, asked: Match) -> list[Place]:
    """`waiting` is at the desk, `introduced` with its firms, and the desk asks a firm of `asked`."""
    owner, desk, firm, japanese = people["owner"], people["desk"], introduced.thai, waiting.japanese
    agency = Agency.objects.get(code="dip")
    return [
        *searches(owner),
        *needs(firm, japanese),
        *showcase(firm, owner),
        *profile(firm, people["partner"]),
        *lists_brought_in(desk, agency),
        *verification(),
        *desk_work(waiting, asked, people, agency),
        *team(firm, owner, people["newcomer"]),
        *knobs(),
        *two_of_one(firm, desk, agency),
        *by_telephone(firm, waiting, desk, agency),
        *steering(waiting, introduced),
    ]


def searches(owner: User) -> Iterator[Place]:
    viewer = Viewer(owner, owner.memberships.select_related("company").get())
    asked = (
        (SearchPlace.DIRECTORY, "q=CNC"),
        (SearchPlace.NEEDS, "q=CNC"),
        (SearchPlace.DIRECTORY, "country=JP"),
    )
    for place, query in asked:
        kept = saved_searches.save(by=owner, viewer=viewer, place=place, query=query, name=query)
    saved_searches.remove(kept)
    yield Place("searches", "owner", "searches/")
    yield Place("searches-undo", "owner", f"searches/?removed={kept.pk}")
    yield Place("search-stop", NOBODY, f"searches/stop/{saved_searches.stop_token(kept)}/")


def needs(firm: Company, japanese: Company) -> Iterator[Place]:
    need = NeedFactory(company=firm, text=PLAIN)
    theirs = NeedFactory(company=japanese, text="薄板プレスの委託先をタイで探しています。")
    unnamed = NeedFactory(
        company=japanese, text="タイでCNC旋盤加工の委託先を探しています。", is_anonymous=True
    )
    leaky = {"text": LEAKY, "is_anonymous": "on"}
    yield Place("need-leaks", "owner", "my-company/needs/new/", leaky, "button[name=then][value=open]")
    yield Place(
        "need-looks", "owner", "my-company/needs/new/", {"text": PLAIN}, "button[name=then][value=look]"
    )
    yield Place("need-refused", "owner", "my-company/needs/new/", {}, "button[name=then][value=open]")
    yield Place("need-renew", "owner", f"needs/{need.pk}/renew/")
    yield Place("need-close", "owner", f"needs/{need.pk}/close/")
    yield Place("need-answer", "owner", f"needs/{theirs.pk}/answer/")
    yield Place("need-put-aside", "owner", f"needs/{unnamed.pk}/not-for-us/")
    yield Place("why-not", "owner", "partners/why-not/")
    yield Place("why-not-named", "owner", f"partners/why-not/?q={japanese.name_roman.split()[0]}")


def showcase(firm: Company, owner: User) -> Iterator[Place]:
    item = item_of(firm, by=owner)
    picture_of(firm, item, by=owner)
    catalogue = catalogue_of(firm, by=owner)
    shown = "my-company/showcase/"
    yield Place("showcase", "owner", shown)
    yield Place("showcase-new", "owner", f"{shown}new/")
    yield Place("showcase-case-new", "owner", f"{shown}new/?kind=case")
    yield Place("showcase-item", "owner", f"{shown}items/{item.pk}/")
    yield Place("showcase-pictures", "owner", f"{shown}items/{item.pk}/pictures/")
    yield Place("showcase-photos", "owner", f"{shown}photos/")
    yield Place("showcase-logo", "owner", f"{shown}logo/")
    yield Place("catalogue-new", "owner", f"{shown}catalogues/new/")
    yield Place("catalogue-edit", "owner", f"{shown}catalogues/{catalogue.pk}/")
    yield Place("company-with-showcase", NOBODY, f"companies/{firm.slug}/")


def profile(firm: Company, partner: User) -> Iterator[Place]:
    """The partner typed into its form before a colleague saved."""
    company = partner.memberships.select_related("company").get().company
    values = {"version": ["0"], "profile": ["前の文章"], "company": [str(company.pk)]}
    drafts.keep(company, by=partner, values=values)
    for audience in ("public", "members", "connected"):
        yield Place(f"company-preview-{audience}", "owner", f"my-company/preview/?as={audience}")
    yield Place("my-company-edit-conflict", "partner", "my-company/edit/")


def lists_brought_in(desk: User, agency: Agency) -> Iterator[Place]:
    """A file at each step: columns, check, what would change, imported, stopped."""
    done = checked(desk, agency, [row(1, RAYONG), row(2, RAYONG)])
    steps.import_all(done, by=desk)
    steps.run_write(done.pk)
    firm = Company.objects.get(sources__external_id="K1")
    lifecycle.edit(firm, by=UserFactory(), values={"employees": 77})
    changed, faulty = row(1, RAYONG), row(3, RAYONG)
    changed[6], faulty[4] = 99, "นาราม"
    weighed = checked(desk, agency, [changed, row(2, RAYONG), faulty, row(4, RAYONG)])
    stopped = brought(desk, agency, [row(5, RAYONG)])
    steps.stop(stopped, by=desk)
    files = {
        "columns": brought(desk, agency, [row(6, RAYONG)]),
        "checking": steps.confirm_columns(
            waiting := brought(desk, agency, [row(7, RAYONG)]), by=desk, columns=waiting.columns
        ),
        "imported": done,
        "stopped": stopped,
    }
    yield Place("imports", "desk", "desk/imports/")
    for step, file in files.items():
        yield Place(f"import-{step}", "desk", f"desk/imports/{file.pk}/")
    for verdict, number in weighed.counts.items():
        if number:
            yield Place(f"import-{verdict}", "desk", f"desk/imports/{weighed.pk}/?rows={verdict}")


def brought(desk: User, agency: Agency, rows: list[list[object]]) -> ImportFile:
    file = upload(xlsx([HEADINGS, *rows]))
    return steps.keep(file, agency=agency, by=desk, source="DIP list", arrival="submitted")


def checked(desk: User, agency: Agency, rows: list[list[object]]) -> ImportFile:
    file = brought(desk, agency, rows)
    steps.confirm_columns(file, by=desk, columns=file.columns)
    steps.run_check(file.pk)
    file.refresh_from_db()
    return file


def verification() -> Iterator[Place]:
    """A firm that waits beside one it resembles, with a need that gives it away."""
    firm = SubmittedCompanyFactory(name_roman="Srinatee Precision Works Co., Ltd.", registration_number="123")
    NeedFactory(company=firm, text=LEAKY, is_anonymous=True)
    yield Place("verification-signs", "desk", "desk/companies/")


def desk_work(waiting: Match, asked: Match, people: dict[str, User], agency: Agency) -> Iterator[Place]:
    people["asked"] = MembershipFactory(company=asked.thai, user__name="Asked").user
    question = firm_questions.ask(
        asked, company=asked.thai, by=people["desk"], agency=agency, text="รับงานเพิ่มเดือนหน้าได้หรือไม่", lang="th"
    )
    other = Company.objects.published().exclude(pk__in=[waiting.thai_id, waiting.japanese_id]).latest("pk")
    conflicts.declare(other, by=people["desk"], note="ญาติเป็นกรรมการ")
    need, offer = waiting.links.values_list("need", "offer").first()
    pair = f"thai={waiting.thai.slug}&japanese={waiting.japanese.slug}"
    several = f"case={waiting.pk}&case={asked.pk}"
    yield Place("firm-question", "asked", f"questions-of-the-desk/{question.pk}/")
    yield Place("review-asked", "desk", f"desk/review/{asked.pk}/")
    yield Place("review-park", "desk", f"desk/review/{waiting.pk}/?ask=park")
    yield Place("review-conflict", "desk", f"desk/review/{waiting.pk}/?ask=conflict")
    yield Place("bulk-approve", "desk", f"desk/review/several/?move=approve&{several}")
    yield Place("bulk-park", "desk", f"desk/review/several/?move=park&{several}")
    yield Place("propose-pair", "desk", f"desk/propose/?{pair}")
    yield Place("propose-reason", "desk", f"desk/propose/?{pair}&link={need}-{offer}")
    yield Place("conflicts-own", "desk", "desk/conflicts/")
    yield from read_again(asked, waiting, people, agency)


def read_again(given: Match, waiting: Match, people: dict[str, User], agency: Agency) -> Iterator[Place]:
    """One case of which both opinions are there, one that waits for the second."""
    first, reason = AppointmentFactory(agency=agency).user, Reason.objects.for_use(ReasonUse.REJECT).first()
    decided = {"agency": agency, "first_by": first, "first": Opinion.APPROVE}
    SecondReading.objects.create(
        match=given,
        second=Opinion.REJECT,
        second_reason=reason,
        second_by=people["desk"],
        read_at=timezone.now(),
        **decided,
    )
    row = SecondReading.objects.create(match=waiting, **decided)
    yield Place("second-readings", "desk", "desk/second-readings/")
    yield Place("second-reading", "desk", f"desk/second-readings/{row.pk}/")
    yield Place("second-reading-reject", "desk", f"desk/second-readings/{row.pk}/?ask=reject")


def two_of_one(firm: Company, desk: User, agency: Agency) -> Iterator[Place]:
    """A firm entered twice before it is merged, and one that was."""
    twin = SubmittedCompanyFactory(name_roman=firm.name_roman)
    done = merging.merge(SubmittedCompanyFactory(), firm, by=desk, agency=agency)
    yield Place("merge", "desk", f"desk/companies/{twin.pk}/merge-into/{firm.pk}/")
    yield Place("merges", "desk", "desk/merges/")
    yield Place("merge-done", "desk", f"desk/merges/{done.pk}/")


def by_telephone(firm: Company, waiting: Match, desk: User, agency: Agency) -> Iterator[Place]:
    letter = telephone.write_letter(SubmittedCompanyFactory(), by=desk)
    yield Place("company-enter", "desk", "desk/companies/new/")
    yield Place("company-mend", "desk", f"desk/companies/{firm.pk}/mend/")
    yield Place("letter", "newcomer", f"letter/{letter}/")
    yield Place("by-the-desk", "owner", "my-company/by-the-desk/")
    yield Place("sheet", "desk", f"desk/review/{waiting.pk}/sheet/")
    yield Place("absences", "desk", "desk/absences/")
    yield Place("calendar", "desk", "desk/calendar/")


def steering(waiting: Match, introduced: Match) -> Iterator[Place]:
    reason = Reason.objects.earliest("pk")
    yield Place("statistics", "desk", "desk/statistics/")
    yield Place("statistics-cases", "desk", "desk/statistics/cases/")
    yield Place("desk-settings", "desk", "desk/settings/")
    yield Place("desk-corridor", "desk", f"desk/settings/corridors/{waiting.corridor.code}/")
    yield Place("desk-reason", "desk", f"desk/settings/reasons/{reason.pk}/")
    yield Place("desk-mail", "desk", "desk/settings/mails/connected/th/")
    yield Place("desk-changes", "desk", "desk/settings/changes/")
    yield Place("run-schedule", "desk", "desk/runs/schedule/")
    yield Place("run-why", "desk", "desk/runs/why/")
    yield Place("run-why-firm", "desk", f"desk/runs/why/?firm={introduced.thai.slug}")


def team(firm: Company, owner: User, newcomer: User) -> Iterator[Place]:
    """Somebody is invited, somebody asks to join."""
    invitations.invite(firm, by=owner, email="malee@example.com", role="editor", language="th")
    InvitationFactory(company=firm, email=newcomer.email, invited_by=owner, secret="a-guest")
    join_requests.ask(firm, by=newcomer)
    yield Place("team-waiting", "owner", "my-company/team/")
    yield Place("invitation", "newcomer", "invitations/a-guest/")
    yield Place("company-find-found", "newcomer", f"my-company/find/?q={firm.name_roman.split()[0]}")


def knobs() -> Iterator[Place]:
    """What the desk can turn: the words of a trade, the weights of the parts."""
    yield Place("trade-words-edit", "desk", "desk/capabilities/centerless-grinding/")
    yield Place("weights-version", "desk", f"desk/weights/{weights.load_prior().pk}/")
