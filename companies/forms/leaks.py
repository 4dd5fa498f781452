"""What in an anonymous need would tell who wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from companies.forms.names import bare
from companies.models import Company
from companies.search import fold

EMAIL = re.compile(r"[\w.+-]+\s*[@＠]\s*[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[a-z0-9-]+\.(?:com|net|org|co\.th|co\.jp|in\.th|jp|th)\b", re.I)
PHONE = re.compile(r"(?<![\d.])(?:\+\d{1,3}[\s-]?|0)\d{1,4}(?:[\s()-]?\d{2,4}){2,3}(?![\d.])")
# Shorter names are words of everyday language.
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Leak:
    text: str
    explanation: str


def leaks_in(text: str, company: Company) -> list[Leak]:
    found = [Leak(hit, _("e-mail address")) for hit in EMAIL.findall(text)]
    found += [Leak(hit, _("link")) for hit in LINK.findall(EMAIL.sub(" ", text))]
    found += [Leak(hit, _("telephone number")) for hit in PHONE.findall(text)]
    folded = fold(text)
    found += [Leak(name, _("company name")) for name in names_of(company) if name in folded]
    if company.address and fold(company.address) in folded:
        found.append(Leak(company.address, _("address")))
    return found


def names_of(company: Company) -> Iterator[str]:
    """The distinctive part of the name in every script."""
    written = (company.name_native, company.name_kana, company.name_roman)
    return (name for name in dict.fromkeys(map(bare, written)) if len(name) >= SHORTEST_NAME)
