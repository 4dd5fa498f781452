"""The words of the capability tree: what is a word, and the one way to change a node, for page and admin.

Row, event row and signal share one transaction. Who may is asked before, in `permissions.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.lifecycle import EditConflict
from companies.models import Capability, CapabilityEvent
from companies.signals import words_changed
from config.languages import LANGUAGE_CODES
from config.text_input import normalised, refuse_hidden_characters

# One letter stands in too many other words to tell a trade.
SHORTEST, LONGEST = 2, 120
MOST_WORDS = 60
# Tabs and other white space are refused with the invisible signs.
SPACES = re.compile("[ \u3000]+")


def clean_words(words: Iterable[str]) -> list[str]:
    """Each once, without outer and double spaces; refuses what cannot be a word, naming it."""
    tidy = [SPACES.sub(" ", normalised(word)).strip(" ") for word in words]
    found: dict[str, str] = {}
    for word in filter(None, tidy):
        refuse_what_is_no_word(word)
        found.setdefault(unicodedata.normalize("NFKC", word).lower(), word)
    if len(found) > MOST_WORDS:
        raise ValidationError(
            _("At most %(most)s words in one language."), code="too_many", params={"most": MOST_WORDS}
        )
    return list(found.values())


def refuse_what_is_no_word(word: str) -> None:
    refuse_hidden_characters(word)
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn") for sign in word):
        raise ValidationError(
            _("“%(word)s” holds invisible characters. Please type it again."),
            code="invisible",
            params={"word": word},
        )
    if letters_of(word) < SHORTEST:
        raise ValidationError(
            _("“%(word)s” is too short: one letter stands in too many other words."),
            code="too_short",
            params={"word": word},
        )
    if len(word) > LONGEST:
        raise ValidationError(
            _("“%(word)s” is too long: at most %(most)s characters."),
            code="too_long",
            params={"word": word[:30] + "…", "most": LONGEST},
        )


def letters_of(word: str) -> int:
    """Letters and digits; Thai vowels above and below a letter, and signs, do not count."""
    return sum(unicodedata.category(sign)[0] in "LN" for sign in word)


@transaction.atomic
def create_capability(*, by: User, values: Mapping[str, Any]) -> Capability:
    """A new node of the tree with its words."""
    row = Capability.objects.create(**values)
    record(row, "create", dict.fromkeys(LANGUAGE_CODES, ()), by)
    return row


@transaction.atomic
def edit_capability(
    capability: Capability, *, by: User, values: Mapping[str, Any], version: int | None = None
) -> Capability:
    """Change a node; `version` is the one the person saw. What was saved meanwhile is an EditConflict."""
    row = Capability.objects.select_for_update(of=("self",)).get(pk=capability.pk)
    if version is not None and row.version != version:
        raise EditConflict(row)
    changed = {field: value for field, value in values.items() if getattr(row, field) != value}
    if not changed:
        return row
    before = row.words
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=list(changed))
    row.refresh_from_db(fields=["version"])
    record(row, "edit", before, by)
    return row


def record(row: Capability, move: str, before: Mapping[str, Iterable[str]], by: User) -> None:
    event = CapabilityEvent.objects.create(
        capability=row,
        move=move,
        added=only_in(row.words, before),
        removed=only_in(before, row.words),
        by=by,
    )
    words_changed.send(Capability, event=event)


def only_in(one: Mapping[str, Iterable[str]], other: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """By language, the words of `one` that `other` has not; languages without any are left out."""
    differing = {lang: [word for word in one[lang] if word not in set(other[lang])] for lang in one}
    return {lang: words for lang, words in differing.items() if words}
