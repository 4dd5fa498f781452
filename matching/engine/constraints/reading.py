"""Reading what a text states: one `Stated` a code, with its place in the text. Never a guess."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from matching.engine.constraints import contexts
from matching.engine.constraints.cleanroom import classes
from matching.engine.constraints.codes import BY_NAME, CODES
from matching.engine.constraints.quantities import BAND, Quantity, Sides, quantities, sides
from matching.engine.constraints.spelling import Plain
from matching.engine.constraints.units import amount_of, rounded, unit_of
from matching.engine.constraints.vocabulary import CERTIFICATES, MATERIALS, OR, PENDING, REFUSED, Word
from matching.engine.types import Stated

LONGEST_TEXT = 10_000
# A looser figure than this is no tolerance of a part.
LOOSEST_MM = 5.0
ROUGHEST_UM = 100.0
MICRON = 1e-3
Found = tuple[str, float | None, float | None, int, int]


def read_conditions(text: str) -> dict[str, Stated]:
    """By code, in the order of CODES: the finest tolerance, else the first that gives bounds, else the first."""
    written = Plain.of(text[:LONGEST_TEXT])
    found: dict[str, list[Stated]] = {}
    for code, low, high, start, end in figures(written.text):
        found.setdefault(code, []).append(quoted(Stated(code, low, high), text, *written.span(start, end)))
    chosen = {code: choose(code, several) for code, several in found.items()}
    for code, words in (("material", MATERIALS), ("certificate", CERTIFICATES)):
        if stated_words := read_words(code, words, written, text):
            chosen[code] = stated_words
    return {code.name: chosen[code.name] for code in CODES if code.name in chosen}


def quoted(stated: Stated, text: str, start: int, end: int) -> Stated:
    """With the words that say it, without the spaces around them."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return replace(stated, text=words.strip(), spans=((start, start + len(words.strip())),))


def choose(code: str, several: Sequence[Stated]) -> Stated:
    if BY_NAME[code].rule == "finest":
        return min(several, key=lambda item: item.high if item.high is not None else item.low or 0.0)
    return next((item for item in several if item.sense != "exact"), several[0])


def figures(text: str) -> Iterator[Found]:
    """Every figure with a meaning, in canonical units, with its place in the plain text."""
    taken: list[tuple[int, int]] = []
    for iso_class, start, end in classes(text):
        taken.append((start, end))
        yield "cleanroom", float(iso_class), float(iso_class), start, end
    for band in BAND.finditer(text):
        unit = unit_of(band["unit"])
        if unit and unit.dimension == "length":
            taken.append(band.span())
            half = rounded(abs(amount_of(band["up"]) + amount_of(band["down"])) * unit.factor * 1e3 / 2)
            yield "tolerance", None, half, *band.span()
    for crossed in sides(text):
        taken.append((crossed.start, crossed.end))
        if crossed.is_round:
            yield "diameter", crossed.first, crossed.first, crossed.start, crossed.end
            yield "length", crossed.second, crossed.second, crossed.start, crossed.end
        elif crossed.is_flat and is_plate(crossed):
            small, large = sorted((crossed.first, crossed.second))
            yield "sheet", small, large, crossed.start, crossed.end
    for quantity in quantities(text, taken):
        yield from READERS.get(quantity.dimension, no_unit)(text, quantity)


def is_plate(crossed: Sides) -> bool:
    """The size of what can be worked or is wanted, not the ground a machine stands on."""
    around = crossed.before + crossed.after
    return bool(contexts.PLATE.search(around)) and not contexts.GROUND.search(around)


def stated(code: str, quantity: Quantity, factor: float = 1.0) -> Found:
    low, high = (None if v is None else rounded(v * factor) for v in (quantity.low, quantity.high))
    return code, low, high, quantity.start, quantity.end


def no_unit(text: str, quantity: Quantity) -> Iterator[Found]:
    """Roughness is µm and a diameter mm where nothing else is written."""
    if quantity.mark.lower() == "ra" and (quantity.high or quantity.low or 0) <= ROUGHEST_UM:
        yield stated("roughness", quantity)
    elif quantity.mark == "φ":
        yield stated("diameter", quantity)


def length(text: str, quantity: Quantity) -> Iterator[Found]:
    code = length_code(quantity)
    largest = quantity.high if quantity.high is not None else quantity.low or 0.0
    if quantity.after.lstrip().startswith("/") and not contexts.LOT_RIGHT.match(quantity.after):
        return
    if quantity.before.endswith("/") or (code == "tolerance" and largest > LOOSEST_MM):
        return
    if (
        code == "thickness"
        and quantity.unit
        and quantity.unit.factor == MICRON
        and contexts.COATED.search(text)
    ):
        code = "coating"
    if code == "tolerance" and not quantity.is_bounded:
        quantity = replace(quantity, low=None)
    if code:
        yield stated(code, quantity, 1 / MICRON if BY_NAME[code].unit == "um" else 1.0)


def length_code(quantity: Quantity) -> str:
    """By its sign, the words before it, the words after it, in that order; "" where nothing says."""
    by_mark = {
        "φ": "diameter",
        "ra": "roughness",
        "rz": "",
        "t": "thickness",
        "l": "length",
        "dia": "diameter",
    }
    if quantity.sign:
        return "tolerance"
    if quantity.mark:
        return by_mark.get(quantity.mark.lower().rstrip("."), "")
    for code, words in contexts.LENGTHS_LEFT:
        if words.search(quantity.before):
            return code
    return next((code for code, words in contexts.LENGTHS_RIGHT if words.match(quantity.after)), "")


