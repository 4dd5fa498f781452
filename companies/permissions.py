"""Who is looking, and as whom: one predicate per question, deny by default."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from companies.enums import AgencyKind, AppointmentRole, CompanyState, Country, MemberRole
from companies.models import Appointment, Block, Company, ImportFile, JoinRequest, Membership


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
    if are_kept_apart(viewer.company, company):
        return False
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


@dataclass(frozen=True)
class Sight:
    """What one viewer may see of one firm; nothing by default."""

    page: bool = False
    contacts: bool = False


Opens = Callable[[Viewer, Company], bool]
CONTACT_OPENERS: list[Opens] = []


def opens_contacts(predicate: Opens) -> Opens:
    """Registers another reason to see a firm's contacts; a connection is known only to higher apps."""
    CONTACT_OPENERS.append(predicate)
    return predicate


def what_may_be_seen(viewer: Viewer, company: Company) -> Sight:
    """Contacts, people and address: the firm's own, the desk of its country, and who is connected to it."""
    if not can_see_company(viewer, company):
        return Sight()
    own = viewer.acts_for(company) or can_verify_company(viewer, company)
    connected = company.is_published and any(opens(viewer, company) for opens in CONTACT_OPENERS)
    return Sight(page=True, contacts=own or connected)


def can_manage_team(viewer: Viewer, company: Company) -> bool:
    """Owners invite, answer requests, change roles and remove."""
    return viewer.is_owner and can_edit_company(viewer, company)


def can_answer_join_request(viewer: Viewer, request: JoinRequest) -> bool:
    """An owner of the firm; where it has none, the desk of its country."""
    if can_manage_team(viewer, request.company):
        return True
    has_owner = request.company.memberships.owners().exists()
    return not has_owner and can_verify_company(viewer, request.company)
