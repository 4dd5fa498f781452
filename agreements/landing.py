"""What the front page and the register show of the live product; kept for a minute, as every visitor asks."""

from collections import Counter
from dataclasses import replace

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import translation

from agreements.models import Agreement, GovernmentMou
from agreements.picture import MOST_FLOWS, SHEETS, WIDE, Flow, Place, arc, draw, position
from companies.enums import CompanyState, Country
from companies.models import Location, Need
from matching.models import Corridor, Suggestion

KEPT_SECONDS = 60
LATEST = 3
TOP_RANK = 3
ROWS = 8
CAPITAL = "TH-10"


def landing_facts() -> dict[str, object]:
    """Figures and picture in the reader's language."""
    key = f"landing:{translation.get_language()}"
    return cache.get_or_set(key, gather, KEPT_SECONDS) or gather()


def gather() -> dict[str, object]:
    places = places_with_companies()
    flows, are_agreements = strongest_flows({place.code: place for place in places})
    return {
        "figures": figures(places),
        "pictures": [draw(sheet, places, flows) for sheet in SHEETS],
        "flows": flows,
        "flows_are_agreements": are_agreements,
    }


def register_facts() -> dict[str, object]:
    """Where agreements and memoranda join the two countries, in the reader's language."""
    key = f"register:{translation.get_language()}"
    return cache.get_or_set(key, gather_register, KEPT_SECONDS) or gather_register()


def gather_register() -> dict[str, object]:
    routes = agreed_routes()
    memoranda = Counter(GovernmentMou.objects.exclude(prefecture=None).values_list("prefecture", flat=True))
    agreed: Counter[str] = Counter()
    for (thai, japanese), number in routes.items():
        agreed.update({thai: number, japanese: number})
    places = {place.code: replace(place, companies=agreed[place.code]) for place in places_with_companies()}
    flows = [
        Flow(places[thai], places[japanese], number)
        for (thai, japanese), number in routes.items()
        if thai in places and japanese in places
    ]
    return {
        "picture": draw(WIDE, list(places.values()), sorted(flows, key=lambda flow: -flow.thai.latitude)),
        "bows": bows(places, memoranda),
        "prefectures": prefecture_rows(places, memoranda),
    }


def bows(places: dict[str, Place], memoranda: Counter[str]) -> list[str]:
    """One arc from Bangkok to each prefecture with a memorandum between governments."""
    if CAPITAL not in places:
        return []
    start = position(WIDE, places[CAPITAL])
    return [arc(WIDE, start, position(WIDE, places[code])) for code in sorted(memoranda) if code in places]


def prefecture_rows(places: dict[str, Place], memoranda: Counter[str]) -> list[dict[str, object]]:
    """Prefectures with most agreements, then most memoranda: name, agreements, memoranda."""
    rows = [
        {"name": place.name, "agreements": place.companies, "memoranda": memoranda[place.code]}
        for place in sorted(
            places.values(), key=lambda place: (-place.companies, -memoranda[place.code], place.code)
        )
        if place.country == Country.JAPAN and (place.companies or memoranda[place.code])
    ]
    return rows[:ROWS]


def places_with_companies() -> list[Place]:
    published = Count("company", filter=Q(company__state=CompanyState.PUBLISHED))
    return [
        Place(
            row.code,
            row.country,
            row.name,
            float(row.latitude),
            float(row.longitude),
            row.published_companies,
        )
        for row in Location.objects.annotate(published_companies=published)
    ]


def strongest_flows(places: dict[str, Place]) -> tuple[list[Flow], bool]:
    """Routes with most fitting pairs; before the engine has spoken, those of public agreements."""
    pairs = suggested_routes()
    are_agreements = not pairs
    pairs = pairs or agreed_routes()
    flows = [
        Flow(places[thai], places[japanese], number)
        for (thai, japanese), number in pairs.most_common(MOST_FLOWS)
        if thai in places and japanese in places
    ]
    # From north to south, so that lines do not cross more than they must.
    return sorted(flows, key=lambda flow: -flow.thai.latitude), are_agreements


def suggested_routes() -> Counter[tuple[str, str]]:
    """Pairs of published firms among the best suggestions of either side, by where they are."""
    rows = Suggestion.objects.filter(
        rank__lte=TOP_RANK,
        company__state=CompanyState.PUBLISHED,
        partner__state=CompanyState.PUBLISHED,
    ).values_list("company_id", "company__country", "company__location", "partner_id", "partner__location")
    pairs = {
        (company, partner, here, there) if country == Country.THAILAND else (partner, company, there, here)
        for company, country, here, partner, there in rows
    }
    return Counter((thai_place, japanese_place) for _thai, _japanese, thai_place, japanese_place in pairs)


def agreed_routes() -> Counter[tuple[str, str]]:
    routes: Counter[tuple[str, str]] = Counter()
    for agreement in Agreement.objects.public().with_parties():
        sides = {party.company.country: party.company.location_id for party in agreement.parties.all()}
        if len(sides) == len(Country):
            routes[sides[Country.THAILAND], sides[Country.JAPAN]] += 1
    return routes


def figures(places: list[Place]) -> dict[str, int]:
    count = {
        country: sum(place.companies for place in places if place.country == country) for country in Country
    }
    settled = {
        country: sum(1 for place in places if place.country == country and place.companies)
        for country in Country
    }
    return {
        "thai": count[Country.THAILAND],
        "japanese": count[Country.JAPAN],
        "provinces": settled[Country.THAILAND],
        "prefectures": settled[Country.JAPAN],
        "needs": Need.objects.public().count(),
        "agreements": Agreement.objects.public().in_force().count(),
    }


def latest_agreements() -> list[Agreement]:
    return list(Agreement.objects.public().with_parties().order_by("-signed_on", "-id")[:LATEST])


def open_corridors() -> list[Corridor]:
    return list(
        Corridor.objects.filter(is_open=True)
        .select_related("prefecture")
        .prefetch_related("clusters", "mous")
    )