def period(quantity: Quantity) -> float | None:
    """What turns the figure into one a month; a day counts for 25 working days. None without a period."""
    for factor, words in contexts.PERIODS_RIGHT:
        if words.match(quantity.after):
            return factor
    return next((factor for factor, words in contexts.PERIODS_LEFT if words.search(quantity.before)), None)


def is_rate(quantity: Quantity) -> bool:
    """Pieces a minute or an hour: what a machine does, not what a firm can deliver."""
    return bool(contexts.RATE.search(quantity.before) or contexts.RATE_RIGHT.match(quantity.after))


def count(text: str, quantity: Quantity) -> Iterator[Found]:
    if quantity.sign or is_rate(quantity) or contexts.EACH.match(quantity.after):
        return
    if factor := period(quantity):
        yield stated("capacity", quantity, factor)
    elif is_lot(text, quantity):
        yield stated("lot", quantity)


def is_lot(text: str, quantity: Quantity) -> bool:
    """Said so, or bounded, or a plain number of pieces; machines in a shop are no lot."""
    if contexts.LOT_LEFT.search(quantity.before) or contexts.LOT_RIGHT.match(quantity.after):
        return True
    if contexts.MACHINES.search(quantity.before):
        return False
    figure = text[quantity.start : quantity.end]
    is_plain = bool(contexts.PLAIN_PIECES.search(figure)) and (quantity.low or 0) >= 2
    return quantity.is_bounded or is_plain


def mass(text: str, quantity: Quantity) -> Iterator[Found]:
    if quantity.sign or is_rate(quantity):
        return
    if factor := period(quantity):
        yield stated("capacity_mass", quantity, factor)
    elif quantity.unit and quantity.unit.factor == 1e3 and contexts.FORCE.search(near(quantity)):
        yield stated("force", quantity, 1e-3)


def area(text: str, quantity: Quantity) -> Iterator[Found]:
    if not quantity.sign and (factor := period(quantity)):
        yield stated("capacity_area", quantity, factor)


def near(quantity: Quantity) -> str:
    """The words around a figure, its own bound among them."""
    return f"{quantity.before[-28:]} {quantity.after[:10]}"


def time(text: str, quantity: Quantity) -> Iterator[Found]:
    """A lead time where the words say so; payment terms and dates are none."""
    if quantity.sign or contexts.DATED.search(quantity.before) or contexts.PAYMENT.search(quantity.before):
        return
    figure = text[quantity.start : quantity.end]
    bound = next((place for place, sign in enumerate(figure) if sign.isdigit()), 0)
    before = quantity.before + figure[:bound]
    if contexts.LEAD_LEFT.search(before) or contexts.LEAD_RIGHT.match(quantity.after):
        yield stated("lead_time", quantity)


def temperature(text: str, quantity: Quantity) -> Iterator[Found]:
    is_difference = contexts.DIFFERENCE.match(quantity.after)
    if not quantity.sign and not is_difference and contexts.WORKING_HEAT.search(near(quantity)):
        yield stated("temperature", quantity)


def voltage(text: str, quantity: Quantity) -> Iterator[Found]:
    figure = text[quantity.start : quantity.end]
    says_so = contexts.VOLTAGE.search(quantity.before[-8:] + figure + quantity.after[:3])
    if not quantity.sign and (says_so or quantity.is_bounded):
        yield stated("voltage", quantity)


def frequency(text: str, quantity: Quantity) -> Iterator[Found]:
    if not quantity.sign:
        yield stated("frequency", quantity)


READERS: dict[str, Callable[[str, Quantity], Iterator[Found]]] = {
    "length": length,
    "count": count,
    "mass": mass,
    "area": area,
    "time": time,
    "temperature": temperature,
    "voltage": voltage,
    "frequency": frequency,
}


def read_words(code: str, words: Sequence[Word], written: Plain, text: str) -> Stated | None:
    """The names of a vocabulary in the text, a grade taking the place of its family's own word."""
    places: list[tuple[int, int, str]] = []
    for item in words:
        for match in item.pattern.finditer(written.text):
            if free(places, match.span()) and is_stated(written.text, *match.span()):
                places.append((*match.span(), item.name))
    places.sort()
    if not places:
        return None
    spans = tuple(written.span(start, end) for start, end, _name in places)
    return Stated(
        code,
        words=tuple(dict.fromkeys(name for _start, _end, name in places)),
        any_of=says_or(written.text, places),
        text=", ".join(dict.fromkeys(text[start:end] for start, end in spans)),
        spans=spans,
    )


def free(places: Sequence[tuple[int, int, str]], span: tuple[int, int]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end, _name in places)


def is_stated(text: str, start: int, end: int) -> bool:
    """Not what is planned, excluded or refused."""
    return not PENDING.match(text[end : end + 12]) and not REFUSED.search(text[max(0, start - 12) : start])


def says_or(text: str, places: Sequence[tuple[int, int, str]]) -> bool:
    return any(OR.match(text[one[1] : other[0]]) for one, other in pairwise(places))
