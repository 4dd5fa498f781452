"""Firms as one viewer may read them: a copy without the facts that are not theirs to see.

Pages, API and lists show such copies, so that no template has to remember whom it speaks to.
"""

import copy
from collections.abc import Iterable
from typing import Any

from companies.enums import FactGroup
from companies.models import Certificate, Company
from companies.permissions import Sight, Viewer, sights

# What stands in place of a fact that is not shown.
EMPTY: dict[FactGroup, dict[str, Any]] = {
    FactGroup.MACHINES: {},
    FactGroup.RANGES: {
        "materials": [],
        "tolerance_um": None,
        "part_min_mm": None,
        "part_max_mm": None,
        "lot_min": None,
        "lot_max": None,
    },
    FactGroup.CAPACITY: {
        "capacity_amount": None,
        "capacity_unit": "",
        "capacity_as_of": None,
        "lead_time_days": None,
    },
    FactGroup.EMPLOYEES: {"employees": None},
    FactGroup.CAPITAL: {"capital_amount": None},
    FactGroup.FOUNDED: {"founded_year": None},
    FactGroup.CERTIFICATE_NUMBERS: {},
    FactGroup.REGISTRATION_NUMBER: {"registration_number": ""},
    FactGroup.WEBSITE: {"website": ""},
}
CONTACTS = ("contact_name", "contact_email", "contact_phone", "address")


def seen_by(viewer: Viewer, company: Company) -> Company:
    return all_seen_by(viewer, [company])[0]


def all_seen_by(viewer: Viewer, companies: Iterable[Company]) -> list[Company]:
    """Copies in the same order; the queries do not grow with the list where certificates were prefetched."""
    listed = list(companies)
    found = sights(viewer, listed)
    return [redacted(company, found[company.pk]) for company in listed]


def redacted(company: Company, sight: Sight) -> Company:
    """A copy for reading: saving it is refused."""
    shown = copy.copy(company)
    shown._state = copy.copy(company._state)
    shown._prefetched_objects_cache = dict(getattr(company, "_prefetched_objects_cache", {}))  # type: ignore[attr-defined]
    shown.is_redacted = True
    for group in FactGroup:
        if not sight.shows(group):
            leave_out(shown, group)
    if not sight.contacts:
        for name in CONTACTS:
            setattr(shown, name, "")
    return shown


def leave_out(shown: Company, group: FactGroup) -> None:
    for name, nothing in EMPTY[group].items():
        setattr(shown, name, nothing)
    if group is FactGroup.MACHINES:
        put_rows(shown, "machines", [])
    if group is FactGroup.CERTIFICATE_NUMBERS:
        put_rows(shown, "certificates", [unnumbered(row) for row in shown.certificates.all()])


def unnumbered(certificate: Certificate) -> Certificate:
    plain = copy.copy(certificate)
    plain.number = ""
    return plain


def put_rows(shown: Company, relation: str, rows: list[Any]) -> None:
    """What `shown.<relation>.all()` gives from now on; a queryset of its own, the original keeps its rows."""
    found = getattr(Company, relation).rel.related_model.objects.all()
    found._result_cache = rows
    shown._prefetched_objects_cache[relation] = found  # type: ignore[attr-defined]
