"""A plant's facts as a page says them; of a redacted company only what its reader may see."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.conditions import number, said, words_text
from companies.enums import CapacityUnit, ConditionCode, Country
from companies.models import Capability, Certificate, Company
from companies.seen import seen_by
from config.languages import date_in_words

register = template.Library()


@register.simple_tag
def plant_facts(company: Company) -> list[tuple[str, str]]:
    """Label and value of each fact that is stated."""
    facts = [
        (_("Materials"), words_text(ConditionCode.MATERIAL, company.materials)),
        (_("Finest tolerance"), span(ConditionCode.TOLERANCE, None, company.tolerance_um)),
        (_("Size of parts"), span(ConditionCode.LENGTH, company.part_min_mm, company.part_max_mm)),
        (_("Lots"), span(ConditionCode.LOT, company.lot_min, company.lot_max)),
        (_("Spare capacity"), capacity(company)),
        (_("First lot in"), days(company.lead_time_days)),
        (_("Interpreter for talks"), interpreter(company.needs_interpreter)),
    ]
    return [(label, value) for label, value in facts if value]


def span(code: ConditionCode, low: Decimal | int | None, high: Decimal | int | None) -> str:
    bounds = {"low": low, "high": high}
    return said(code, {name: float(value) for name, value in bounds.items() if value is not None})


def capacity(company: Company) -> str:
    """The amount in its unit, and the day it was true."""
    if company.capacity_amount is None or not company.capacity_unit:
        return ""
    stated = f"{number(company.capacity_amount)} {CapacityUnit(company.capacity_unit).label}"
    if company.capacity_as_of is None:
        return stated
    day = date_in_words(company.capacity_as_of)
    return _("%(capacity)s (as of %(day)s)") % {"capacity": stated, "day": day}


def days(count: int | None) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count} if count else ""


def interpreter(needed: bool | None) -> str:
    return {True: _("needed"), False: _("not needed")}.get(needed, "") if needed is not None else ""


@register.simple_tag
def processes(company: Company) -> list[Capability]:
    """What the firm can do: the capabilities of its offers and of its machines, each once."""
    found = {row.pk: row for offer in company.public_offers for row in offer.capabilities.all()}  # type: ignore[attr-defined]
    found |= {row.capability_id: row.capability for row in company.machines.all() if row.capability_id}
    return sorted(found.values(), key=lambda row: row.name)


@register.simple_tag(takes_context=True)
def seen(context: template.Context, company: Company) -> Company:
    """The company as the reader of the page may read it."""
    return seen_by(context["request"].viewer, company)


@register.filter
def base_abroad(company: Company) -> str:
    if not company.has_base_abroad:
        return ""
    return _("Base in Japan") if company.country == Country.THAILAND else _("Base in Thailand")


@register.filter
def valid(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Those that have not expired."""
    return [row for row in certificates if not row.is_expired]
