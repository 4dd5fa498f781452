"""Figures with units as they stand in a text: single or a range, with what bounds them and what stands around."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.engine.constraints.spelling import plain
from matching.engine.constraints.units import AMOUNT, UNIT, Unit, amount_of, rounded, unit_of

TO = r"(?:-|~|・{3}|\.{2,3}|ถึง|から|to(?![a-z])|through|till)"
SIGN = r"±|\+\s?/\s?-|\+-|プラスマイナス|บวกลบ"
MARK = r"φ|(?<![A-Za-z])(?:Ra|Rz|dia\.?|t|L)\s?[=:≤<]?"
AMOUNTS = re.compile(
    rf"(?:(?P<sign>{SIGN})\s?)?(?:(?P<mark>{MARK})\s?)?(?<![\d])(?<!\d[.,])(?P<first>{AMOUNT})"
    rf"(?:\s?(?P<first_unit>{UNIT}))?(?:\s?{TO}\s?φ?(?P<second>{AMOUNT}))?(?:[\s-]?(?P<unit>{UNIT}))?",
    re.IGNORECASE,
)
# +0/-3 µm: a band that lies on one side.
BAND = re.compile(rf"\+\s?(?P<up>{AMOUNT})\s?/?\s?-\s?(?P<down>{AMOUNT})\s?(?P<unit>{UNIT})", re.IGNORECASE)
SIDES = re.compile(
    rf"(?P<mark>φ)?(?<![A-Za-z\d.,])(?P<first>{AMOUNT})\s?(?P<first_unit>{UNIT})?\s?[×xX*]\s?(?P<second>{AMOUNT})"
    rf"\s?(?P<second_unit>{UNIT})?(?P<third>\s?[×xX*]\s?{AMOUNT})?\s?(?P<unit>{UNIT})?",
)
AT_MOST_BEFORE = (
    r"ไม่เกิน|ไม่มากกว่า|สูงสุด|มากสุด|ต่ำกว่า|น้อยกว่า|บางกว่า|เล็กกว่า|สั้นกว่า|ภายใน|ถึง|ได้|"
    r"up to|max(?:imum)?(?: of)?\.?|at most|under|below|"
    r"less than|within|no more than|not more than|not exceeding|≤|<=?|最大|最長|最高|上限"
)
AT_LEAST_BEFORE = (
    r"ไม่น้อยกว่า|ไม่ต่ำกว่า|ตั้งแต่|อย่างน้อย|อย่างต่ำ|ขั้นต่ำ|เริ่มต้น|เริ่ม|มากกว่า|ใหญ่กว่า|หนากว่า|ยาวกว่า|"
    r"เกินกว่า|เกิน|จาก|from|at least|starting at|"
    r"min(?:imum)?(?: of)?\.?|over|above|more than|no less than|not less than|≥|>=?|最小|最低|最少|下限"
)
ABOUT = r"約|およそ|ประมาณ|ราว(?:ๆ)?|about|approx\.?|around|ที่|=|:|は|を|が|~|≈|lot|of"
BEFORE = re.compile(
    rf"(?:(?P<most>{plain(AT_MOST_BEFORE)})|(?P<least>{plain(AT_LEAST_BEFORE)}))\s*(?:(?:{plain(ABOUT)})\s*)*$",
    re.IGNORECASE,
)
TAIL = r"(?:\s?(?:長さ?|径|厚さ?|厚み|幅|角|のロット|ロット|/月|ずつ|程度))?"
AFTER = re.compile(
    rf"^{TAIL}\s?(?:(?P<most>以内|以下|未満|まで|迄|max\b|or less|or under|or below|and below|ลงมา|ลงไป|หรือน้อยกว่า)|"
    rf"(?P<least>以上|から|より|超(?![音硬精微薄高低小耐])|ขึ้นไป|เป็นต้นไป|"
    rf"or more|and up|and above|or above|and more|min\b|以降))",
    re.IGNORECASE,
)
NEAR = 16


@dataclass(frozen=True)
class Quantity:
    """Bounds in the dimension's canonical unit (None for open); `before` and `after` are the words around it."""

    low: float | None
    high: float | None
    unit: Unit | None
    sign: bool
    mark: str
    before: str
    after: str
    start: int
    end: int

    @property
    def dimension(self) -> str:
        return self.unit.dimension if self.unit else ""

    @property
    def is_bounded(self) -> bool:
        return self.low != self.high


