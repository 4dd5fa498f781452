"""A firm's shortlist and the comparison of up to four firms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import shortlists
from companies.forms import NoteForm
from companies.models import Company
from companies.permissions import can_shortlist, published_for
from companies.queries import for_results
from companies.seen import all_seen_by
from companies.views.acting import inside


def own_company(request: HttpRequest) -> Company:
    if request.viewer.company is None:
        raise Http404
    return request.viewer.company


@login_required
@require_safe
def shortlist_detail(request: HttpRequest) -> HttpResponse:
    """What is on it; after taking one off, the way to undo that."""
    found = own_company(request).shortlist.filter(firm__in=published_for(request.viewer))
    found = found.select_related("firm__location", "changed_by")
    context = {
        "rows": [(row, NoteForm(instance=row, auto_id=f"note-{row.pk}-%s")) for row in found.standing()],
        "removed": found.filter(firm__slug=request.GET.get("removed", ""), removed_at__isnull=False).first(),
        "most": shortlists.MOST_COMPARED,
    }
    return render(request, "companies/shortlist.html", context)


def firm_to_keep(request: HttpRequest, slug: str) -> Company:
    firm = get_object_or_404(published_for(request.viewer), slug=slug)
    if not can_shortlist(request.viewer, firm):
        raise Http404
    return firm


@require_POST
@login_required
def shortlist_add(request: HttpRequest, slug: str) -> HttpResponse:
    shortlists.add(own_company(request), firm_to_keep(request, slug), by=request.user)
    messages.success(request, _("On your shortlist. Your colleagues see it too; the other company does not."))
    return redirect(inside(request) if request.POST.get("next") else "companies:shortlist")


@require_POST
@login_required
def shortlist_remove(request: HttpRequest, slug: str) -> HttpResponse:
    shortlists.remove(own_company(request), firm_to_keep(request, slug), by=request.user)
    return redirect(reverse("companies:shortlist") + f"?removed={slug}")


@require_POST
@login_required
def shortlist_note(request: HttpRequest, slug: str) -> HttpResponse:
    form = NoteForm(request.POST)
    firm = firm_to_keep(request, slug)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    elif shortlists.write_note(own_company(request), firm, by=request.user, note=form.cleaned_data["note"]):
        messages.success(request, _("Note saved."))
    return redirect(reverse("companies:shortlist") + f"#firm-{firm.pk}")


@login_required
@require_safe
def company_compare(request: HttpRequest) -> HttpResponse:
    """Firms side by side, in the order they were chosen; more than fit are left out and said so."""
    own_company(request)
    chosen = list(dict.fromkeys(request.GET.getlist("firm")))
    found = for_results(published_for(request.viewer).filter(slug__in=chosen))
    by_slug = {firm.slug: firm for firm in found.prefetch_related("clusters", "collaboration_types")}
    firms = all_seen_by(request.viewer, [by_slug[slug] for slug in chosen if slug in by_slug])
    context = {
        "firms": firms[: shortlists.MOST_COMPARED],
        "too_many": len(firms) > shortlists.MOST_COMPARED,
        "most": shortlists.MOST_COMPARED,
    }
    return render(request, "companies/company_compare.html", context)
