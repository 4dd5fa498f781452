"""Numbers as Thai, Japanese and English write them, and their units in one canonical unit a dimension."""

import re
from dataclasses import dataclass
from typing import Literal

from matching.engine.constraints.spelling import plain

Dimension = Literal["length", "count", "mass", "area", "time", "temperature", "voltage", "frequency"]

# What multiplies a number; the longer first.
MULTIPLIERS = {
    "百万": 1e6,
    "億": 1e8,
    "万": 1e4,
    "千": 1e3,
    "ล้าน": 1e6,
    "แสน": 1e5,
    "หมื่น": 1e4,
    "พัน": 1e3,
    "ร้อย": 1e2,
    "million": 1e6,
    "thousand": 1e3,
    "k(?![a-z])": 1e3,
}
LATIN_END = r"(?![A-Za-z0-9])"
# (dimension, spelling, factor to mm, pieces, kg, m2, days, °C, V, MHz). After plain(), so m² is m2.
SPELLINGS: tuple[tuple[Dimension, str, float], ...] = (
    ("area", rf"(?:m2|sqm|sq\.?\s?m){LATIN_END}|ตร\.?\s?ม\.?|ตารางเมตร|平米|平方メートル", 1),
    (
        "length",
        rf"(?:μm|um|microns?|micromet(?:er|re)s?){LATIN_END}|ミクロン|マイクロメートル|ไมครอน|ไมโครเมตร|ไมโครมิเตอร์",
        1e-3,
    ),
    ("length", rf"nm{LATIN_END}|ナノメートル|นาโนเมตร", 1e-6),
    (
        "length",
        rf"(?:mm|millimet(?:er|re)s?){LATIN_END}|ミリメートル|ミリ(?![ァ-ヴ波秒])|มิลลิเมตร|มิล(?!ล)|มม\.?",
        1,
    ),
    ("length", rf"(?:cm|centimet(?:er|re)s?){LATIN_END}|センチ(?:メートル)?|เซนติเมตร|ซม\.?", 10),
    ("length", rf"(?:m|met(?:er|re)s?){LATIN_END}|メートル|เมตร|ม\.(?!ม)", 1e3),
    ("length", rf"inch(?:es)?{LATIN_END}|in(?=\s*(?:$|[,.;)×x]|dia|thick|long|wide))|\"|″|インチ|นิ้ว", 25.4),
    ("length", rf"(?:feet|foot|ft){LATIN_END}|フィート|ฟุต", 304.8),
    ("mass", rf"(?:kg|kgs){LATIN_END}|キロ(?:グラム)?|กิโลกรัม|กก\.?|กิโล(?!ม|เ|โ|ว)", 1),
    ("mass", rf"(?:t|tons?|tonnes?){LATIN_END}|トン|ตัน(?!ความเย็น)", 1e3),
    ("mass", rf"g{LATIN_END}|グラム|กรัม", 1e-3),
    ("temperature", r"°\s?C|องศาเซลเซียส|องศา(?:ซี|C)|度C", 1),
    ("voltage", rf"kV(?:AC|DC)?{LATIN_END}|キロボルト|กิโลโวลต์", 1e3),
    ("voltage", rf"V(?:AC|DC)?(?!-\d){LATIN_END}|ボルト(?!ナ)|โวลต์", 1),
    ("frequency", rf"GHz{LATIN_END}|ギガヘルツ|กิกะเฮิรตซ์", 1e3),
    ("frequency", rf"MHz{LATIN_END}|メガヘルツ|เมกะเฮิรตซ์", 1),
    ("frequency", rf"kHz{LATIN_END}|キロヘルツ|กิโลเฮิรตซ์", 1e-3),
    ("frequency", rf"Hz{LATIN_END}|ヘルツ|เฮิรตซ์", 1e-6),
    (
        "time",
        rf"(?:days?|working days|business days){LATIN_END}|営業日|日間?(?!本|系|産|量|射|数)|วันทำการ|วัน",
        1,
    ),
    ("time", rf"(?:weeks?|wks?){LATIN_END}|週間?|สัปดาห์|อาทิตย์", 7),
    ("time", rf"months?{LATIN_END}|[かヶケカ箇]月間?|เดือน", 30),
    (
        "count",
        rf"(?:pcs|pieces|units|sets|parts|pairs|rolls|sheets|pc){LATIN_END}|個|本(?!社|格|体|当)|枚|台(?!湾|形|車)|点|束|基(?!板|準)|"
        r"セット|ユニット|ชิ้น|ตัว(?!อย่าง|เรือน)|อัน|เส้น(?!ผ่า)|ใบ(?!รับ|วัด|พัด)|ชุด|แผ่น|คัน|ลูก(?!ค้า|ยาง)|ดวง|ขั้ว|ก้อน|ม้วน|เม็ด|ดอก|หน่วย|คู่",
        1,
    ),
)
UNIT = "|".join(f"(?:{plain(spelling)})" for _dimension, spelling, _factor in SPELLINGS)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
FRACTION = r"(?:\d+\s+)?\d+[/\u2044]\d+(?=\s?(?:\"|″|in|インチ|นิ้ว|-inch))"
TIMES = "|".join(plain(word) for word in MULTIPLIERS)
AMOUNT = rf"(?:{FRACTION}|{DIGITS}(?:\s?(?:{TIMES}))?(?:(?<=[万千])\d[\d,]*千?)?)"
PIECE = re.compile(rf"({DIGITS})\s?({TIMES})?", re.IGNORECASE)
KNOWN = [
    (dimension, re.compile(plain(spelling), re.IGNORECASE), factor)
    for dimension, spelling, factor in SPELLINGS
]
PLAIN_TIMES = {plain(word).partition("(")[0]: factor for word, factor in MULTIPLIERS.items()}
# Fewer letters than a unit has in its wrong case: V is volt, v and K are not; T is tesla, not tonnes.
EXACT_CASE = re.compile(r"^(?:T|M|G|v|hz|mhz|MM2)$")


@dataclass(frozen=True)
class Unit:
    """A dimension and the factor to its canonical unit."""

    dimension: Dimension
    factor: float


def unit_of(text: str) -> Unit | None:
    """None for what is no unit; case is forgiven where it changes nothing."""
    if EXACT_CASE.match(text):
        return None
    for dimension, pattern, factor in KNOWN:
        if pattern.fullmatch(text):
            return Unit(dimension, factor)
    return None


def amount_of(text: str) -> float:
    """1,500, 2万5千, 5 หมื่น, 10k, 1 1/2 as a number."""
    if "/" in text or "\u2044" in text:
        whole, _, fraction = text.strip().rpartition(" ")
        above, below = re.split(r"[/\u2044]", fraction)
        return (float(whole) if whole else 0.0) + (float(above) / float(below) if float(below) else 0.0)
    total = 0.0
    for digits, times in PIECE.findall(text):
        total += float(digits.replace(",", "")) * PLAIN_TIMES.get(times.lower(), 1.0)
    return total


def rounded(value: float) -> float:
    """Ten significant digits: 0.01 mm is 10 µm, not 10.000000000000002."""
    return float(f"{value:.10g}")
