"""How far two officers agree who read the same case without knowing of each other."""

from dataclasses import dataclass

from matching.enums import Opinion
from matching.statistics.cases import Cases, opinions_key
from matching.statistics.figures import Narrowing, number_of

PAIRS = tuple((first, second) for first in Opinion for second in Opinion)


@dataclass(frozen=True)
class Agreement:
    """Counts by (first, second) opinion."""

    numbers: dict[tuple[Opinion, Opinion], int]

    @property
    def number(self) -> int:
        return sum(self.numbers.values())

    @property
    def share(self) -> float | None:
        """Of all double readings, those with the same opinion."""
        same = sum(number for (first, second), number in self.numbers.items() if first == second)
        return same / self.number if self.number else None

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance, at most 1, 0 for what chance alone would give (Cohen 1960).

        kappa = (p - e) / (1 - e), p the share of the same opinions, e that expected of two officers who approve as
        often as these and independently. None without readings, or where both always say the same one thing.
        """
        if self.share is None:
            return None
        expected = sum(self.given(0, each) * self.given(1, each) for each in Opinion) / self.number**2
        return (self.share - expected) / (1 - expected) if expected < 1 else None

    def given(self, place: int, opinion: Opinion) -> int:
        return sum(number for pair, number in self.numbers.items() if pair[place] == opinion)


def agreement(cases: Cases) -> Agreement:
    found = {key: number_of(mask) for key, mask in cases.opinions.items()}
    return Agreement({pair: found.get(opinions_key(*pair), 0) for pair in PAIRS})


def narrowing_of(first: Opinion, second: Opinion) -> Narrowing:
    return Narrowing(opinions=opinions_key(first, second))