def quantities(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Every figure of a plain `text` that does not stand in a place already taken."""
    at = 0
    while match := AMOUNTS.search(text, at):
        at = match.end()
        if any(start < match.end("first") and match.start("first") < end for start, end in taken):
            at = match.end("first")
            continue
        if not belongs_to_a_name(text, match):
            yield quantity_of(text, match)


def belongs_to_a_name(text: str, match: re.Match[str]) -> bool:
    """SUS304, R32, M6: a figure that follows a Latin letter and no mark is part of a name."""
    before = text[max(0, match.start() - 4) : match.start()]
    if match["mark"] or match["sign"]:
        return False
    return bool(re.search(r"[A-Za-z]-?$", before)) and not re.search(r"(?:^|[^A-Za-z])(?:to|of|dia)$", before)


def quantity_of(text: str, match: re.Match[str]) -> Quantity:
    unit = unit_of(match["unit"] or match["first_unit"] or "")
    first_unit = unit_of(match["first_unit"] or "") or unit
    start, end = match.start(), match.end()
    if unit is None:
        end = match.end("second") if match["second"] else match.end("first")
    first = rounded(amount_of(match["first"]) * (first_unit.factor if first_unit else 1))
    second = rounded(amount_of(match["second"]) * (unit.factor if unit else 1)) if match["second"] else None
    if unit is not None and unit.dimension == "temperature":
        start, first = with_minus(text, match, first)
    low: float | None
    high: float | None
    if match["sign"]:
        before, low, high = text[max(0, start - 2 * NEAR) : start], first, first if second is None else second
    else:
        before, start, (low, high) = bounded(text, start, first, second)
    if second is None and (bound := AFTER.match(text[end : end + NEAR])):
        low, high = (None, first) if bound["most"] else (first, None)
        end += bound.end()
    mark = (match["mark"] or "").strip(" =:≤<")
    return Quantity(low, high, unit, bool(match["sign"]), mark, before, text[end : end + NEAR], start, end)


def with_minus(text: str, match: re.Match[str], first: float) -> tuple[int, float]:
    """Only a temperature can lie below zero."""
    start = match.start()
    before = text[max(0, start - 3) : start]
    is_minus = before.endswith("-") and not re.search(r"[\d)]\s?-$", before)
    return (start - 1, -first) if is_minus else (start, first)


def bounded(
    text: str, start: int, first: float, second: float | None
) -> tuple[str, int, tuple[float | None, float | None]]:
    """(words before, start with its bound, bounds): a range keeps both ends, whichever stands first."""
    before = text[max(0, start - 2 * NEAR) : start]
    bound = BEFORE.search(before)
    if bound:
        start, before = start - (len(before) - bound.start()), before[: bound.start()]
    if second is not None:
        return before, start, (min(first, second), max(first, second))
    if bound:
        return before, start, ((None, first) if bound["most"] else (first, None))
    return before, start, (first, first)


@dataclass(frozen=True)
class Sides:
    """Two lengths in mm joined by a cross; `is_flat` unless a third follows or the first is a diameter."""

    first: float
    second: float
    is_round: bool
    is_flat: bool
    before: str
    after: str
    start: int
    end: int


def sides(text: str) -> Iterator[Sides]:
    """1,500×3,000 mm, 1.5×4 m, φ10×50mm; each takes its place, also one that means nothing here."""
    for match in SIDES.finditer(text):
        last = unit_of(match["unit"] or match["second_unit"] or "")
        first = unit_of(match["first_unit"] or "") or last
        is_length = bool(last and first and last.dimension == first.dimension == "length")
        yield Sides(
            rounded(amount_of(match["first"]) * (first.factor if first else 1)),
            rounded(amount_of(match["second"]) * (last.factor if last else 1)),
            bool(match["mark"]) and is_length,
            is_length and not match["third"] and not match["mark"],
            text[max(0, match.start() - 2 * NEAR) : match.start()],
            text[match.end() : match.end() + NEAR],
            match.start(),
            match.end(),
        )
