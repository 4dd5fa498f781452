"""The register as a file."""

from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from companies.enums import Country
from config.spreadsheets import Column


def party(agreement: Agreement, country: Country) -> str:
    found = agreement.party_of(country)
    return found.company.name_for_reader if found else ""


def standing(agreement: Agreement) -> str:
    """In force and the like once signed, else the state it is in."""
    return str(agreement.standing.label) if agreement.standing else agreement.get_state_display()


REGISTER = [
    Column(_("Number"), lambda agreement: agreement.pk),
    Column(_("Title"), lambda agreement: agreement.title),
    Column(_("Type"), lambda agreement: agreement.type.name),
    Column(_("Thai firm"), lambda agreement: party(agreement, Country.THAILAND)),
    Column(_("Japanese firm"), lambda agreement: party(agreement, Country.JAPAN)),
    Column(_("Status"), standing),
    Column(_("signed on"), lambda agreement: agreement.signed_on),
    Column(_("in force from"), lambda agreement: agreement.valid_from),
    Column(_("valid until"), lambda agreement: agreement.valid_until),
    Column(_("ended on"), lambda agreement: agreement.ended_on),
    Column(_("brought about by"), lambda agreement: agreement.facilitator),
]
