"""Who is looking, and as whom: one predicate per question, deny by default."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from companies.enums import (
    AgencyKind,
    AppointmentRole,
    Audience,
    CompanyState,
    Country,
    FactGroup,
    MemberRole,
)
from companies.models import Appointment, Block, Company, ImportFile, JoinRequest, Membership, Merge


@dataclass(frozen=True)
class Viewer:
    """A person acting in one capacity at a time: for a firm, for an agency, or for themselves."""

    user: User | AnonymousUser
    membership: Membership | None = None
    appointment: Appointment | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.user.is_authenticated

    @property
    def company(self) -> Company | None:
        return self.membership.company if self.membership else None

    @property
    def is_member(self) -> bool:
        return self.membership is not None

    @property
    def is_owner(self) -> bool:
        return self.membership is not None and self.membership.role == MemberRole.OWNER

    @property
    def is_desk(self) -> bool:
        return self.appointment is not None and self.appointment.role == AppointmentRole.DESK_OFFICER

    @property
    def is_registrar(self) -> bool:
        return self.appointment is not None and self.appointment.role == AppointmentRole.REGISTRAR

    @property
    def is_system(self) -> bool:
        return bool(getattr(self.user, "is_system", False))

    @property
    def is_auditor(self) -> bool:
        return bool(getattr(self.user, "is_auditor", False))

    def acts_for(self, company: Company) -> bool:
        return self.membership is not None and self.membership.company_id == company.pk


def kept_apart_from(company: Company | int | None) -> set[int]:
    """Firms that this one blocked or that blocked it: the one answer for lists, pages, runs and moves."""
    if company is None:
        return set()
    key = company if isinstance(company, int) else company.pk
    pairs = Block.objects.involving(key).kept_apart()
    return {other for one, other in pairs if one == key}


def are_kept_apart(company: Company | int | None, other: Company) -> bool:
    return company is not None and other.pk in kept_apart_from(company)


def published_for(viewer: Viewer) -> QuerySet[Company]:
    """The firms a viewer may find: published, and not kept apart from their own."""
    return Company.objects.published().exclude(pk__in=kept_apart_from(viewer.company))


def can_see_company(viewer: Viewer, company: Company) -> bool:
    """The company's page: public once published; before that its own people, the desk, the auditor."""
    return not are_kept_apart(viewer.company, company) and is_open_to(viewer, company)


def is_open_to(viewer: Viewer, company: Company) -> bool:
    if company.state == CompanyState.PUBLISHED:
        return True
    return viewer.acts_for(company) or can_verify_company(viewer, company) or viewer.is_auditor


def can_edit_company(viewer: Viewer, company: Company) -> bool:
    return viewer.acts_for(company) and company.state not in (CompanyState.SUSPENDED, CompanyState.ARCHIVED)


def can_verify_company(viewer: Viewer, company: Company) -> bool:
    """A desk verifies the firms of its own country."""
    return (
        viewer.is_desk
        and viewer.appointment is not None
        and viewer.appointment.agency.country == company.country
    )


def can_write_for(viewer: Viewer, company: Company) -> bool:
    """A desk writes for firms of its country that telephone."""
    return can_verify_company(viewer, company) and company.state not in (
        CompanyState.SUSPENDED,
        CompanyState.ARCHIVED,
    )


def can_answer_letter(viewer: Viewer) -> bool:
    """People who act for themselves or for a firm; not whoever verifies or keeps the product."""
    return (
        viewer.is_signed_in and viewer.appointment is None and not viewer.is_system and not viewer.is_auditor
    )


def can_merge(viewer: Viewer, gone: Company, kept: Company) -> bool:
    """A desk merges firms of its own country; one of the other country it may see is refused with a sentence."""
    firms = (gone, kept)
    is_own = any(can_verify_company(viewer, firm) for firm in firms)
    return is_own and all(can_see_company(viewer, firm) for firm in firms)


def can_see_merge(viewer: Viewer, merge: Merge) -> bool:
    return viewer.is_auditor or can_verify_company(viewer, merge.kept)


def can_import(viewer: Viewer) -> bool:
    """A desk brings in firms of its own country."""
    return viewer.is_desk


def can_see_import(viewer: Viewer, file: ImportFile) -> bool:
    """The officers of the agency whose file it is: its rows hold contacts."""
    return (
        can_import(viewer)
        and viewer.appointment is not None
        and viewer.appointment.agency_id == file.agency_id
    )


def can_edit_words(viewer: Viewer) -> bool:
    """The words of the capability tree: system people, and desk officers of the Thai national agency."""
    if viewer.is_system:
        return True
    if not viewer.is_desk or viewer.appointment is None:
        return False
    agency = viewer.appointment.agency
    return agency.country == Country.THAILAND and agency.kind == AgencyKind.NATIONAL


