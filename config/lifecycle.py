"""One guarded move between states: the table of allowed moves, the row lock, and the refusal.

An app's `lifecycle.py` declares its table once and writes one keyword-only function per move.
State row, event row and signal share the caller's transaction; a receiver may only write rows.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


class MoveNotAllowed(Exception):
    """The row is no longer in a state from which this move starts."""

    def __init__(self, row: models.Model, move: str, state: str) -> None:
        super().__init__(f"{row._meta.model_name} {row.pk} is {state}; it cannot {move}")
        self.row, self.move, self.state = row, move, state


class Lifecycle:
    """The allowed moves of one model: `{move: (from states, to state)}`."""

    def __init__(self, moves: Mapping[str, tuple[Iterable[str], str]], field: str = "state") -> None:
        self.moves = {name: (frozenset(origins), target) for name, (origins, target) in moves.items()}
        self.field = field

    def allows(self, row: models.Model, move: str) -> bool:
        return getattr(row, self.field) in self.moves[move][0]

    def lock(self, row: Row, move: str) -> Row:
        """`row` read again under a lock and found in a state that `move` starts from."""
        assert transaction.get_connection().in_atomic_block, "a move needs a transaction"
        locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if not self.allows(locked, move):
            raise MoveNotAllowed(locked, move, getattr(locked, self.field))
        return locked

    def arrive(self, row: models.Model, move: str) -> str:
        """Put `row` in the target state (not saved yet) and return the state it came from."""
        origin = getattr(row, self.field)
        setattr(row, self.field, self.moves[move][1])
        return origin
