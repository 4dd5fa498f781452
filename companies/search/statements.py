"""What firms say publicly, as a page of results reads it: of each statement no more than is shown."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from companies.models import Company, Need, Offer

# Whether it is an offer, and its key.
Key = tuple[bool, int]


@dataclass(frozen=True)
class Statement:
    """`capabilities` by key; empty where they were not asked for."""

    is_offer: bool
    key: int
    company: int
    lang: str
    text: str
    capabilities: frozenset[int] = frozenset()


def public_statements(
    companies: Sequence[Company], *, with_capabilities: bool
) -> defaultdict[int, list[Statement]]:
    """Firm -> its standing offers and its open needs under its name; three queries at most for each kind."""
    keys = [company.pk for company in companies]
    offers = Offer.objects.standing().filter(company__in=keys)
    needs = Need.objects.open().filter(company__in=keys, is_anonymous=False)
    rows = [(True, *row) for row in offers.values_list("pk", "company_id", "lang", "text")]
    rows += [(False, *row) for row in needs.values_list("pk", "company_id", "lang", "text")]
    tags = tags_of([(is_offer, key) for is_offer, key, *_rest in rows]) if with_capabilities else {}
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for is_offer, key, company, lang, text in rows:
        statement = Statement(is_offer, key, company, lang, text, tags.get((is_offer, key), frozenset()))
        found[company].append(statement)
    return found


def tags_of(statements: Collection[Key]) -> dict[Key, frozenset[int]]:
    """Statement -> the keys of its capabilities."""
    found: dict[Key, set[int]] = defaultdict(set)
    for is_offer, model, column in ((True, Offer, "offer_id"), (False, Need, "need_id")):
        if keys := [key for of_offer, key in statements if of_offer is is_offer]:
            rows = model.capabilities.through.objects.filter(**{f"{column}__in": keys})
            for key, capability in rows.values_list(column, "capability_id"):
                found[is_offer, key].add(capability)
    return {key: frozenset(tags) for key, tags in found.items()}
