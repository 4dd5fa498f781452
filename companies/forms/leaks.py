"""What in an anonymous need would tell who wrote it: where it stands, what it is, what to write instead.

Texts are compared folded (width, case, kana, Thai figures) and with what stands between letters left out, so that
ＳＯＭＣＨＡＩ, s-o-m-c-h-a-i and ソムチャイ are found as well. Places are those of the text as it was typed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from companies.forms.leak_words import (
    ADDRESS,
    CALLED,
    CHAT,
    EMAIL,
    GENERIC_JAPANESE,
    GENERIC_LATIN,
    GENERIC_THAI,
    LINK,
    MARKED,
    NUMBER,
    PHONE,
    SPACED_PHONE,
    UNIT,
)
from companies.models import Company
from companies.name_keys import LEGAL_FORM, katakana, name_key
from companies.search.changes import current_shelf
from companies.search.shelf import Shelf
from companies.search.sounds import LATIN, THAI, sound_of

# Shorter names are words of everyday language.
SHORTEST_NAME, SHORTEST_CORE, SHORTEST_KANA = 3, 4, 3
SHORTEST_SOUND = 5
ALIKE = 0.72
# Of 35,000 firms there are three times as many names; folding them takes seconds.
KEPT_NAMES = 200_000
MOST_DIGITS, LEAST_DIGITS = 12, 9
LATIN_RUN = re.compile(r"[a-z0-9]+(?:[ '&-]+[a-z0-9]+){0,2}")
KANA_RUN = re.compile(r"[ァ-ヺー]{3,}(?:[・ ]?[ァ-ヺー]+)*")
THAI_DIGITS = {ord("๐") + place: str(place) for place in range(10)}
JOINERS = ("\u3099", "\u309a", "ﾞ", "ﾟ")
SARA_AM, SARA_AM_APART = "\u0e33", "\u0e4d\u0e32"


@dataclass(frozen=True)
class Leak:
    """`text[start:end]` of what was typed; what it is, and what to write instead, for the reader."""

    start: int
    end: int
    text: str
    explanation: str
    instead: str


@dataclass(frozen=True)
class Folded:
    """A text for comparing; `places[i]` is where the i-th sign of it begins in what was typed, plus the end."""

    text: str
    places: tuple[int, ...]

    def part(self, keep: Iterable[int]) -> "Folded":
        chosen = list(keep)
        ends = (*(self.places[place] for place in chosen), self.places[-1])
        return Folded("".join(self.text[place] for place in chosen), ends)


def fold_with_places(text: str) -> Folded:
    signs, places = [], []
    at = 0
    while at < len(text):
        size = 2 if text[at + 1 : at + 2] in JOINERS or text[at : at + 2] == SARA_AM_APART else 1
        plain = plain_of(text[at : at + size])
        for sign in katakana(plain):
            if unicodedata.category(sign) != "Cf":
                signs.append(sign)
                places.append(at)
        at += size
    return Folded("".join(signs), (*places, len(text)))


def plain_of(signs: str) -> str:
    """Normalised, but for the Thai sara am, which stays one sign."""
    if signs in (SARA_AM, SARA_AM_APART):
        return SARA_AM
    return unicodedata.normalize("NFKC", signs).translate(THAI_DIGITS).casefold()


def squeezed(folded: Folded) -> Folded:
    """Without what stands between letters and figures; Thai marks stay."""
    kept = [place for place, sign in enumerate(folded.text) if is_letter(sign)]
    return folded.part(kept)


def is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "ー" or unicodedata.category(sign) in ("Mn", "Mc")


def leaks_in(text: str, company: Company, shelf: Shelf | None = None) -> list[Leak]:
    """In the order of the text; where two overlap, the longer one. `shelf`: one for several texts."""
    folded = fold_with_places(text)
    found = [
        *patterns_in(text, folded),
        *own_names_in(text, folded, company),
        *others_in(text, folded, company, shelf or current_shelf()),
    ]
    kept: list[Leak] = []
    for leak in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(leak.end <= other.start or leak.start >= other.end for other in kept):
            kept.append(leak)
    return sorted(kept, key=lambda one: one.start)


def leak_at(text: str, folded: Folded, start: int, end: int, what: str, instead: str) -> Leak:
    """`start` and `end` are places of the folded text."""
    first = folded.places[start]
    last = folded.places[end] if end < len(folded.places) else len(text)
    words = text[first:last]
    stripped = words.strip()
    first += words.find(stripped) if stripped else 0
    return Leak(first, first + len(stripped), stripped, what, instead)


def patterns_in(text: str, folded: Folded) -> Iterator[Leak]:
    contact = _("Leave it out: contacts open once both sides say they are interested.")
    place = _("Write the region at most; it is shown anyway.")
    for pattern, what, instead in (
        (EMAIL, _("e-mail address"), contact),
        (LINK, _("link"), contact),
        (CHAT, _("account in a chat or network"), contact),
        (ADDRESS, _("address"), place),
        (NUMBER, _("registration number"), contact),
        (SPACED_PHONE, _("telephone number"), contact),
    ):
        for hit in pattern.finditer(folded.text):
            yield leak_at(text, folded, *hit.span(), what, instead)
    for start, end in phones_in(folded.text):
        yield leak_at(text, folded, start, end, _("telephone number"), contact)


def phones_in(text: str) -> Iterator[tuple[int, int]]:
    for hit in PHONE.finditer(text):
        digits = sum(sign.isdigit() for sign in hit[0])
        if LEAST_DIGITS <= digits <= MOST_DIGITS and not UNIT.match(text[hit.end() :]):
            yield hit.span()
    yield from (hit.span(1) for hit in CALLED.finditer(text))


def own_names_in(text: str, folded: Folded, company: Company) -> Iterator[Leak]:
    tight = squeezed(folded)
    instead = _("Write “our company” instead.")
    for name in own_names(company):
        yield from (
            leak_at(text, tight, *span, _("company name"), instead) for span in spans_of(name, tight, folded)
        )
    for start, end in sounding_like(company, folded):
        yield leak_at(text, folded, start, end, _("sounds like the company name"), instead)
    for brand in brands(company):
        what = _("brand or website name")
        yield from (leak_at(text, tight, *span, what, instead) for span in spans_of(brand, tight, folded))
    for said, what in ((company.address, _("address")), (company.contact_name, _("name of a person"))):
        whole = squeezed(fold_with_places(said)).text
        if len(whole) >= SHORTEST_CORE:
            yield from (leak_at(text, tight, *span, what, instead) for span in spans_of(whole, tight, folded))


def others_in(text: str, folded: Folded, company: Company, shelf: Shelf) -> Iterator[Leak]:
    """Names of other firms on the platform: whoever buys from them would know who asks."""
    tight = squeezed(folded)
    what, instead = _("name of another company"), _("Say what it does instead, such as “a car maker”.")
    for name, firms in published_names(shelf).items():
        if name in tight.text and firms != {company.pk}:
            for span in spans_of(name, tight, folded):
                yield leak_at(text, tight, *span, what, instead)


_names: tuple[Shelf, Mapping[str, set[int]]] | None = None


def published_names(shelf: Shelf) -> Mapping[str, set[int]]:
    """Whole name -> the published firms that bear it; kept until one of them changes."""
    global _names
    kept = _names
    if kept is None or kept[0] is not shelf:
        found: dict[str, set[int]] = defaultdict(set)
        published = Company.objects.published().order_by()
        for pk, *names in published.values_list("pk", "name_native", "name_roman", "name_kana"):
            for name in map(whole_name, names):
                found[name].add(pk)
        found.pop("", None)
        kept = _names = (shelf, found)
    return kept[1]


@lru_cache(maxsize=KEPT_NAMES)
def whole_name(name: str) -> str:
    """Without legal form, squeezed; empty for one that consists of common words alone and names nobody."""
    plain = LEGAL_FORM.sub(" ", fold_with_places(name).text)
    tight = squeezed(fold_with_places(plain)).text
    return tight if len(tight) >= SHORTEST_CORE and not is_common(plain) else ""


def own_names(company: Company) -> Iterator[str]:
    """The whole names and the part of each that is the firm's alone."""
    seen = set()
    for name in (company.name_native, company.name_roman, company.name_kana):
        plain = LEGAL_FORM.sub(" ", fold_with_places(name).text)
        for part in (plain, core_of(plain)):
            tight = squeezed(fold_with_places(part)).text
            least = SHORTEST_CORE if part is not plain else SHORTEST_NAME
            least = SHORTEST_KANA if re.search("[ァ-ヺ一-鿿]", tight) else least
            if len(tight) >= least and tight not in seen and not is_common(part):
                seen.add(tight)
                yield tight


