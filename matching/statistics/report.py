"""The figures of a period on paper, for whoever has no screen before them: the same tables as on the page."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.languages import date_in_words
from config.paper.charts import Pair, Shade, Stage, columns, field, field_height, funnel
from config.paper.sheet import BODY, HEADINGS, INK_2, LEFT, PERSIMMON, SMALL, STRONG, Sheet, Style
from config.paper.tables import Columns, Line, table
from matching.enums import Step
from matching.statistics import drawing, figures, tables
from matching.statistics.cases import Cases
from matching.statistics.figures import LEAST_PUBLISHED, Grid, Span
from matching.statistics.names import Names
from matching.statistics.periods import Period
from matching.statistics.tables import Drawn, Table, Value

LEAD = Style(12.5, colour=INK_2)
CHART_SIZE, CHART_LABELS = (620, 300), 12


@dataclass(frozen=True)
class Report:
    """`readers` names whose cases are counted; `is_fictional` where the firms are those of the demonstration."""

    cases: Cases
    period: Period
    readers: str
    today: datetime.date
    is_fictional: bool

    @property
    def title(self) -> str:
        return _("Report of the statistics")

    def pdf(self) -> bytes:
        """In the language that is active."""
        fiction = _("Demonstration data") if self.is_fictional else ""
        foot = " · ".join(filter(None, ["Otagai", self.title, self.period.label, fiction]))
        language = (translation.get_language() or "en")[:2]
        sheet = Sheet(language=language, title=f"{self.title}: {self.period.label}", foot=foot, first_foot=2)
        title_page(sheet, self)
        if self.cases:
            sheet.add_page()
            names, drawn = Names(), Drawn.of(self.cases, self.period)
            for each in tables.all_tables(self.cases, drawn, names):
                section(sheet, each, drawn, names)
        made(sheet)
        return sheet.as_bytes()


def title_page(sheet: Sheet, report: Report) -> None:
    sheet.add_page()
    sheet.mark()
    sheet.y = 72
    sheet.start_section(sheet.printable(report.title), level=0)
    sheet.paragraph(report.title, HEADINGS[0])
    sheet.paragraph(report.period.label, HEADINGS[1])
    if report.period.days != report.period.label:
        sheet.paragraph(report.period.days, LEAD)
    sheet.y += 8
    for sentence in summary(report.cases):
        sheet.paragraph(sentence, BODY)
    sheet.y += 8
    sheet.paragraph(report.readers, STRONG)
    sheet.paragraph(_("Made on %(day)s") % {"day": date_in_words(report.today)}, SMALL)
    if report.is_fictional:
        sheet.y += 6
        boxed(sheet, _("Demonstration: every company shown is fictional."))


def boxed(sheet: Sheet, text: str) -> None:
    top = sheet.y
    sheet.y += 3
    sheet.paragraph(text, STRONG, LEFT + 5, 150)
    sheet.y += 3
    sheet.block(LEFT, top, 1.5, sheet.y - top, PERSIMMON)


def summary(cases: Cases) -> list[str]:
    """The sentences that stand above the figures of the page as well."""
    if not cases:
        return [_("No case was proposed in this period")]
    total = ngettext(
        "%(number)s case was proposed in this period.",
        "%(number)s cases were proposed in this period.",
        len(cases),
    ) % {"number": Value(len(cases)).figure}
    all_cases = figures.overall(cases)
    if not all_cases.answered:
        return [total, _("No introduction is answered yet.")]
    return [
        total,
        _("Both firms accepted %(accepted)s of %(answered)s answered introductions, %(share)s.")
        % {
            "accepted": all_cases.accepted,
            "answered": all_cases.answered,
            "share": Value(all_cases.share, is_share=True).figure,
        },
    ]


def section(sheet: Sheet, each: Table, drawn: Drawn, names: Names) -> None:
    grids = {"places": (drawn.places, "place"), "services": (drawn.services, "cluster")}
    if each.code in grids:
        grid_section(sheet, each, *grids[each.code], names)
        return
    sheet.heading(each.title, 1)
    if not each.rows:
        sheet.paragraph(_("No case yet"), SMALL)
    elif each.code == "funnel":
        stages = [Stage(bar.label, bar.value.figure, bar.width) for bar in drawing.bars(each)]
        funnel(sheet, stages)
        table(sheet, Columns([each.first], each.headings, 34), plain(each))
    elif each.code == "spans":
        over_time(sheet, each, drawn.spans)
        table(sheet, Columns([each.first], each.headings, 34), plain(each))
    else:
        wide = Columns([each.first], each.headings, 30 if len(each.headings) < 3 else 27, has_bars=True)
        widths = [bar.width for bar in drawing.bars(each)]
        table(
            sheet,
            wide,
            [Line([row.label], in_words(row), w) for row, w in zip(each.rows, widths, strict=True)],
        )
    sheet.y += 4


def in_words(row: tables.Row) -> list[str]:
    return [value.figure for value in row.values]


def plain(each: Table) -> list[Line]:
    return [Line([row.label], in_words(row)) for row in each.rows]


def over_time(sheet: Sheet, each: Table, spans: Sequence[Span]) -> None:
    found = drawing.chart(spans, "paper", *CHART_SIZE, CHART_LABELS)
    most = found.lines[-1][1]
    pairs = [
        Pair(column.label if column.has_label else "", column.proposed / most, column.accepted / most)
        for column in found.columns
    ]
    columns(sheet, pairs, [(number / most, str(number)) for _y, number in found.lines], each.headings)


def grid_section(sheet: Sheet, each: Table, grid: Grid, kind: str, names: Names) -> None:
    """The busiest as a field of shades, then every pair that is not empty."""
    heat = drawing.heat(grid, kind, names)
    sheet.heading(each.title, 1, room=field_height(len(heat.rows)) + 10)
    if not grid.rows:
        sheet.paragraph(_("No case was introduced in this period."), SMALL)
        return
    if kind == "cluster":
        sheet.paragraph(_("Rows offer, columns seek."), SMALL)
        sheet.y += 2
    rows = [(label, [shade(cell) for cell in cells]) for label, cells in heat.rows]
    field(sheet, heat.columns, rows)
    note = _(
        "Introduced cases; the small figure below is how many both firms accepted. "
        "A stronger cell holds more, a dot none."
    )
    cut = _("The busiest are shown; the table below has all.") if heat.is_cut else ""
    sheet.paragraph(f"{note} {cut}".strip(), SMALL)
    sheet.y += 4
    headings = [str(Step.INTRODUCED.label), str(Step.CONNECTED.label)]
    table(sheet, Columns(pair_heads(kind), headings, 30), pairs_of(grid, kind, names))


def pair_heads(kind: str) -> tuple[str, str]:
    if kind == "place":
        return _("Province"), _("Prefecture")
    return _("Offered by"), _("Sought by")


def pairs_of(grid: Grid, kind: str, names: Names) -> list[Line]:
    return [
        Line(
            (names.name(kind, row), names.name(kind, column)),
            [Value(cell.number).figure, Value(cell.accepted).figure],
        )
        for row in grid.rows
        for column in grid.columns
        if (cell := grid.cells.get((row, column)))
    ]


def shade(cell: drawing.HeatCell) -> Shade:
    step = int(cell.css.removeprefix("h") or 0)
    return Shade(cell.value.figure if step else "·", str(cell.accepted) if cell.accepted else "", step)


def made(sheet: Sheet) -> None:
    """How the figures come about, and what of them is published."""
    sheet.heading(_("How these figures are made"), 1, room=60)
    for paragraph in (
        _(
            "Counted are the cases proposed in the period that the reader named on the first page may read, as "
            "far as they had come on the day of the report."
        ),
        _(
            "A Thai fiscal year begins in October and is named after the year it ends in, a Japanese one begins "
            "in April and is named after the year it begins in. A case belongs to the day in that country."
        ),
        _(
            "Acceptance is the share of answered introductions that both firms accepted; an introduction that "
            "was declined or left without an answer counts as answered. A case counts once in each cluster and "
            "each size of its two firms, so rows can add up to more than all cases."
        ),
        _("Median days: half of the cases that came to the later step took less, half took more."),
        _(
            "This report is for work between the agencies. In published figures, cells of fewer than "
            "%(least)s cases are hidden, because they could be traced to firms."
        )
        % {"least": LEAST_PUBLISHED},
    ):
        sheet.paragraph(paragraph, BODY)
        sheet.y += 2
