"""The corridor picture: two countries as point maps, and lines where one side can do what the other seeks.

Thailand stands left of Japan on a wide page and below it on a phone. Land is drawn by joining
neighbouring provinces with thick strokes, so no border data is needed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from companies.enums import Country
from matching.statistics.figures import publishable

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    code: str
    country: str
    name: str
    latitude: float
    longitude: float
    companies: int


@dataclass(frozen=True)
class Flow:
    """How many pairs of a Thai province and a Japanese prefecture fit."""

    thai: Place
    japanese: Place
    pairs: int

    @property
    def published(self) -> int | None:
        """As the public may see pairs that no register names: nothing of fewer than five."""
        return publishable(self.pairs)


@dataclass(frozen=True)
class Side:
    """Where a country stands on the sheet: a known point, and units a degree."""

    anchor: tuple[float, float]
    at: Point
    x_a_degree: float
    y_a_degree: float

    def point(self, latitude: float, longitude: float) -> Point:
        x = self.at[0] + (longitude - self.anchor[1]) * self.x_a_degree
        y = self.at[1] - (latitude - self.anchor[0]) * self.y_a_degree
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Sheet:
    """One composition of the picture."""

    name: str
    width: int
    height: int
    sides: dict[str, Side]
    neighbours_within: float
    stroke: float
    dot: float
    mark: str
    most_labels: int


BANGKOK, NAGANO = (13.75, 100.50), (36.65, 138.18)
WIDE = Sheet(
    "wide",
    1320,
    580,
    {
        Country.THAILAND: Side(BANGKOK, (206, 260), 31.9, 32.9),
        Country.JAPAN: Side(NAGANO, (1101, 320), 26.5, 32.9),
    },
    neighbours_within=52,
    stroke=20,
    dot=4.6,
    mark="translate(655 290) scale(6.7) translate(-24 -24)",
    most_labels=5,
)
TALL = Sheet(
    "tall",
    390,
    720,
    {
        Country.THAILAND: Side(BANGKOK, (120, 521), 19.9, 20.6),
        Country.JAPAN: Side(NAGANO, (261, 204), 16.4, 20.4),
    },
    neighbours_within=32,
    stroke=12.8,
    dot=3.5,
    mark="translate(195 372) scale(4.1) rotate(90) scale(1 -1) translate(-24 -24)",
    most_labels=3,
)
SHEETS = (WIDE, TALL)
MOST_FLOWS = 16
LABEL_ROOM = 150
SOUTH_COAST, NORTH_COAST = 35.4, 38.0
# A name dodges dots in eight-unit steps; its head is the end next to its place.
DODGES, LABEL_HEAD, LABEL_HALF = 6, 40, 13
# Hokkaido is one prefecture; its coast gives it a shape. Okinawa is drawn nearer than it lies.
HOKKAIDO = "JP-01"
HOKKAIDO_COAST = (
    (41.6, 140.4),
    (42.5, 140.4),
    (44.0, 141.9),
    (45.1, 141.9),
    (44.3, 143.1),
    (43.8, 144.4),
    (43.2, 145.2),
    (43.0, 144.1),
    (42.4, 143.2),
    (42.6, 141.6),
    (43.5, 142.7),
)
OKINAWA, OKINAWA_SHIFT = "JP-47", (4.0, 1.5)


def draw(sheet: Sheet, places: Sequence[Place], flows: Sequence[Flow]) -> dict[str, object]:
    """Everything the template needs to write the sheet's SVG."""
    points = {place.code: position(sheet, place) for place in places}
    lines = [bend(sheet, flow, number, flows, points) for number, flow in enumerate(flows)]
    return {
        "sheet": sheet,
        "land": land(sheet, places, points),
        "lines": lines,
        "dots": [dot(sheet, place, points[place.code]) for place in places],
        "labels": labels(sheet, places, points),
    }


def position(sheet: Sheet, place: Place) -> Point:
    north, east = OKINAWA_SHIFT if place.code == OKINAWA else (0.0, 0.0)
    return sheet.sides[place.country].point(place.latitude + north, place.longitude + east)


def land(sheet: Sheet, places: Sequence[Place], points: dict[str, Point]) -> str:
    """One path of thick strokes for both countries."""
    return "".join(
        country_path(sheet, [place for place in places if place.country == country], country, points)
        for country in sheet.sides
    )


def country_path(sheet: Sheet, places: Sequence[Place], country: str, points: dict[str, Point]) -> str:
    spots = [points[place.code] for place in places if place.code != OKINAWA]
    if HOKKAIDO in points and country == Country.JAPAN:
        spots += [sheet.sides[country].point(*spot) for spot in HOKKAIDO_COAST]
    strokes = ["M{} {}h.1".format(*points[OKINAWA])] if country == Country.JAPAN and OKINAWA in points else []
    for number, (x, y) in enumerate(spots):
        strokes.append(f"M{x} {y}h.1")
        strokes += [
            f"M{x} {y}L{a} {b}"
            for a, b in spots[:number]
            if math.hypot(a - x, b - y) < sheet.neighbours_within
        ]
    return "".join(strokes)