def core_of(plain: str) -> str:
    """Leading words that are not of the trade: somchai of "somchai works"."""
    if re.search("[ก-๙]", plain):
        return GENERIC_THAI.sub(" ", plain)
    if re.search("[ァ-ヺ一-鿿]", plain):
        return GENERIC_JAPANESE.sub("", plain.strip())
    return " ".join(word for word in re.findall(r"[a-z0-9]+", plain) if word not in GENERIC_LATIN)


def is_common(plain: str) -> bool:
    words = re.findall(r"[a-z0-9]+", plain)
    return bool(words) and plain.isascii() and all(word in GENERIC_LATIN for word in words)


def brands(company: Company) -> Iterator[str]:
    """The name in the website's address, and what the profile marks as a brand."""
    host = (urlsplit(company.website).hostname or "").removeprefix("www.").partition(".")[0].replace("-", "")
    marked = MARKED.findall(f"{company.profile} {company.profile_en}")
    for name in dict.fromkeys([host, *(squeezed(fold_with_places(one)).text for one in marked)]):
        if len(name) >= SHORTEST_CORE and name not in GENERIC_LATIN:
            yield name


def spans_of(name: str, tight: Folded, folded: Folded) -> Iterator[tuple[int, int]]:
    """Places in the squeezed text; a name in Latin letters begins and ends where a word does."""
    start = tight.text.find(name)
    while start >= 0:
        end = start + len(name)
        if not name.isascii() or stands_alone(tight, folded, start, end):
            yield start, end
        start = tight.text.find(name, start + 1)


