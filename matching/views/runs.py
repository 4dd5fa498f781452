"""The desk's runs: list, start, progress, result, cancel, commit, replay."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.spreadsheets import KINDS, as_file
from matching import exports, queueing, runs
from matching.enums import RunState
from matching.forms import RunForm
from matching.models import Corridor, Run
from matching.permissions import (
    can_change_settings,
    can_run_corridor,
    can_see_runs,
    can_see_setting_changes,
    can_start_runs,
)
from matching.queries import cases_seen_by
from matching.views import run_result

PER_PAGE = 20


@login_required
@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    refuse_unless(can_see_runs(request.viewer))
    found = Run.objects.light().select_related("corridor", "started_by").defer("report")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "can_start": can_start_runs(request.viewer),
        "can_steer": can_change_settings(request.viewer),
        "can_audit": can_see_setting_changes(request.viewer),
    }
    return render(request, "matching/run_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run_create(request: HttpRequest) -> HttpResponse:
    refuse_unless(can_start_runs(request.viewer))
    corridors = Corridor.objects.open().filter(desks__agency=request.viewer.appointment.agency)
    form = RunForm(request.POST or None, corridors=corridors)
    if request.method == "POST" and form.is_valid():
        try:
            run = runs.start(
                corridor=form.cleaned_data["corridor"],
                by=request.user,
                limits=form.limits(),
                is_simulation=form.cleaned_data["is_simulation"],
            )
        except runs.RunRefused as refusal:
            form.add_error("corridor", refusal.sentence)
        else:
            return redirect("matching:run-detail", run.pk)
    status = 422 if form.is_bound else 200
    return render(request, "matching/run_create.html", {"form": form, "corridors": corridors}, status=status)


@login_required
@require_safe
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or for htmx only the part that moves."""
    refuse_unless(can_see_runs(request.viewer))
    found = Run.objects.light().select_related("corridor", "started_by", "committed_by")
    run = get_object_or_404(found, pk=pk)
    moves = run.is_running or run.is_being_queued
    if request.htmx and not moves:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx and run.is_running:
        return render(request, "matching/_run_progress.html", progress_of(run, request))
    if request.htmx:
        return render(request, "matching/_run_queueing.html", {"run": run})
    return render(request, "matching/run_detail.html", describe(run, request))


@login_required
@require_POST
def run_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.light(), pk=pk)
    refuse_unless(can_run_corridor(request.viewer, run.corridor))
    runs.cancel(run, by=request.user)
    messages.success(request, _("The run is stopped. It proposed nothing."))
    return redirect("matching:run-detail", run.pk)


@login_required
@require_POST
def run_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the pairs of a simulation in the review queue, once."""
    run = get_object_or_404(Run.objects.light(), pk=pk)
    refuse_unless(can_run_corridor(request.viewer, run.corridor))
    try:
        queueing.commit(run, by=request.user)
    except queueing.CommitRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Each pair is looked at once more and put in the review queue."))
    return redirect("matching:run-detail", run.pk)


@login_required
@require_POST
def run_replay(request: HttpRequest, pk: int) -> HttpResponse:
    """The same run again, from its record."""
    run = get_object_or_404(Run.objects.light().finished(), pk=pk)
    refuse_unless(can_run_corridor(request.viewer, run.corridor))
    try:
        again = runs.replay(run, by=request.user)
    except runs.RunRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("matching:run-detail", run.pk)
    return redirect("matching:run-detail", again.pk)


@login_required
@require_safe
def run_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a file for a spreadsheet."""
    refuse_unless(can_see_runs(request.viewer))
    run = get_object_or_404(Run.objects.light().finished(), pk=pk)
    name = f'attachment; filename="otagai-run-{run.pk}.csv"'
    return HttpResponse(
        exports.report_csv(run, runs.previous(run)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def progress_of(run: Run, request: HttpRequest) -> dict[str, object]:
    shards = list(run.shards.all())
    done = [shard for shard in shards if shard.done_at]
    return {
        "run": run,
        "shards": shards,
        "next_shard": next((shard.number for shard in shards if not shard.done_at), None),
        "progress": len(done) / len(shards) if shards else 0.0,
        "pairs_done": sum(shard.pairs for shard in shards),
        "can_cancel": run.is_running and can_run_corridor(request.viewer, run.corridor),
    }


def describe(run: Run, request: HttpRequest) -> dict[str, object]:
    result = run_result.shown(run, request) if run.state == RunState.DONE else {}
    may_run = can_run_corridor(request.viewer, run.corridor)
    return {
        **progress_of(run, request),
        **result,
        "lanes": run_result.lanes_of(run),
        "can_start": can_start_runs(request.viewer),
        "can_commit": may_run and run.is_simulation and not run.is_replay and not run.committed_at,
        "can_replay": may_run and not run.is_replay,
    }


@login_required
@require_safe
def run_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The run's proposals that the viewer may read, as a file."""
    refuse_unless(can_see_runs(request.viewer))
    run = get_object_or_404(Run.objects.light().finished(), pk=pk)
    if kind not in KINDS:
        raise Http404
    cases = cases_seen_by(request.viewer).filter(run=run).select_related("corridor").order_by("-p_both", "pk")
    return as_file(kind, f"otagai-run-{run.pk}-proposals", exports.PAIRS, cases, _("Proposed pairs"))
