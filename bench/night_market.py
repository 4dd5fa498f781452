"""Fills an empty database with the synthetic market of bench/synthetic.py, texts read and embedded already."""

import itertools
import json
import random
import struct
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import django

ROWS_A_BATCH = 5000
SEED = 31
# Proposals at most of all Japan, and of each prefecture with a corridor of its own.
BUDGETS = {"": 2000, "JP-20": 500, "JP-23": 500}


def fill(thai: int, japanese: int) -> None:
    from django.core.management import call_command

    from bench.market import Kept
    from bench.synthetic import make
    from matching.engine.embed import default_embedder
    from matching.evaluation.files import read_taxonomy

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    made = make(thai, japanese, read_taxonomy(), Kept(default_embedder()))
    keys = add_firms(made.companies, random.Random(SEED))
    add_statements(made.companies, keys)
    add_texts(made)
    add_corridors()
    tidy()


def batched(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, ROWS_A_BATCH)):
        yield batch


def add_firms(companies: list[Any], dice: random.Random) -> dict[str, int]:
    """Firm of the synthetic market -> its key here."""
    from django.utils import timezone

    from companies.models import Certificate, Certification, Cluster, Company, Location

    places = {country: list(Location.objects.filter(country=country)) for country in ("TH", "JP")}
    now, keys = timezone.now(), {}
    for batch in batched(companies):
        rows = Company.objects.bulk_create(
            Company(
                slug=firm.id.lower(),
                country=firm.country,
                state="published",
                name_native=firm.id,
                name_roman=firm.id,
                location=dice.choice(places[firm.country]),
                employees=firm.employees,
                profile_lang="th" if firm.country == "TH" else "ja",
                languages=list(firm.languages),
                export_level=firm.export_level,
                thai_base=firm.thai_base,
                published_at=now,
            )
            for firm in batch
        )
        keys |= {firm.id: row.pk for firm, row in zip(batch, rows, strict=True)}
    held = list(Certification.objects.values_list("pk", flat=True))
    clusters = list(Cluster.objects.filter(parent=None).values_list("pk", flat=True))
    for batch in batched(companies):
        Certificate.objects.bulk_create(
            Certificate(company_id=keys[firm.id], certification_id=one)
            for firm in batch
            for one in dice.sample(held, len(firm.certifications))
        )
        through = Company.clusters.through
        through.objects.bulk_create(
            through(company_id=keys[firm.id], cluster_id=one)
            for firm in batch
            for one in dice.sample(clusters, 2)
        )
    return keys


def add_statements(companies: list[Any], keys: dict[str, int]) -> None:
    from django.utils import timezone

    from companies.models import Capability, Need, Offer
    from matching.engine.types import stated_json

    slugs, now = dict(Capability.objects.values_list("slug", "pk")), timezone.now()
    for model, side, extra in (
        (Offer, "offer", {}),
        (Need, "need", {"state": "open", "opened_at": now}),
    ):
        said = (one for firm in companies for one in firm.statements if one.side == side)
        through = model.capabilities.through
        for batch in batched(said):
            rows = model.objects.bulk_create(
                model(
                    company_id=keys[one.company_id],
                    lang=one.lang,
                    text=one.text,
                    collaboration_type_id=one.kind,
                    conditions={
                        stated.code: stated_json(stated) | {"source": "read"}
                        for stated in one.conditions or ()
                    },
                    **extra,
                )
                for one in batch
            )
            through.objects.bulk_create(
                through(**{f"{side}_id": row.pk, "capability_id": slugs[slug]})
                for one, row in zip(batch, rows, strict=True)
                for slug in one.capabilities
            )


def add_texts(made: Any) -> None:
    """By binary COPY: a quarter of a million vectors as text would take minutes."""
    from django.db import connection

    from matching.engine.embed import default_embedder
    from matching.market import address_of
    from matching.models import TextVector

    said = [one for firm in made.companies for one in firm.statements]
    model, seen = default_embedder().name.encode(), set()
    columns = ("text_hash", "model", "lang", "text", "vector", "tags", "things", "numbers", "created_at")
    table = TextVector._meta.db_table
    with connection.cursor() as cursor:
        for start in range(0, len(said), ROWS_A_BATCH):
            part = made.vectors[start : start + ROWS_A_BATCH]
            file = BytesIO()
            file.write(b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0))
            for one, vector in zip(said[start : start + ROWS_A_BATCH], part.astype(">f4"), strict=True):
                address = address_of(one.text)
                if address in seen:
                    continue
                seen.add(address)
                write_row(
                    file,
                    address.encode(),
                    model,
                    one.lang.encode(),
                    one.text.encode(),
                    struct.pack(">hh", len(vector), 0) + vector.tobytes(),
                    json_of([list(tag) for tag in made.tags[one.id]]),
                    json_of([list(thing) for thing in one.things or ()]),
                    json_of([]),
                    struct.pack(">q", 0),
                )
            file.write(struct.pack(">h", -1))
            file.seek(0)
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)", file)


def json_of(value: object) -> bytes:
    return b"\x01" + json.dumps(value).encode()


def write_row(file: BytesIO, *fields: bytes) -> None:
    file.write(struct.pack(">h", len(fields)))
    for field in fields:
        file.write(struct.pack(">i", len(field)) + field)


def add_corridors() -> None:
    from matching.models import Corridor

    for prefecture, budget in BUDGETS.items():
        name = prefecture or "Japan"
        Corridor.objects.create(
            code=name.lower(),
            prefecture_id=prefecture or None,
            name_th=name,
            name_ja=name,
            name_en=name,
            budget=budget,
        )


def tidy() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
