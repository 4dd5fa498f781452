"""Which function does which kind of job, and which schedules exist."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outbox.models import Job

Handler = Callable[["Job"], None]


@dataclass(frozen=True)
class Schedule:
    """A job inserted once per due moment; `cron` is minute hour day month weekday, in UTC."""

    kind: str
    cron: str


HANDLERS: dict[str, Handler] = {}
SCHEDULES: list[Schedule] = []


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function of an app's jobs.py; it runs in the transaction that marks the job done."""

    def register(handler: Handler) -> Handler:
        if HANDLERS.get(kind, handler) is not handler:
            raise ValueError(f"two handlers for {kind}")
        HANDLERS[kind] = handler
        return handler

    return register


def scheduled(kind: str, *, cron: str) -> Callable[[Handler], Handler]:
    """Like `handles`, and run at every moment `cron` names."""

    def register(handler: Handler) -> Handler:
        SCHEDULES.append(Schedule(kind, cron))
        return handles(kind)(handler)

    return register
