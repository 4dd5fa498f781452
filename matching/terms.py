"""The terms under which one corridor chooses in one run."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.assign import CROWDING, NEW_FIRM_BONUS, SMALL_FIRM_BONUS, Limits


@dataclass(frozen=True)
class Lane:
    """As the run stores them. No clusters: all of the corridor's."""

    corridor: int
    budget: int
    company_cap: int
    minimum_probability: float
    cool_off_days: int
    crowding: float = CROWDING
    new_firm_bonus: float = NEW_FIRM_BONUS
    small_firm_bonus: float = SMALL_FIRM_BONUS
    clusters: Sequence[str] = ()

    @property
    def limits(self) -> Limits:
        return Limits(self.budget, self.company_cap, self.minimum_probability, self.crowding)
