"""Figures as text: one line for each scorer and group."""

from collections.abc import Mapping, Sequence


def as_text(
    scorers: Mapping[str, Mapping[str, Mapping[str, float | None]]], measures: Sequence[str], counted: str
) -> list[str]:
    """`scorers`: figures by scorer, group and measure; an unknown figure is a dash."""
    lines = [f"{'':16}{'group':10}{counted:>8}" + "".join(f"{name:>16}" for name in measures)]
    for scorer, groups in scorers.items():
        for group, row in groups.items():
            values = "".join(cell(row[name]) for name in measures)
            lines.append(f"{scorer:16}{group:10}{row[counted]:8.0f}{values}")
    return lines


def cell(value: float | None) -> str:
    return f"{'-':>16}" if value is None else f"{value:16.4f}"
