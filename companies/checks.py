"""The desk's checklist of a firm: what was looked at, ticked one by one."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.enums import Check
from companies.models import Company, CompanyCheck


@transaction.atomic
def set_checks(company: Company, *, by: User, codes: Iterable[str]) -> list[CompanyCheck]:
    """Exactly these lines stand ticked afterwards; who ticked a line before stays named."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    wanted = {Check(code) for code in codes}
    standing = company.checks.filter(taken_back_at=None)
    standing.exclude(code__in=wanted).update(taken_back_at=timezone.now(), taken_back_by=by)
    there = set(standing.values_list("code", flat=True))
    CompanyCheck.objects.bulk_create(
        CompanyCheck(company=company, code=code, by=by) for code in Check if code in wanted - there
    )
    return list(standing.select_related("by"))
