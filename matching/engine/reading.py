"""Reading capabilities from free text: words first, meaning beside them, each with how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.background import background
from matching.engine.center import neighbourhood
from matching.engine.embed import Embedder, unit_rows
from matching.engine.roles import APPLICATION, weights
from matching.engine.tags import Taxonomy
from matching.engine.text import fold, normalise, script_language
from matching.engine.types import LANGUAGES, Floats, TagSuggestion
from matching.engine.words import Hit

# Counted up when texts are read in another way, so that what was read before is read again.
READING = 5
MOST_SUGGESTED = 6
# Words of a node that make up its vector, and nodes a text is compared with by meaning alone.
WORDS_A_NODE = 7
MEANT = 5
LONG_WORD = 12
# A text of many letters is read up to here: what a firm does stands at the beginning.
LONGEST = 2000
# Logistic weights, fitted by Newton's method (ridge 1) on the capabilities the demonstration's authors gave
# (1,009 statements, area under the curve 0.85; the Thai part predicts the Japanese at 0.84). bench/reading.py fits
# them anew: with the words of today 0.1 at most away from these, and no better on the labelled sets.
BASE = -2.21
SURENESS = {
    "factor": 1.85,
    "length": 1.10,
    "is_first": 1.11,
    "is_shared": 0.65,
    "is_material": -1.02,
    "nearness": 2.62,
}
MATERIALS = "materials"
BROADER = 0.5


@dataclass
class Candidate:
    """What the words of a text say for one node."""

    factor: float = 0.0
    length: float = 0.0
    is_first: float = 0.0
    is_shared: float = 1.0
    word: str = ""


def suggest_capabilities(
    text: str, taxonomy: Taxonomy, embedder: Embedder | None = None, vector: Floats | None = None
) -> list[TagSuggestion]:
    """At most six capabilities the text speaks of, surest first.

    Meaning needs an `embedder`; `vector` is the text's own, where it is known already.
    """
    text = normalise(text)[:LONGEST]
    named = candidates(text, taxonomy)
    nearness = None
    if embedder is not None and text and len(taxonomy):
        vector = embedder.embed([text])[0] if vector is None else vector
        nearness = node_nearness(text, vector, taxonomy, embedder)
    sure = sureness(named, nearness, taxonomy)
    order = sorted(sure, key=lambda node: (-sure[node], taxonomy.rows[node].slug))
    return [
        TagSuggestion(taxonomy.rows[node].slug, sure[node], named[node].word if node in named else "")
        for node in order[:MOST_SUGGESTED]
    ]


def candidates(text: str, taxonomy: Taxonomy) -> dict[int, Candidate]:
    """By node, what its words in a normalised text say; a node that is ruled out has factor 0."""
    hits = taxonomy.words.find(text)
    found: dict[int, Candidate] = {}
    factors = weights(text, hits)
    # What is named first leads, unless it is only what the trade is for.
    leads = next((place for place, factor in enumerate(factors) if factor > APPLICATION), 0)
    for place, (hit, factor) in enumerate(zip(hits, factors, strict=True)):
        for slug in hit.slugs:
            add(found.setdefault(taxonomy.index[slug], Candidate()), hit, factor, is_first=place == leads)
    give_way(found, taxonomy)
    return found


def give_way(found: dict[int, Candidate], taxonomy: Taxonomy) -> None:
    """A broader node named beside a narrower one of its own says little more, and lends it its place."""
    for node, candidate in found.items():
        for slug in taxonomy.lines[node][1:]:
            broader = found.get(taxonomy.index[slug])
            if broader is not None and candidate.factor > 0:
                candidate.is_first = max(candidate.is_first, broader.is_first)
                broader.is_first = 0.0
                broader.factor *= BROADER


def add(candidate: Candidate, hit: Hit, factor: float, *, is_first: bool) -> None:
    if factor > 0 and (factor, hit.end - hit.start) > (candidate.factor, 0):
        candidate.word = fold(hit.word)
    candidate.factor = max(candidate.factor, factor)
    if factor > 0:
        candidate.length = max(candidate.length, min(hit.end - hit.start, LONG_WORD) / LONG_WORD)
        candidate.is_first = max(candidate.is_first, float(is_first))
        candidate.is_shared = min(candidate.is_shared, float(len(hit.slugs) > 1))


def node_nearness(text: str, vector: Floats, taxonomy: Taxonomy, embedder: Embedder) -> Floats:
    """(2, nodes): similarity of a text to every node, and that with hubs pushed down."""
    nodes = NodeVectors.of(taxonomy, embedder)
    usual = background().mean(script_language(text), None, vector)
    similarity = nodes.rows @ unit_rows((vector - usual)[None, :])[0]
    nearest = np.sort(similarity)[-min(10, len(similarity)) :].mean()
    return np.stack([similarity, 2 * similarity - nodes.hubness - nearest])


def sureness(named: dict[int, Candidate], nearness: Floats | None, taxonomy: Taxonomy) -> dict[int, float]:
    """By node, how likely its author would have given it, in (0, 1); what is ruled out is absent."""
    return {node: sure(named.get(node), node, nearness, taxonomy) for node in nodes_of(named, nearness)}


def nodes_of(named: dict[int, Candidate], nearness: Floats | None) -> list[int]:
    """The nodes that may be meant: those named, and the nearest by meaning."""
    nodes = [node for node, candidate in named.items() if candidate.factor > 0]
    if nearness is not None:
        nearest = np.argsort(-nearness[0], kind="stable")[:MEANT]
        nodes += [int(node) for node in nearest if int(node) not in named]
    return nodes


def sure(said: Candidate | None, node: int, nearness: Floats | None, taxonomy: Taxonomy) -> float:
    features = features_of(said, node, nearness, taxonomy)
    logit = BASE + sum(SURENESS[name] * value for name, value in features.items())
    return round(float(1 / (1 + np.exp(-logit))), 2)


def features_of(
    said: Candidate | None, node: int, nearness: Floats | None, taxonomy: Taxonomy
) -> dict[str, float]:
    """What SURENESS weighs; what is absent is 0."""
    features = {
        "is_material": float(said is not None and taxonomy.lines[node][-1] == MATERIALS),
        "nearness": 0.0 if nearness is None else float(nearness[1, node]),
    }
    if said is not None:
        features |= {name: getattr(said, name) for name in ("factor", "length", "is_first", "is_shared")}
    return features


@dataclass(frozen=True)
class NodeVectors:
    """Every node as the mean of its words in three languages, each language centred; kept with the taxonomy."""

    rows: Floats
    hubness: Floats

    @classmethod
    def of(cls, taxonomy: Taxonomy, embedder: Embedder) -> "NodeVectors":
        kept = taxonomy.__dict__.get("node_vectors")
        if kept is None:
            rows = unit_rows(np.mean([word_means(taxonomy, lang, embedder) for lang in LANGUAGES], axis=0))
            kept = cls(rows, neighbourhood(rows, rows))
            taxonomy.__dict__["node_vectors"] = kept
        return kept


def word_means(taxonomy: Taxonomy, lang: str, embedder: Embedder) -> Floats:
    """(nodes, d): unit means of a node's first words in one language, its name counting double."""
    words = [words_in(taxonomy, node, lang) for node in range(len(taxonomy))]
    flat = embedder.embed([word for some in words for word in some])
    flat = unit_rows(flat - flat.mean(axis=0))
    owners = np.repeat(np.arange(len(words)), [len(some) for some in words])
    sums = np.zeros((len(words), flat.shape[1]), np.float32)
    np.add.at(sums, owners, flat)
    return unit_rows(sums)


def words_in(taxonomy: Taxonomy, node: int, lang: str) -> Sequence[str]:
    row = taxonomy.rows[node]
    name = row.names.get(lang) or row.slug
    return [name, name, *row.synonyms.get(lang, ())][: WORDS_A_NODE + 1]
