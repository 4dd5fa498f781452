"""What companies holds of one person: for their copy, and emptied with them."""

from django.db.models import Q
from django.utils import timezone

from accounts.copies import Portion, records_of
from accounts.models import User
from companies.enums import MemberRole
from companies.models import (
    Block,
    Company,
    CompanyEvent,
    Membership,
    NeedEvent,
    ProfileDraft,
    Question,
    Report,
    Shortlisted,
)


def portion_of(user: User) -> Portion:
    contact = Company.objects.filter(memberships__user=user, contact_email__iexact=user.email)
    return Portion(
        {
            "memberships": records_of(
                user.memberships.all(), "company__name_native", "role", "since", "ended_at"
            ),
            "appointments": records_of(
                user.appointments.all(), "agency__name_en", "role", "since", "ended_at"
            ),
            "contact_details": records_of(
                contact.distinct(), "name_native", "contact_name", "contact_email", "contact_phone"
            ),
            "questions_to_the_desk": records_of(
                Question.objects.filter(asked_by=user), "text", "page", "asked_at", "answer", "answered_at"
            ),
            "reports": records_of(
                Report.objects.filter(reported_by=user),
                "company__name_native",
                "reason",
                "text",
                "state",
                "reported_at",
            ),
            "blocks": records_of(Block.objects.filter(by=user), "blocked__name_native", "at", "lifted_at"),
            "shortlist_notes": records_of(
                Shortlisted.objects.filter(changed_by=user), "firm__name_native", "note", "changed_at"
            ),
            "unsaved_profile_texts": records_of(
                ProfileDraft.objects.filter(user=user), "company__name_native", "values", "typed_at"
            ),
            "company_events": records_of(
                CompanyEvent.objects.filter(by=user), "company__name_native", "move", "at"
            ),
            "need_events": records_of(NeedEvent.objects.filter(by=user), "need_id", "move", "at"),
        }
    )


def firms_left_without_owner(user: User) -> list[Company]:
    """Firms that have nobody else to own them; their rows stay locked until the transaction ends."""
    owned = Membership.objects.filter(user=user, role=MemberRole.OWNER, ended_at__isnull=True)
    firms = Company.objects.select_for_update(of=("self",)).filter(pk__in=owned.values("company"))
    return [firm for firm in firms.order_by("pk") if not is_safe_without(firm, user)]


def is_safe_without(firm: Company, user: User) -> bool:
    """Archived, or owned by somebody else who stays."""
    others = firm.memberships.filter(role=MemberRole.OWNER, ended_at__isnull=True).exclude(user=user)
    return firm.is_archived or others.filter(user__is_active=True, user__erasure_due_at=None).exists()


def forget(user: User, email: str, name: str) -> None:
    """End what they held, and empty texts and contact details that are theirs."""
    now = timezone.now()
    firms = Company.objects.filter(memberships__user=user)
    is_theirs = Q(contact_email__iexact=email) | (Q(contact_name=name) & ~Q(contact_name=""))
    Company.objects.filter(is_theirs, pk__in=firms.values("pk")).update(
        contact_name="", contact_email="", contact_phone=""
    )
    user.memberships.filter(ended_at__isnull=True).update(ended_at=now)
    user.appointments.filter(ended_at__isnull=True).update(ended_at=now)
    ProfileDraft.objects.filter(user=user).delete()
    Question.objects.filter(asked_by=user).update(text="", answer="", page="")
    Report.objects.filter(reported_by=user).update(text="")
