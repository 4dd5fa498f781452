"""The stored evidence of a match as rows of the mirror: Thailand left, Japan right, the joint between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.conditions import said
from companies.enums import ConditionCode


class PartCode(models.TextChoices):
    """What the engine says moved a side's chance; see matching/engine/accept.py."""

    BASE = "base", _("Usual rate of yes")
    OWN_NEED_MET = "own_need_met", _("Its own need is met")
    CAN_SERVE = "can_serve", _("It can serve the other side's need")
    COMMON_LANGUAGE = "common_language", _("A language in common")
    PARTNER_EXPORTS = "partner_exports", _("The other side's export experience")
    PARTNER_CERTIFIED = "partner_certified", _("The other side's certificates")
    SIZE_CLOSENESS = "size_closeness", _("Firms of like size")
    SAME_CLUSTER = "same_cluster", _("Both in one cluster")
    THAI_BASE = "thai_base", _("The Japanese firm's base in Thailand")
    JAPANESE_SIDE = "japanese_side", _("How readily Japanese firms say yes")
    DECIDED_BY_DESK = "decided_by_desk", _("How readily a desk approves (in no chance)")


SIGN_OF = {"met": "met", "not_met": "unmet", "unknown": "unknown"}


@dataclass(frozen=True)
class Saying:
    """A condition as one side states it: in the reader's language, and the words of its text that say it."""

    value: str
    quote: str

    @classmethod
    def of(cls, condition: Mapping[str, Any], side: str) -> "Saying":
        """`side` is need or offer; evidence of before figures were kept has the quote alone."""
        kept = condition.get("wanted" if side == "need" else "given")
        quote = condition[side]
        value = said(condition["code"], kept) if kept else quote
        return cls(value, "" if quote == value else quote)

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True)
class ConditionRow:
    """`line` joins it to the words that state it; see lines.py."""

    label: str
    sign: str
    thai: Saying
    japanese: Saying
    line: str = ""


@dataclass(frozen=True)
class PartRow:
    """Percentage points a feature gives each side, and bar widths in [0, 100]."""

    label: str
    thai: float
    japanese: float
    thai_width: float
    japanese_width: float

    @property
    def thai_start(self) -> float:
        """The Thai bar grows from the middle to the left."""
        return 100 - self.thai_width


def label_of(codes: type[models.TextChoices], code: str) -> str:
    return str(codes(code).label) if code in codes.values else code


def condition_rows(evidence: dict[str, Any]) -> list[ConditionRow]:
    """Each stated condition once, those met first."""
    rows: dict[tuple[str, Saying, Saying], ConditionRow] = {}
    for link in evidence.get("links", []):
        for condition in link.get("conditions", []):
            sides = [Saying.of(condition, side) for side in ("need", "offer")]
            thai, japanese = sides if link["seeker"] == "TH" else reversed(sides)
            row = ConditionRow(
                label_of(ConditionCode, condition["code"]),
                SIGN_OF[condition["state"]],
                thai,
                japanese,
                line_of(link, condition),
            )
            rows[condition["code"], thai, japanese] = row
    order = list(SIGN_OF.values())
    return sorted(rows.values(), key=lambda row: order.index(row.sign))


def line_of(link: Mapping[str, Any], condition: Mapping[str, Any]) -> str:
    """The key of what both sides say on one condition, alike in every link that says the same."""
    said_by_both = f"{link['seeker']} {condition['need']} {condition['offer']}"
    return f"{condition['code']}-{crc32(said_by_both.encode()):08x}"


def part_rows(evidence: dict[str, Any]) -> list[PartRow]:
    """What each feature gave either side, the largest first; what gave nothing is left out."""
    thai, japanese = (points_by_code(evidence, side) for side in ("TH", "JP"))
    codes = sorted(
        (code for code in thai.keys() | japanese.keys() if thai.get(code) or japanese.get(code)),
        key=lambda code: (-abs(thai.get(code, 0)) - abs(japanese.get(code, 0)), code),
    )
    longest = max([abs(points) for points in [*thai.values(), *japanese.values()]], default=0) or 1
    return [
        PartRow(
            label_of(PartCode, code),
            thai.get(code, 0),
            japanese.get(code, 0),
            round(100 * abs(thai.get(code, 0)) / longest, 1),
            round(100 * abs(japanese.get(code, 0)) / longest, 1),
        )
        for code in codes
    ]


def points_by_code(evidence: dict[str, Any], side: str) -> dict[str, float]:
    return {part["code"]: part["points"] for part in evidence.get("parts", {}).get(side, [])}
