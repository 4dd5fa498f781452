"""What becomes of a firm's agreements when it turns out to be another row of a firm."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agreements.models import Party
from companies.merging.rules import moves, refuses_merge
from companies.models import Company

moves("agreements.Party.company", _lazy("Agreements"))


@refuses_merge
def parties_of_one_agreement(gone: Company, kept: Company) -> list[str]:
    """Whoever signed as two parties is two companies, or the register is wrong."""
    agreements = Party.objects.filter(company=gone).values("agreement")
    if not Party.objects.filter(company=kept, agreement__in=agreements).exists():
        return []
    return [_("Both are parties of one agreement in the register, so they stand there as two companies.")]
