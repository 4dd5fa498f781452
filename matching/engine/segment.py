"""Where words begin and end in Thai and Japanese, which are written without spaces."""

import re
from functools import lru_cache
from typing import Any

THAI = re.compile(r"[\u0e00-\u0e7f]+")
JAPANESE = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]+")
# Sudachi reads at most 49,149 bytes at once; a run this long is no sentence anyway.
LONGEST_RUN = 2000


@lru_cache(maxsize=1)
def thai_words() -> frozenset[str]:
    from pythainlp.corpus import thai_words as known  # a second to load: by those who read Thai only

    return frozenset(known())


@lru_cache(maxsize=1)
def japanese_tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="small").tokenizer(SplitMode.A)


def inner_places(text: str) -> set[int]:
    """Positions inside a known word of the language: no other word can begin or end there."""
    return {place for start, end in known_words(text) for place in range(start + 1, end)}


def known_words(text: str) -> list[tuple[int, int]]:
    """(start, end) of the words of `text` that the dictionaries of Thai and Japanese know."""
    found = []
    for run in THAI.finditer(text):
        found += thai_spans(run[0][:LONGEST_RUN], run.start())
    for run in JAPANESE.finditer(text):
        found += japanese_spans(run[0][:LONGEST_RUN], run.start())
    return found


def thai_spans(run: str, offset: int) -> list[tuple[int, int]]:
    from pythainlp.tokenize import word_tokenize

    spans, start = [], offset
    for word in word_tokenize(run, engine="newmm"):
        if word in thai_words():
            spans.append((start, start + len(word)))
        start += len(word)
    return spans


def japanese_spans(run: str, offset: int) -> list[tuple[int, int]]:
    tokens = japanese_tokenizer().tokenize(run)
    return [(offset + token.begin(), offset + token.end()) for token in tokens if not token.is_oov()]
