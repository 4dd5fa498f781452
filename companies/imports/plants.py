"""Plants of the fictional firms: machines and figures that follow from what each offers, always the same."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from zlib import crc32

from django.utils import timezone

from companies.enums import CapacityUnit, Country
from companies.imports.tables import Row
from companies.models import Certificate, Company, Machine, Offer

# Root of the capability tree -> machine, maker and model (all fictional), size.
MACHINES = {
    "machining": [
        ("CNC lathe", "Takasu TL-200", "Ø 320 × 500 mm"),
        ("Machining centre", "Kitahara KV-5", "800 × 500 mm"),
    ],
    "press-sheet": [("Servo press", "Aiyama SP-110", "110 t"), ("Press brake", "Sakae PB-80", "2,500 mm")],
    "mould-die": [("Wire EDM", "Sodama W-40", "400 × 300 mm"), ("Surface grinder", "Okame G-63", "600 mm")],
    "casting": [("Die-casting machine", "Tosaki DC-350", "350 t")],
    "plastic": [("Injection moulding machine", "Norita NX-180", "180 t"), ("Dryer", "Mitsuno D-50", "50 kg")],
    "surface-treatment": [("Plating line", "Hikari PL-3", "1,200 × 600 mm")],
    "joining": [("Welding robot", "Yasuno R6", "1.4 m")],
    "electronics-assembly": [("SMT line", "Fujita SM-4", "510 × 460 mm")],
    "wire-harness": [("Crimping machine", "Kansei CR-20", "AWG 28–10")],
}
USUAL = [("CMM", "Mitsumi CM-7", "700 × 600 × 500 mm")]
METALS = ["stainless", "aluminium", "carbon_steel", "brass", "titanium", "copper"]
MATERIALS = {
    "machining": METALS,
    "press-sheet": METALS,
    "mould-die": ["tool_steel", "alloy_steel", "carbide"],
    "casting": ["aluminium", "zinc", "magnesium"],
    "plastic": ["abs", "polypropylene", "nylon", "pom", "pbt"],
    "joining": METALS,
    "electronics-assembly": ["copper", "epoxy"],
    "wire-harness": ["copper", "pvc"],
}
UNITS = {
    "plastic": CapacityUnit.SHOTS,
    "casting": CapacityUnit.SHOTS,
    "surface-treatment": CapacityUnit.SQUARE_METRES,
    "machining": CapacityUnit.HOURS,
}
TOLERANCES = [Decimal(value) for value in ("2", "5", "10", "20", "50")]
# Every ninth firm has not looked at its page for 11 to 14 months.
EVERY_OLD, OLDEST_DAYS, YOUNGEST_OLD_DAYS = 9, 430, 340


def dice(company: Company, name: str, sides: int) -> int:
    """0 to `sides` - 1, always the same for one firm and one question."""
    return crc32(f"{company.external_id}:{name}".encode()) % sides


def trade_of(offers: Iterable[Offer]) -> str:
    """The root above what it offers first."""
    first = next((row for offer in offers for row in offer.capabilities.all()), None)
    while first is not None and first.parent is not None:
        first = first.parent
    return first.slug if first is not None else ""


def equip(company: Company, offers: list[Offer]) -> list[Machine]:
    """Puts the figures on the company, unsaved, and gives its machines."""
    trade = trade_of(offers)
    known = MATERIALS.get(trade, [])
    company.materials = [one for one in known if dice(company, one, 3)] or known[:1]
    company.tolerance_um = TOLERANCES[dice(company, "tolerance", len(TOLERANCES))] if known else None
    company.part_min_mm, company.part_max_mm = Decimal(3), Decimal(150 + 50 * dice(company, "size", 12))
    company.lot_min = (10, 100, 500)[dice(company, "lot", 3)]
    company.lot_max = company.lot_min * (20, 100, 200)[dice(company, "most", 3)]
    company.capacity_amount = 100 * (1 + dice(company, "capacity", 80))
    company.capacity_unit = UNITS.get(trade, CapacityUnit.PIECES)
    company.capacity_as_of = timezone.localdate() - datetime.timedelta(days=dice(company, "as of", 40))
    company.lead_time_days = 7 + 7 * dice(company, "lead", 6)
    company.needs_interpreter = not {"th", "ja"} <= set(company.languages)
    return machines(company, offers, trade)


def machines(company: Company, offers: list[Offer], trade: str) -> list[Machine]:
    """Those of its trade in words, and one row for the process of its first offer."""
    found = [
        Machine(company=company, name=name, model=model, size=size, count=1 + dice(company, name, 9))
        for name, model, size in MACHINES.get(trade, USUAL)
    ]
    first = next((row for offer in offers for row in offer.capabilities.all()), None)
    if first is not None:
        count = 1 + dice(company, first.slug, 6)
        found.append(Machine(company=company, capability=first, count=count))
    return found


def base(row: Row) -> dict[str, bool]:
    """Firms that sell to the other country often have a base there; every third of them has here."""
    other = "JP" if row["country"] == Country.THAILAND else "TH"
    has = other in row["export_markets"] and crc32(row["id"].encode()) % 3 == 0
    return {"japan_base" if other == "JP" else "thai_base": has}


def confirmed_at(age: int) -> datetime.datetime:
    days = age % 30
    if age % EVERY_OLD == EVERY_OLD - 1:
        days = YOUNGEST_OLD_DAYS + age % (OLDEST_DAYS - YOUNGEST_OLD_DAYS)
    return timezone.now() - datetime.timedelta(days=days)


def dated(certificate: Certificate, external_id: str) -> Certificate:
    """A number and a day: most are valid for up to three years, every tenth has expired."""
    cast = crc32(f"{external_id}:{certificate.certification_id}".encode())
    days = -30 - cast % 200 if cast % 10 == 0 else 60 + cast % 1000
    certificate.number = f"DEMO-{cast % 1_000_000:06d}"
    certificate.expires_on = timezone.localdate() + datetime.timedelta(days=days)
    return certificate
