"""Who could answer a text that is not saved yet: asked of whoever scores, shown beside the form."""

from dataclasses import dataclass, field
from typing import Any

from companies.conditions import Conditions
from companies.models import Company
from companies.signals import answers_asked


@dataclass(frozen=True)
class Tried:
    """An offer or a need as it stands on its form; nothing of it is kept."""

    company: Company
    is_need: bool
    text: str
    lang: str
    kind: str | None = None
    capabilities: tuple[str, ...] = ()
    conditions: Conditions = field(default_factory=dict)


def answers_to(tried: Tried) -> Any:
    """What the scorer says, or None where nobody scores or nothing was written yet."""
    if not tried.text.strip():
        return None
    answers = answers_asked.send(None, tried=tried)
    return next((answer for _receiver, answer in answers if answer is not None), None)
