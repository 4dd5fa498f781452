"""Find my company or add it; ask to join it; accept an invitation."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.tokens import digest_of
from companies import invitations, join_requests
from companies.enums import CompanyState, InvitationState
from companies.forms import FindCompanyForm, JoinForm
from companies.middleware import ACTING_AS
from companies.models import Company, Invitation, JoinRequest
from companies.permissions import can_answer_join_request
from companies.querysets import InvitationQuerySet
from companies.search.lookalikes import Candidate, candidates
from config.lifecycle import MoveNotAllowed


@login_required
@require_safe
def company_find(request: HttpRequest) -> HttpResponse:
    form = FindCompanyForm(request.GET if "q" in request.GET else None)
    found = candidates(form.cleaned_data["q"]) if form.is_valid() else []
    if form.is_valid() and not found and request.viewer.company is None:
        messages.info(request, _("No company here has this name or number. Add it now."))
        return redirect(f"{reverse('companies:company-create')}?{urlencode(form.cleaned_data)}")
    return show_found(request, form, [(hit, join_form(hit.company)) for hit in found])


def show_found(
    request: HttpRequest, form: FindCompanyForm, found: Sequence[tuple[Candidate, JoinForm]]
) -> HttpResponse:
    is_searched = bool(found) or form.is_valid()
    context = {"form": form, "found": found, "is_searched": is_searched, **waiting_for(request.user)}
    return render(request, "companies/company_find.html", context)


def join_form(company: Company, data: QueryDict | None = None) -> JoinForm:
    """One of many on the page."""
    return JoinForm(data, auto_id=f"join-{company.pk}-%s")


def waiting_for(user: User) -> dict[str, object]:
    """What a newcomer may be waiting for, or what waits for them."""
    requests = user.join_requests.select_related("company__location").order_by("-pk")
    return {"requests": requests[:5], "invitations": invitations_for(user)}


def invitations_for(user: User) -> InvitationQuerySet:
    """To an address the person has proved to be theirs."""
    if not owns_address(user):
        return Invitation.objects.none()
    return Invitation.objects.open_to(user.email).select_related("company__location", "invited_by")


def owns_address(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


@require_POST
@login_required
def join_ask(request: HttpRequest, pk: int) -> HttpResponse:
    company = get_object_or_404(Company.objects.exclude(state=CompanyState.ARCHIVED), pk=pk)
    form = join_form(company, request.POST)
    if not form.is_valid():
        return show_found(request, FindCompanyForm(), [(Candidate(company, 1.0), form)])
    try:
        join_requests.ask(company, by=request.user, message=form.cleaned_data["message"])
    except MoveNotAllowed as refusal:
        messages.error(request, reason_not_asked(refusal))
    else:
        messages.success(request, _("Asked. You get a mail when the owner has answered."))
    return redirect("companies:company-find")


def reason_not_asked(refusal: MoveNotAllowed) -> str:
    if refusal.state == "a member":
        return _("You are in this team already.")
    return _("Your request was refused lately. Please speak to the company before you ask again.")


@require_POST
@login_required
def join_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    join_requests.withdraw(get_object_or_404(JoinRequest, pk=pk, user=request.user))
    messages.success(request, _("Your request is withdrawn."))
    return redirect("companies:company-find")


@login_required
@require_safe
def join_request_list(request: HttpRequest) -> HttpResponse:
    """The desk's: firms without an owner."""
    viewer = request.viewer
    if not viewer.is_desk or viewer.appointment is None:
        raise Http404
    waiting = JoinRequest.objects.without_owner().filter(company__country=viewer.appointment.agency.country)
    context = {"waiting": waiting.select_related("company__location", "user")}
    return render(request, "companies/join_request_list.html", context)


def find_request(request: HttpRequest, pk: int) -> JoinRequest:
    asked = get_object_or_404(JoinRequest.objects.select_related("company", "user"), pk=pk)
    if not can_answer_join_request(request.viewer, asked):
        raise Http404
    return asked


@require_POST
@login_required
def join_accept(request: HttpRequest, pk: int) -> HttpResponse:
    join_requests.accept(find_request(request, pk), by=request.user)
    messages.success(request, _("Accepted: this person is in the team now."))
    return redirect(page_of_requests(request))


@require_POST
@login_required
def join_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    join_requests.refuse(find_request(request, pk), by=request.user)
    messages.success(request, _("Refused. The person is told."))
    return redirect(page_of_requests(request))


def page_of_requests(request: HttpRequest) -> str:
    return "companies:join-request-list" if request.viewer.is_desk else "companies:team"


@require_safe
def invitation_detail(request: HttpRequest, secret: str) -> HttpResponse:
    """For people with and without an account; whoever has the link sees who invites whom."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("company__location", "invited_by"), digest=digest_of(secret)
    )
    is_open = invitation.state == InvitationState.SENT and not invitation.is_expired
    is_mine = request.user.is_authenticated and request.user.email.lower() == invitation.email
    if request.user.is_authenticated and not is_mine:
        return render(request, "companies/invitation_detail.html", {"is_anothers": True}, status=403)
    context = {
        "invitation": invitation,
        "is_open": is_open,
        "is_mine": is_mine,
        "company": invitation.company,
    }
    return render(request, "companies/invitation_detail.html", context, status=200 if is_open else 410)


@require_POST
@login_required
def invitation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, email=request.user.email.lower())
    if not owns_address(request.user):
        raise Http404
    member = invitations.accept(invitation, by=request.user)
    request.session[ACTING_AS] = f"membership:{member.pk}"
    messages.success(request, _("Welcome to the team."))
    return redirect("companies:my-company")
