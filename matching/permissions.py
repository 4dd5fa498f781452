"""Who may see, decide and answer a match: one predicate per question, deny by default."""

from companies.enums import Country
from companies.models import Appointment, Company, Need
from companies.permissions import (
    Viewer,
    are_kept_apart,
    can_answer_needs,
    can_edit_words,
    can_see_company,
    opens_contacts,
)
from matching.enums import CONTACTS_OPEN, KNOWN_TO_FIRMS, Answer, MatchState
from matching.models import Corridor, FirmQuestion, Interest, Match


def is_known_to_firms(match: Match) -> bool:
    """Introduced at least once; a proposal still in review is the desk's alone."""
    return match.state in KNOWN_TO_FIRMS or (
        match.state == MatchState.WITHDRAWN and match.introduced_at is not None
    )


def is_party(viewer: Viewer, match: Match) -> bool:
    return viewer.company is not None and match.involves(viewer.company)


def can_see_match(viewer: Viewer, match: Match) -> bool:
    """The firms' own page of a match; editors read it too."""
    return is_party(viewer, match) and is_known_to_firms(match)


def can_answer(viewer: Viewer, match: Match) -> bool:
    """Only an owner speaks for the firm, and only once."""
    return (
        viewer.is_owner
        and viewer.company is not None
        and can_see_match(viewer, match)
        and match.state == MatchState.INTRODUCED
        and match.answer_of(viewer.company) == Answer.NONE
    )


def can_see_contacts(viewer: Viewer, match: Match) -> bool:
    """Contacts, people and documents: the two firms, and only once both said yes."""
    return is_party(viewer, match) and match.contacts_are_open


@opens_contacts
def connected_to(viewer: Viewer) -> set[int]:
    """On pages of firms: those that are or were connected to the viewer's own."""
    own = viewer.company
    if own is None:
        return set()
    matches = Match.objects.involving(own).filter(state__in=CONTACTS_OPEN)
    return {key for pair in matches.values_list("thai", "japanese") for key in pair} - {own.pk}


def can_converse(viewer: Viewer, match: Match) -> bool:
    is_going_on = match.state in (MatchState.CONNECTED, MatchState.AGREED)
    return is_going_on and can_see_contacts(viewer, match) and not are_kept_apart(match.thai, match.japanese)


def can_hand_over(viewer: Viewer, match: Match) -> bool:
    """Every colleague: whoever goes on leave must be able to."""
    return can_see_match(viewer, match)


def hides_partner(match: Match, company: Company) -> bool:
    """Whether `company` sees its partner without name and words: an anonymous sheet, until connected."""
    if match.contacts_are_open:
        return False
    partner = match.partner_of(company)
    return (
        match.corridor.has_anonymous_sheets
        or match.links.filter(need__company=partner, need__is_anonymous=True).exists()
    )


def serves_corridor_of(appointment: Appointment, match: Match) -> bool:
    return match.corridor.has_desk(appointment.agency_id)


def can_see_review(viewer: Viewer, match: Match) -> bool:
    if viewer.is_auditor or (viewer.is_registrar and match.contacts_are_open):
        return True
    return viewer.is_desk and viewer.appointment is not None and serves_corridor_of(viewer.appointment, match)


def can_decide(viewer: Viewer, match: Match) -> bool:
    """Officers of the corridor's desks; who only reads a case decides nothing."""
    return viewer.is_desk and can_see_review(viewer, match)


def can_read_firm_question(viewer: Viewer, question: FirmQuestion) -> bool:
    """People of the firm that is asked; not the partner, who does not know of the proposal."""
    return viewer.acts_for(question.company)


def can_answer_firm_question(viewer: Viewer, question: FirmQuestion) -> bool:
    """An owner speaks for the firm."""
    return viewer.is_owner and can_read_firm_question(viewer, question)


def can_read_desk_notes(viewer: Viewer, agency_id: int | None) -> bool:
    """What officers write for their colleagues: the desk that wrote it, and auditors."""
    if viewer.is_auditor:
        return True
    return viewer.is_desk and viewer.appointment is not None and viewer.appointment.agency_id == agency_id


