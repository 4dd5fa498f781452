"""The order of things on a firm's page, and the record of what was done to them."""

from django.db.models import QuerySet

from accounts.models import User
from companies.models import Catalogue, Company, Picture, ShowcaseEvent, ShowcaseItem

Row = ShowcaseItem | Picture | Catalogue


def record(company: Company, row: Row, move: str, by: User | None) -> None:
    kind = row._meta.label_lower.partition(".")[2]
    ShowcaseEvent.objects.create(company=company, kind=kind, key=row.pk, move=move, by=by)


def last_position(rows: QuerySet) -> int:
    return (rows.values_list("position", flat=True).order_by("-position").first() or 0) + 1


def shift(row: Row, rows: QuerySet, step: int) -> None:
    """Change places with the neighbour before (-1) or after (1); at the end nothing happens."""
    standing = list(rows.order_by("position", "pk"))
    at = standing.index(row)
    to = at + step
    if not 0 <= to < len(standing):
        return
    standing[at], standing[to] = standing[to], standing[at]
    for position, each in enumerate(standing, start=1):
        type(each).objects.filter(pk=each.pk).update(position=position)
