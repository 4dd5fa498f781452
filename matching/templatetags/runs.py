"""Figures of a run as its pages show them."""

from django import template

from matching.models import Run

register = template.Library()
HALF = 50


@register.filter
def half_width(progress: float) -> str:
    """The two halves grow towards the middle of a bar 100 wide."""
    return f"{progress * HALF:.1f}"


@register.filter
def full_width(share: float) -> str:
    """Of a bar 100 wide."""
    return f"{100 * min(max(share, 0.0), 1.0):.1f}"


@register.filter
def half_left(progress: float) -> str:
    return f"{2 * HALF - progress * HALF:.1f}"


@register.filter
def whole_seconds(run: Run) -> str:
    return f"{sum(run.timings.values()):.1f}"


@register.filter
def whole_budget(run: Run) -> int:
    return sum(lane["budget"] for lane in run.parameters.get("corridors", ()))
