"""Years and days as Thai, Japanese and other offices write them: Common Era, พ.ศ., and the Japanese eras."""

import datetime
import re
import unicodedata

from companies.intake.faults import Fault
from config.languages import BUDDHIST_ERA_OFFSET, common_year

# The year before each era's first.
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
LETTERS = dict(zip("mtshr", ERAS.values(), strict=True))
THAI_MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT_MONTHS = ["มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค"]
ENGLISH_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ERA = re.compile(r"(明治|大正|昭和|平成|令和|[mtshr](?=[0-9]))(元|[0-9]{1,2})(.*)")
SIGNS = re.compile(r"[^0-9]+")


def folded(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).casefold()
    return "".join(str(unicodedata.digit(sign, sign)) for sign in written if not sign.isspace())


def with_era(text: str) -> tuple[int, str] | None:
    """The year in the Common Era and what follows it, where a Japanese era is named."""
    found = ERA.match(text)
    if not found:
        return None
    era, number, rest = found.groups()
    return ERAS.get(era, LETTERS.get(era, 0)) + (1 if number == "元" else int(number)), rest


def read_year(value: object) -> int:
    """Of a cell that holds a year or a whole date."""
    if isinstance(value, datetime.date):
        return common_year(value.year)
    text = folded(str(value)).removesuffix(".0")
    if named := with_era(text):
        return named[0]
    plain = re.sub(r"^(?:พ\.?ศ\.?|ค\.?ศ\.?|西暦|be|ad|ce|b\.e\.|a\.d\.)|(?:年|be|ad|ce)$", "", text)
    if re.fullmatch(r"[0-9]{4}", plain):
        year = int(plain)
        return year - BUDDHIST_ERA_OFFSET if text.startswith("พ") else common_year(year)
    try:
        return read_date(value).year
    except Fault:
        raise Fault("not_a_year", value=str(value)[:40]) from None


def read_date(value: object) -> datetime.date:
    """A day; of three numbers that start with the day, the second is the month."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return day(common_year(value.year), value.month, value.day, value)
    text = folded(str(value))
    if named := with_era(text):
        numbers = [int(part) for part in SIGNS.split(named[1]) if part]
        if len(numbers) == 2:
            return day(named[0], numbers[0], numbers[1], value)
        raise Fault("not_a_date", value=str(value)[:40])
    numbers = [int(part) for part in SIGNS.split(with_months(text)) if part]
    if len(numbers) != 3:
        raise Fault("not_a_date", value=str(value)[:40])
    if numbers[0] > 31:
        return day(common_year(numbers[0]), numbers[1], numbers[2], value)
    return day(common_year(numbers[2]), numbers[1], numbers[0], value)


def with_months(text: str) -> str:
    """Named months as numbers: 24 พ.ย. 2569, 24 Nov 2026. The time of day goes."""
    text = re.sub(r"พ\.?ศ\.?(?=[0-9])|[t ]?[0-9]{2}:[0-9]{2}(?::[0-9]{2})?.*$", "", text)
    if re.match(r"[a-z]+[0-9]", text):
        return re.sub(r"^([a-z]+)([0-9]{1,2})", lambda hit: f"{hit[2]}-{month_number(hit[1])}", text)
    return re.sub(r"[^\W\d_]+[^0-9/-]*", lambda hit: f"-{month_number(hit[0])}-", text)


def month_number(word: str) -> str:
    letters = "".join(sign for sign in word if sign.isalpha() or "\u0e30" <= sign <= "\u0e4e")
    for number, long in enumerate(THAI_MONTHS, start=1):
        if letters in (long, SHORT_MONTHS[number - 1]) or letters[:3] == ENGLISH_MONTHS[number - 1]:
            return str(number)
    return ""


def day(year: int, month: int, number: int, written: object) -> datetime.date:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        raise Fault("not_a_date", value=str(written)[:40]) from None
