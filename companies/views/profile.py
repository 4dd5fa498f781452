"""The form of a firm's facts: saved as it is typed, and two colleagues' versions side by side."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import parked
from accounts.parked import reads_parked_form
from companies import drafts, lifecycle
from companies.forms import CompanyForm, certificates_of, machines_of
from companies.forms.versions import differences, with_theirs
from companies.models import Capability, Company, ProfileDraft
from companies.views.access import View, for_members
from companies.views.my_company import hand_in


class Typed:
    """The company's form with its rows, on the company as it is saved now."""

    def __init__(self, company: Company, data: Any = None) -> None:
        self.form = CompanyForm(data, instance=Company.objects.get(pk=company.pk))
        self.machines, self.certificates = machines_of(company, data), certificates_of(company, data)

    @property
    def rows(self) -> list[Any]:
        return [self.machines, self.certificates]

    @property
    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows)])

    @property
    def values(self) -> dict[str, Any]:
        return {**self.form.values, "machines": self.machines.rows, "certificates": self.certificates.rows}


@reads_parked_form
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def company_edit(request: HttpRequest, company: Company) -> HttpResponse:
    company.refresh_from_db()
    if request.method == "POST":
        return save(request, company)
    draft = draft_of(request, company)
    if draft is None:
        return show(request, company, Typed(company))
    is_old = draft.version != company.version
    typed = Typed(company, with_version(drafts.as_sent(draft.values), company.version))
    return show(request, company, typed, draft=draft, is_conflict=is_old)


def draft_of(request: HttpRequest, company: Company) -> ProfileDraft | None:
    """What was kept; the text of an ended session is kept first, if it is this firm's."""
    if (kept := parked.take(request)) is not None:
        _action, values = kept
        if values.get("company") == [str(company.pk)]:
            return drafts.keep(company, by=request.user, values=drafts.without_buttons(values))
    return drafts.kept(company, request.user)


def save(request: HttpRequest, company: Company) -> HttpResponse:
    saved = Typed(company)
    typed = Typed(company, with_theirs(request.POST, saved.form, saved.rows))
    if not typed.is_valid:
        return show(request, company, typed)
    version = typed.form.cleaned_data["version"]
    try:
        edited = lifecycle.edit(company, by=request.user, values=typed.values, version=version)
    except lifecycle.EditConflict as conflict:
        data = with_version(typed.form.data.copy(), conflict.row.version)
        return show(request, company, Typed(company, data), is_conflict=True)
    drafts.discard(company, by=request.user)
    warn_of_expired(request, edited)
    if "hand_in" in request.POST and request.viewer.is_owner:
        return hand_in(request, company)
    messages.success(request, _("Saved."))
    return redirect("companies:my-company")


def warn_of_expired(request: HttpRequest, company: Company) -> None:
    expired = [str(row) for row in company.certificates.select_related("certification") if row.is_expired]
    if expired:
        names = {"names": ", ".join(expired)}
        messages.warning(request, _("Expired, so shown as expired and not counted: %(names)s") % names)


def with_version(data: Any, version: int) -> Any:
    data["version"] = str(version)
    return data


def show(
    request: HttpRequest,
    company: Company,
    typed: Typed,
    *,
    draft: ProfileDraft | None = None,
    is_conflict: bool = False,
) -> HttpResponse:
    """The form as typed; after a conflict beside what somebody else saved, ready to be saved over it."""
    context = {
        "company": company,
        "form": typed.form,
        "machines": typed.machines,
        "certificates": typed.certificates,
        "processes": Capability.objects.all(),
        "draft": draft,
        "differences": differences(typed.form, typed.rows) if is_conflict else [],
        "is_conflict": is_conflict,
        "may_submit": request.viewer.is_owner and lifecycle.COMPANY.allows(company, "submit"),
    }
    status = 409 if is_conflict and request.method == "POST" else 200
    return render(request, "companies/company_edit.html", context, status=status)


def known_only(view: View) -> Callable[..., HttpResponse]:
    """A script asks: who is signed out is told so, not sent to a page it cannot show."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_POST
@known_only
@for_members
def draft_keep(request: HttpRequest, company: Company) -> HttpResponse:
    """The answer is the line under the form: kept, when, and whether a colleague saved meanwhile."""
    try:
        draft = drafts.keep(company, by=request.user, values=drafts.typed_in(request.POST))
    except ValidationError as refused:
        return HttpResponse(" ".join(refused.messages), status=400, content_type="text/plain; charset=utf-8")
    version = Company.objects.values_list("version", flat=True).get(pk=company.pk)
    context = {"draft": draft, "is_old": draft.version != version}
    return render(request, "companies/_draft_state.html", context)


@require_POST
@for_members
def draft_discard(request: HttpRequest, company: Company) -> HttpResponse:
    drafts.discard(company, by=request.user)
    messages.success(request, _("What you had typed is gone; this is what is saved."))
    return redirect("companies:company-edit")
