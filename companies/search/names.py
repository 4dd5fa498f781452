"""Firms whose name is typed, in whichever script: by spelling, and by the consonants heard."""

from django.contrib.postgres.search import TrigramWordSimilarity

from companies.models import Company
from companies.name_keys import name_key
from companies.search.sounds import SHORTEST_SOUND, sound_of

SHORTEST_KEY = 2
# pg_trgm's own threshold for likeness within a longer text.
ALIKE = 0.6
# Consonants alone say less: they count from here on, and less than the spelling.
SOUNDS_ALIKE = 0.7
MOST = 100


def spelt(query: str) -> dict[int, float]:
    """Firm -> likeness in (0, 1] of the query to a part of its name."""
    key = name_key(query)
    if len(key) < SHORTEST_KEY:
        return {}
    firms = Company.objects.published()
    similar = firms.filter(name_key__trigram_word_similar=key) | firms.filter(name_key__contains=key)
    ranked = similar.annotate(likeness=TrigramWordSimilarity(key, "name_key")).order_by("-likeness", "pk")
    return {
        pk: 1.0 if key in names else likeness
        for pk, names, likeness in ranked.values_list("pk", "name_key", "likeness")[:MOST]
    }


def heard(query: str) -> dict[int, float]:
    """Firm -> likeness in (0, 1] of the query's consonants to those of its name."""
    sound = sound_of(query)
    if len(sound) < SHORTEST_SOUND:
        return {}
    firms = Company.objects.published().filter(name_sound__trigram_word_similar=sound)
    ranked = firms.annotate(likeness=TrigramWordSimilarity(sound, "name_sound")).order_by("-likeness", "pk")
    rows = ranked.values_list("pk", "name_sound", "likeness")[:MOST]
    return {pk: begins(sound, names, likeness) for pk, names, likeness in rows if likeness >= SOUNDS_ALIKE}


def begins(sound: str, names: str, likeness: float) -> float:
    """A sound in the middle of a name is often chance: three consonants are found in many."""
    at_start = any(name.startswith(sound) for name in names.split("\n"))
    return likeness if at_start else likeness * 0.7
