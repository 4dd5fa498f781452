"""Catalogues: taken in as checked PDF, named, put in order, removed and brought back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from companies.lifecycle import locked_for_edit
from companies.models import Catalogue, Company
from companies.showcase import files
from companies.showcase.limits import MOST_CATALOGUES, locked, refuse_full
from companies.showcase.order import last_position, record, shift
from config.pdf import Checked


@transaction.atomic
def add_catalogue(
    company: Company, *, by: User | None, checked: Checked, values: Mapping[str, Any]
) -> Catalogue:
    """`values` are title, lang and shown_to; ValidationError where there is no room."""
    company = locked(company)
    rows = company.catalogues.standing()
    refuse_full(rows, MOST_CATALOGUES)
    catalogue = Catalogue(
        company=company,
        **values,
        position=last_position(rows),
        sha256=checked.sha256,
        size=checked.size,
        pages=checked.pages,
        created_by=by,
    )
    files.write(files.catalogue_path(catalogue), checked.file.chunks())
    catalogue.save()
    record(company, catalogue, "add", by)
    return catalogue


@transaction.atomic
def edit_catalogue(
    catalogue: Catalogue, *, by: User, values: Mapping[str, Any], version: int | None
) -> Catalogue:
    company = locked(catalogue.company)
    catalogue = locked_for_edit(catalogue, version)
    for field, value in values.items():
        setattr(catalogue, field, value)
    catalogue.version += 1
    catalogue.save()
    record(company, catalogue, "edit", by)
    return catalogue


@transaction.atomic
def move_catalogue(catalogue: Catalogue, *, by: User, step: int) -> None:
    company = locked(catalogue.company)
    shift(catalogue, company.catalogues.standing(), step)
    record(company, catalogue, "move", by)


@transaction.atomic
def remove_catalogue(catalogue: Catalogue, *, by: User) -> None:
    company = locked(catalogue.company)
    if company.catalogues.standing().filter(pk=catalogue.pk).update(removed_at=timezone.now()):
        record(company, catalogue, "remove", by)


@transaction.atomic
def restore_catalogue(catalogue: Catalogue, *, by: User) -> None:
    """ValidationError where others took its place."""
    company = locked(catalogue.company)
    refuse_full(company.catalogues.standing(), MOST_CATALOGUES)
    if company.catalogues.removed().filter(pk=catalogue.pk).update(removed_at=None):
        record(company, catalogue, "restore", by)
