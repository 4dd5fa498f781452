"""The registrar's work: drafts, signatures, documents, endings."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import lifecycle
from agreements.enums import AgreementState, DocumentKind
from agreements.forms import AgreementForm, SignatureForm, TerminateForm
from agreements.lifecycle import EditConflict
from agreements.models import Agreement, GovernmentMou, Party
from agreements.permissions import can_keep_register
from agreements.views.register import detail_context
from matching.enums import MatchState
from matching.models import Match

View = Callable[..., HttpResponse]


def for_registrars(view: View) -> View:
    """404 for everyone else, so that nobody learns what exists."""

    @wraps(view)
    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_keep_register(request.viewer):  # type: ignore[attr-defined]
            raise Http404
        return view(request, *args, **kwargs)

    return checked


@for_registrars
@require_safe
def registrar_list(request: HttpRequest) -> HttpResponse:
    """What waits: connected matches without a draft, drafts, signatures, renewals."""
    waiting = (
        Match.objects.with_parties()
        .filter(state=MatchState.CONNECTED)
        .exclude(agreements__state__in=[AgreementState.DRAFT, AgreementState.OUT_FOR_SIGNATURE])
    )
    agreements = Agreement.objects.with_parties()
    context = {
        "matches": waiting.order_by("connected_at")[:50],
        "drafts": agreements.filter(state=AgreementState.DRAFT),
        "unsigned": agreements.filter(state=AgreementState.OUT_FOR_SIGNATURE),
        "due": agreements.due_for_renewal().order_by("valid_until"),
    }
    return render(request, "agreements/registrar_list.html", context)


def suggested(match: Match) -> dict[str, object]:
    """Titles in three languages and the memorandum the corridor rests on."""
    titles = {}
    for lang in ("th", "ja", "en"):
        with translation.override(lang):
            thai = match.thai.name_native if lang == "th" else match.thai.name_roman
            japanese = match.japanese.name_native if lang == "ja" else match.japanese.name_roman
            titles[f"title_{lang}"] = _("Memorandum of understanding between %(thai)s and %(japanese)s") % {
                "thai": thai,
                "japanese": japanese,
            }
    mou = GovernmentMou.objects.filter(corridors=match.corridor).first()
    return {**titles, "type": "mou", "under_mou": mou, "facilitator": match.corridor.name}


@for_registrars
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_create(request: HttpRequest) -> HttpResponse:
    """A draft that grows from a connected match."""
    key = request.GET.get("match", "")
    match = get_object_or_404(Match.objects.with_parties(), pk=key if key.isdecimal() else 0)
    form = AgreementForm(request.POST or None, initial=suggested(match))
    if request.method == "POST" and form.is_valid():
        firms = [match.thai, match.japanese]
        agreement = lifecycle.draft(by=request.user, values=form.values(), match=match, firms=firms)  # type: ignore[arg-type]
        messages.success(request, _("The draft is in the register. Both companies were told."))
        return redirect(agreement)
    return render(request, "agreements/agreement_form.html", {"form": form, "match": match})


@for_registrars
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.filter(state=AgreementState.DRAFT), pk=pk)
    form = AgreementForm(request.POST or None, instance=agreement)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            lifecycle.edit(agreement, by=request.user, values=form.values(), version=version)  # type: ignore[arg-type]
            messages.success(request, _("Saved."))
            return redirect(agreement)
        except EditConflict:
            form.add_error(
                None, _("Someone else saved this meanwhile. Open the page again to work on theirs.")
            )
    return render(request, "agreements/agreement_form.html", {"form": form, "agreement": agreement})


def find(pk: int) -> Agreement:
    return get_object_or_404(Agreement.objects.with_parties(), pk=pk)


@require_POST
@for_registrars
def agreement_send(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = lifecycle.send_for_signature(find(pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Out for signature. Record each signature as the signed copy arrives."))
    return redirect(agreement)


@require_POST
@for_registrars
def agreement_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """One party's signature, with the signed copy where none is there yet."""
    agreement = find(pk)
    key = request.POST.get("party", "")
    party = get_object_or_404(Party, pk=key if key.isdecimal() else 0, agreement=agreement)
    form = SignatureForm(request.POST, request.FILES, has_copy=agreement.documents.exists())
    if form.is_valid():
        try:
            save_signature(request, agreement, party, form)
            return redirect(agreement)
        except ValidationError as error:
            form.add_error(None, error)
    context = detail_context(agreement, request.viewer)  # type: ignore[attr-defined]
    context |= {"signature_form": form, "signing": party}
    return render(request, "agreements/agreement_detail.html", context, status=422)


def save_signature(request: HttpRequest, agreement: Agreement, party: Party, form: SignatureForm) -> None:
    names = ("name", "name_roman", "position", "signed_on")
    values = {name: form.cleaned_data[name] for name in names}
    with transaction.atomic():
        if form.checked is not None:
            kind = DocumentKind.SIGNED_COPY
            lifecycle.attach_document(agreement, by=request.user, checked=form.checked, kind=kind)  # type: ignore[arg-type]
        after = lifecycle.record_signature(party, by=request.user, **values)  # type: ignore[arg-type]
    if after.state == AgreementState.SIGNED:
        messages.success(request, _("All parties have signed. The agreement is in the register."))
    else:
        messages.success(request, _("The signature is recorded."))


@require_POST
@for_registrars
def agreement_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = lifecycle.cancel(find(pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The draft is cancelled."))
    return redirect(agreement)


@require_POST
@for_registrars
def agreement_terminate(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = find(pk)
    form = TerminateForm(request.POST)
    if form.is_valid():
        try:
            lifecycle.terminate(agreement, by=request.user, ended_on=form.cleaned_data["ended_on"])  # type: ignore[arg-type]
            messages.success(request, _("The early end is recorded."))
            return redirect(agreement)
        except ValidationError as error:
            form.add_error("ended_on", error.messages)
    context = detail_context(agreement, request.viewer) | {"terminate_form": form}  # type: ignore[attr-defined]
    return render(request, "agreements/agreement_detail.html", context, status=422)
