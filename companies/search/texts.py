"""What makes a firm findable: its sort key and the text that typed fragments are looked up in."""

import re
import unicodedata
from collections.abc import Iterable

from companies.enums import Country
from companies.models import Company, Need, Offer
from companies.name_keys import joined_keys

LEGAL_FORMS = re.compile(
    r"^(บริษัท|ห้างหุ้นส่วนจำกัด|หจก\.)\s*|\s*จำกัด(\s*\(มหาชน\))?$|株式会社|有限会社|合同会社|合資会社"
)
THAI_LEADING_VOWEL = re.compile(r"([เ-ไ])([ก-ฮ])")
THAI_TONES = re.compile(r"[็-์]")
LONGEST_SORT_KEY = 400


def fold(text: str) -> str:
    """One form for what is typed and what is stored: full width, case and spacing do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def thai_sort_key(text: str) -> str:
    """Dictionary order by code point: leading vowels follow their consonant, tones weigh last."""
    tones = "".join(THAI_TONES.findall(text))
    return THAI_LEADING_VOWEL.sub(r"\2\1", THAI_TONES.sub("", text)) + (f" {tones}" if tones else "")


def hiragana(text: str) -> str:
    """Katakana as hiragana, so that both kinds of kana sort as one."""
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in text)


def sort_key_of(company: Company) -> str:
    """Thai by the dictionary, Japanese by its reading, or by the romanised name where none is given."""
    if company.country == Country.THAILAND:
        key = thai_sort_key(LEGAL_FORMS.sub("", fold(company.name_native)))
    else:
        key = hiragana(fold(company.name_kana)) or fold(company.name_roman)
    return key[:LONGEST_SORT_KEY]


def search_text_of(company: Company, statements: Iterable[Offer | Need]) -> str:
    """Names in every script, places, the public texts, and what they are about in three languages."""
    place = company.location
    parts = [company.name_native, company.name_roman, company.name_kana, company.city_native]
    parts += [company.city_roman, place.name_th, place.name_ja, place.name_en]
    parts += [company.profile, company.profile_en]
    for statement in statements:
        parts.append(statement.text)
        for capability in statement.capabilities.all():
            parts += [capability.name_th, capability.name_ja, capability.name_en]
    return fold("\n".join(dict.fromkeys(part for part in parts if part)))


def public_statements(company: Company) -> list[Offer | Need]:
    """What may be read under the firm's name: never an anonymous need."""
    offers = company.offers.standing().prefetch_related("capabilities")
    needs = company.needs.open().filter(is_anonymous=False).prefetch_related("capabilities")
    return [*offers, *needs]


def refresh_search(company: Company) -> None:
    company.sort_key = sort_key_of(company)
    company.search_text = search_text_of(company, public_statements(company))
    company.name_key = joined_keys(company.name_native, company.name_roman, company.name_kana)
    Company.objects.filter(pk=company.pk).update(
        sort_key=company.sort_key, search_text=company.search_text, name_key=company.name_key
    )
