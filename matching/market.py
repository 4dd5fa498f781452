"""From rows to the engine's market: statements by content address, vectors, capabilities, weights."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import BinaryField, Func, QuerySet

from companies.models import Capability, Certificate, Company, Need, Offer
from matching.engine.accept import PRIOR, Weights
from matching.engine.allpairs import Pairs, best_pairs, blocks_within
from matching.engine.embed import default_embedder
from matching.engine.glossary import read_things
from matching.engine.market import Market, build_market
from matching.engine.reading import READING, suggest_capabilities
from matching.engine.tags import Taxonomy
from matching.engine.text import text_hash
from matching.engine.types import (
    CapabilityRow,
    Country,
    Floats,
    Side,
    Stated,
    Statement,
    stated_from,
)
from matching.engine.types import Company as Firm
from matching.models import TextVector, WeightsVersion

# [key, company, text hash, capability slugs, kind, conditions]; the key is "need:5" or "offer:7". Runs of before
# conditions were kept end with the kind.
StatementRow = list
BATCH = 1000
WORDS_LOCK = 0x6F746732
# Vectors never change under their hash, so a process may keep them: 50,000 are 100 MB.
KEPT_VECTORS = 50_000
_vectors: dict[str, Floats] = {}
VECTORS_AT_ONCE = 20_000
BEFORE_FIGURES = 4


def live_weights() -> Weights:
    row = WeightsVersion.objects.live().first()
    return Weights.from_json(row.coefficients) if row else PRIOR


def weights_of(version: str) -> Weights:
    row = WeightsVersion.objects.filter(version=version).first()
    return Weights.from_json(row.coefficients) if row else PRIOR


def taxonomy() -> Taxonomy:
    """The tree as the database has it now: an edited word counts at once, in every process."""
    return taxonomy_of(Capability.objects.state_of_words())


@lru_cache(maxsize=2)
def taxonomy_of(state: tuple[int, int, int]) -> Taxonomy:
    """Kept while no node changes. An edit between the two queries is read early, and once more."""
    return Taxonomy(rows_of_tree())


def rows_of_tree() -> list[CapabilityRow]:
    return [read_capability(row) for row in Capability.objects.select_related("parent").order_by("pk")]


def read_capability(row: Capability) -> CapabilityRow:
    names = {lang: words[0] for lang, words in row.words.items()}
    synonyms = {lang: words[1:] for lang, words in row.words.items()}
    return CapabilityRow(row.slug, row.parent.slug if row.parent else None, names, synonyms)


def read_tags(text: str, tree: Taxonomy, vector: Floats) -> list[list[object]]:
    """[slug, confidence] as a text's row stores them."""
    found = suggest_capabilities(text, tree, default_embedder(), vector)
    return [[tag.slug, tag.confidence] for tag in found]


def address_of(text: str) -> str:
    """The hash a text is stored under: another model or another way of reading makes a new row."""
    return text_hash(f"{default_embedder().name}/{READING}", text)


def snapshot(companies: QuerySet[Company]) -> list[StatementRow]:
    """Every standing offer and open need of these firms, in a fixed order; new texts are embedded."""
    offers = Offer.objects.standing().filter(company__in=companies)
    needs = Need.objects.open().filter(company__in=companies)
    found = [*statement_rows("offer", offers), *statement_rows("need", needs)]
    hashes = embed_missing((text, lang) for *_rest, text, lang in found)
    return [
        [key, company, hashes[text], slugs, kind, without_words(conditions)]
        for key, company, slugs, kind, conditions, text, _lang in sorted(found, key=lambda row: row[0])
    ]


def statement_rows(side: str, statements: QuerySet) -> list[tuple]:
    through = statements.model.capabilities.through.objects.filter(**{f"{side}__in": statements})
    slugs: dict[int, list[str]] = defaultdict(list)
    for statement, slug in through.order_by("pk").values_list(f"{side}_id", "capability__slug"):
        slugs[statement].append(slug)
    columns = statements.values_list(
        "pk", "company_id", "collaboration_type_id", "conditions", "text", "lang"
    )
    return [(f"{side}:{pk}", company, slugs[pk], *said) for pk, company, *said in columns]


