"""Normalising Thai, Japanese and English text, and its content address."""

import hashlib
import re
import unicodedata

SPACES = re.compile(r"\s+")
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
