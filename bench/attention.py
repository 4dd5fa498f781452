"""Spreading attention: how far each pair would come if every firm had one look to give away.

Yoji Tomita, Riku Togashi, Yuriko Hashizume and Naoto Ohsaka, "Fast and Examination-agnostic Reciprocal
Recommendation in Matching Markets", RecSys 2023: the matching with transferable utility of Choo and Siow
(2006), solved by iterative proportional fitting. A list ordered by `attention` puts a popular firm lower
for those who are one of many to it. docs/matching.md says why the lists of owners are not ordered so.
"""

import numpy as np
from numpy.typing import NDArray

MOST_ROUNDS = 10_000
# Of a firm's one look, unaccounted for.
CLOSE_ENOUGH = 1e-9
# Exponents beyond this overflow the product with the other side's factor.
LARGEST_EXPONENT = 300.0


def attention(
    p_thai: NDArray[np.float64], p_japanese: NDArray[np.float64], *, temperature: float = 1.0
) -> NDArray[np.float64]:
    """Share in [0, 1] of each pair, shape (Thai, Japanese): row and column sums are at most 1.

    A pair that one side would never agree to has none.
    `p_thai`, `p_japanese`: chance in [0, 1] that each side says yes, both of that shape. `temperature` > 0:
    the smaller, the more only the best pairs count. Raises ValueError where it is too small for these
    chances to be told apart by floats, RuntimeError where the rounds do not settle, which below 0.2 happens
    in markets with as many firms on either side.
    """
    exponents = (p_thai + p_japanese) / (2.0 * temperature) if temperature > 0 else np.inf
    if np.max(exponents, initial=0.0) > LARGEST_EXPONENT:
        raise ValueError(f"the temperature is too small: {temperature}")
    pull = np.where((p_thai > 0) & (p_japanese > 0), np.exp(exponents), 0.0)
    rows = np.ones(pull.shape[0])
    for _ in range(MOST_ROUNDS):
        columns = left_alone(pull.T @ rows)
        pulled = pull @ columns
        # Columns add up by construction; the market is settled when the rows do, too.
        if np.max(np.abs(rows * (rows + pulled) - 1.0), initial=0.0) < CLOSE_ENOUGH:
            return np.asarray(pull * rows[:, None] * columns[None, :])
        rows = left_alone(pulled)
    raise RuntimeError(f"attention does not settle at temperature {temperature}")


def left_alone(pulled: NDArray[np.float64]) -> NDArray[np.float64]:
    """Root of the share a firm keeps for itself: the positive x with x^2 + x * pulled = 1.

    The published sqrt(1 + (s/2)^2) - s/2 loses every digit for a large s; this form loses none.
    """
    return np.asarray(2.0 / (pulled + np.sqrt(pulled * pulled + 4.0)))
