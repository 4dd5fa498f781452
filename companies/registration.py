"""Registration numbers of both countries, and whether one can be right: the last or first digit checks the others."""

import re
import unicodedata

from companies.enums import Country

LENGTH = 13
SEPARATORS = re.compile(r"[\s\-‐‑–ー－.]")


def digits_of(text: str) -> str:
    """The typed number without spaces and hyphens, full width and Thai digits as plain ones."""
    written = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.digit(sign, sign)) for sign in written)


def is_plausible(country: str, number: str) -> bool:
    """13 digits whose check digit agrees; that the firm exists only its register can say."""
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        return False
    return check_digit(country, number) == int(number[-1] if country == Country.THAILAND else number[0])


def check_digit(country: str, number: str) -> int:
    """Thailand: the last of 13, by weights 13 to 2 modulo 11. Japan: the first of 13, by 1 and 2 modulo 9."""
    digits = [int(sign) for sign in number]
    if country == Country.THAILAND:
        total = sum(digit * weight for digit, weight in zip(digits[:12], range(13, 1, -1), strict=True))
        return (11 - total % 11) % 10
    total = sum(digit * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
    return 9 - total % 9
