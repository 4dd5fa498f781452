"""What companies holds of one person: for their copy, and emptied with them."""

from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from accounts.copies import Portion, records_of
from accounts.models import User
from companies.enums import MemberRole
from companies.models import (
    Absence,
    Block,
    Catalogue,
    Company,
    CompanyEvent,
    DeskEntry,
    Membership,
    Merge,
    NeedEvent,
    Picture,
    ProfileDraft,
    Question,
    Report,
    SavedSearch,
    Shortlisted,
    ShowcaseEvent,
    ShowcaseItem,
)
from companies.showcase import clearing, files


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
            "saved_searches": records_of(
                SavedSearch.objects.filter(user=user), "name", "query", "how_often", "created_at"
            ),
            "unsaved_profile_texts": records_of(
                ProfileDraft.objects.filter(user=user), "company__name_native", "values", "typed_at"
            ),
            "company_events": records_of(
                CompanyEvent.objects.filter(by=user), "company__name_native", "move", "at"
            ),
            "need_events": records_of(NeedEvent.objects.filter(by=user), "need_id", "move", "at"),
            "absences": records_of(
                Absence.objects.filter(user=user), "first_on", "last_on", "declared_at", "ended_at"
            ),
            "merges_of_companies": records_of(
                Merge.objects.filter(by=user), "gone__name_native", "kept__name_native", "note", "at"
            ),
            "entries_for_companies": records_of(
                DeskEntry.objects.filter(by=user), "company__name_native", "fields", "at"
            ),
            **shown_by(user),
        },
        files_of(user),
    )


def shown_by(user: User) -> dict[str, list[dict[str, object]]]:
    """What they put into the showcases of their firms."""
    items = ShowcaseItem.objects.filter(created_by=user)
    pictures = Picture.objects.filter(created_by=user)
    catalogues = Catalogue.objects.filter(created_by=user)
    events = ShowcaseEvent.objects.filter(by=user)
    words = ("kind", "title", "problem", "text", "result", "lang", "year", "shown_to", "created_at")
    return {
        "showcase_items": records_of(items, "id", "company__name_native", *words),
        "pictures": records_of(pictures, "id", "company__name_native", "item_id", "use", "alt", "created_at"),
        "catalogues": records_of(catalogues, "id", "company__name_native", "title", "lang", "created_at"),
        "showcase_events": records_of(events, "company__name_native", "kind", "key", "move", "at"),
    }


def files_of(user: User) -> dict[str, Path]:
    """Pictures in their widest form, and catalogues, by key."""
    pictures = Picture.objects.filter(created_by=user)
    catalogues = Catalogue.objects.filter(created_by=user)
    found = {f"picture-{row.pk}.webp": files.picture_path(row, row.widths[-1]) for row in pictures}
    found |= {f"catalogue-{row.pk}.pdf": files.catalogue_path(row) for row in catalogues}
    return {name: path for name, path in found.items() if path.is_file()}


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
    firms = Company.objects.filter(Q(memberships__user=user) | Q(merged_into__memberships__user=user))
    is_theirs = Q(contact_email__iexact=email) | (Q(contact_name=name) & ~Q(contact_name=""))
    Company.objects.filter(is_theirs, pk__in=firms.values("pk")).update(
        contact_name="", contact_email="", contact_phone=""
    )
    forget_in_merges(set(firms.values_list("pk", flat=True)), {email.lower(), name} - {""})
    user.memberships.filter(ended_at__isnull=True).update(ended_at=now)
    user.appointments.filter(ended_at__isnull=True).update(ended_at=now)
    Absence.objects.planned().filter(Q(user=user) | Q(substitute=user)).update(ended_at=now)
    ProfileDraft.objects.filter(user=user).delete()
    Question.objects.filter(asked_by=user).update(text="", answer="", page="")
    Report.objects.filter(reported_by=user).update(text="")
    clearing.delete_removed_by(user)
    SavedSearch.objects.filter(user=user).delete()


def forget_in_merges(firms: set[int], theirs: set[str]) -> None:
    """The values a merge keeps to be undone hold contact details too."""
    for merge in Merge.objects.filter(Q(gone__in=firms) | Q(kept__in=firms)):
        for name, values in merge.facts.items():
            column = name.partition(".")[2]
            if column.startswith("contact_") and theirs & {str(value).lower() for value in values}:
                merge.facts[name] = ["", ""]
        merge.save(update_fields=["facts"])
