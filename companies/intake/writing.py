"""Writing the checked rows: all of them in the caller's transaction, some hundred at a time."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from companies.enums import Arrival, CompanyState, RowVerdict
from companies.intake.columns import OF_THE_SOURCE, SETS
from companies.models import Company, CompanyEvent, CompanySource, ImportFile, ImportRow
from companies.search import meaning
from companies.search.texts import (
    SEARCH_FIELDS,
    other_public_words,
    public_statements,
    put_search_fields,
    stored_tokens,
)
from companies.search.tokens import tokens_of

IN_CLUSTERS: Any = Company.clusters.through
NEW_KEY_LOCK = 0x6F746932


class ChangedMeanwhile(Exception):
    """A firm is no longer as it was when the rows were checked."""


def write_new(file: ImportFile, rows: list[ImportRow], by: User, taken: set[str]) -> list[int]:
    """Firms that arrive as the officer chose; answers their keys."""
    firms = [new_firm(file, row, taken) for row in rows]
    for firm in firms:
        put_search_fields(firm, [])
        firm.search_tokens = tokens_as_text(firm)
    Company.objects.bulk_create(firms)
    IN_CLUSTERS.objects.bulk_create(
        IN_CLUSTERS(company_id=firm.pk, cluster_id=code)
        for firm, row in zip(firms, rows, strict=True)
        for code in row.values.get("clusters", [])
    )
    record(firms, "import", by, was="")
    for firm, row in zip(firms, rows, strict=True):
        row.company = firm
    put_sources(file, rows, by)
    return [firm.pk for firm in firms]


def tokens_as_text(firm: Company) -> str:
    """As PostgreSQL reads a tsvector: bulk inserts take values, no expressions."""
    quoted = (token.replace("\\", "\\\\").replace("'", "''") for token in sorted(tokens_of(firm.search_text)))
    return " ".join(f"'{token}'" for token in quoted)


def new_firm(file: ImportFile, row: ImportRow, taken: set[str]) -> Company:
    now = timezone.now()
    is_verified = file.arrival == Arrival.PUBLISHED
    firm = Company(
        country=file.agency.country,
        state=CompanyState.PUBLISHED if is_verified else CompanyState.SUBMITTED,
        submitted_at=now,
        published_at=now if is_verified else None,
        **plain_values(row.values),
    )
    firm.profile_lang = firm.profile_lang or firm.native_lang
    firm.slug = free_slug(firm.name_roman, taken)
    return firm


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the model's fields; the place by its key."""
    left_out = OF_THE_SOURCE | SETS
    plain = {name: value for name, value in values.items() if name not in left_out}
    if "location" in plain:
        plain["location_id"] = plain.pop("location")
    return plain


def free_slug(name: str, taken: set[str]) -> str:
    """As of a firm that enters by itself, but against a set read once."""
    start = slugify(name)[:70] or "company"
    slug, number = start, 2
    while slug in taken:
        slug, number = f"{start}-{number}", number + 1
    taken.add(slug)
    return slug


def write_changed(file: ImportFile, rows: list[ImportRow], by: User) -> list[int]:
    """Firms that are here; what an officer left to the firm stays. Raises `ChangedMeanwhile`."""
    firms = locked(rows)
    touched = []
    for row in rows:
        firm = firms[found_firm(row)]
        wanted = {name: after for name, _before, after, _theirs in row.changes if name not in row.kept}
        if not wanted:
            continue
        for name, value in plain_values(wanted).items():
            setattr(firm, name, value)
        if "clusters" in wanted:
            firm.clusters.set(wanted["clusters"])
        firm.version += 1
        firm.updated_at = timezone.now()
        put_search_fields(firm, public_statements(firm), other_public_words(firm))
        firm.search_tokens = stored_tokens(tokens_of(firm.search_text))
        touched.append(firm)
    names = {name for row in rows for name in plain_values({c[0]: None for c in row.changes})}
    fields = [name.removesuffix("_id") for name in names]
    fields += [*SEARCH_FIELDS, "search_tokens", "version", "updated_at"]
    Company.objects.bulk_update(touched, fields, batch_size=200)
    for firm in touched:
        record([firm], "import", by, was=firm.state)
    put_sources(file, rows, by)
    return [firm.pk for firm in touched]


def found_firm(row: ImportRow) -> int:
    assert row.company_id is not None, f"row {row.number} has no firm"
    return row.company_id


def locked(rows: Iterable[ImportRow]) -> dict[int, Company]:
    """In the order of their keys, each still as it was seen."""
    versions = {found_firm(row): row.company_version for row in rows}
    firms = Company.objects.select_for_update(of=("self",)).select_related("location")
    found = {firm.pk: firm for firm in firms.filter(pk__in=versions).order_by("pk")}
    if any(found[key].version != version for key, version in versions.items()):
        raise ChangedMeanwhile
    return found


def record(firms: list[Company], move: str, by: User, *, was: str) -> None:
    CompanyEvent.objects.bulk_create(
        CompanyEvent(company=firm, move=move, from_state=was, to_state=firm.state, by=by) for firm in firms
    )


def put_sources(file: ImportFile, rows: Iterable[ImportRow], by: User) -> None:
    """What the source said, so that its next file is compared with it."""
    now = timezone.now()
    CompanySource.objects.bulk_create(
        [
            CompanySource(
                company_id=found_firm(row),
                agency=file.agency,
                external_id=row.external_id,
                source=file.source,
                facts=row.values,
                imported_by=by,
                imported_at=now,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["agency", "external_id"],
        update_fields=["source", "facts", "imported_by", "imported_at"],
    )


def lock_new_keys() -> None:
    """Two files that bring the same firms are put in a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NEW_KEY_LOCK])


def refuse_if_taken(file: ImportFile, rows: Iterable[ImportRow]) -> None:
    """A row that was new at the check may be here by now."""
    keys = [row.external_id for row in rows if row.verdict == RowVerdict.NEW]
    numbers = [row.values.get("registration_number") for row in rows if row.verdict == RowVerdict.NEW]
    numbers = [number for number in numbers if number]
    here = Company.objects.filter(country=file.agency.country, registration_number__in=numbers)
    if CompanySource.objects.filter(agency=file.agency, external_id__in=keys).exists() or here.exists():
        raise ChangedMeanwhile


def want_read(keys: list[int]) -> None:
    meaning.ask(keys)
