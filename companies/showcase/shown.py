"""What one viewer sees of a firm's showcase."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Prefetch

from companies.enums import Audience, PictureUse, ShowcaseKind
from companies.models import Catalogue, Company, Picture, ShowcaseItem
from companies.permissions import Viewer, showcase_open_to


@dataclass(frozen=True)
class Showcase:
    """Empty lists and no logo where nothing is shown."""

    products: list[ShowcaseItem] = field(default_factory=list)
    cases: list[ShowcaseItem] = field(default_factory=list)
    photos: list[Picture] = field(default_factory=list)
    catalogues: list[Catalogue] = field(default_factory=list)
    logo: Picture | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.products or self.cases or self.photos or self.catalogues)


def showcase_for(viewer: Viewer, company: Company) -> Showcase:
    """Described pictures, and what is open to this viewer."""
    return showcase_of(company, showcase_open_to(viewer, company))


def showcase_of(company: Company, levels: Collection[Audience]) -> Showcase:
    if not levels:
        return Showcase()
    described = Picture.objects.standing().exclude(alt="")
    items = company.showcase_items.standing().filter(shown_to__in=levels)
    rows = list(items.prefetch_related("capabilities", Prefetch("pictures", described, "shown_pictures")))
    pictures = list(described.filter(company=company, item=None, own_shown_to__in=levels))
    return Showcase(
        products=[row for row in rows if row.kind == ShowcaseKind.PRODUCT],
        cases=[row for row in rows if row.kind == ShowcaseKind.CASE],
        photos=[row for row in pictures if row.use == PictureUse.PLANT],
        catalogues=list(company.catalogues.standing().filter(shown_to__in=levels)),
        logo=next((row for row in pictures if row.use == PictureUse.LOGO), None),
    )


def can_see_picture(viewer: Viewer, picture: Picture) -> bool:
    """Its firm's people see it before it is described and while it can be brought back."""
    levels = showcase_open_to(viewer, picture.company)
    if levels and viewer.acts_for(picture.company):
        return True
    is_gone = picture.removed_at or (picture.item and picture.item.removed_at)
    return bool(picture.is_described and not is_gone and picture.shown_to in levels)


def can_see_catalogue(viewer: Viewer, catalogue: Catalogue) -> bool:
    return catalogue.removed_at is None and catalogue.shown_to in showcase_open_to(viewer, catalogue.company)


def is_public(row: Picture | Catalogue) -> bool:
    """Whether a shared cache may keep its file."""
    return row.company.is_published and row.shown_to == Audience.PUBLIC and row.removed_at is None
