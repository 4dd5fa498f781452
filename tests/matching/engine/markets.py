"""Small markets with invented vectors: no model is loaded, and every figure can be followed by hand."""

import numpy as np

from matching.engine.market import Market, build_market
from matching.engine.tags import Taxonomy
from matching.engine.types import CapabilityRow, Company, Country, ScoredPair, Side, Statement

ROWS = [
    CapabilityRow("machining", None, {"th": "งานตัดเฉือน", "ja": "切削", "en": "Machining"}),
    CapabilityRow("turning", "machining", {"th": "งานกลึง", "ja": "旋削加工", "en": "Turning"}),
    CapabilityRow("grinding", "machining", {"th": "งานเจียระไน", "ja": "研削加工", "en": "Grinding"}),
    CapabilityRow(
        "centerless",
        "grinding",
        {"th": "เจียรไร้ศูนย์", "ja": "センタレス研削", "en": "Centerless grinding"},
        {"th": ["เซ็นเตอร์เลส"], "ja": ["心なし研削"], "en": ["centreless"]},
    ),
    CapabilityRow(
        "surface-grinding", "grinding", {"th": "เจียรราบ", "ja": "平面研削", "en": "Surface grinding"}
    ),
    CapabilityRow("plating", None, {"th": "งานชุบ", "ja": "めっき", "en": "Plating"}, {"en": ["Ra finish"]}),
]
TAXONOMY = Taxonomy(ROWS)
SLUGS = [row.slug for row in ROWS]
KINDS = [None, None, "buy_parts", "tech_transfer"]


def make_company(dice: np.random.Generator, country: Country, number: int) -> Company:
    company_id = f"{country.lower()}-{number:03}"
    sides: tuple[Side, ...] = ("offer", "need")
    statements = [
        Statement(
            id=f"{company_id}-{side}-{place}",
            company_id=company_id,
            side=side,
            lang=str(dice.choice(["th" if country == "TH" else "ja", "en"])),
            text=f"{side} {place}",
            capabilities=tuple(dice.choice(SLUGS, dice.integers(0, 3), replace=False)),
            kind=KINDS[dice.integers(len(KINDS))],
        )
        for side in sides
        for place in range(dice.integers(0, 4))
    ]
    return Company(
        company_id,
        country,
        tuple(statements),
        languages=tuple(dice.choice(["th", "ja", "en"], dice.integers(0, 3), replace=False)),
        export_level=str(dice.choice(["none", "indirect", "direct"])),
        certifications=tuple(dice.choice(["iso-9001", "iatf-16949"], dice.integers(0, 3), replace=False)),
        parent="th-000" if country == "JP" and number == 1 else None,
        employees=[None, 4, 30, 180, 900][dice.integers(5)],
        clusters=tuple(dice.choice(["auto", "medical", "robots"], dice.integers(0, 3), replace=False)),
        thai_base=country == "JP" and bool(dice.integers(2)),
    )


def make_companies(seed: int, thai: int, japanese: int) -> list[Company]:
    dice = np.random.default_rng(seed)
    return [make_company(dice, "TH", number) for number in range(thai)] + [
        make_company(dice, "JP", number) for number in range(japanese)
    ]


def market_of(companies: list[Company], seed: int = 0, dimensions: int = 8) -> Market:
    """Vectors hang on the statement's id alone, so that reordering companies changes none of them."""
    statements = sorted((s for c in companies for s in c.statements), key=lambda s: s.id)
    dice = np.random.default_rng(seed)
    rows = dice.normal(size=(len(statements), dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    vectors = {statement.id: row for statement, row in zip(statements, rows, strict=True)}
    tags = {s.id: [(slug, 0.9) for slug in s.capabilities] for s in statements}
    return build_market(companies, vectors, tags, TAXONOMY)


def pair(thai: str, japanese: str, p_thai: float, p_japanese: float) -> ScoredPair:
    return ScoredPair(thai, japanese, 0.5, 0.5, p_thai, p_japanese)
