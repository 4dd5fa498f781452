"""Files of figures for a spreadsheet."""

import csv
import io

from django.utils.translation import gettext as _

from matching.exposure import TableShown, shown
from matching.models import Run

# What a spreadsheet would take for a formula, also where the cell starts in full width or after a blank.
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20\t\r")
# By this Excel knows the file as UTF-8.
MARK = "\ufeff"


def report_csv(run: Run, previous: Run | None) -> str:
    """The exposure report of a run, headings in the reader's language, one line a group."""
    file = io.StringIO()
    file.write(MARK)
    writer = csv.writer(file)
    writer.writerow(
        [
            _("By"),
            _("Country"),
            _("Group"),
            _("Firms"),
            _("Firms reached"),
            _("Coverage"),
            _("Gini of proposals"),
            _("Most for one firm"),
            _("Proposals"),
            _("Expected matches"),
            _("Coverage in the run before"),
        ]
    )
    for table in shown(run, previous):
        writer.writerows([safe_cell(cell) for cell in line] for line in lines_of(table))
    return file.getvalue()


def lines_of(table: TableShown) -> list[list[object]]:
    figures = ("firms", "reached", "coverage", "gini", "max_load", "proposals", "expected")
    return [
        [
            table.title,
            row.country,
            row.label or _("not stated"),
            *(row.figures[name] for name in figures),
            row.before["coverage"] if row.before else "",
        ]
        for row in table.rows
    ]


def safe_cell(value: object) -> object:
    """A text that a spreadsheet would run gets a quote before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" \u3000").startswith(FORMULA):
        return f"'{value}"
    return value
