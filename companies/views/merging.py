"""A desk finds that two firms are one: what would go over, which facts stay, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.forms.merging import MergeForm
from companies.lifecycle import EditConflict
from companies.merging import steps, undoing
from companies.merging.refusals import refusals
from companies.merging.values import differences
from companies.models import Company, Merge
from companies.permissions import can_merge, can_see_merge, can_verify_company
from companies.search.lookalikes import alike_to_each, candidates

PER_PAGE = 20


@login_required
@require_safe
def merge_list(request: HttpRequest) -> HttpResponse:
    """Merges of the desk's country, and a search for firms that stand here twice."""
    viewer, done = request.viewer, Merge.objects.select_related("gone", "kept__location", "by", "undone_by")
    if viewer.is_desk and viewer.appointment:
        country = viewer.appointment.agency.country
        done = done.filter(kept__country=country)
    elif not viewer.is_auditor:
        raise Http404
    q = request.GET.get("q", "").strip()[:200] if viewer.is_desk else ""
    found = [hit.company for hit in candidates(q, country=country)] if q else []
    alike = alike_to_each(found)
    context = {
        "page_obj": Paginator(done, PER_PAGE).get_page(request.GET.get("page")),
        "q": q,
        "found": [(firm, alike[firm.pk]) for firm in found],
    }
    return render(request, "companies/merge_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_merge(request: HttpRequest, pk: int, kept: int) -> HttpResponse:
    """`pk` goes into `kept`."""
    firms = Company.objects.select_related("location", "parent")
    gone, stays = get_object_or_404(firms, pk=pk), get_object_or_404(firms, pk=kept)
    if not can_merge(request.viewer, gone, stays):
        raise Http404
    form = MergeForm(
        request.POST or None, initial={"gone_version": gone.version, "kept_version": stays.version}
    )
    if request.method == "POST" and form.is_valid():
        return do_merge(request, gone, stays, form)
    return show_merge(request, gone, stays, form)


def do_merge(request: HttpRequest, gone: Company, kept: Company, form: MergeForm) -> HttpResponse:
    sent = form.cleaned_data
    try:
        row = steps.merge(
            gone,
            kept,
            by=request.user,
            agency=request.viewer.appointment.agency,
            taken=taken_in(request),
            versions=(sent["gone_version"], sent["kept_version"]),
            as_editors=not sent["keep_owners"],
            note=sent["note"],
        )
    except ValidationError:
        return show_merge(request, gone, kept, form)
    except EditConflict:
        text = _("One of the companies was edited meanwhile. Look at the facts again, then merge.")
        messages.error(request, text)
        fresh = form.data.copy()
        for name, firm in (("gone_version", gone), ("kept_version", kept)):
            fresh[name] = str(Company.objects.values_list("version", flat=True).get(pk=firm.pk))
        return show_merge(request, gone, kept, MergeForm(fresh), status=409)
    messages.success(request, _("Merged. Both teams and your colleagues are told."))
    return redirect("companies:merge-detail", row.pk)


def taken_in(request: HttpRequest) -> set[str]:
    """Names of the facts in which the firm that goes was chosen."""
    prefix = "fact-"
    return {
        name.removeprefix(prefix)
        for name, value in request.POST.items()
        if name.startswith(prefix) and value == "gone"
    }


def show_merge(
    request: HttpRequest, gone: Company, kept: Company, form: MergeForm, status: int = 200
) -> HttpResponse:
    gone, kept = (Company.objects.select_related("location").get(pk=firm.pk) for firm in (gone, kept))
    reasons = refusals(gone, kept)
    taken = taken_in(request) if form.is_bound else None
    context = {
        "gone": gone,
        "kept": kept,
        "form": form,
        "refusals": reasons,
        "differences": [] if reasons else differences(gone, kept, taken),
        "lines": [] if reasons else steps.plan(gone, kept),
        "owners": gone.memberships.owners().select_related("user"),
    }
    return render(
        request, "companies/company_merge.html", context, status=409 if reasons and form.is_bound else status
    )


def find_merge(request: HttpRequest, pk: int) -> Merge:
    merge = get_object_or_404(
        Merge.objects.select_related("gone__location", "kept__location", "by", "undone_by", "agency"), pk=pk
    )
    if not can_see_merge(request.viewer, merge):
        raise Http404
    return merge


@login_required
@require_safe
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show_record(request, find_merge(request, pk))


def show_record(request: HttpRequest, merge: Merge, refused: list[str] | None = None) -> HttpResponse:
    context = {
        "merge": merge,
        "lines": steps.counted(merge),
        "facts": steps.facts_taken(merge),
        "refused": refused or [],
        "may_undo": merge.undone_at is None and can_verify_company(request.viewer, merge.kept),
    }
    return render(request, "companies/merge_detail.html", context, status=409 if refused else 200)


@require_POST
@login_required
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    merge = find_merge(request, pk)
    if not can_verify_company(request.viewer, merge.kept):
        raise Http404
    try:
        undoing.undo(merge, by=request.user)
    except ValidationError as refused:
        return show_record(request, merge, refused.messages)
    messages.success(request, _("Undone. Both companies are as they were, and their people are told."))
    return redirect("companies:merge-detail", merge.pk)
