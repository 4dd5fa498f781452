"""The way from sign-up to the first partners, always resumed where the firm stands."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from companies.enums import NeedState
from companies.lifecycle import WRITES_STATEMENTS
from companies.models import Company

register = template.Library()


@dataclass(frozen=True)
class GuideStep:
    """`place` is done, current or later; `stage` is how far the joint has closed, 1 to 5."""

    name: str
    url: str
    place: str
    stage: int


def steps_done(company: Company | None) -> int:
    """0 to 4 by what is stored, so the way can be left and taken up anywhere."""
    if company is None:
        return 0
    if company.state not in WRITES_STATEMENTS:
        return 1
    return 4 if company.needs.exclude(state=NeedState.DRAFT).exists() else 2


def guide_of(company: Company | None) -> list[GuideStep]:
    done = steps_done(company)
    names = [_("Find or add"), _("Essentials"), _("First need"), _("Partners")]
    addresses = ["company-find", "company-edit", "need-create"]
    urls = [reverse(f"companies:{name}") for name in addresses] + [""]
    places = ["done" if at < done else "current" if at == done else "later" for at in range(4)]
    return [
        GuideStep(name, url, place, stage)
        for name, url, place, stage in zip(names, urls, places, (1, 3, 4, 5), strict=True)
    ]


@register.inclusion_tag("companies/_guide.html", takes_context=True)
def guide(context: template.Context) -> dict[str, object]:
    """Nothing once the first need is open."""
    steps = guide_of(context["request"].viewer.company)
    current = next((step for step in steps if step.place == "current"), None)
    return {"steps": steps if current else [], "current": current, "here": context["request"].path}
