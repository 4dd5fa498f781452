"""Leaving: asked for, undone by signing in, and carried out after some days.

The row is emptied and its key kept, so that events keep whom they are about without saying who it was.
"""

import datetime
from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts import copies
from accounts.models import IdempotentRequest, MailChoice, Notice, User
from accounts.signals import leaving_refused, person_erased
from config.lifecycle import MoveNotAllowed
from outbox.models import Mail

GRACE = datetime.timedelta(days=14)


def what_stands_in_the_way(user: User) -> list[str]:
    """Sentences for the person; inside a transaction the rows they rest on stay locked."""
    answers = leaving_refused.send(User, user=user)
    return [sentence for _receiver, found in answers for sentence in cast(list[str], found)]


@transaction.atomic
def look_for_obstacles(user: User) -> list[str]:
    """The same for a page, which locks nothing once it has read."""
    return what_stands_in_the_way(user)


@transaction.atomic
def ask(user: User) -> User:
    """Start the days of grace: sessions and tokens end now, the rest is emptied when they are over."""
    if what_stands_in_the_way(user):
        raise MoveNotAllowed(user, "leave", "needed")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_leaving or user.erased_at:
        raise MoveNotAllowed(user, "leave", "leaving")
    now = timezone.now()
    user.erasure_due_at = now + GRACE
    user.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    end_sessions(user)
    user.save()
    return user


@transaction.atomic
def undo(user: User) -> bool:
    """The person came back in time; True when there was something to undo."""
    leaving = User.objects.filter(pk=user.pk, erasure_due_at__isnull=False, erased_at__isnull=True)
    return bool(leaving.update(erasure_due_at=None))


def end_sessions(user: User) -> None:
    """Every session on every device; the row is saved by the caller."""
    user.sessions_ended += 1
    sessions = UserSession.objects.filter(user=user)
    Session.objects.filter(pk__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()


def due() -> list[int]:
    leaving = User.objects.filter(erasure_due_at__lte=timezone.now(), erased_at__isnull=True)
    return list(leaving.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def carry_out(user_id: int) -> bool:
    """Empty the row and all others that hold personal data; False when the person came back."""
    user = User.objects.get(pk=user_id)
    if what_stands_in_the_way(user):
        return False
    user = User.objects.select_for_update().get(pk=user_id)
    if user.erased_at or user.erasure_due_at is None or user.erasure_due_at > timezone.now():
        return False
    email, name = user.email, user.name
    forget_sign_in(user)
    forget_records(user)
    empty_row(user)
    person_erased.send(User, user=user, email=email, name=name)
    return True


def forget_sign_in(user: User) -> None:
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    now = timezone.now()
    user.api_tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    user.api_tokens.update(name="")


def forget_records(user: User) -> None:
    """Notices, mail and the log of the administration hold names; consents stay as proof."""
    Notice.objects.filter(user=user).delete()
    MailChoice.objects.filter(user=user).delete()
    IdempotentRequest.objects.filter(user=user).delete()
    copies.remove(user.copies.all())
    LogEntry.objects.filter(content_type__model="user", object_id=str(user.pk)).update(object_repr="")
    Mail.objects.filter(recipients__contains=[user.email], sent_at__isnull=False).update(
        recipients=[], subject=""
    )


def empty_row(user: User) -> None:
    user.email = f"erased-{user.pk}@erased.invalid"
    user.name = user.name_roman = ""
    user.set_unusable_password()
    user.is_active = user.is_system = user.is_auditor = user.is_superuser = False
    user.last_login = None
    user.erased_at = timezone.now()
    user.erasure_due_at = None
    user.save()
