"""The desk brings in lists of companies: upload, what the columns mean, what would change, and the import itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.enums import ImportState, RowVerdict
from companies.intake import steps
from companies.intake.faults import Unreadable, sentence
from companies.intake.forms import ColumnsForm, UploadForm
from companies.intake.showing import Shower, faults_of
from companies.intake.template import template_for
from companies.models import ImportFile
from companies.permissions import can_import, can_see_import
from config.spreadsheets import KINDS, XLSX, Column, as_file

PER_PAGE = 20
ROWS_A_PAGE = 50


def find_file(request: HttpRequest, pk: int) -> ImportFile:
    file = get_object_or_404(ImportFile.objects.select_related("agency", "uploaded_by", "progress"), pk=pk)
    if not can_see_import(request.viewer, file):
        raise Http404
    return file


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The agency's files, and the form for the next one."""
    if not can_import(request.viewer):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("companies:import-detail", kept(request, form).pk)
        except Unreadable as refusal:
            form.add_error("file", refusal.sentence)
    files = ImportFile.objects.filter(agency=request.viewer.appointment.agency).select_related("uploaded_by")
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "companies/import_list.html", {"form": form, "page_obj": page})


def kept(request: HttpRequest, form: UploadForm) -> ImportFile:
    return steps.keep(
        form.cleaned_data["file"],
        agency=request.viewer.appointment.agency,
        by=request.user,
        source=form.cleaned_data["source"],
        arrival=form.cleaned_data["arrival"],
    )


@login_required
@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, in the language of the page it is asked from."""
    if not can_import(request.viewer):
        raise Http404
    name = f"otagai-companies-{get_language()}.xlsx"
    return HttpResponse(
        template_for(request.viewer.appointment.agency.country),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the step the file has come to, or for htmx only the part that moves."""
    file = find_file(request, pk)
    if request.htmx:
        response = render(request, "companies/_import_progress.html", {"file": file})
        if not file.is_working:
            response["HX-Refresh"] = "true"
        return response
    return show_file(request, file)


def show_file(request: HttpRequest, file: ImportFile, form: ColumnsForm | None = None) -> HttpResponse:
    context: dict[str, object] = {"file": file, "failure": file.failure and sentence(*file.failure)}
    if file.state == ImportState.MAPPING or form is not None:
        context["form"] = form or ColumnsForm(file)
    elif not file.is_working and file.counts:
        context |= preview(request, file)
    return render(request, "companies/import_detail.html", context)


def preview(request: HttpRequest, file: ImportFile) -> dict[str, object]:
    """The rows of one verdict: the asked one, else the first that needs an answer."""
    asked = request.GET.get("rows", "")
    present = [verdict for verdict in RowVerdict if file.counts.get(verdict)]
    chosen = RowVerdict(asked) if asked in RowVerdict.values else next(iter(present), RowVerdict.NEW)
    rows = file.rows.filter(verdict=chosen).select_related("company")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        "rows": Shower().rows(page),
        "chosen": chosen,
        "tabs": [(verdict, file.counts.get(verdict, 0)) for verdict in RowVerdict],
        "is_open": file.state == ImportState.CHECKED,
        "faulty": file.counts.get(RowVerdict.FAULTY, 0),
        "conflicts": file.counts.get(RowVerdict.CONFLICT, 0),
        "to_write": sum(file.counts.get(verdict, 0) for verdict in ("new", "changed", "conflict")),
    }


@require_POST
@login_required
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    file = find_file(request, pk)
    form = ColumnsForm(file, request.POST)
    if not form.is_valid():
        return show_file(request, file, form)
    steps.confirm_columns(file, by=request.user, columns=form.columns)
    return redirect("companies:import-detail", pk)


@require_POST
@login_required
def import_keep(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Which of the firm's own words stay in one row."""
    file = find_file(request, pk)
    get_object_or_404(file.rows.filter(verdict=RowVerdict.CONFLICT), pk=row)
    steps.keep_theirs(file, by=request.user, row=row, columns=request.POST.getlist("keep"))
    messages.success(request, _("Saved for this row. Nothing is imported yet."))
    return redirect(back_to(request, pk))


@require_POST
@login_required
def import_keep_all(request: HttpRequest, pk: int) -> HttpResponse:
    steps.keep_all_theirs(find_file(request, pk), by=request.user)
    messages.success(request, _("What companies edited themselves stays as it is."))
    return redirect(back_to(request, pk))


def back_to(request: HttpRequest, pk: int) -> str:
    page = request.POST.get("page", "")
    number = f"&page={page}" if page.isdecimal() else ""
    return f"{reverse('companies:import-detail', args=[pk])}?rows={RowVerdict.CONFLICT}{number}"


@require_POST
@login_required
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    steps.import_all(find_file(request, pk), by=request.user)
    return redirect("companies:import-detail", pk)


@require_POST
@login_required
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    steps.stop(find_file(request, pk), by=request.user)
    messages.success(request, _("Stopped. Nothing of this file is in the directory."))
    return redirect("companies:import-detail", pk)


FAULT_COLUMNS = [
    Column(gettext_lazy("Row"), lambda line: line[0].number),
    Column(gettext_lazy("Key in your list"), lambda line: line[0].external_id),
    Column(gettext_lazy("company name"), lambda line: line[0].name),
    Column(gettext_lazy("Column"), lambda line: line[1].title),
    Column(gettext_lazy("What to mend"), lambda line: line[1].text),
]


@login_required
@require_safe
def import_faults(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Every fault of the file as a list to work through."""
    if kind not in KINDS:
        raise Http404
    file = find_file(request, pk)
    rows = file.rows.filter(verdict=RowVerdict.FAULTY).iterator()
    lines = ((row, fault) for row in rows for fault in faults_of(row))
    return as_file(kind, f"otagai-import-{file.pk}-faults", FAULT_COLUMNS, lines, _("To mend"))