def can_block(viewer: Viewer, company: Company) -> bool:
    """An owner speaks for the firm; nobody blocks their own."""
    return viewer.is_owner and not viewer.acts_for(company)


def can_shortlist(viewer: Viewer, company: Company) -> bool:
    """People of another firm; lists leave out by `published_for` whom they may not find."""
    return viewer.is_member and not viewer.acts_for(company) and company.is_published


def can_report(viewer: Viewer, company: Company) -> bool:
    return viewer.is_member and not viewer.acts_for(company) and can_see_company(viewer, company)


def can_answer_needs(viewer: Viewer, company: Company) -> bool:
    """An owner answers the needs of the other country's published firms."""
    own = viewer.company
    return viewer.is_owner and own is not None and own.country != company.country and company.is_published


def can_decide_reports(viewer: Viewer, company: Company) -> bool:
    """Reports about a firm are read by the desk that verifies it."""
    return can_verify_company(viewer, company)


def can_answer_questions(viewer: Viewer, country: str) -> bool:
    return viewer.is_desk and viewer.appointment is not None and viewer.appointment.agency.country == country


def can_read_calendar(viewer: Viewer) -> bool:
    return viewer.appointment is not None or viewer.is_auditor or viewer.is_system


def can_close_days(viewer: Viewer, country: str) -> bool:
    """A desk closes days of its own country."""
    return can_answer_questions(viewer, country)


def can_read_design(viewer: Viewer) -> bool:
    """The design page: whoever holds an appointment and acts in it."""
    return viewer.appointment is not None


@dataclass(frozen=True)
class Sight:
    """What one viewer may see of one firm; nothing by default."""

    page: bool = False
    contacts: bool = False
    facts: frozenset[FactGroup] = frozenset()
    audience: Audience = Audience.PUBLIC

    def shows(self, group: FactGroup) -> bool:
        return group in self.facts


EVERYTHING = Sight(page=True, contacts=True, facts=frozenset(FactGroup), audience=Audience.CONNECTED)
Connected = Callable[[Viewer], set[int]]
CONTACT_OPENERS: list[Connected] = []


def opens_contacts(found: Connected) -> Connected:
    """Registers who is connected to a viewer, by key of the firm; a connection is known only to higher apps."""
    CONTACT_OPENERS.append(found)
    return found


def what_may_be_seen(viewer: Viewer, company: Company) -> Sight:
    """The one rule of what is shown of a firm: its page, each group of facts, and its contacts."""
    return sights(viewer, [company])[company.pk]


def sights(viewer: Viewer, companies: Iterable[Company]) -> dict[int, Sight]:
    """As `what_may_be_seen`, for a list, by key of the firm; the queries do not grow with the list."""
    apart = kept_apart_from(viewer.company)
    connected = set().union(*(found(viewer) for found in CONTACT_OPENERS))
    return {company.pk: sight_of(viewer, company, apart, connected) for company in companies}


def sight_of(viewer: Viewer, company: Company, apart: set[int], connected: set[int]) -> Sight:
    if company.pk in apart or not is_open_to(viewer, company):
        return Sight()
    if viewer.acts_for(company) or can_verify_company(viewer, company):
        return EVERYTHING
    if company.is_published and company.pk in connected:
        return sight_at(company, Audience.CONNECTED)
    return sight_at(company, Audience.MEMBERS if is_known(viewer) else Audience.PUBLIC)


def sight_at(company: Company, audience: Audience) -> Sight:
    """What somebody of this audience sees; contacts are for the connected."""
    facts = frozenset(group for group in FactGroup if company.audience_of(group).rank <= audience.rank)
    return Sight(page=True, contacts=audience is Audience.CONNECTED, facts=facts, audience=audience)


def is_known(viewer: Viewer) -> bool:
    """People of a published firm, of an agency, and those who keep and audit the product."""
    if viewer.company is not None:
        return viewer.company.is_published
    return viewer.appointment is not None or viewer.is_auditor or viewer.is_system


def showcase_open_to(viewer: Viewer, company: Company) -> frozenset[Audience]:
    """Which parts of a firm's showcase the viewer sees; none where its page is closed to them."""
    sight = what_may_be_seen(viewer, company)
    return frozenset(part for part in Audience if sight.page and part.rank <= sight.audience.rank)


def can_manage_team(viewer: Viewer, company: Company) -> bool:
    """Owners invite, answer requests, change roles and remove."""
    return viewer.is_owner and can_edit_company(viewer, company)


def can_answer_join_request(viewer: Viewer, request: JoinRequest) -> bool:
    """An owner of the firm; where it has none, the desk of its country."""
    if can_manage_team(viewer, request.company):
        return True
    has_owner = request.company.memberships.owners().exists()
    return not has_owner and can_verify_company(viewer, request.company)
