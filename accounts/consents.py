"""What a person agreed to: which text, in which language, when, and when it was taken back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.enums import ConsentPurpose
from accounts.models import Consent, User

# Raise a version when its text changes; people then see that they agreed to an older one.
TEXT_VERSIONS = {ConsentPurpose.TERMS: "2026-11", ConsentPurpose.CROSS_BORDER: "2026-11"}


@transaction.atomic
def give(user: User, purposes: Iterable[ConsentPurpose], language: str) -> None:
    """Record agreement to the current text of each purpose; once given, giving again changes nothing."""
    standing = set(user.consents.filter(withdrawn_at__isnull=True).values_list("purpose", "text_version"))
    for purpose in purposes:
        if (purpose, TEXT_VERSIONS[purpose]) not in standing:
            Consent.objects.create(
                user=user, purpose=purpose, text_version=TEXT_VERSIONS[purpose], language=language
            )


def withdraw(user: User, purpose: ConsentPurpose) -> int:
    """Take the agreement back; the row stays as history."""
    standing = user.consents.filter(purpose=purpose, withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=timezone.now())


def has_given(user: User, purpose: ConsentPurpose) -> bool:
    return user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).exists()
