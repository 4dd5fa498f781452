"""From rows to the engine's market: statements by content address, vectors, capabilities, weights."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import cast

import numpy as np
from django.db.models import QuerySet

from companies.models import Capability, Certificate, Company, Need, Offer
from matching.engine.accept import PRIOR, Weights
from matching.engine.embed import default_embedder
from matching.engine.market import Market, build_market
from matching.engine.pairs import pairs_of_block
from matching.engine.tags import Taxonomy, suggest_capabilities
from matching.engine.text import text_hash
from matching.engine.types import CapabilityRow, Country, Floats, ScoredPair, Side, Statement
from matching.engine.types import Company as Firm
from matching.models import MarketPair, Run, TextVector, WeightsVersion

# [key, company, text hash, capability slugs, kind]; the key is "need:5" or "offer:7".
StatementRow = list
BATCH = 1000
# Vectors never change under their hash, so a process may keep them: 50,000 are 100 MB.
KEPT_VECTORS = 50_000
_vectors: dict[str, Floats] = {}


def live_weights() -> Weights:
    row = WeightsVersion.objects.live().first()
    return Weights.from_json(row.coefficients) if row else PRIOR


def weights_of(version: str) -> Weights:
    row = WeightsVersion.objects.filter(version=version).first()
    return Weights.from_json(row.coefficients) if row else PRIOR


def taxonomy() -> Taxonomy:
    return taxonomy_of(tuple(Capability.objects.order_by("pk").values_list("pk", "slug", "parent__slug")))


@lru_cache(maxsize=2)
def taxonomy_of(tree: tuple[tuple[int, str, str | None], ...]) -> Taxonomy:
    """Kept while the tree stays as it is; its words are only read when a text without tags is new."""
    return Taxonomy(read_capability(row, parent) for row, parent in zip(nodes(), tree, strict=True))


def nodes() -> QuerySet[Capability]:
    return Capability.objects.order_by("pk")


def read_capability(row: Capability, node: tuple[int, str, str | None]) -> CapabilityRow:
    names = {"th": row.name_th, "ja": row.name_ja, "en": row.name_en}
    synonyms = {"th": row.synonyms_th, "ja": row.synonyms_ja, "en": row.synonyms_en}
    return CapabilityRow(row.slug, node[2], names, synonyms)


def snapshot(companies: QuerySet[Company]) -> list[StatementRow]:
    """Every standing offer and open need of these firms, in a fixed order; new texts are embedded."""
    offers = Offer.objects.standing().filter(company__in=companies)
    needs = Need.objects.open().filter(company__in=companies)
    found = [*statement_rows("offer", offers), *statement_rows("need", needs)]
    hashes = embed_missing((text, lang) for *_rest, text, lang in found)
    return [
        [key, company, hashes[text], slugs, kind]
        for key, company, slugs, kind, text, _lang in sorted(found, key=lambda row: row[0])
    ]


def statement_rows(side: str, statements: QuerySet) -> list[tuple]:
    through = statements.model.capabilities.through.objects.filter(**{f"{side}__in": statements})
    slugs: dict[int, list[str]] = defaultdict(list)
    for statement, slug in through.order_by("pk").values_list(f"{side}_id", "capability__slug"):
        slugs[statement].append(slug)
    columns = statements.values_list("pk", "company_id", "collaboration_type_id", "text", "lang")
    return [
        (f"{side}:{pk}", company, slugs[pk], kind, text, lang) for pk, company, kind, text, lang in columns
    ]


def embed_missing(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """text -> its hash; what has no row yet is embedded and written, twice at once doing no harm."""
    model = default_embedder()
    hashes = {text: (text_hash(model.name, text), lang) for text, lang in texts}
    wanted = {digest: (text, lang) for text, (digest, lang) in hashes.items()}
    known = set(TextVector.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    missing = sorted(set(wanted) - known)
    for start in range(0, len(missing), BATCH):
        store([(digest, *wanted[digest]) for digest in missing[start : start + BATCH]])
    return {text: digest for text, (digest, _lang) in hashes.items()}


def store(batch: Sequence[tuple[str, str, str]]) -> None:
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
                tags=[[tag.slug, tag.confidence] for tag in suggest_capabilities(text, tree, model, vector)],
            )
            for (digest, text, lang), vector in zip(batch, vectors, strict=True)
        ),
        ignore_conflicts=True,
    )


def load(rows: Sequence[StatementRow]) -> Market:
    """The market of these statements; one whose text was erased since is absent."""
    texts = {
        digest: (lang, text, tags)
        for digest, lang, text, tags in TextVector.objects.filter(
            pk__in={row[2] for row in rows}
        ).values_list("pk", "lang", "text", "tags")
    }
    standing = [row for row in rows if row[2] in texts]
    vectors = vectors_of({row[2] for row in standing})
    statements: dict[int, list[Statement]] = defaultdict(list)
    tags: dict[str, list[tuple[str, float]]] = {}
    for key, company, digest, slugs, kind in standing:
        lang, text, read = texts[digest]
        side: Side = "need" if key.startswith("need:") else "offer"
        statements[company].append(Statement(key, str(company), side, lang, text, tuple(slugs), kind))
        tags[key] = [(slug, 1.0) for slug in slugs] or [(slug, sure) for slug, sure in read]
    return build_market(firms(statements), {row[0]: vectors[row[2]] for row in standing}, tags, taxonomy())


def vectors_of(digests: set[str]) -> dict[str, Floats]:
    missing = [digest for digest in digests if digest not in _vectors]
    if len(_vectors) + len(missing) > KEPT_VECTORS:
        _vectors.clear()
        missing = list(digests)
    for digest, vector in TextVector.objects.filter(pk__in=missing).values_list("pk", "vector"):
        _vectors[digest] = np.asarray(vector, np.float32)
    return _vectors


def firms(statements: dict[int, list[Statement]]) -> list[Firm]:
    certificates: dict[int, list[str]] = defaultdict(list)
    held = Certificate.objects.filter(company__in=statements).order_by("certification_id")
    for company, certification in held.values_list("company_id", "certification_id"):
        certificates[company].append(certification)
    clusters: dict[int, list[str]] = defaultdict(list)
    members = Company.clusters.through.objects.filter(company__in=statements).order_by("pk")
    for company, code, parent in members.values_list("company_id", "cluster_id", "cluster__parent_id"):
        clusters[company].append(parent or code)
    return [
        Firm(
            id=str(company.pk),
            country=cast(Country, company.country),
            statements=tuple(statements[company.pk]),
            languages=tuple(company.languages),
            export_level=company.export_level,
            certifications=tuple(certificates[company.pk]),
            parent=str(company.parent_id) if company.parent_id else None,
            employees=company.employees,
            clusters=tuple(clusters[company.pk]),
            thai_base=company.thai_base,
        )
        for company in Company.objects.filter(pk__in=list(statements)).only(
            "country", "languages", "export_level", "parent_id", "employees", "thai_base"
        )
    ]


def of_run(run: Run) -> Market:
    """A run's market, kept for its next shard in this process."""
    if run.pk not in _markets:
        _markets.clear()
        _markets[run.pk] = load(run.statements)
    return _markets[run.pk]


_markets: dict[int, Market] = {}


def score_firms(market: Market, weights: Weights, thai: Sequence[int]) -> Iterable[ScoredPair]:
    """Pairs of these Thai firms, consecutive in the order of the market, with all Japanese ones."""
    index = market.index("TH")
    places = [index[str(company)] for company in thai if str(company) in index]
    return pairs_of_block(market, weights, places[0], places[-1] + 1) if places else []


def pair_row(run: Run, pair: ScoredPair) -> MarketPair:
    return MarketPair(
        run=run,
        thai_id=int(pair.thai_id),
        japanese_id=int(pair.japanese_id),
        fit_thai_need=pair.fit_thai_need,
        fit_japanese_need=pair.fit_japanese_need,
        p_thai_accepts=pair.p_thai_accepts,
        p_japanese_accepts=pair.p_japanese_accepts,
        p_both=pair.p_both,
    )


def scored_pair(row: MarketPair) -> ScoredPair:
    return ScoredPair(
        str(row.thai_id),
        str(row.japanese_id),
        row.fit_thai_need,
        row.fit_japanese_need,
        row.p_thai_accepts,
        row.p_japanese_accepts,
    )
