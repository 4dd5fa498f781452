"""Agreement types, government memoranda, and the demonstration's agreements."""

import datetime
from pathlib import Path

from agreements import chain
from agreements.enums import AgreementState, Confidence
from agreements.models import Agreement, AgreementType, GovernmentMou, Party, Signatory
from companies.imports.registry import loads_demonstration, loads_reference
from companies.imports.tables import Row, read_csv, read_json_lines
from companies.models import Company, Location
from matching.models import Corridor

REFERENCE = Path(__file__).parent / "reference"
DEMONSTRATION = Path(__file__).parent / "demonstration"
CONFIDENT = {Confidence.HIGH.value, Confidence.MEDIUM.value}
STATES = {
    "draft": AgreementState.DRAFT,
    "signed": AgreementState.SIGNED,
    "active": AgreementState.SIGNED,
    "expired": AgreementState.SIGNED,
    "terminated": AgreementState.TERMINATED,
}
# Agreements that the source calls signed but not yet in force begin on these days.
BEGINS = {"agr-demo-07": datetime.date(2026, 12, 1), "agr-demo-08": datetime.date(2027, 1, 1)}
# Which memoranda carry which corridor, by its Japanese party.
CORRIDOR_OF = {"Nagano Prefecture": "nagano", "SMRJ": "japan-smrj"}


@loads_reference("agreement types", order=60)
def load_types() -> None:
    rows = [row for row in read_csv(REFERENCE / "agreement_codes.csv") if row["kind"] == "type"]
    for position, row in enumerate(rows):
        AgreementType.objects.update_or_create(
            code=row["code"], defaults=row.names() | {"position": position}
        )


def earliest(stated: str) -> datetime.date | None:
    """The first day a date, month, year or interval can mean."""
    first = stated.split("/")[0]
    if not first:
        return None
    parts = [int(part) for part in first.split("-")]
    return datetime.date(*([*parts, 1, 1])[:3])


def words() -> dict[str, dict[str, str]]:
    return {row["en"]: row.cells for row in read_csv(REFERENCE / "government_mou_words.csv")}  # type: ignore[misc]


def in_three(field: str, row: Row, column: str, known: dict[str, dict[str, str]]) -> dict[str, str]:
    """`field`_en, _th and _ja of a cell; an untranslated one names file, row and column."""
    row.code(column, known | {"": {}})
    found = known.get(row[column], {})
    return {f"{field}_{lang}": found.get(lang, "") for lang in ("en", "th", "ja")}


@loads_reference("government memoranda", order=61)
def load_mous() -> None:
    """Only what a source supports (high or medium) and DIP or its ministry signed."""
    known = words()
    locations = Location.objects.in_bulk()
    for row in read_csv(REFERENCE / "government_mous.csv"):
        if row["confidence_level"] not in CONFIDENT or row["dip"] != "yes":
            continue
        code = row["prefecture_code"]
        values = {
            **in_three("thai_party", row, "thai_party", known),
            **in_three("japan_party", row, "japan_party", known),
            **in_three("fields", row, "fields_en", known),
            "prefecture": row.found("prefecture_code", locations) if code else None,
            "signed_from": earliest(row["signed_on"]),
            "ordinal_claim": row["ordinal_claim"],
            "confidence": row["confidence_level"],
        }
        GovernmentMou.objects.update_or_create(
            signed=row["signed_on"],
            japan_party_en=row["japan_party"],
            source=row["source"],
            defaults={name: value for name, value in values.items() if name != "japan_party_en"},
        )


@loads_demonstration("memoranda of the corridors", order=61)
def link_corridors() -> None:
    """The corridors of the demonstration rest on the newest memorandum with their Japanese party."""
    for party, code in CORRIDOR_OF.items():
        corridor = Corridor.objects.filter(code=code).first()
        mou = GovernmentMou.objects.filter(japan_party_en=party).order_by("-signed_from").first()
        if corridor is not None and mou is not None:
            link(mou, corridor)


def link(mou: GovernmentMou, corridor: Corridor) -> None:
    if not mou.corridors.filter(pk=corridor.pk).exists():
        mou.corridors.add(corridor)


@loads_demonstration("agreements", order=62)
def load_agreements() -> None:
    companies = {company.external_id: company for company in Company.objects.filter(is_demonstration=True)}
    types = AgreementType.objects.in_bulk()
    for row in read_json_lines(DEMONSTRATION / "agreements.jsonl"):
        if not Agreement.objects.filter(external_id=row["id"]).exists():
            firms = [row.found(side, companies) for side in ("company_th", "company_jp")]
            load_agreement(row, row.found("type", types), firms)


def load_agreement(row: Row, kind: AgreementType, firms: list[Company]) -> None:
    """One fictional agreement with its parties, signatories and entries in the chain."""
    signed_on = as_date(row["signed_on"])
    agreement = Agreement.objects.create(
        external_id=row["id"],
        type=kind,
        state=STATES[row.code("status", STATES)],
        **row.names("title", "scope"),
        place=row["place"] or "",
        facilitator="" if row["facilitator"] in (None, "none") else row["facilitator"],
        signed_on=signed_on,
        valid_from=BEGINS.get(row["id"], signed_on),
        valid_until=as_date(row["valid_until"]),
        is_demonstration=True,
    )
    parties = [Party.objects.create(agreement=agreement, company=firm) for firm in firms]
    chain.append(agreement, "load", "", by=None, facts={"parties": sorted(firm.pk for firm in firms)})
    if signed_on:
        for party in parties:
            Signatory.objects.create(
                party=party,
                name=party.company.contact_name or party.company.name_native,
                signed_on=signed_on,
            )


def as_date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
