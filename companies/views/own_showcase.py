"""The owner's showcase: what is shown, in which order, to whom; each step works without scripts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import lifecycle
from companies.enums import ShowcaseKind
from companies.forms import CatalogueForm, ItemForm
from companies.forms.showcase import STEPS
from companies.models import Catalogue, Company, Picture, ShowcaseItem
from companies.showcase import catalogues, items, limits
from companies.views.access import for_members, with_version
from companies.views.statements import capabilities_by_root

HOME = "companies:showcase"


@for_members
@require_safe
def showcase(request: HttpRequest, company: Company) -> HttpResponse:
    rows = company.showcase_items.standing().prefetch_related(
        Prefetch("pictures", Picture.objects.standing(), "standing_pictures")
    )
    context = {
        "company": company,
        "lists": [(kind, [row for row in rows if row.kind == kind]) for kind in ShowcaseKind],
        "count": len(rows),
        "catalogues": company.catalogues.standing(),
        "photos": company.pictures.standing().filter(item=None),
        "most_items": limits.MOST_ITEMS,
        "most_catalogues": limits.MOST_CATALOGUES,
        "undo_days": limits.UNDO_DAYS,
        "removed": just_removed(request, company),
    }
    return render(request, "companies/showcase.html", context)


def just_removed(request: HttpRequest, company: Company) -> tuple[str, Any] | None:
    """Kind and row, for the way to bring it back."""
    kind, _dash, key = request.GET.get("removed", "").partition("-")
    if kind not in KINDS or not key.isdecimal():
        return None
    row = rows_of(company, kind).removed().filter(pk=key).first()
    return (kind, row) if row else None


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def item_create(request: HttpRequest, company: Company) -> HttpResponse:
    kind = request.GET.get("kind", ShowcaseKind.PRODUCT)
    return edit_item(request, company, kind if kind in ShowcaseKind else ShowcaseKind.PRODUCT, None)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    item = get_object_or_404(company.showcase_items.standing(), pk=pk)
    return edit_item(request, company, item.kind, item)


def edit_item(request: HttpRequest, company: Company, kind: str, item: ShowcaseItem | None) -> HttpResponse:
    form = ItemForm(request.POST or None, instance=item, company=company, kind=kind)
    if request.method != "POST" or not form.is_valid():
        return show_item(request, form)
    version = form.cleaned_data["version"]
    try:
        saved = items.save_item(company, by=request.user, values=form.values, item=item, version=version)
    except lifecycle.EditConflict as conflict:
        return show_item(request, form, theirs=conflict.row)
    except ValidationError as full:
        form.add_error(None, full)
        return show_item(request, form)
    if item is not None:
        messages.success(request, _("Saved."))
        return redirect(reverse(HOME) + f"#item-{saved.pk}")
    messages.success(request, _("Saved. Pictures say more than words: add some now."))
    return redirect("companies:item-pictures", saved.pk)


def show_item(request: HttpRequest, form: ItemForm, theirs: Any = None) -> HttpResponse:
    if theirs is not None:
        form.data = with_version(request, theirs.version)
    context = {"form": form, "theirs": theirs, "trades": capabilities_by_root()}
    return render(request, "companies/item_form.html", context, status=409 if theirs else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_create(request: HttpRequest, company: Company) -> HttpResponse:
    form = CatalogueForm(request.POST or None, request.FILES or None, company=company)
    if request.method != "POST" or not form.is_valid():
        return show_catalogue(request, form)
    try:
        catalogues.add_catalogue(company, by=request.user, checked=form.checked, values=form.values)
    except ValidationError as full:
        form.add_error(None, full)
        return show_catalogue(request, form)
    messages.success(request, _("The catalogue is on your page."))
    return redirect(reverse(HOME) + "#catalogues")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_edit(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    catalogue = get_object_or_404(company.catalogues.standing(), pk=pk)
    form = CatalogueForm(request.POST or None, instance=catalogue, company=company)
    if request.method != "POST" or not form.is_valid():
        return show_catalogue(request, form)
    version = form.cleaned_data["version"]
    try:
        catalogues.edit_catalogue(catalogue, by=request.user, values=form.values, version=version)
    except lifecycle.EditConflict as conflict:
        form.data = with_version(request, conflict.row.version)  # type: ignore[attr-defined]
        return show_catalogue(request, form, theirs=conflict.row)
    messages.success(request, _("Saved."))
    return redirect(reverse(HOME) + "#catalogues")


def show_catalogue(request: HttpRequest, form: CatalogueForm, theirs: Any = None) -> HttpResponse:
    context = {"form": form, "theirs": theirs, "most": limits.MOST_CATALOGUES}
    return render(request, "companies/catalogue_form.html", context, status=409 if theirs else 200)


Verb = Callable[..., None]
KINDS: dict[str, tuple[type[ShowcaseItem] | type[Catalogue], Verb, Verb, Verb]] = {
    "item": (ShowcaseItem, items.move_item, items.remove_item, items.restore_item),
    "catalogue": (
        Catalogue,
        catalogues.move_catalogue,
        catalogues.remove_catalogue,
        catalogues.restore_catalogue,
    ),
}


def rows_of(company: Company, kind: str) -> Any:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind][0].objects.filter(company=company)


@require_POST
@for_members
def shown_move(request: HttpRequest, company: Company, kind: str, pk: int) -> HttpResponse:
    """One place up or down; focus comes back to the row."""
    row = get_object_or_404(rows_of(company, kind).standing(), pk=pk)
    KINDS[kind][1](row, by=request.user, step=STEPS.get(request.POST.get("step", ""), 1))
    return redirect(reverse(HOME) + f"#{kind}-{pk}")


@require_POST
@for_members
def shown_remove(request: HttpRequest, company: Company, kind: str, pk: int) -> HttpResponse:
    row = get_object_or_404(rows_of(company, kind).standing(), pk=pk)
    KINDS[kind][2](row, by=request.user)
    return redirect(reverse(HOME) + f"?removed={kind}-{pk}")


@require_POST
@for_members
def shown_restore(request: HttpRequest, company: Company, kind: str, pk: int) -> HttpResponse:
    row = get_object_or_404(rows_of(company, kind).removed(), pk=pk)
    try:
        KINDS[kind][3](row, by=request.user)
    except ValidationError as full:
        messages.error(request, " ".join(full.messages))
    else:
        messages.success(request, _("It is back on your page."))
    return redirect(reverse(HOME) + f"#{kind}-{pk}")