def can_read_again(viewer: Viewer) -> bool:
    """Officers of any desk; which readings wait for one of them is asked of `second_readings.waiting_for`."""
    return viewer.is_desk and viewer.appointment is not None


def can_see_conflicts(viewer: Viewer) -> bool:
    """Officers declare their own and read those of their desk; auditors read all."""
    return viewer.is_desk or viewer.is_auditor


def can_propose(viewer: Viewer) -> bool:
    """Officers of any desk; the corridor of the pair is asked by `can_propose_in`."""
    return viewer.is_desk


def can_propose_in(viewer: Viewer, corridor: Corridor) -> bool:
    appointment = viewer.appointment
    return viewer.is_desk and appointment is not None and corridor.has_desk(appointment.agency_id)


def can_see_suggestions(viewer: Viewer) -> bool:
    """Only people of a firm, and only that firm's own."""
    return viewer.is_member


def can_watch(viewer: Viewer, need: Need) -> bool:
    """People of the firm whose need it is, editors as well."""
    return viewer.is_member and viewer.company is not None and viewer.company.pk == need.company_id


def can_express_interest(viewer: Viewer, partner: Company) -> bool:
    """An owner speaks for the firm, to firms of the other country that they may see."""
    return can_answer_needs(viewer, partner) and can_see_company(viewer, partner)


def can_withdraw_interest(viewer: Viewer, interest: Interest) -> bool:
    return viewer.is_owner and viewer.company is not None and viewer.company.pk == interest.sender_id


def can_read_interest(viewer: Viewer, interest: Interest) -> bool:
    """Its own people; the desk; and the partner once introduced, unless the sheet keeps the sender's name."""
    match, own = interest.match, viewer.company
    if own is None:
        return can_see_review(viewer, match)
    if own.pk == interest.sender_id:
        return True
    return can_see_match(viewer, match) and not hides_partner(match, own)


def can_put_aside(viewer: Viewer, partner: Company) -> bool:
    """People of the firm, editors as well; of firms of the other country that they may see."""
    own = viewer.company
    return own is not None and own.country != partner.country and can_see_company(viewer, partner)


def can_see_needs(viewer: Viewer) -> bool:
    """The board of the other country: people of firms, and desks."""
    return viewer.is_member or viewer.is_desk


def can_see_runs(viewer: Viewer) -> bool:
    return viewer.is_desk or viewer.is_auditor or viewer.is_system


def can_start_runs(viewer: Viewer) -> bool:
    return viewer.is_desk


def can_run_corridor(viewer: Viewer, corridor: Corridor | None) -> bool:
    """A desk runs the corridors it decides in; the run of every corridor is any desk's."""
    if not viewer.is_desk or viewer.appointment is None:
        return False
    return corridor is None or corridor.has_desk(viewer.appointment.agency_id)


def can_see_statistics(viewer: Viewer) -> bool:
    """Desks of the cases they read, auditors of all."""
    return viewer.is_desk or viewer.is_auditor


def can_change_settings(viewer: Viewer) -> bool:
    """Corridors, reasons and mails: who may edit the words of the tree, the Thai national desk and system people."""
    return can_edit_words(viewer)


def can_see_setting_changes(viewer: Viewer) -> bool:
    return can_change_settings(viewer) or viewer.is_auditor


def can_see_weights(viewer: Viewer) -> bool:
    """How chances are calibrated is open to all who work with them."""
    return viewer.is_desk or viewer.is_auditor or viewer.is_system


def can_read_explanation(viewer: Viewer) -> bool:
    """How matching works, written for officers: all staff."""
    return can_see_weights(viewer) or viewer.is_registrar


def can_change_weights(viewer: Viewer) -> bool:
    """Learn anew, put to use, bring back: the Thai desk and the system's staff."""
    if viewer.is_system:
        return True
    appointment = viewer.appointment
    return viewer.is_desk and appointment is not None and appointment.agency.country == Country.THAILAND
