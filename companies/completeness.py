"""What a profile still lacks, in the order in which it helps matching, and where it is mended.

The order follows the engine: without a statement there is no fit at all; conditions decide whether a fit holds; then
the features of a chance by their weight (`matching/engine/accept.py`); what only people read comes last.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.lifecycle import WRITES_STATEMENTS
from companies.models import Company


@dataclass(frozen=True)
class Rule:
    """`page` and `anchor`: where it is mended; `button`: the words on the way there."""

    code: str
    is_met: Callable[[Company], bool]
    title: str | Promise
    button: str | Promise
    page: str = "companies:company-edit"
    anchor: str = ""

    @property
    def address(self) -> str:
        return reverse(self.page) + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True)
class Completeness:
    missing: list[Rule]
    total: int

    @property
    def done(self) -> int:
        return self.total - len(self.missing)

    @property
    def share(self) -> float:
        return self.done / self.total

    @property
    def percent(self) -> int:
        return int(100 * self.share)

    @property
    def next_step(self) -> Rule | None:
        """The one that helps most now."""
        return self.missing[0] if self.missing else None


def of(company: Company) -> Completeness:
    rules = [rule for rule in RULES if rule.page not in STATEMENTS or company.state in WRITES_STATEMENTS]
    return Completeness([rule for rule in rules if not rule.is_met(company)], len(rules))


def is_compared(company: Company) -> bool:
    """One statement in use states a figure or a name that the other side's can be held against."""
    said = [*company.offers.standing().values_list("conditions", flat=True)]
    said += company.needs.open().values_list("conditions", flat=True)
    return any(not item.get("removed") for conditions in said for item in (conditions or {}).values())


STATEMENTS = ("companies:offer-create", "companies:need-create")
MINE = "companies:my-company"
RULES = (
    Rule(
        "profile",
        lambda firm: bool(firm.profile),
        _("Tell partners in a few sentences what you do best."),
        _("Write the profile"),
        anchor="id_profile",
    ),
    Rule(
        "contact",
        lambda firm: bool(firm.contact_email),
        _("Say whom a partner reaches once both agreed."),
        _("Add a contact"),
        anchor="id_contact_email",
    ),
    Rule(
        "need",
        lambda firm: firm.needs.open().exists(),
        _("Say what you look for, and see at once who fits."),
        _("Add a need"),
        page="companies:need-create",
    ),
    Rule(
        "offer",
        lambda firm: firm.offers.standing().exists(),
        _("Say what you offer, and partners can find you."),
        _("Add an offer"),
        page="companies:offer-create",
    ),
    Rule(
        "conditions",
        is_compared,
        _(
            "Put a figure into an offer or a need, such as a tolerance or a lot: it is compared with the other side."
        ),
        _("To my offers and needs"),
        page=MINE,
        anchor="offers",
    ),
    Rule(
        "languages",
        lambda firm: len(firm.languages) > 1,
        _("Tick every language you work in: a shared one makes talks likely."),
        _("Choose languages"),
        anchor="id_languages",
    ),
    Rule(
        "employees",
        lambda firm: bool(firm.employees),
        _("Say how many you are: companies of like size fit better."),
        _("Add the number"),
        anchor="id_employees",
    ),
    Rule(
        "certificates",
        lambda firm: firm.certificates.valid().exists(),
        _("Add a valid certificate: needs that ask for one pass you by without it."),
        _("Add certificates"),
        anchor="certificates",
    ),
    Rule(
        "machines",
        lambda firm: firm.machines.exists(),
        _("List your machines: partners look at them first."),
        _("Add machines"),
        anchor="machines",
    ),
    Rule(
        "materials",
        lambda firm: bool(firm.materials),
        _("Tick the materials you work."),
        _("Choose materials"),
        anchor="id_materials",
    ),
    Rule(
        "lots",
        lambda firm: firm.lot_min is not None or firm.lot_max is not None,
        _("Say which lots suit you, so that nobody asks in vain."),
        _("Add lot sizes"),
        anchor="id_lot_min",
    ),
    Rule(
        "capacity",
        lambda firm: firm.capacity_amount is not None and firm.lead_time_days is not None,
        _("Say how much capacity is free and how soon a first lot is ready."),
        _("Add the capacity"),
        anchor="id_capacity_amount",
    ),
)
