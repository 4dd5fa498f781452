"""Who may see and record agreements: one predicate per question, deny by default."""

from agreements.enums import AgreementState
from agreements.models import Agreement
from companies.permissions import Viewer

PUBLIC = (AgreementState.SIGNED, AgreementState.TERMINATED)


def can_keep_register(viewer: Viewer) -> bool:
    """A registrar records; everyone else only reads."""
    return viewer.is_registrar


def can_read_register(viewer: Viewer) -> bool:
    """The inner register, drafts and documents included."""
    return viewer.is_registrar or viewer.is_desk or viewer.is_auditor


def is_party_to(viewer: Viewer, agreement: Agreement) -> bool:
    return viewer.company is not None and any(
        party.company_id == viewer.company.pk for party in agreement.parties.all()
    )


def can_see_agreement(viewer: Viewer, agreement: Agreement) -> bool:
    if agreement.is_public and agreement.state in PUBLIC:
        return True
    return can_see_papers(viewer, agreement)


def can_see_papers(viewer: Viewer, agreement: Agreement) -> bool:
    """Documents and the names of those who signed."""
    return can_read_register(viewer) or is_party_to(viewer, agreement)
