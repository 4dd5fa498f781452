"""Lists of firms as files: the columns beside what each may show to whom."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.permissions import Viewer
from companies.queries import HEAVY
from companies.seen import all_seen_by
from config.spreadsheets import Column, day_of

FIRMS_AT_ONCE = 500


def firms_in_order(
    viewer: Viewer, keys: Sequence[int], firms: QuerySet[Company] | None = None
) -> Iterator[Company]:
    """As the viewer may read them, some hundred at a time; a firm that may no longer be found is left out."""
    firms = Company.objects.published() if firms is None else firms
    shown = firms.defer(*HEAVY, "profile", "profile_en").select_related("location__region")
    shown = shown.prefetch_related("clusters", "certifications", "certificates")
    for start in range(0, len(keys), FIRMS_AT_ONCE):
        part = keys[start : start + FIRMS_AT_ONCE]
        found = {firm.pk: firm for firm in all_seen_by(viewer, shown.filter(pk__in=part))}
        yield from (found[key] for key in part if key in found)


def joined(rows: Iterable[object]) -> str:
    return "; ".join(str(row) for row in rows)


PUBLIC = [
    Column(_("company name"), lambda firm: firm.name_native),
    Column(_("company name in Latin letters"), lambda firm: firm.name_roman),
    Column(_("reading in kana"), lambda firm: firm.name_kana),
    Column(_("Country"), lambda firm: firm.get_country_display()),
    Column(_("province or prefecture"), lambda firm: firm.location.name),
    Column(_("city or district"), lambda firm: firm.city_native),
    Column(_("registration number"), lambda firm: firm.registration_number),
    Column(_("clusters and subsectors"), lambda firm: joined(firm.clusters.all())),
    Column(_("Certificates"), lambda firm: joined(firm.certifications.all())),
    Column(_("employees"), lambda firm: firm.employees),
    Column(_("founded in (CE)"), lambda firm: firm.founded_year),
    Column(_("capital"), lambda firm: firm.capital_amount),
    Column(_("Currency"), lambda firm: firm.currency if firm.capital_amount else ""),
    Column(_("website"), lambda firm: firm.website),
    Column(_("Published on"), lambda firm: day_of(firm.published_at)),
]

CONTACTS = [
    Column(_("contact person"), lambda firm: firm.contact_name),
    Column(_("contact e-mail"), lambda firm: firm.contact_email),
    Column(_("contact telephone"), lambda firm: firm.contact_phone),
    Column(_("address"), lambda firm: firm.address),
]


def directory_columns(viewer: Viewer) -> list[Column]:
    """A desk takes along the contacts of its own country's firms, as it reads them on their pages."""
    return PUBLIC + CONTACTS if viewer.is_desk else PUBLIC


def verification_columns(viewer: Viewer) -> list[Column]:
    handed_in = [
        Column(_("State"), lambda firm: firm.get_state_display()),
        Column(_("Handed in"), lambda firm: day_of(firm.submitted_at)),
    ]
    return PUBLIC[:-1] + handed_in + (CONTACTS if viewer.is_desk else [])
