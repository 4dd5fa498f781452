"""Texts as tokens: words with Latin letters or digits whole, Thai and Japanese in pairs of signs.

Neither script divides words, and a pair of signs is the shortest thing worth looking up: 研削 is one token.
"""

import re
import unicodedata

# A hyphen, dot or slash inside a model number belongs to it; its parts are tokens as well.
LATIN = re.compile(r"[a-z0-9φøµ]+(?:[-./][a-z0-9]+)*")
PART = re.compile(r"[a-z0-9φøµ]+")
SCRIPT = re.compile(r"[\u0e00-\u0e7f]+|[\u3040-\u30ff\u3400-\u9fff々〆]+")
NUMBER = re.compile(r"[φø]?[0-9.]+")
ALIASES = str.maketrans({"ø": "φ", "⌀": "φ", "Φ": "φ", "μ": "µ", "ｰ": "ー"})
LONGEST_TOKEN = 60
MOST_WORDS = 6
# They stand in every English text and say nothing about it.
FILLER = re.compile(
    r"(?:an?|and|are|as|at|by|can|for|from|how|in|into|is|it|of|on|or|our|that|the|this|to|us|we|who|with)"
)


def fold(text: str) -> str:
    """One form for what is typed and what is stored: full width, case and spacing do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(ALIASES).split())


def pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def tokens_of(folded: str) -> set[str]:
    """What a stored text can be found by."""
    found: set[str] = set()
    for word in LATIN.findall(folded):
        found.add(word[:LONGEST_TOKEN])
        found.update(part[:LONGEST_TOKEN] for part in PART.findall(word))
        found.add(re.sub(r"[-./]", "", word)[:LONGEST_TOKEN])
    for run in SCRIPT.findall(folded):
        found.update(pairs(run))
    return found


def words_of(folded: str) -> list[str]:
    """A query's words, where it is written with spaces or changes script; each once, the first few."""
    words = [word for piece in folded.split() for word in (*LATIN.findall(piece), *SCRIPT.findall(piece))]
    return list(dict.fromkeys(word for word in words if len(word) > 1 and not FILLER.fullmatch(word)))[
        :MOST_WORDS
    ]


def has_number(word: str) -> bool:
    """A model number, material or size, which stands for itself and never for something alike."""
    return any(sign.isdigit() for sign in word)


def tsquery_of(word: str) -> str:
    """As PostgreSQL's tsquery: Latin words as prefix (sizes exactly: M6 is not M60), others all pairs of signs."""
    if LATIN.fullmatch(word):
        exact = has_number(word) and (word[-1].isdigit() and not is_material(word))
        return quoted(word) + ("" if exact else ":*")
    return " & ".join(quoted(pair) for pair in pairs(word))


def is_material(word: str) -> bool:
    """SUS304 also finds SUS304L: three letters or more before the number."""
    return re.match(r"[a-z]{3,}[0-9]", word) is not None


def quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
