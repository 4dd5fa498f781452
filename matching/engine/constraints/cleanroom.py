"""Clean-room classes in one scale: ISO 14644-1, to which the classes of FED-STD-209E are converted."""

import re
from collections.abc import Iterator

from matching.engine.constraints.spelling import plain
from matching.engine.constraints.units import amount_of

ROOM = re.compile(plain(r"クリーン|無塵|防塵室|清浄|(?i:clean)|คลีน|ห้องสะอาด|ปลอดฝุ่น|ห้อง"))
CLASS = plain(r"(?i:class)|クラス|คลาส|ระดับ")
ISO_CLASS = re.compile(
    rf"ISO\s?(?:14644(?:-1)?\s?)?(?:(?:{CLASS})\s?(?P<named>[1-9])|(?P<bare>[3-9]))(?![\d.,])"
)
AMOUNT = r"(?:100,?000|10,?000|1,?000|100|10|1)(?![\d,.])\s?(?:k(?![A-Za-z])|K(?![A-Za-z])|万|千|หมื่น|แสน|พัน)?"
FEDERAL = re.compile(rf"(?<!ISO )(?<!ISO)(?:{CLASS})\s?(?P<amount>{AMOUNT})")
VALVES = re.compile(plain(r"(?i:ansi|valve|flange)|バルブ|フランジ|วาล์ว|หน้าแปลน"))
# Particles of 0.5 µm a cubic foot, and the ISO class that allows as many.
ISO_OF = {1: 3, 10: 4, 100: 5, 1_000: 6, 10_000: 7, 100_000: 8}
SPEAKS_FOR_ITSELF = 1_000


def classes(text: str) -> Iterator[tuple[int, int, int]]:
    """(ISO class, start, end) in a plain text; small classes only where it speaks of a clean room."""
    has_room = bool(ROOM.search(text))
    for match in ISO_CLASS.finditer(text):
        if match["named"] or has_room:
            yield int(match["named"] or match["bare"]), match.start(), match.end()
    for match in FEDERAL.finditer(text):
        amount = int(amount_of(match["amount"]))
        if amount in ISO_OF and (has_room or (amount >= SPEAKS_FOR_ITSELF and not VALVES.search(text))):
            yield ISO_OF[amount], match.start(), match.end()
