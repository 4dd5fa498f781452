"""The register as everyone, or those inside, may read it."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.exports import REGISTER
from agreements.filters import AgreementFilter, MouFilter
from agreements.forms import SignatureForm, TerminateForm
from agreements.landing import register_facts
from agreements.lifecycle import AGREEMENT
from agreements.models import Agreement, Document, GovernmentMou
from agreements.permissions import can_keep_register, can_read_register, can_see_agreement, can_see_papers
from config.spreadsheets import KINDS, as_file

PAGE = 20


def readable(request: HttpRequest) -> QuerySet[Agreement]:
    """All of the register for those inside it, the public part for everyone else."""
    everything = Agreement.objects.with_parties()
    return everything if can_read_register(request.viewer) else everything.public()  # type: ignore[attr-defined]


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    filters = AgreementFilter(request.GET, queryset=readable(request))
    page = Paginator(filters.qs.distinct(), PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": filters,
        "page_obj": page,
        "mou_count": GovernmentMou.objects.count(),
        "is_inside": can_read_register(request.viewer),  # type: ignore[attr-defined]
        **register_facts(),
    }
    return render(request, "agreements/agreement_list.html", context)


@require_safe
def mou_list(request: HttpRequest) -> HttpResponse:
    filters = MouFilter(request.GET, queryset=GovernmentMou.objects.select_related("prefecture"))
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    context = {"filter": filters, "page_obj": page, "agreement_count": readable(request).count()}
    return render(request, "agreements/mou_list.html", context)


def find_agreement(request: HttpRequest, pk: int) -> Agreement:
    agreement = get_object_or_404(Agreement.objects.with_parties(), pk=pk)
    if not can_see_agreement(request.viewer, agreement):  # type: ignore[attr-defined]
        raise Http404
    return agreement


@require_safe
def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = find_agreement(request, pk)
    viewer = request.viewer  # type: ignore[attr-defined]
    return render(request, "agreements/agreement_detail.html", detail_context(agreement, viewer))


def detail_context(agreement: Agreement, viewer: object) -> dict[str, object]:
    papers = can_see_papers(viewer, agreement)  # type: ignore[arg-type]
    keeper = can_keep_register(viewer)  # type: ignore[arg-type]
    has_copy = agreement.documents.exists()
    return {
        "agreement": agreement,
        "papers": papers,
        "documents": agreement.documents.all() if papers else [],
        "events": agreement.events.all() if papers else [],
        "moves": [move for move in AGREEMENT.moves if keeper and AGREEMENT.allows(agreement, move)],
        "unsigned": [party for party in agreement.parties.all() if not hasattr(party, "signatory")],
        "signature_form": SignatureForm(has_copy=has_copy),
        "terminate_form": TerminateForm(),
    }


@require_safe
def document_download(request: HttpRequest, pk: int) -> FileResponse:
    """As an attachment, to those who may read papers; 404 for everyone else."""
    document = get_object_or_404(Document.objects.select_related("agreement"), pk=pk)
    if not can_see_papers(request.viewer, document.agreement):  # type: ignore[attr-defined]
        raise Http404
    return FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type="application/pdf"
    )


@require_safe
def agreement_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The register as it is narrowed, as a file: all of it for those inside, else its public part."""
    if kind not in KINDS:
        raise Http404
    filters = AgreementFilter(request.GET, queryset=readable(request))
    return as_file(kind, "otagai-register", REGISTER, filters.qs.distinct(), _("Register of agreements"))
