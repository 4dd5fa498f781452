"""Normalising Thai, Japanese and English text, and its content address."""

import hashlib
import re
import unicodedata

SPACES = re.compile(r"\s+")
JAPANESE_LETTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
THAI_LETTERS = re.compile(r"[\u0e01-\u0e4e]")
LATIN_LETTERS = re.compile(r"[A-Za-z]")
# Marks that Thai keyboards put in two orders, and dashes that mean the same.
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"〜": "~"})


def normalise(text: str) -> str:
    """NFKC, one kind of dash and wave, single spaces. Case is kept."""
    text = unicodedata.normalize("NFKC", text).translate(DASHES)
    return SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """For comparing words: normalised, lower case."""
    return normalise(text).lower()


def text_hash(model: str, text: str) -> str:
    """Content address of what a model reads: 64 hexadecimal digits."""
    return hashlib.sha256(f"{model}\n{normalise(text)}".encode()).hexdigest()


def script_language(text: str) -> str:
    """ja, th or en by the script most letters are written in; "en" for a text without letters."""
    japanese = len(JAPANESE_LETTERS.findall(text))
    thai = len(THAI_LETTERS.findall(text))
    latin = len(LATIN_LETTERS.findall(text))
    # A Latin word of five letters weighs as much as two characters of Japanese.
    if max(japanese, thai) * 2.5 < latin or not (japanese or thai):
        return "en"
    return "ja" if japanese >= thai else "th"
