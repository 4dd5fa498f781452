"""Means of many texts by language and side: what a small market's own mean is shrunk towards."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from matching.engine.types import Floats

FILE = Path(__file__).with_name("background.npz")


@dataclass(frozen=True)
class Background:
    """`means`: by "language/side", and by language alone, the mean vector of texts nobody sees."""

    model: str
    means: Mapping[str, Floats]

    def mean(self, lang: str, side: str | None, like: Floats) -> Floats:
        """The mean for a group, zero where the model is another or the language unknown."""
        found = self.means.get(f"{lang}/{side}" if side else lang)
        return found if found is not None and found.shape == like.shape else np.zeros_like(like)


@lru_cache(maxsize=1)
def background() -> Background:
    with np.load(FILE) as stored:
        means = {key: stored[key].astype(np.float32) for key in stored.files if key != "model"}
        return Background(str(stored["model"]), means)
