"""Files of figures for a spreadsheet."""

import csv
import io

from django.utils.translation import gettext as _

from config.spreadsheets import MARK, safe_cell
from matching.exposure import TableShown, shown
from matching.models import Run


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
