"""Fills an empty database with synthetic firms and statements whose words are those of the demonstration."""

import datetime
import itertools
import json
import random
import sys

import django

FIRMS_A_BATCH = 2000
VECTORS_A_BATCH = 5000
SEED = 20


def fill(firms: int, statements: int) -> None:
    """Each firm is a demonstration firm under another name, with statements drawn from all; the same each time."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    dice = random.Random(SEED)
    rows = demonstration()
    texts = [statement for row in rows for statement in row["offers"] + row["needs"]]
    keys = add_firms(dice, rows, range(firms))
    add_statements(dice, texts, keys, statements)
    add_sets(dice, keys)
    refresh(keys)
    add_meanings(texts)
    tidy()


def demonstration() -> list[dict]:
    from matching.evaluation.files import DEMONSTRATION

    return [
        json.loads(line) for line in DEMONSTRATION.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def add_firms(
    dice: random.Random, rows: list[dict], numbers: range, state: str = "published", **extra: object
) -> list[int]:
    """Keys of the new firms; `numbers` tell their names apart."""
    from django.utils import timezone

    from companies.models import Company, Location

    places = {country: list(Location.objects.filter(country=country)) for country in ("TH", "JP")}
    now, firms = timezone.now(), []
    for serial in numbers:
        row, other = dice.choice(rows), dice.choice(rows)
        place = dice.choice(places[row["country"]])
        firms.append(
            Company(
                slug=f"firm-{serial}",
                country=row["country"],
                state=state,
                name_native=f"{row['name_native']} {serial}",
                name_roman=f"{other['name_roman'].split()[0]} {row['name_roman']} {serial}",
                location=place,
                city_native=row["city_native"],
                city_roman=row["city_en"],
                employees=dice.randint(3, 400),
                profile_lang=row["profile_lang"],
                profile=row["profile"],
                profile_en=row["profile_en"] or "",
                languages=row["languages"],
                export_level=row["export_level"],
                published_at=now if state == "published" else None,
                **extra,
            )
        )
    return [firm.pk for firm in Company.objects.bulk_create(firms, batch_size=FIRMS_A_BATCH)]


def add_statements(dice: random.Random, texts: list[dict], keys: list[int], number: int) -> None:
    """Two offers to one need; what a statement is about goes with its text. Needs were opened over ninety days."""
    from django.utils import timezone

    from companies.conditions import standing
    from companies.models import Capability, CollaborationType, Need, Offer

    now, kinds = timezone.now(), list(CollaborationType.objects.values_list("pk", flat=True))
    conditions = {text["text"]: standing(text["text"], None) for text in texts}
    slugs = dict(Capability.objects.values_list("slug", "pk"))
    for model, share, extra in ((Offer, 2 / 3, {}), (Need, 1 / 3, {"state": "open"})):
        drawn = [dice.choice(texts) for _ in range(int(number * share))]
        rows = [
            model(
                company_id=dice.choice(keys),
                lang=text["lang"],
                text=text["text"],
                conditions=conditions[text["text"]],
                # One in ten leaves the kind to the desk.
                collaboration_type_id=dice.choice(kinds) if dice.random() < 0.9 else None,
                **extra,
            )
            for text in drawn
        ]
        for row in rows if model is Need else ():
            days = dice.randint(0, 89)
            row.opened_at = now - datetime.timedelta(days=days, seconds=dice.randint(0, 80_000))
            row.open_until = now.date() + datetime.timedelta(days=90 - days)
        model.objects.bulk_create(rows, batch_size=FIRMS_A_BATCH)
        through, name = model.capabilities.through, model._meta.model_name
        tags = (
            through(**{f"{name}_id": row.pk, "capability_id": slugs[slug]})
            for row, text in zip(rows, drawn, strict=True)
            for slug in text["capabilities"]
            if slug in slugs
        )
        while batch := list(itertools.islice(tags, VECTORS_A_BATCH)):
            through.objects.bulk_create(batch)


def add_sets(dice: random.Random, keys: list[int]) -> None:
    from companies.models import Certificate, Certification, Cluster, CollaborationType, Company

    clusters = list(Cluster.objects.values_list("pk", flat=True))
    kinds = list(CollaborationType.objects.values_list("pk", flat=True))
    held = list(Certification.objects.values_list("pk", flat=True))
    in_clusters, of_kinds = Company.clusters.through, Company.collaboration_types.through
    in_clusters.objects.bulk_create(
        (in_clusters(company_id=key, cluster_id=one) for key in keys for one in dice.sample(clusters, 2)),
        batch_size=VECTORS_A_BATCH,
    )
    of_kinds.objects.bulk_create(
        (of_kinds(company_id=key, collaborationtype_id=one) for key in keys for one in dice.sample(kinds, 2)),
        batch_size=VECTORS_A_BATCH,
    )
    Certificate.objects.bulk_create(
        (Certificate(company_id=key, certification_id=dice.choice(held)) for key in keys),
        batch_size=VECTORS_A_BATCH,
    )


def refresh(keys: list[int]) -> None:
    """The fields search reads, as saving a firm writes them."""
    from django.db.models import Prefetch

    from companies.models import Company, Need, Offer
    from companies.search.texts import SEARCH_FIELDS, put_search_fields, stored_tokens
    from companies.search.tokens import tokens_of

    for start in range(0, len(keys), FIRMS_A_BATCH):
        firms = Company.objects.filter(pk__in=keys[start : start + FIRMS_A_BATCH]).select_related("location")
        firms = list(
            firms.prefetch_related(
                Prefetch("offers", Offer.objects.prefetch_related("capabilities")),
                Prefetch("needs", Need.objects.prefetch_related("capabilities")),
            )
        )
        for firm in firms:
            put_search_fields(firm, [*firm.offers.all(), *firm.needs.all()])
            firm.search_tokens = stored_tokens(tokens_of(firm.search_text))
        Company.objects.bulk_update(firms, [*SEARCH_FIELDS, "search_tokens"], batch_size=500)


def add_meanings(texts: list[dict]) -> None:
    """One encoding for each text, moved a little for each statement: no two firms say quite the same."""
    import numpy as np

    from companies.models import Meaning, Need, Offer
    from companies.search.meaning import ENCODERS

    dice = np.random.default_rng(SEED)
    words = {text["text"]: text["lang"] for text in texts}
    vectors = dict(
        zip(words, ENCODERS[0].encode([(text, lang, "offer") for text, lang in words.items()]), strict=True)
    )
    for model, name in ((Offer, "offer_id"), (Need, "need_id")):
        rows = list(model.objects.values_list("pk", "company_id", "text"))
        for start in range(0, len(rows), VECTORS_A_BATCH):
            batch = rows[start : start + VECTORS_A_BATCH]
            moved = np.stack([vectors[text] for _pk, _company, text in batch])
            moved += dice.normal(0, 0.01, moved.shape).astype(np.float32)
            moved /= np.linalg.norm(moved, axis=1, keepdims=True)
            Meaning.objects.bulk_create(
                Meaning(company_id=company, vector=vector, **{name: pk})
                for (pk, company, _text), vector in zip(batch, moved, strict=True)
            )


def tidy() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
