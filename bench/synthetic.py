"""A seeded market of any size whose texts nobody wrote twice, made by a grammar.

A statement is a frame of its language and side ("We look for ... "), one to three capabilities by a name or synonym of
the tree, at most two things of the glossary, and at most two conditions with figures. Every firm has one or two trades
and speaks mostly of them, trades are as unequal as real ones (Zipf), needs lie partly outside the firm's own trade.
Texts are therefore combinations, not copies with noise.

Vectors: frames, names of capabilities and of things, about seven thousand phrases, go through the product's real
embedder; a statement's vector is the weighted sum of its phrases' vectors plus a little noise of its own, unit length
again. Embedding 280,000 whole texts would take minutes and change nothing in what is measured; `fidelity` says how near
the mixture comes to the embedder's own vector of the whole text. Conditions are read from each phrase by the product's
reader, once a phrase.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from matching.engine.constraints import read_conditions
from matching.engine.embed import Embedder, unit_rows
from matching.engine.glossary import glossary
from matching.engine.kinds import KIND_OF_TYPE
from matching.engine.types import CapabilityRow, Company, Country, Floats, Side, Stated, Statement

STATEMENTS_A_SIDE = 4
SEED = 20250601
FRAMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("th", "offer"): ("รับ{}", "โรงงานเราเชี่ยวชาญ{}", "ให้บริการ{} ส่งงานตรงเวลา", "ผลิตตามแบบลูกค้า: {}"),
    ("th", "need"): ("ต้องการ{}", "มองหาผู้ผลิต{}", "หาพาร์ทเนอร์ด้าน{}", "ขาดกำลังผลิต{} จึงหาผู้ร่วมงาน"),
    ("ja", "offer"): ("{}を承ります。", "当社は{}を得意としています。", "{}に対応、小ロット可。", "自社設備で{}。"),
    ("ja", "need"): ("{}の外注先を探しています。", "{}を任せられる会社を希望。", "{}に困っています。",
                     "{}の協力工場を募集。"),
    ("en", "offer"): ("We provide {}.", "Specialised in {}.", "Our plant does {} in house.", "{} to drawing."),
    ("en", "need"): ("Looking for {}.", "We need a supplier of {}.", "Seeking a partner for {}.", "{} wanted."),
}  # fmt: skip
FIGURES = (
    "±{0} µm", "Ra {0}", "Ø{0}-{1} mm", "lot {0}-{1} pcs", "{1} pcs/month", "t{0} mm", "{0}x{1} mm", "{1} tons press",
    "lead time {0} days", "{1} °C", "class {0} cleanroom",
)  # fmt: skip
WORDS = (
    "SUS304", "SUS316", "A5052", "A6061",
    "S45C", "SKD11", "C1100", "PEEK", "POM", "ISO 9001", "IATF 16949", "ISO 13485",
)  # fmt: skip
CONDITION_PHRASES = 400
SHARE_CONDITIONED, SHARE_WITH_THINGS, SHARE_CHOSEN_KIND, SHARE_AUTHOR_TAGGED = 0.36, 0.63, 0.2, 0.6
FRAME_WEIGHT, THING_WEIGHT, OWN_NOISE = 0.5, 0.7, 0.35
CERTIFICATES = ("iso9001", "iatf16949", "iso14001", "iso13485", "as9100")
CLUSTERS = ("MC", "AU", "EL", "FD", "MD", "CH", "PL", "TX", "AE", "RB", "EN", "PK", "RT", "OT", "IT")


@dataclass(frozen=True)
class Synthetic:
    """Companies with their statements, and by statement, in the order of companies, vector row and tags."""

    companies: list[Company]
    vectors: Floats  # (statements, dimensions) unit rows
    tags: dict[str, list[tuple[str, float]]]
    fidelity: float  # mean cosine of mixed vectors with those of the whole texts, of a sample


@dataclass(frozen=True)
class Phrase:
    words: str
    row: int
    slug: str


class Grammar:
    """The phrases, their vectors, and a seeded way of joining them."""

    def __init__(self, tree: Sequence[CapabilityRow], embedder: Embedder, seed: int) -> None:
        self.dice, self.tree = random.Random(seed), list(tree)
        self.texts: list[str] = []
        self.frames = {key: [self.phrase(words, "") for words in frames] for key, frames in FRAMES.items()}
        self.capabilities = self.phrases_of(self.tree)
        self.things = self.phrases_of(glossary().values())
        self.conditions = self.conditions_read()
        self.vectors = embedder.embed([text.replace("{}", " ") for text in self.texts])
        self.branches = branches(self.tree)
        self.shares = list(accumulate(1 / (place + 1) ** 0.7 for place in range(len(self.branches))))

    def phrase(self, words: str, slug: str) -> Phrase:
        self.texts.append(words)
        return Phrase(words, len(self.texts) - 1, slug)

    def phrases_of(self, rows) -> dict[tuple[str, str], list[Phrase]]:
        """A name and up to two synonyms in each language."""
        return {
            (row.slug, lang): [self.phrase(words, row.slug) for words in (name, *row.synonyms[lang][:2])]
            for row in rows
            for lang, name in row.names.items()
        }

    def conditions_read(self) -> list[tuple[str, tuple[Stated, ...]]]:
        found: list[tuple[str, tuple[Stated, ...]]] = []
        while len(found) < CONDITION_PHRASES:
            words = self.dice.choice(WORDS)
            if self.dice.random() < 0.6:
                low = self.dice.choice((1, 2, 3, 5, 8, 10, 20, 50))
                words = self.dice.choice(FIGURES).format(low, low * self.dice.choice((4, 10, 50, 100)))
            if stated := tuple(read_conditions(words).values()):
                found.append((words, stated))
        return found

    def trade(self) -> list[str]:
        return self.dice.choices(self.branches, cum_weights=self.shares)[0]


def branches(tree: Sequence[CapabilityRow]) -> list[list[str]]:
    """The slugs under each root of the tree, in its order."""
    parents = {row.slug: row.parent for row in tree}

    def root(slug: str) -> str:
        above = parents[slug]
        return root(above) if above else slug

    found: dict[str, list[str]] = {}
    for row in tree:
        found.setdefault(root(row.slug), []).append(row.slug)
    return list(found.values())


def make(
    thai: int, japanese: int, tree: Sequence[CapabilityRow], embedder: Embedder, *, seed: int = SEED
) -> Synthetic:
    """`thai` and `japanese` firms of four offers and four needs each; the same seed makes the same market."""
    grammar = Grammar(tree, embedder, seed)
    size = (thai + japanese) * 2 * STATEMENTS_A_SIDE
    sums = np.zeros((size, embedder.dimensions), np.float32)
    companies: list[Company] = []
    tags: dict[str, list[tuple[str, float]]] = {}
    sides: tuple[tuple[Country, int], ...] = (("TH", thai), ("JP", japanese))
    row = 0
    for country, number in sides:
        for serial in range(number):
            company, mixed, tagged = firm(grammar, country, serial)
            for place, parts in enumerate(mixed):
                for phrase, weight in parts:
                    sums[row + place] += np.float32(weight) * grammar.vectors[phrase]
            row += len(mixed)
            companies.append(company)
            tags |= tagged
    noise = np.random.default_rng(seed)
    for start in range(0, size, 8192):
        part = unit_rows(sums[start : start + 8192])
        own = noise.standard_normal(part.shape, dtype=np.float32)
        sums[start : start + 8192] = unit_rows(part + OWN_NOISE * unit_rows(own))
    return Synthetic(companies, sums, tags, fidelity(companies, sums, embedder, seed))


def fidelity(companies: Sequence[Company], vectors: Floats, embedder: Embedder, seed: int) -> float:
    statements = [statement for company in companies for statement in company.statements]
    rows = random.Random(seed).sample(range(len(statements)), min(200, len(statements)))
    whole = embedder.embed([statements[row].text for row in rows])
    return round(float(np.einsum("ij,ij->i", whole, vectors[rows]).mean()), 3) if rows else 0.0


Mixture = list[tuple[int, float]]


def firm(
    grammar: Grammar, country: Country, serial: int
) -> tuple[Company, list[Mixture], dict[str, list[tuple[str, float]]]]:
    dice, name = grammar.dice, f"{country}{serial:06}"
    trades = [grammar.trade() for _ in range(dice.choice((1, 1, 2)))]
    statements, mixed, tagged = [], [], {}
    for side in ("offer", "need"):
        for number in range(STATEMENTS_A_SIDE):
            at_home = dice.random() < (0.9 if side == "offer" else 0.4)
            branch = dice.choice(trades) if at_home else grammar.trade()
            statement, parts, tags = state(grammar, f"{side}:{name}:{number}", name, side, country, branch)
            statements.append(statement)
            mixed.append(parts)
            tagged[statement.id] = tags
    own = "th" if country == "TH" else "ja"
    company = Company(
        id=name,
        country=country,
        statements=tuple(statements),
        languages=(own, "en") if dice.random() < 0.5 else (own,),
        export_level=dice.choice(("none", "none", "indirect", "direct")),
        certifications=tuple(dice.sample(CERTIFICATES, dice.choice((0, 1, 1, 2)))),
        parent=f"group-{dice.randrange(200)}" if dice.random() < 0.01 else None,
        employees=int(dice.lognormvariate(3.6, 1.0)) + 1 if dice.random() < 0.95 else None,
        clusters=tuple(dice.sample(CLUSTERS, 2)),
        thai_base=country == "JP" and dice.random() < 0.25,
    )
    return company, mixed, tagged


def state(
    grammar: Grammar, key: str, company: str, side: Side, country: Country, branch: Sequence[str]
) -> tuple[Statement, Mixture, list[tuple[str, float]]]:
    dice = grammar.dice
    lang = "en" if dice.random() < 0.15 else "th" if country == "TH" else "ja"
    slugs = dice.sample(branch, min(dice.choice((1, 1, 2, 3)), len(branch)))
    chosen = [dice.choice(grammar.capabilities[slug, lang]) for slug in slugs]
    named = list(glossary())
    wanted = dice.sample(named, dice.choice((1, 1, 2))) if dice.random() < SHARE_WITH_THINGS else []
    things = [dice.choice(grammar.things[slug, lang]) for slug in wanted]
    conditions = (
        dice.sample(grammar.conditions, dice.choice((1, 2))) if dice.random() < SHARE_CONDITIONED else []
    )
    frame = dice.choice(grammar.frames[lang, side])
    said = " ".join(
        [phrase.words for phrase in (*chosen, *things)] + [words for words, _stated in conditions]
    )
    statement = Statement(
        id=key,
        company_id=company,
        side=side,
        lang=lang,
        text=frame.words.format(said),
        capabilities=tuple(slugs),
        kind=dice.choice(list(KIND_OF_TYPE)) if dice.random() < SHARE_CHOSEN_KIND else None,
        conditions=tuple({one.code: one for _words, stated in conditions for one in stated}.values()),
        things=tuple((slug, dice.choice((1.0, 1.0, 0.5))) for slug in wanted),
    )
    parts = [(frame.row, FRAME_WEIGHT)]
    parts += [(phrase.row, 1.0) for phrase in chosen] + [(phrase.row, THING_WEIGHT) for phrase in things]
    sure = dice.random() < SHARE_AUTHOR_TAGGED
    return statement, parts, [(slug, 1.0 if sure else dice.uniform(0.5, 0.95)) for slug in slugs]
