"""The background the engine centres with, made anew from the shipped texts: see engine/background.py."""

import json
from collections import defaultdict

import numpy as np

from matching.engine.background import FILE
from matching.engine.embed import Embedder
from matching.engine.types import LANGUAGES, Floats
from matching.evaluation.files import DEMONSTRATION, lines_of, read_companies, read_taxonomy

SIDES = ("offer", "need")


def make_background(embedder: Embedder) -> dict[str, Floats]:
    """Mean vector by "language/side" and by language, of shipped statements, profiles and capability names."""
    statements: dict[str, list[str]] = defaultdict(list)
    for company in read_companies(DEMONSTRATION):
        for statement in company.statements:
            statements[f"{statement.lang}/{statement.side}"].append(statement.text)
    profiles = [json.loads(line).get("profile_en") for _number, line in lines_of(DEMONSTRATION)]
    names = [row.names["en"] for row in read_taxonomy()]
    english: Floats = (
        mean_of([text for text in profiles if text], embedder) + mean_of(names, embedder)
    ) * np.float32(0.5)
    means = {key: mean_of(texts, embedder) for key, texts in statements.items()}
    for lang in LANGUAGES:
        sides = [means.setdefault(f"{lang}/{side}", english) for side in SIDES]
        means[lang] = np.mean(sides, axis=0)
    return means


def mean_of(texts: list[str], embedder: Embedder) -> Floats:
    return embedder.embed(texts).mean(axis=0, dtype=np.float32)


def write_background(embedder: Embedder) -> None:
    """Half precision: 10 KB, and a mean moves by less than 0.0001."""
    means = {key: mean.astype(np.float16) for key, mean in make_background(embedder).items()}
    np.savez_compressed(FILE, model=np.array(embedder.name), **means)  # type: ignore[arg-type]
