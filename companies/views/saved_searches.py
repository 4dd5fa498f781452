"""A person's saved searches: saved from the directory or the needs board, looked at, changed, deleted, undone."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import saved_searches
from companies.enums import SearchPlace
from companies.forms import SavedSearchForm
from companies.models import SavedSearch
from companies.saved_searches import SEARCHERS

LONGEST_QUERY = 1000


@dataclass(frozen=True)
class Shown:
    search: SavedSearch
    form: SavedSearchForm
    found: int
    new: int


@login_required
@require_safe
def saved_search_list(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": [shown(row) for row in saved_searches.kept_by(request.user)],
        "removed": own(request)
        .filter(pk=number(request.GET.get("removed")), removed_at__isnull=False)
        .first(),
        "most": saved_searches.MOST_SAVED,
    }
    return render(request, "companies/saved_search_list.html", context)


def shown(row: SavedSearch) -> Shown:
    found = saved_searches.found_by(row)
    form = SavedSearchForm(instance=row, auto_id=f"search-{row.pk}-%s")
    return Shown(row, form, len(found), len(set(found) - set(row.known_keys)))


def own(request: HttpRequest):
    return SavedSearch.objects.filter(user=request.user).select_related("company", "user")


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def own_search(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(own(request), pk=pk)


@login_required
@require_POST
def saved_search_create(request: HttpRequest) -> HttpResponse:
    place = request.POST.get("place", "")
    if place not in SEARCHERS:
        raise Http404
    query = plain_query(request.POST.get("query", ""))
    name = " ".join(request.POST.get("name", "").split())[:120] or str(SearchPlace(place).label)
    try:
        saved_searches.save(by=request.user, viewer=request.viewer, place=place, query=query, name=name)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The search is saved. Choose here how often we write to you."))
    return redirect("companies:saved-search-list")


def plain_query(text: str) -> str:
    """Without the page number and empty answers."""
    asked = QueryDict(text[:LONGEST_QUERY], mutable=True)
    asked.pop("page", None)
    for name in list(asked):
        asked.setlist(name, [value for value in asked.getlist(name) if value])
    return asked.urlencode()[:LONGEST_QUERY]


@login_required
@require_POST
def saved_search_open(request: HttpRequest, pk: int) -> HttpResponse:
    """To what it finds; from here on that is known."""
    search = own_search(request, pk)
    saved_searches.look(search)
    return redirect(f"{reverse(SEARCHERS[search.place].page)}?{search.query}")


@login_required
@require_POST
def saved_search_change(request: HttpRequest, pk: int) -> HttpResponse:
    search = own_search(request, pk)
    form = SavedSearchForm(request.POST, instance=search)
    if form.is_valid():
        saved_searches.change(search, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(f"{reverse('companies:saved-search-list')}#search-{pk}")


@login_required
@require_POST
def saved_search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    saved_searches.remove(own_search(request, pk))
    return redirect(f"{reverse('companies:saved-search-list')}?removed={pk}")


@login_required
@require_POST
def saved_search_undo(request: HttpRequest, pk: int) -> HttpResponse:
    if not saved_searches.bring_back(own_search(request, pk)):
        messages.error(request, _("There is no room for it any more. Delete another one first."))
    return redirect(f"{reverse('companies:saved-search-list')}#search-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The page a mail leads to, signed in or not; its button stops the mails of this one search."""
    search = saved_searches.of_token(token)
    if search is None:
        raise Http404
    if request.method == "POST":
        saved_searches.stop(search)
    return render(
        request, "companies/saved_search_stop.html", {"search": search, "stopped": request.method == "POST"}
    )
