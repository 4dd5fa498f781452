"""Machines and materials that everyone may read, as words a firm is found by."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from companies.enums import Audience, FactGroup, Material
from companies.models import Company
from companies.search.tokens import fold


@dataclass(frozen=True)
class Fact:
    """One machine or material: as its reader sees it, and folded in all the words it is found by."""

    shown: str
    words: str


def public_plant(company: Company) -> list[Fact]:
    """A firm's machines need their capabilities fetched."""
    found = []
    if company.audience_of(FactGroup.MACHINES) == Audience.PUBLIC:
        for machine in company.machines.all():
            capability = machine.capability
            names = (capability.name_th, capability.name_ja, capability.name_en) if capability else ()
            name = machine.name or (capability.name if capability else "")
            shown = " ".join(word for word in (name, machine.model, machine.size) if word)
            found.append(Fact(shown, fold(" ".join((shown, *names)))))
    if company.audience_of(FactGroup.RANGES) == Audience.PUBLIC:
        found += [Fact(str(Material(code).label), in_every_language(code)) for code in company.materials]
    return found


def in_every_language(code: str) -> str:
    labels = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels.append(str(Material(code).label))
    return fold(" ".join(labels))
