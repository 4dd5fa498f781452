"""One cell as the value a firm's fact is stored as; whatever cannot be taken is a `Fault`."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone, translation

from companies.enums import Country, ExportLevel, SpokenLanguage
from companies.intake.dates import read_date, read_year
from companies.intake.faults import Fault
from companies.models import Cluster, Location
from companies.registration import LENGTH, digits_of, is_plausible
from companies.search import fold
from config.text_input import normalised, refuse_hidden_characters

YES = {"yes", "y", "true", "1", "ใช่", "มี", "はい", "有", "あり", "○", "〇", "◯", "✓", "x"}
NO = {"no", "n", "false", "0", "ไม่ใช่", "ไม่มี", "いいえ", "無", "なし", "×", "-"}
# 100 万円 is a million, 5 ล้านบาท five.
POWERS = {"億": 10**8, "万": 10**4, "千": 10**3, "ล้าน": 10**6, "million": 10**6}
UNITS = re.compile(r"円|บาท|฿|¥|thb|jpy|yen|baht|人|名|คน|persons?|people|employees|約|ประมาณ")
SEVERAL = re.compile(r"[;；|、\n]")
PLACE_WORDS = re.compile(r"^จังหวัด|^จ\.|(?<=..)[県府都]$| province$| prefecture$")
EXCEL_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
OLDEST_FIRM = 1500


@dataclass(frozen=True)
class Known:
    """What cells may name, by the folded word in any of the three languages."""

    country: str
    places: Mapping[str, str] = field(default_factory=dict)
    abroad: Mapping[str, str] = field(default_factory=dict)
    clusters: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    exports: Mapping[str, str] = field(default_factory=dict)


def known_for(country: str) -> Known:
    other = Country(country).other
    return Known(
        country,
        words_of(Location.objects.filter(country=country)),
        words_of(Location.objects.filter(country=other)),
        words_of(Cluster.objects.all()),
        labels_of(SpokenLanguage.choices),
        labels_of(ExportLevel.choices),
    )


def words_of(rows: Iterable) -> dict[str, str]:
    found = {}
    for row in rows:
        for word in (row.code, row.name_th, row.name_ja, row.name_en):
            found[word_key(word)] = row.code
    return found


def labels_of(choices: Iterable) -> dict[str, str]:
    found = {}
    for code, label in choices:
        found[word_key(code)] = code
        for lang in ("th", "ja", "en"):
            with translation.override(lang):
                found[word_key(str(label))] = code
    return found


def word_key(text: str) -> str:
    return PLACE_WORDS.sub("", fold(text)).replace(" ", "")


def text_of(value: object) -> str:
    """As a person reads the cell: a number without a decimal point, a day as ISO."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    written = normalised(str(value)).strip()
    if EXCEL_ERROR.fullmatch(written):
        raise Fault("cell_error", value=written)
    return written


def text(limit: int, *, lines: bool = False) -> Callable[[object, Known], str]:
    def read(value: object, known: Known) -> str:
        written = text_of(value)
        try:
            refuse_hidden_characters(written)
        except ValidationError:
            raise Fault("hidden_characters") from None
        written = written.replace("\r\n", "\n") if lines else " ".join(written.split())
        if len(written) > limit:
            raise Fault("too_long", limit=limit)
        return written

    return read


def whole_number(low: int, high: int) -> Callable[[object, Known], int]:
    def read(value: object, known: Known) -> int:
        written = UNITS.sub("", unicodedata.normalize("NFKC", text_of(value)).casefold())
        number = scaled(written.replace(",", "").replace(" ", ""))
        if number is None:
            raise Fault("not_a_number", value=text_of(value)[:40])
        if not low <= number <= high:
            raise Fault("out_of_range", value=text_of(value)[:40], low=f"{low:,}", high=f"{high:,}")
        return number

    return read


def scaled(written: str) -> int | None:
    """1億2000万 is 120,000,000."""
    total, rest = Decimal(0), written
    try:
        for word, power in POWERS.items():
            head, found, tail = rest.partition(word)
            if found:
                total, rest = total + Decimal(head or "1") * power, tail
        total += Decimal(rest) if rest else 0
    except InvalidOperation:
        return None
    return int(total) if written and total.is_finite() and total == int(total) else None


def year(value: object, known: Known) -> int:
    text_of(value)
    found = read_year(value)
    if not OLDEST_FIRM <= found <= timezone.localdate().year:
        raise Fault("out_of_range", value=found, low=OLDEST_FIRM, high=timezone.localdate().year)
    return found


def past_day(value: object, known: Known) -> str:
    text_of(value)
    found = read_date(value)
    if found > timezone.localdate():
        raise Fault("in_the_future", value=found.isoformat())
    return found.isoformat()


def registration_number(value: object, known: Known) -> str:
    """A Thai number typed as a figure has lost its first 0."""
    number = digits_of(text_of(value))
    if isinstance(value, (int, float)) and known.country == Country.THAILAND:
        number = number.zfill(LENGTH)
    if len(number) != LENGTH or not number.isdecimal():
        raise Fault("registration_length", count=len(number))
    if not is_plausible(known.country, number):
        raise Fault("registration_check", value=number)
    return number


def place(value: object, known: Known) -> str:
    written = text_of(value)
    if (code := known.places.get(word_key(written))) is not None:
        return code
    if word_key(written) in known.abroad:
        raise Fault("other_country", value=written[:40])
    raise Fault("unknown_choice", value=written[:40])


def email(value: object, known: Known) -> str:
    written = unicodedata.normalize("NFKC", text_of(value)).removeprefix("mailto:")
    try:
        validate_email(written)
    except ValidationError:
        raise Fault("not_an_email", value=written[:60]) from None
    return written


def web_address(value: object, known: Known) -> str:
    written = unicodedata.normalize("NFKC", text_of(value))
    written = written if "://" in written else f"https://{written}"
    try:
        URLValidator(schemes=["http", "https"])(written)
    except ValidationError:
        raise Fault("not_an_address", value=written[:60]) from None
    if len(written) > 200:
        raise Fault("too_long", limit=200)
    return written


def flag(value: object, known: Known) -> bool:
    written = fold(text_of(value))
    if written in YES:
        return True
    if written in NO:
        return False
    raise Fault("unknown_choice", value=written[:40])


def one_of(attribute: str) -> Callable[[object, Known], str]:
    def read(value: object, known: Known) -> str:
        written = text_of(value)
        code = getattr(known, attribute).get(word_key(written))
        if code is None:
            raise Fault("unknown_choice", value=written[:40])
        return code

    return read


def some_of(attribute: str) -> Callable[[object, Known], list[str]]:
    """Several words in one cell, sorted by code."""
    one = one_of(attribute)

    def read(value: object, known: Known) -> list[str]:
        parts = [part.strip() for part in SEVERAL.split(text_of(value)) if part.strip()]
        return sorted({one(part, known) for part in parts})

    return read


def text_language(value: object, known: Known) -> str:
    code = one_of("languages")(value, known)
    if code not in ("th", "ja", "en"):
        raise Fault("unknown_choice", value=text_of(value)[:40])
    return code
