"""Why two firms cannot be made one, in sentences a desk can act on."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from companies.enums import CompanyState
from companies.merging.rules import REFUSALS, refuses_merge, unknown_relations
from companies.models import Block, Company


def refusals(gone: Company, kept: Company) -> list[str]:
    """Every reason at once; [] when they may be merged."""
    if gone.pk == kept.pk:
        return [_("A company cannot be merged with itself. Choose another one.")]
    if gone.country != kept.country:
        return [_("The companies are registered in different countries, so they are two companies.")]
    return [sentence for refusal in REFUSALS for sentence in refusal(gone, kept)]


@refuses_merge
def unknown(gone: Company, kept: Company) -> list[str]:
    if not (names := unknown_relations()):
        return []
    text = _("Nobody has said yet what becomes of %(names)s in a merge. Tell whoever runs the system.")
    return [text % {"names": ", ".join(names)}]


@refuses_merge
def in_wrong_states(gone: Company, kept: Company) -> list[str]:
    archived = [firm for firm in (gone, kept) if firm.state == CompanyState.ARCHIVED]
    suspended = [firm for firm in (gone, kept) if firm.state == CompanyState.SUSPENDED]
    found = [
        named(_("%(company)s is archived already. Start again from the list."), firm) for firm in archived
    ]
    text = _("%(company)s is suspended. Publish it again or archive it first.")
    found += [named(text, firm) for firm in suspended]
    if gone.state == CompanyState.PUBLISHED and kept.state in NOT_PUBLISHED:
        found.append(_("A published company cannot go into one that is not. Merge them the other way round."))
    return found


@refuses_merge
def of_one_group(gone: Company, kept: Company) -> list[str]:
    if kept.pk not in (gone.parent_id,) and gone.pk not in (kept.parent_id,):
        return []
    return [_("One of them is the parent of the other, so they are two companies.")]


@refuses_merge
def kept_apart(gone: Company, kept: Company) -> list[str]:
    pair = {gone.pk, kept.pk}
    if not any(set(row) == pair for row in Block.objects.involving(gone.pk).kept_apart()):
        return []
    return [_("One of them has blocked the other. Ask them first: they may be two companies.")]


NOT_PUBLISHED = (CompanyState.DRAFT, CompanyState.SUBMITTED, CompanyState.RETURNED)


def named(text: str, company: Company) -> str:
    return text % {"company": company.name_for_reader}


def names_of(companies: Iterable[Company]) -> str:
    return ", ".join(company.name_for_reader for company in companies)
