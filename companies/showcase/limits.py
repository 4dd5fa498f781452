"""How much a firm shows, told in advance and held under the lock of its row."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from companies.enums import PictureUse
from companies.lifecycle import EDITABLE
from companies.models import Company, ShowcaseItem
from config.lifecycle import MoveNotAllowed

MOST_ITEMS = 30
MOST_PICTURES = {PictureUse.ITEM: 6, PictureUse.PLANT: 12, PictureUse.LOGO: 1}
MOST_CATALOGUES = 5
# Long enough for second thoughts, short enough that removed means removed.
UNDO_DAYS = 7


def locked(company: Company) -> Company:
    """The firm's row, so that two uploads at once do not both take the last place."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    if company.state not in EDITABLE:
        raise MoveNotAllowed(company, "show", company.state)
    return company


def refuse_full(rows: QuerySet, most: int) -> None:
    if rows.count() >= most:
        raise ValidationError(
            _("There is room for %(most)s here, and they are all taken. Remove one first.") % {"most": most}
        )


def pictures_beside(company: Company, use: PictureUse, item: ShowcaseItem | None) -> QuerySet:
    """Those in one row with each other, as they stand."""
    return company.pictures.standing().filter(use=use, item=item)
