"""Fits anew how sure a capability is read (`SURENESS` in matching/engine/reading.py). Usage: python bench/reading.py

What the authors of the demonstration gave stands for the truth. Each candidate of a text (a node its words name,
or one of the five nearest in meaning) is a row; the answer is whether the author gave that node.
"""

import os
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from matching.engine.embed import Embedder, default_embedder
from matching.engine.metrics import separation
from matching.engine.reading import SURENESS, candidates, features_of, node_nearness, nodes_of
from matching.engine.tags import Taxonomy
from matching.engine.text import normalise
from matching.engine.types import Statement
from matching.evaluation.files import DEMONSTRATION, read_companies, read_taxonomy

Doubles = NDArray[np.float64]
RIDGE, STEPS = 1.0, 30


def rows_of(statement: Statement, taxonomy: Taxonomy, embedder: Embedder) -> list[tuple[list[float], bool]]:
    text = normalise(statement.text)
    named = candidates(text, taxonomy)
    nearness = node_nearness(text, embedder.embed([text])[0], taxonomy, embedder)
    found = []
    for node in nodes_of(named, nearness):
        features = features_of(named.get(node), node, nearness, taxonomy)
        row = [1.0, *(features.get(name, 0.0) for name in SURENESS)]
        found.append((row, taxonomy.rows[node].slug in statement.capabilities))
    return found


def fitted(rows: Doubles, answers: Doubles) -> Doubles:
    """Logistic regression by Newton's method; the first column is the base and not shrunk."""
    weights = np.zeros(rows.shape[1])
    shrink = np.full(rows.shape[1], RIDGE)
    shrink[0] = 0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (answers - chance) - shrink * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(shrink)
        weights += np.linalg.solve(curve, slope)
    return weights


def area(scores: Doubles, answers: Doubles) -> float:
    return separation(scores[answers == 1].tolist(), scores[answers == 0].tolist())


def main() -> None:
    taxonomy, embedder = Taxonomy(read_taxonomy()), default_embedder()
    statements = [
        (company.country, statement)
        for company in read_companies(DEMONSTRATION)
        for statement in company.statements
        if statement.capabilities
    ]
    found = [(land, row) for land, s in statements for row in rows_of(s, taxonomy, embedder)]
    rows = np.array([row for _, (row, _) in found])
    answers = np.array([given for _, (_, given) in found], float)
    thai = np.array([land == "TH" for land, _ in found])
    weights = fitted(rows, answers)
    print(f"{len(statements)} statements, {len(rows)} candidates, area {area(rows @ weights, answers):.3f}")
    across = rows[~thai] @ fitted(rows[thai], answers[thai])
    print(f"the Thai part predicts the Japanese at {area(across, answers[~thai]):.3f}")
    for name, weight in zip(("base", *SURENESS), weights, strict=True):
        print(f"{name:12} {weight:6.2f}")


if __name__ == "__main__":
    main()