def stands_alone(tight: Folded, folded: Folded, start: int, end: int) -> bool:
    first, last = folded.places.index(tight.places[start]), folded.places.index(tight.places[end - 1])
    before = folded.text[first - 1] if first else " "
    after = folded.text[last + 1] if last + 1 < len(folded.text) else " "
    return not any(sign.isascii() and sign.isalnum() for sign in (before, after))


def sounding_like(company: Company, folded: Folded) -> Iterator[tuple[int, int]]:
    """Names in another script or spelling: ソムチャイ, Somchaai, สมไชเวิร์ค of Somchai Works."""
    plain = [LEGAL_FORM.sub(" ", name.casefold()) for name in (company.name_roman, company.name_kana) if name]
    parts = {part.strip() for name in plain for part in (name, core_of(fold_with_places(name).text))}
    cores = {(name_key(part), sound_of(name_key(part))) for part in parts if not is_common(part)}
    cores = {(key, sound) for key, sound in cores if len(key) > SHORTEST_CORE}
    for pattern in (LATIN_RUN, KANA_RUN):
        for hit in pattern.finditer(folded.text):
            for start, end in windows(hit[0], hit.start()):
                if any(sounds_alike(*core, folded.text[start:end]) for core in cores):
                    yield start, end
    yield from thai_sounds(plain, folded)


def windows(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """Every word of a run, and every two and three of them."""
    words = [(hit.start() + offset, hit.end() + offset) for hit in re.finditer(r"[a-z0-9ァ-ヺー]+", run)]
    for first in range(len(words)):
        for last in range(first, min(first + 3, len(words))):
            yield words[first][0], words[last][1]


def sounds_alike(core: str, sound: str, words: str) -> bool:
    """The whole, or in kana, where words stand together, the beginning."""
    key = name_key(words)
    if len(key) < SHORTEST_CORE or words in GENERIC_LATIN:
        return False
    if key == core:
        return True
    heard = sound_of(key)
    if len(sound) < SHORTEST_NAME or heard[: len(sound)] != sound or (words.isascii() and heard != sound):
        return False
    return SequenceMatcher(None, core, key[: len(core) + 1]).ratio() >= ALIKE


def thai_sounds(names: Iterable[str], folded: Folded) -> Iterator[tuple[int, int]]:
    """A name written in Thai letters, by its consonants; Thai has no spaces, so the whole text is listened to."""
    thai = [(THAI[sign], place) for place, sign in enumerate(folded.text) if sign in THAI]
    heard = "".join(sound for sound, _place in thai)
    for name in names:
        wanted = "".join(LATIN.get(sign, "") for sign in sound_of(name))
        start = heard.find(wanted) if len(wanted) >= SHORTEST_SOUND else -1
        if start >= 0:
            yield thai[start][1], thai[start + len(wanted) - 1][1] + 1
