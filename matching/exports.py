"""Files of figures for a spreadsheet."""

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from companies.models import Company
from config.spreadsheets import MARK, Column, day_of, safe_cell
from matching.announcements import partner_name
from matching.exposure import TableShown, shown
from matching.models import Match, Run
from matching.permissions import hides_partner


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


PAIRS = [
    Column(gettext_lazy("Thai firm"), lambda match: match.thai.name_native),
    Column(gettext_lazy("Thai firm in Latin letters"), lambda match: match.thai.name_roman),
    Column(gettext_lazy("Japanese firm"), lambda match: match.japanese.name_native),
    Column(gettext_lazy("Japanese firm in Latin letters"), lambda match: match.japanese.name_roman),
    Column(gettext_lazy("Corridor"), lambda match: match.corridor.name),
    Column(gettext_lazy("State"), lambda match: match.get_state_display()),
    Column(gettext_lazy("Where it comes from"), lambda match: match.get_origin_display()),
    Column(gettext_lazy("Chance that Thailand says yes"), lambda match: match.p_thai_accepts),
    Column(gettext_lazy("Chance that Japan says yes"), lambda match: match.p_japanese_accepts),
    Column(gettext_lazy("Both say yes"), lambda match: match.p_both),
    Column(gettext_lazy("Proposed on"), lambda match: day_of(match.proposed_at)),
    Column(gettext_lazy("Introduced on"), lambda match: day_of(match.introduced_at)),
    Column(gettext_lazy("Answer by"), lambda match: match.answer_due_on),
]


def own_match_columns(company: Company) -> list[Column]:
    """A firm's own matches: a partner it may not know yet has no name."""

    def native(match: Match) -> str:
        return "" if hides_partner(match, company) else match.partner_of(company).name_native

    return [
        Column(gettext_lazy("Partner"), native),
        Column(gettext_lazy("Partner in Latin letters"), lambda match: partner_name(match, company)),
        Column(gettext_lazy("State"), lambda match: match.get_state_display()),
        Column(gettext_lazy("Introduced on"), lambda match: day_of(match.introduced_at)),
        Column(gettext_lazy("Answer by"), lambda match: match.answer_due_on),
        Column(gettext_lazy("Connected on"), lambda match: day_of(match.connected_at)),
    ]


# Of an anonymous need what the board shows of it: capabilities, numbers, size and region.
NEEDS = [
    Column(
        gettext_lazy("company name"),
        lambda row: "" if row.need.is_anonymous else row.need.company.name_native,
    ),
    Column(
        gettext_lazy("company name in Latin letters"),
        lambda row: "" if row.need.is_anonymous else row.need.company.name_roman,
    ),
    Column(gettext_lazy("Region"), lambda row: row.need.company.location.region.name),
    Column(
        gettext_lazy("province or prefecture"),
        lambda row: "" if row.need.is_anonymous else row.need.company.location.name,
    ),
    Column(gettext_lazy("Size"), lambda row: row.size.label),
    Column(
        gettext_lazy("Capabilities"),
        lambda row: "; ".join(capability.name for capability in row.need.capabilities.all()),
    ),
    Column(
        gettext_lazy("Conditions"),
        lambda row: "; ".join(f"{label}: {said}" for label, said in row.conditions),
    ),
    Column(gettext_lazy("What it looks for"), lambda row: "" if row.need.is_anonymous else row.need.text),
    Column(gettext_lazy("Open until"), lambda row: row.need.open_until),
]

# (figure, row, column, number), as the tables of the statistics give them.
FIGURES = [
    Column(gettext_lazy("Figure"), lambda line: line[0]),
    Column(gettext_lazy("Row"), lambda line: line[1]),
    Column(gettext_lazy("Column"), lambda line: line[2]),
    Column(pgettext_lazy("of a figure", "Number"), lambda line: line[3]),
]
