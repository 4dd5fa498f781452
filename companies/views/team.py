"""The team of a firm: who acts for it, who is invited, who asks to join."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import invitations, team
from companies.enums import MemberRole
from companies.forms import InviteForm, RoleForm
from companies.models import Company, Invitation, Membership
from companies.views.access import for_members, for_owners


@for_members
@require_safe
def team_detail(request: HttpRequest, company: Company) -> HttpResponse:
    return show_team(request, company)


def show_team(request: HttpRequest, company: Company, form: InviteForm | None = None) -> HttpResponse:
    members = company.memberships.standing().select_related("user")  # type: ignore[attr-defined]
    first = {"language": translation.get_language(), "role": MemberRole.EDITOR}
    context = {
        "company": company,
        "members": members,
        "own": request.viewer.membership,
        "may_manage": request.viewer.is_owner,
        "may_leave": any(m.role == MemberRole.OWNER for m in members if m != request.viewer.membership)
        or not request.viewer.is_owner,
        "roles": MemberRole.choices,
        "invitations": company.invitations.waiting(),
        "requests": company.join_requests.asked().select_related("user"),
        "form": form or InviteForm(initial=first, inviter=request.user),
    }
    return render(request, "companies/team.html", context, status=400 if form else 200)


@require_POST
@for_owners
def invitation_create(request: HttpRequest, company: Company) -> HttpResponse:
    form = InviteForm(request.POST, inviter=request.user)
    if form.is_valid():
        try:
            sent = invitations.invite(company, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Invitation sent to %(email)s.") % {"email": sent.email})
            return redirect("companies:team")
    return show_team(request, company, form)


@require_POST
@for_owners
def invitation_resend(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, company=company)
    try:
        invitations.resend(invitation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Sent again; the earlier link no longer works."))
    return redirect("companies:team")


@require_POST
@for_owners
def invitation_revoke(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    invitations.revoke(get_object_or_404(Invitation, pk=pk, company=company), by=request.user)
    messages.success(request, _("The invitation is taken back; its link no longer works."))
    return redirect("companies:team")


def find_member(company: Company, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.standing(), pk=pk, company=company)


@require_POST
@for_owners
def member_role(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    member, form = find_member(company, pk), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["role"]))
        return redirect("companies:team")
    try:
        team.change_role(member, by=request.user, role=form.cleaned_data["role"])
    except team.LastOwner:
        messages.error(request, hand_over_first())
    else:
        messages.success(request, _("Saved."))
    return redirect("companies:team")


@require_POST
@for_owners
def member_remove(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    member = find_member(company, pk)
    try:
        team.remove(member, by=request.user)
    except team.LastOwner:
        messages.error(request, hand_over_first())
    else:
        messages.success(request, _("Removed from the team."))
    return redirect("companies:team")


@require_POST
@for_owners
def member_hand_over(request: HttpRequest, company: Company, pk: int) -> HttpResponse:
    team.hand_over(request.viewer.membership, to=find_member(company, pk))
    messages.success(request, _("Handed over. You are an editor now."))
    return redirect("companies:team")


@require_POST
@for_members
def team_leave(request: HttpRequest, company: Company) -> HttpResponse:
    try:
        team.leave(request.viewer.membership)
    except team.LastOwner:
        messages.error(request, hand_over_first())
        return redirect("companies:team")
    messages.success(request, _("You have left the team."))
    return redirect("companies:my-company")


def hand_over_first() -> str:
    return _("A company needs an owner. Hand it over to a colleague first.")
