"""What makes a firm findable: its sort key and the text that typed fragments are looked up in."""

import re
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, Value

from companies.enums import Audience, Country
from companies.models import Company, Need, Offer
from companies.name_keys import joined_keys
from companies.search import meaning
from companies.search.plant import public_plant
from companies.search.sounds import joined_sounds
from companies.search.tokens import fold, tokens_of

LEGAL_FORMS = re.compile(
    r"^(บริษัท|ห้างหุ้นส่วนจำกัด|หจก\.)\s*|\s*จำกัด(\s*\(มหาชน\))?$|株式会社|有限会社|合同会社|合資会社"
)
THAI_LEADING_VOWEL = re.compile(r"([เ-ไ])([ก-ฮ])")
THAI_TONES = re.compile(r"[็-์]")
LONGEST_SORT_KEY = 400


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


def search_text_of(company: Company, statements: Iterable[Offer | Need], others: Iterable[str] = ()) -> str:
    """Names in every script, places, the public texts, and what they are about in three languages."""
    place = company.location
    parts = [company.name_native, company.name_roman, company.name_kana, company.city_native]
    parts += [company.city_roman, place.name_th, place.name_ja, place.name_en]
    parts += [company.profile, company.profile_en, *others]
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


def other_public_words(company: Company) -> list[str]:
    """Titles of the products and case studies that everyone sees, machines and materials."""
    shown = company.showcase_items.standing().filter(shown_to=Audience.PUBLIC)
    return [*shown.values_list("title", flat=True), *(fact.words for fact in public_plant(company))]


def stored_tokens(tokens: Iterable[str]) -> Func:
    """As a tsvector without positions: tokens are looked up, never ranked."""
    listed = Value(sorted(tokens), output_field=ArrayField(CharField()))
    return Func(listed, function="array_to_tsvector", template="%(function)s(%(expressions)s::text[])")


def put_search_fields(
    company: Company, statements: Iterable[Offer | Need], others: Iterable[str] = ()
) -> None:
    names = (company.name_native, company.name_roman, company.name_kana)
    company.sort_key = sort_key_of(company)
    company.search_text = search_text_of(company, statements, others)
    company.name_key = joined_keys(*names)
    company.name_sound = joined_sounds(*names)


SEARCH_FIELDS = ("sort_key", "search_text", "name_key", "name_sound")


def refresh_search(company: Company) -> None:
    """In the transaction of the change; the meaning of the texts follows by a job."""
    put_search_fields(company, public_statements(company), other_public_words(company))
    Company.objects.filter(pk=company.pk).update(
        **{field: getattr(company, field) for field in SEARCH_FIELDS},
        search_tokens=stored_tokens(tokens_of(company.search_text)),
    )
    meaning.ask([company.pk])
