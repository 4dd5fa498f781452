"""Provinces and prefectures to choose from: the reader's own country first, Thai ones by the alphabet."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.enums import Country
from companies.models import Location
from companies.search.texts import thai_sort_key

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def places_to_choose() -> Choices:
    own = Country.JAPAN if (get_language() or "")[:2] == "ja" else Country.THAILAND
    countries = sorted(Country, key=lambda country: country != own)
    places = list(Location.objects.all())
    blank: Choices = [("", _("Choose a province or prefecture"))]
    return blank + [(str(country.label), options(country, places)) for country in countries]


def places_of(country: Country) -> Choices:
    """For a form that knows the country."""
    blank: Choices = [("", _("Choose a province or prefecture"))]
    return blank + options(country, list(Location.objects.filter(country=country)))


def options(country: Country, places: list[Location]) -> list[tuple[str, str]]:
    """Japanese prefectures stay from north to south, as their codes run."""
    found = [(place.pk, place.name) for place in places if place.country == country]
    return sorted(found, key=lambda one: thai_sort_key(one[1])) if country == Country.THAILAND else found