def bend(
    sheet: Sheet, flow: Flow, number: int, flows: Sequence[Flow], points: dict[str, Point]
) -> dict[str, object]:
    """The two halves of a line and the knot where they meet on the cut of the joint."""
    start, end = points[flow.thai.code], points[flow.japanese.code]
    knot = knot_of(sheet, number, len(flows))
    most = max(each.pairs for each in flows)
    return {
        "thai": curve(sheet, start, knot),
        "japanese": curve(sheet, knot, end),
        "knot": knot,
        "width": round(1.8 + 4.2 * math.sqrt(flow.pairs / most), 1),
    }


def arc(sheet: Sheet, start: Point, end: Point) -> str:
    """A high bow from one point to another, above the bundle of lines."""
    (x, y), (a, b) = start, end
    return f"M{x} {y}Q{round((x + a) / 2)} {round(min(y, b) - sheet.height * 0.32)} {a} {b}"


def knot_of(sheet: Sheet, number: int, count: int) -> Point:
    """Evenly along the stepped cut: straight, a step in the middle, straight again."""
    share = (number + 0.5) / count
    if sheet is WIDE:
        x = 685 if share < 0.42 else 627 if share > 0.62 else 685 - (share - 0.42) / 0.2 * 58
        return round(x), round(172 + share * 236)
    y = 383 if share < 0.42 else 361 if share > 0.62 else 383 - (share - 0.42) / 0.2 * 22
    return round(118 + share * 154), round(y)


def curve(sheet: Sheet, start: Point, end: Point) -> str:
    (x, y), (a, b) = start, end
    if sheet is WIDE:
        middle = round((a - x) * 0.42)
        return f"M{x} {y}C{x + middle} {y} {a - middle} {b} {a} {b}"
    middle = round((b - y) * 0.48)
    return f"M{x} {y}C{x} {y + middle} {a} {b - middle} {a} {b}"


def dot(sheet: Sheet, place: Place, point: Point) -> dict[str, object]:
    """Its area grows with the number of companies; a place without any stays a speck."""
    radius = sheet.dot * (0.72 + 0.28 * math.sqrt(place.companies)) if place.companies else 1.6
    side = "th-dot" if place.country == Country.THAILAND else "jp-dot"
    return {"x": point[0], "y": point[1], "r": round(radius, 1), "css": side if place.companies else "pt"}


def labels(sheet: Sheet, places: Sequence[Place], points: dict[str, Point]) -> list[dict[str, object]]:
    """Names of the places with most companies, left out where they would lie on another name."""
    written: list[dict[str, object]] = []
    crowd = [points[place.code] for place in places if place.companies]
    for country in sheet.sides:
        ranked = sorted(
            (place for place in places if place.country == country and place.companies),
            key=lambda place: (-place.companies, place.code),
        )
        chosen: list[dict[str, object]] = []
        for place in ranked:
            label = clear_of_dots(label_of(sheet, place, points[place.code]), crowd)
            if len(chosen) < sheet.most_labels and not any(is_near(sheet, label, other) for other in written):
                chosen.append(label)
                written.append(label)
    return written


def label_of(sheet: Sheet, place: Place, point: Point) -> dict[str, object]:
    """Names stand outside the bundle of lines; those in its way are lifted above it or set in the sea."""
    x, y = point
    outward = (14 if sheet is WIDE else 10) + round(2.4 * math.sqrt(place.companies))
    is_thai = place.country == Country.THAILAND
    words = {"name": place.name, "companies": place.companies, "css": "th-name" if is_thai else "jp-name"}
    if not is_thai and sheet is WIDE and place.latitude < SOUTH_COAST:
        return {"x": x - 4, "y": y + 30, "anchor": "start", **words}
    has_room = x > LABEL_ROOM and place.longitude < 101
    is_kanto = not is_thai and sheet is WIDE and place.latitude < NORTH_COAST and place.longitude > 138.9
    to_the_left = has_room if is_thai and sheet is WIDE else not is_thai and not is_kanto
    lift = 22 if not is_thai and place.longitude < 139 else 12 if is_thai and not has_room else -6
    at = x - outward if to_the_left else x + outward
    return {"x": at, "y": y - lift, "anchor": "end" if to_the_left else "start", **words}


def clear_of_dots(label: dict[str, object], crowd: Sequence[Point]) -> dict[str, object]:
    """Moved away from its place until no dot lies under the number or the first letters."""
    x, y = float(str(label["x"])), float(str(label["y"]))
    step = -1 if label["anchor"] == "end" else 1
    for _try in range(DODGES):
        if not any(0 <= (a - x) * step + 8 < LABEL_HEAD and abs(b - y + 6) < LABEL_HALF for a, b in crowd):
            break
        x += step * 8
    return {**label, "x": round(x, 1)}


def is_near(sheet: Sheet, one: dict[str, object], other: dict[str, object]) -> bool:
    across, down = (190, 30) if sheet is WIDE else (150, 34)
    apart_x = abs(float(str(one["x"])) - float(str(other["x"])))
    apart_y = abs(float(str(one["y"])) - float(str(other["y"])))
    return apart_x < across and apart_y < down
