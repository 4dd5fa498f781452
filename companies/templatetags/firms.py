"""How a firm is set on a page: its name, money, languages, and its place on a point map."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from babel import Locale
from django import template
from django.db.models import Q
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from companies.enums import SpokenLanguage
from companies.models import Company, Location
from config.languages import listed

register = template.Library()

THAI_FORM = re.compile(r"^(บริษัท|ห้างหุ้นส่วนจำกัด|หจก\.)\s*(.+?)(?:\s*(จำกัด(?:\s*\(มหาชน\))?))?$")
MAP_HEIGHT, MAP_MARGIN = 300, 18
# So far out at sea that the other prefectures would shrink to a clump.
FAR_OUT = "JP-47"
# Signs of a name that stays in one line.
SHORT = 28
MILLION, OKU, MAN = 10**6, 10**8, 10**4


@register.simple_tag
def firm_name(company: Company) -> SafeString:
    """Legal form small, a short Thai name in one line; a page of a run has five hundred, joined here."""
    before, name, after = firm_name_parts(company)
    is_short = company.native_lang == "th" and len(name) < SHORT
    return format_html(
        '<span class="firmname" lang="{}">{}{}{}</span>',
        company.native_lang,
        format_html("<small>{}</small> ", before) if before else "",
        format_html('<span class="nb">{}</span>', name) if is_short else name,
        format_html(" <small>{}</small>", after) if after else "",
    )


@register.filter
def firm_name_parts(company: Company) -> tuple[str, str, str]:
    """Legal form before, name, legal form after; Japanese names stay in one piece."""
    found = THAI_FORM.match(company.name_native)
    if not found:
        return "", company.name_native, ""
    return found[1], found[2], found[3] or ""


@register.filter
def spoken(codes: Iterable[str]) -> list[str]:
    return SpokenLanguage.called(codes)


@register.filter
def capital(company: Company) -> str:
    """The capital as the reader counts: 20 ล้านบาท, 2,000万バーツ, THB 20 million."""
    if company.capital_amount is None:
        return ""
    amount, is_baht = company.capital_amount, company.currency == "THB"
    match (translation.get_language() or "en")[:2]:
        case "th":
            return f"{amount / MILLION:,.10g} ล้าน{'บาท' if is_baht else 'เยน'}"
        case "ja":
            return in_man(amount) + ("バーツ" if is_baht else "円")
        case _:
            return f"{company.currency} {amount / MILLION:,.10g} million"


def in_man(amount: int) -> str:
    oku, rest = divmod(amount, OKU)
    parts = [f"{oku:,}億" if oku else "", f"{rest // MAN:,}万" if rest >= MAN else ""]
    return "".join(parts) or f"{amount:,}"


@dataclass(frozen=True)
class MapPoint:
    x: float
    y: float
    is_here: bool


@dataclass(frozen=True)
class PointMap:
    """The provinces or prefectures of one country as points, the firm's own among them."""

    width: float
    height: float
    points: list[MapPoint]

    @property
    def here(self) -> MapPoint | None:
        return next((point for point in self.points if point.is_here), None)


@register.simple_tag
def point_map(here: Location) -> PointMap:
    """North up, degrees of longitude shortened as far as the country's middle latitude asks."""
    shown = Q(country=here.country) & (~Q(code=FAR_OUT) | Q(code=here.code))
    places = list(Location.objects.filter(shown))
    north = max(float(place.latitude) for place in places)
    south = min(float(place.latitude) for place in places)
    west = min(float(place.longitude) for place in places)
    east = max(float(place.longitude) for place in places)
    scale = (MAP_HEIGHT - 2 * MAP_MARGIN) / max(north - south, 1)
    narrow = scale * cos(radians((north + south) / 2))
    points = [
        MapPoint(
            round(MAP_MARGIN + (float(place.longitude) - west) * narrow, 1),
            round(MAP_MARGIN + (north - float(place.latitude)) * scale, 1),
            place == here,
        )
        for place in places
    ]
    return PointMap(round(2 * MAP_MARGIN + (east - west) * narrow, 1), MAP_HEIGHT, points)


@register.filter
def markets(codes: Iterable[str]) -> str:
    """Countries by their names in the reader's language."""
    language = (translation.get_language() or "en")[:2]
    names = Locale.parse(language).territories
    countries = listed(names.get(code, code) for code in codes)
    return _("Export markets: %(codes)s") % {"codes": countries}
