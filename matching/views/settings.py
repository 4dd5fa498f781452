"""The desk's settings: corridors, the words of reasons and of mails, and who changed what."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.mail_texts import REWORDABLE, reworded, with_code
from accounts.models import MailText
from accounts.rendering import render_notice
from config.languages import LANGUAGE_CODES
from matching import steering
from matching.enums import SettingKind
from matching.forms.settings import CorridorForm, MailTextForm, ReasonWordsForm
from matching.models import Corridor, Reason, SettingEvent
from matching.permissions import can_change_settings, can_see_setting_changes
from matching.setting_words import changes_in_words

PER_PAGE = 30


@login_required
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    refuse_unless(can_change_settings(request.viewer))
    own = {(text.template, text.language) for text in MailText.objects.all()}
    mails = [
        (text, [(language, (text.template, language) in own) for language in LANGUAGE_CODES])
        for text in REWORDABLE.values()
    ]
    context = {
        "corridors": Corridor.objects.prefetch_related("desks__agency"),
        "reasons": Reason.objects.all(),
        "mails": mails,
    }
    return render(request, "matching/settings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corridor_edit(request: HttpRequest, code: str) -> HttpResponse:
    refuse_unless(can_change_settings(request.viewer))
    corridor = get_object_or_404(Corridor, code=code)
    form = CorridorForm(request.POST or None, corridor=corridor)

    def save() -> SettingEvent | None:
        return steering.change_corridor(
            corridor,
            by=request.user,
            version=form.cleaned_data["version"],
            terms=form.terms(),
            desks=list(form.cleaned_data["desks"]),
        )

    return edit(request, form, save, SettingKind.CORRIDOR, code, {"title": corridor.name})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reason_edit(request: HttpRequest, code: str) -> HttpResponse:
    refuse_unless(can_change_settings(request.viewer))
    reason = get_object_or_404(Reason, pk=code)
    form = ReasonWordsForm(request.POST or None, reason=reason)

    def save() -> SettingEvent | None:
        names = {name: form.cleaned_data[name] for name in steering.NAMES}
        version = form.cleaned_data["version"]
        return steering.reword_reason(reason, by=request.user, version=version, names=names)

    return edit(request, form, save, SettingKind.REASON, code, {"title": reason.name})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_edit(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Words of a mail in one language; the preview shows what was typed, saved or not."""
    refuse_unless(can_change_settings(request.viewer))
    text = with_code(code)
    if text is None or language not in LANGUAGE_CODES:
        raise Http404
    form = MailTextForm(request.POST or None, text=text, language=language)

    def save() -> SettingEvent | None:
        return steering.reword_mail(text, language, by=request.user, **form.words())

    context = {
        "title": text.label,
        "text": text,
        "language": language,
        "current": language,
        "languages": LANGUAGE_CODES,
        "preview": preview(text.template, language, form),
    }
    if form.is_bound and form.is_valid() and "look" in request.POST:
        return render(request, "matching/setting_edit.html", context | {"form": form})
    return edit(request, form, save, SettingKind.MAIL, steering.mail_key(text, language), context)


def preview(template: str, language: str, form: MailTextForm) -> tuple[str, str]:
    """Subject and body for a company that does not exist."""
    sample = {"partner": "Nagano Seimitsu Co., Ltd.", "due_on": "2026-12-24"}
    typed = form.data if form.is_bound else form.initial
    standard = render_notice(template, sample, language)
    return reworded(*standard, str(typed.get("subject", "")), str(typed.get("intro", "")), sample)


def edit(
    request: HttpRequest,
    form: Form,
    save: Callable[[], SettingEvent | None],
    kind: SettingKind,
    key: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Save what was typed or show it again with what is wrong; below it, the changes so far."""
    if form.is_bound and form.is_valid():
        try:
            event = save()
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except steering.ChangedMeanwhile as other:
            words = _("%(person)s saved this meanwhile. Look at the change below, then save again.")
            form.add_error(None, words % {"person": other.event.by.name})
            typed: Any = request.POST.copy()
            typed["version"] = str(other.event.pk)
            form.data = typed
        else:
            messages.success(request, _("Saved.") if event else _("Nothing was different."))
            return redirect(request.path)
    events = SettingEvent.objects.filter(kind=kind, key=key).select_related("by")
    context |= {"form": form, "changes": changes_in_words(events[:PER_PAGE])}
    return render(request, "matching/setting_edit.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def setting_changes(request: HttpRequest) -> HttpResponse:
    """Every change, the latest first."""
    refuse_unless(can_see_setting_changes(request.viewer))
    events = SettingEvent.objects.select_related("by")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "changes": changes_in_words(page)}
    return render(request, "matching/setting_changes.html", context)


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