def embed_missing(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """text -> its hash; what has no row yet is embedded and written, twice at once doing no harm."""
    hashes = {text: (address_of(text), lang) for text, lang in texts}
    wanted = {digest: (text, lang) for text, (digest, lang) in hashes.items()}
    known = set(TextVector.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    missing = sorted(set(wanted) - known)
    for start in range(0, len(missing), BATCH):
        store([(digest, *wanted[digest]) for digest in missing[start : start + BATCH]])
    return {text: digest for text, (digest, _lang) in hashes.items()}


def store(batch: Sequence[tuple[str, str, str]]) -> None:
    hold_words()
    model, tree = default_embedder(), taxonomy()
    vectors = model.embed([text for _digest, text, _lang in batch])
    TextVector.objects.bulk_create(
        (
            TextVector(
                text_hash=digest,
                model=model.name,
                lang=lang,
                text=text,
                vector=vector,
                tags=read_tags(text, tree, vector),
                things=read_things(text),
            )
            for (digest, text, lang), vector in zip(batch, vectors, strict=True)
        ),
        ignore_conflicts=True,
    )


def hold_words() -> None:
    """Until this transaction ends, no search for texts to read anew begins: it would miss these."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [WORDS_LOCK])


def wait_for_readers() -> None:
    """Texts read with the words of before are stored by now; later ones are read with those of today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WORDS_LOCK])


@dataclass(frozen=True)
class Read:
    """What `build_market` takes: firms that say something, raw vectors and tags by statement."""

    firms: Sequence[Firm]
    vectors: Mapping[str, Floats]
    tags: Mapping[str, Sequence[tuple[str, float]]]

    def by_firm(self) -> dict[int, "Read"]:
        return {int(firm.id): self.of(firm) for firm in self.firms}

    def of(self, firm: Firm) -> "Read":
        said = [statement.id for statement in firm.statements]
        return Read([firm], {key: self.vectors[key] for key in said}, {key: self.tags[key] for key in said})

    @classmethod
    def joined(cls, parts: Iterable["Read"]) -> "Read":
        each = list(parts)
        return cls(
            [firm for part in each for firm in part.firms],
            {key: vector for part in each for key, vector in part.vectors.items()},
            {key: tags for part in each for key, tags in part.tags.items()},
        )


def load(rows: Sequence[StatementRow], facts: Mapping[str, Mapping[str, Any]] | None = None) -> Market:
    """The market of these statements, see `read_rows`."""
    read = read_rows(rows, facts)
    return build_market(read.firms, read.vectors, read.tags, taxonomy())


def read_rows(rows: Sequence[StatementRow], facts: Mapping[str, Mapping[str, Any]] | None = None) -> Read:
    """One whose text was erased since is absent.

    `facts` of the firms as `facts_of` gives them; as they are now when left out.
    """
    texts = {
        digest: said
        for digest, *said in TextVector.objects.filter(pk__in={row[2] for row in rows}).values_list(
            "pk", "lang", "text", "tags", "things"
        )
    }
    standing = [row for row in rows if row[2] in texts]
    vectors = vectors_of({row[2] for row in standing})
    statements: dict[int, list[Statement]] = defaultdict(list)
    tags: dict[str, list[tuple[str, float]]] = {}
    for key, company, digest, slugs, kind, *conditions in standing:
        lang, text, read, things = texts[digest]
        side: Side = "need" if key.startswith("need:") else "offer"
        statements[company].append(
            Statement(
                key,
                str(company),
                side,
                lang,
                text,
                tuple(slugs),
                kind,
                stated_in(text, *conditions),
                tuple((slug, weight) for slug, weight in things),
            )
        )
        tags[key] = [(slug, 1.0) for slug in slugs] or [(slug, sure) for slug, sure in read]
    firms = [
        firm_from(company, fact, statements[int(company)])
        for company, fact in (facts or facts_of(statements)).items()
        if int(company) in statements
    ]
    return Read(firms, {row[0]: vectors[row[2]] for row in standing}, tags)


