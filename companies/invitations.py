"""Inviting a colleague by mail: one secret link that opens once, for the address it was sent to."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rendering import render_notice
from accounts.tokens import digest_of
from companies.enums import InvitationState, MemberRole
from companies.models import Company, Invitation, Membership, TeamEvent
from companies.team import add_member, lock_team, owners_of, record, tell
from config.lifecycle import Lifecycle, MoveNotAllowed

S = InvitationState
INVITATION = Lifecycle(
    {
        "accept": ({S.SENT}, S.ACCEPTED),
        "resend": ({S.SENT}, S.SENT),
        "revoke": ({S.SENT}, S.REVOKED),
    }
)
VALID_DAYS = 14
# Mails a firm sends to strangers in 24 hours, sent again included.
MOST_A_DAY = 20
SENDING_MOVES = ("invite", "resend")


def invite(company: Company, *, by: User, email: str, role: str, language: str) -> Invitation:
    """ValidationError for a member, an address that waits already, or too many in a day."""
    with transaction.atomic():
        company = lock_team(company)
        email = email.lower()
        refuse_known(company, email)
        refuse_flood(company)
        secret = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            company=company,
            email=email,
            role=MemberRole(role),
            language=language,
            digest=digest_of(secret),
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=VALID_DAYS),
        )
        record(company, "invite", by=by, role=role)
        send(invitation, secret, by)
    return invitation


def resend(invitation: Invitation, *, by: User) -> Invitation:
    """A new link for the same address; the old one no longer opens anything."""
    with transaction.atomic():
        company = lock_team(invitation.company)
        invitation = INVITATION.lock(invitation, "resend")
        refuse_flood(company)
        secret = secrets.token_urlsafe(32)
        invitation.digest = digest_of(secret)
        invitation.sent_at = timezone.now()
        invitation.expires_at = invitation.sent_at + timedelta(days=VALID_DAYS)
        invitation.save(update_fields=["digest", "sent_at", "expires_at"])
        record(company, "resend", by=by, role=invitation.role)
        send(invitation, secret, by)
    return invitation


def revoke(invitation: Invitation, *, by: User) -> Invitation:
    with transaction.atomic():
        company = lock_team(invitation.company)
        invitation = arrived(invitation, "revoke")
        record(company, "revoke", by=by, role=invitation.role)
    return invitation


def accept(invitation: Invitation, *, by: User) -> Membership:
    """Only by the (verified) address it was sent to, before it expires, once."""
    with transaction.atomic():
        company = lock_team(invitation.company)
        invitation = arrived(invitation, "accept")
        if invitation.is_expired or invitation.email != by.email.lower():
            raise MoveNotAllowed(invitation, "accept", "expired or another person's")
        member = add_member(company, by, invitation.role, by=invitation.invited_by)
        for owner in owners_of(company).exclude(pk=by.pk):
            tell(owner, company, "joined", who=str(by))
    return member


def arrived(invitation: Invitation, move: str) -> Invitation:
    invitation = INVITATION.lock(invitation, move)
    INVITATION.arrive(invitation, move)
    invitation.save(update_fields=["state"])
    return invitation


def refuse_known(company: Company, email: str) -> None:
    if company.memberships.standing().filter(user__email__iexact=email).exists():
        raise ValidationError({"email": _("This person is in the team already.")})
    if company.invitations.filter(email=email, state=S.SENT).exists():
        raise ValidationError({"email": _("This address has an invitation; send that one again below.")})


def refuse_flood(company: Company) -> None:
    day_ago = timezone.now() - timedelta(days=1)
    sent = TeamEvent.objects.filter(company=company, move__in=SENDING_MOVES, at__gt=day_ago)
    if sent.count() >= MOST_A_DAY:
        raise ValidationError(_("Your company has sent many invitations today. Please go on tomorrow."))


def send(invitation: Invitation, secret: str, by: User) -> None:
    """In the language the inviter chose."""
    company, language = invitation.company, invitation.language
    name = company.name_native if language == company.native_lang else company.name_roman
    context = {"company": name, "who": str(by), "days": VALID_DAYS}
    title, body = render_notice("companies/notices/invitation", context, language)
    address = f"{settings.SITE_URL}/{language}/invitations/{secret}/"
    send_mail(title, f"{body}\n\n{address}\n", None, [invitation.email])
