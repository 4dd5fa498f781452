"""Two firms of a case on one sheet of paper, for a meeting."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from companies.enums import SpokenLanguage
from companies.models import Cluster, Company
from companies.permissions import Viewer, sights
from companies.seen import redacted
from config.languages import date_in_words, listed, year_in_words
from config.paper.sheet import BODY, HEADINGS, SMALL, STRONG, Sheet
from config.paper.tables import Columns, Line, table
from matching.models import Match
from matching.queries import Exchange

NOTE_LINES, NOTE_HEIGHT = 5, 8.0
NOT_SAID = "–"


@dataclass(frozen=True)
class Side:
    """A firm as this officer may read it."""

    company: Company
    contacts_are_open: bool
    clusters: list[Cluster]

    @property
    def facts(self) -> dict[str, str]:
        """What a meeting asks first, by its name; contacts only where this officer may read them."""
        firm = self.company
        return {
            _("Founded"): year_in_words(firm.founded_year),
            _("Employees"): "" if firm.employees is None else str(firm.employees),
            _("Fields"): listed(cluster.name for cluster in self.clusters),
            _("Works in"): listed(SpokenLanguage.called(firm.languages)),
            _("Website"): firm.website,
            _("Contact person"): firm.contact_name if self.contacts_are_open else "",
            _("Telephone"): firm.contact_phone if self.contacts_are_open else "",
        }


def sides_of(viewer: Viewer, firms: list[Company]) -> list[Side]:
    seen = sights(viewer, firms)
    return [
        Side(
            redacted(firm, seen[firm.pk]),
            seen[firm.pk].contacts,
            list(firm.clusters.order_by("level", "code")),
        )
        for firm in firms
    ]


def on_paper(
    match: Match,
    sides: Sequence[Side],
    exchanges: Sequence[Exchange],
    today: datetime.date,
    is_fictional: bool,
) -> bytes:
    """A PDF in the active language; what the firms wrote stays in theirs."""
    title = _("Sheet for a meeting")
    fiction = _("Demonstration: every company shown is fictional.") if is_fictional else ""
    foot = " · ".join(filter(None, ["Otagai", title, fiction]))
    language = (translation.get_language() or "en")[:2]
    names = " – ".join(side.company.name_for_reader for side in sides)
    sheet = Sheet(language=language, title=f"{title}: {names}", foot=foot)
    sheet.add_page()
    sheet.paragraph(title, HEADINGS[1])
    sheet.paragraph(
        " · ".join([match.corridor.name, date_in_words(today), str(match.get_state_display())]), SMALL
    )
    sheet.y += 4
    facing(sheet, sides)
    for side in sides:
        profile(sheet, side.company)
    together(sheet, exchanges)
    notes(sheet)
    return sheet.as_bytes()


def facing(sheet: Sheet, sides: Sequence[Side]) -> None:
    """Fact by fact, the Thai firm left; a fact that neither says is left out."""
    heads = [side.company.name_native for side in sides]
    rows = [Line(["", *(side.company.name_roman for side in sides)], [])]
    rows += [Line(["", *(place_of(side.company) for side in sides)], [])]
    for name in sides[0].facts:
        said = [side.facts[name] for side in sides]
        if any(said):
            rows.append(Line([name, *(words or NOT_SAID for words in said)], []))
    table(sheet, Columns(["", *heads], []), rows)


def place_of(company: Company) -> str:
    return f"{company.get_country_display()} · {company.location.name}"


def profile(sheet: Sheet, company: Company) -> None:
    texts = [company.profile]
    if company.profile_lang != "en":
        texts.append(company.profile_en)
    if any(texts):
        sheet.heading(company.name_native, 2, room=20)
    for text in filter(None, texts):
        sheet.paragraph(text, BODY)
        sheet.y += 2


def together(sheet: Sheet, exchanges: Sequence[Exchange]) -> None:
    sheet.y += 2
    sheet.heading(_("What they could do together"), 2, room=25)
    if not exchanges:
        sheet.paragraph(_("No need and offer are linked in this case."), SMALL)
    for exchange in exchanges:
        sheet.paragraph(listed(capability.name for capability in exchange.shared), SMALL)
        need, offer = exchange.need, exchange.offer
        sheet.paragraph(_("%(firm)s looks for") % {"firm": need.company.name_for_reader}, STRONG)
        sheet.paragraph(need.text, BODY)
        sheet.paragraph(_("%(firm)s offers") % {"firm": offer.company.name_for_reader}, STRONG)
        sheet.paragraph(offer.text, BODY)
        sheet.y += 3


def notes(sheet: Sheet) -> None:
    sheet.heading(_("Notes"), 2, room=NOTE_LINES * NOTE_HEIGHT)
    for _line in range(NOTE_LINES):
        sheet.y += NOTE_HEIGHT
        sheet.rule(sheet.y)