def without_words(conditions: Mapping[str, Mapping[str, Any]] | None) -> dict[str, dict[str, Any]] | None:
    """Figures and places only: a run keeps no words of a text that may be erased."""
    if conditions is None:
        return None
    return {
        code: {
            key: value
            for key, value in item.items()
            if key not in ("text", "source") and value not in (None, [], False)
        }
        for code, item in conditions.items()
    }


def stated_in(
    text: str, conditions: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[Stated, ...] | None:
    """What the author let stand, with its words quoted from the text; None has the engine read the text."""
    if conditions is None:
        return None
    return tuple(
        stated_from(
            code, {**item, "text": ", ".join(text[start:end] for start, end in item.get("spans", ()))}
        )
        for code, item in conditions.items()
        if not item.get("removed")
    )


def vectors_of(digests: set[str]) -> dict[str, Floats]:
    if len(digests) > KEPT_VECTORS:
        return read_vectors(digests)
    missing = [digest for digest in digests if digest not in _vectors]
    if len(_vectors) + len(missing) > KEPT_VECTORS:
        _vectors.clear()
        missing = list(digests)
    _vectors.update(read_vectors(missing))
    return _vectors


def read_vectors(digests: Iterable[str]) -> dict[str, Floats]:
    """As PostgreSQL holds them: to read their figures as text takes longer than all else of a market."""
    found, wanted = {}, list(digests)
    for start in range(0, len(wanted), VECTORS_AT_ONCE):
        rows = TextVector.objects.filter(pk__in=wanted[start : start + VECTORS_AT_ONCE])
        for digest, sent in rows.values_list("pk", Sent("vector")):
            found[digest] = np.frombuffer(sent, ">f4", offset=BEFORE_FIGURES).astype(np.float32)
    return found


class Sent(Func):
    """A vector of pgvector in its binary form: two numbers of two bytes, then float32, all big-endian."""

    function = "vector_send"
    output_field = BinaryField()


def facts_of(companies: Iterable[int]) -> dict[str, dict[str, Any]]:
    """Firm -> what scoring reads of it besides its statements; a run keeps it for its replay."""
    ids = list(companies)
    certificates: dict[int, list[str]] = defaultdict(list)
    held = Certificate.objects.valid().filter(company__in=ids).order_by("certification_id")
    for company, certification in held.values_list("company_id", "certification_id"):
        certificates[company].append(certification)
    clusters: dict[int, list[str]] = defaultdict(list)
    members = Company.clusters.through.objects.filter(company__in=ids).order_by("pk")
    for company, code, parent in members.values_list("company_id", "cluster_id", "cluster__parent_id"):
        clusters[company].append(parent or code)
    return {
        str(company.pk): {
            "country": company.country,
            "languages": list(company.languages),
            "export_level": company.export_level,
            "certifications": certificates[company.pk],
            "parent": str(company.parent_id) if company.parent_id else None,
            "employees": company.employees,
            "clusters": clusters[company.pk],
            "thai_base": company.thai_base,
        }
        for company in Company.objects.filter(pk__in=ids).only(
            "country", "languages", "export_level", "parent_id", "employees", "thai_base"
        )
    }


def firm_from(company: str, fact: Mapping[str, Any], statements: Sequence[Statement]) -> Firm:
    return Firm(
        id=company,
        country=cast(Country, fact["country"]),
        statements=tuple(statements),
        languages=tuple(fact["languages"]),
        export_level=fact["export_level"],
        certifications=tuple(fact["certifications"]),
        parent=fact["parent"],
        employees=fact["employees"],
        clusters=tuple(fact["clusters"]),
        thai_base=fact["thai_base"],
    )


def score_firms(market: Market, weights: Weights, thai: Sequence[int]) -> Pairs:
    """The best pairs of these Thai firms, consecutive in the order of the market, with all Japanese ones."""
    index = market.index("TH")
    places = [index[str(company)] for company in thai if str(company) in index]
    thai_firms = range(places[0], places[-1] + 1) if places else range(0)
    blocks = blocks_within(settings.MATCHING_MEMORY_MB, market)
    return best_pairs(market, weights, thai=thai_firms, blocks=blocks)
