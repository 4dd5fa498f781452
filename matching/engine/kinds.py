"""What a statement is about besides the trade: making, a machine, knowledge, money, selling, or customers."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matching.engine.kind_words import (
    BECOMES_AGENT,
    BUYERS,
    DEVELOP,
    INVEST,
    KNOW,
    MACHINE,
    SELL,
    STOCK,
    SUPPLIED,
    Phrases,
    scripts_in,
)
from matching.engine.text import fold
from matching.engine.types import Floats, Side

# How the engine groups collaboration types; "open" is where neither author nor text says.
KINDS = ("open", "make", "machine", "stock", "know", "develop", "invest", "sell", "buyers")
KIND_OF_TYPE = {
    "parts": "make",
    "contract_mfg": "make",
    "back_up": "make",
    "equipment": "machine",
    "tech_license": "know",
    "tech_transfer": "know",
    "training": "know",
    "joint_dev": "develop",
    "joint_venture": "invest",
    "ma_succession": "invest",
    "distributor": "sell",
}

# What a firm wants stands at the beginning of a text.
LONGEST = 1000
# In this order: who wants an agent for a machine wants an agent.
SOUGHT = (("sell", SELL), ("invest", INVEST), ("develop", DEVELOP), ("know", KNOW))
GOODS = (("machine", MACHINE), ("stock", STOCK))


@lru_cache(maxsize=200_000)
def read_kind(text: str, side: Side) -> str:
    """The kind a text speaks of by its own words, "open" where it does not say."""
    text = fold(text)[:LONGEST]
    scripts = scripts_in(text)
    if BECOMES_AGENT.said_in(text, scripts):
        return "make" if side == "need" else "sell"
    named = first_of(SOUGHT, text, scripts)
    is_need = side == "need"
    if is_need and named is None and BUYERS.said_in(text, scripts) and not SUPPLIED.said_in(text, scripts):
        return "buyers"
    return named or first_of(GOODS, text, scripts) or "open"


def first_of(kinds: Sequence[tuple[str, Phrases]], text: str, scripts: Sequence[str]) -> str | None:
    return next((kind for kind, phrases in kinds if phrases.said_in(text, scripts)), None)


def kind_of(collaboration_type: str | None, text: str, side: Side) -> str:
    """What the author chose, read with its direction: who would sell for others seeks goods, not sellers."""
    chosen = KIND_OF_TYPE.get(collaboration_type or "")
    if chosen is None:
        return read_kind(text, side)
    read = read_kind(text, side)
    if chosen == "sell" and side == "need" and read == "make":
        return "make"
    if chosen == "make" and side == "need" and read in ("buyers", "machine", "stock"):
        return read
    return chosen


# How well an offer of a kind (column) answers a need of a kind (row), where trades agree.
ANSWERS: Floats = np.array(
    [
        # open  make  mach. stock know  dev.  inv.  sell  buyers
        [1.00, 1.00, 0.80, 0.90, 0.80, 0.90, 0.80, 0.70, 1.00],  # open
        [1.00, 1.00, 0.65, 0.75, 0.60, 0.80, 0.80, 0.70, 1.00],  # make
        [0.60, 0.45, 1.00, 0.50, 0.50, 0.70, 0.60, 0.80, 0.60],  # machine
        [0.70, 0.55, 0.60, 1.00, 0.50, 0.60, 0.60, 0.80, 0.60],  # stock
        [0.90, 0.85, 0.80, 0.80, 1.00, 0.95, 0.80, 0.50, 0.80],  # know
        [0.95, 0.95, 0.90, 0.90, 0.95, 1.00, 0.95, 0.50, 0.90],  # develop
        [1.00, 1.00, 0.90, 0.90, 0.85, 0.95, 1.00, 0.50, 0.90],  # invest
        [0.40, 0.40, 0.40, 0.40, 0.35, 0.40, 0.50, 1.00, 0.40],  # sell
        [0.85, 0.85, 0.85, 0.70, 0.60, 0.80, 0.80, 0.85, 0.80],  # buyers
    ],
    np.float32,
)
# What the kinds alone are worth: who sells for others is found by what it does, not by a trade.
BY_KIND: Floats = np.zeros_like(ANSWERS)
BY_KIND[KINDS.index("sell"), KINDS.index("sell")] = 0.3
BY_KIND[KINDS.index("machine"), KINDS.index("machine")] = 0.15
