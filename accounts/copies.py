"""A person's own copy: one ZIP of JSON and documents, made by a job, fetched by nobody else."""

import datetime
import json
import secrets
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import PersonalCopy, User
from accounts.notices import notify, path_of
from accounts.signals import personal_copy_asked
from outbox.queue import enqueue

BUILD = "accounts.build_copy"
OPEN_FOR = datetime.timedelta(days=7)
FOLDER = "copies"


@dataclass
class Portion:
    """What one app holds: named lists of records, and documents by their name in the ZIP."""

    records: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    documents: dict[str, Path] = field(default_factory=dict)


def records_of(rows: QuerySet, *fields: str) -> list[dict[str, object]]:
    return list(rows.values(*fields))


def ask(user: User) -> PersonalCopy:
    """The copy in the making; asking again while it is being made changes nothing."""
    try:
        with transaction.atomic():
            copy = PersonalCopy.objects.create(user=user, file_name=f"{secrets.token_urlsafe(24)}.zip")
            enqueue(BUILD, {"copy": copy.pk}, key=f"copy:{copy.pk}")
    except IntegrityError:
        return PersonalCopy.objects.get(user=user, ready_at__isnull=True)
    return copy


def path_to(copy: PersonalCopy) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / copy.file_name


def own_portion(user: User) -> Portion:
    """What this app holds of the person."""
    about = records_of(
        User.objects.filter(pk=user.pk),
        "email",
        "name",
        "name_roman",
        "language",
        "time_zone",
        "joined_at",
        "last_login",
    )
    return Portion(
        {
            "person": about,
            "email_addresses": records_of(
                EmailAddress.objects.filter(user=user), "email", "verified", "primary"
            ),
            "consents": records_of(
                user.consents.all(), "purpose", "text_version", "language", "given_at", "withdrawn_at"
            ),
            "notices": records_of(user.notices.all(), "template", "context", "created_at", "read_at"),
            "mail_choices": records_of(user.mail_choices.all(), "kind", "timing"),
            "sign_in_sessions": records_of(
                UserSession.objects.filter(user=user), "created_at", "last_seen_at", "ip", "user_agent"
            ),
            "second_steps": records_of(
                Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
            ),
            "api_tokens": records_of(user.api_tokens.all(), "name", "created_at", "expires_at", "revoked_at"),
        }
    )


@transaction.atomic
def build(copy_id: int) -> None:
    """Write the ZIP and tell the person; done twice, it is written once."""
    copy = PersonalCopy.objects.select_for_update().select_related("user").get(pk=copy_id)
    if copy.ready_at is not None or copy.user.erased_at is not None:
        return
    answers = personal_copy_asked.send(User, user=copy.user)
    portions = {"accounts": own_portion(copy.user)}
    portions |= {receiver.__module__.split(".")[0]: cast(Portion, portion) for receiver, portion in answers}
    copy.size = write_zip(path_to(copy), portions)
    copy.ready_at = timezone.now()
    copy.expires_at = copy.ready_at + OPEN_FOR
    copy.save()
    context = {"until": timezone.localdate(copy.expires_at).isoformat()}
    notify(copy.user, "accounts/notices/copy_ready", context, path_of("accounts:personal-data"))


def write_zip(target: Path, portions: dict[str, Portion]) -> int:
    """One JSON file for each app, the documents beside them; answers the size in bytes."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for app, portion in portions.items():
            text = json.dumps(portion.records, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            archive.writestr(f"{app}.json", text)
            for name, path in portion.documents.items():
                archive.write(path, f"documents/{app}/{name}")
    unfinished.replace(target)
    return target.stat().st_size


def remove(copies: QuerySet[PersonalCopy]) -> int:
    """Rows and files; answers how many."""
    gone = list(copies)
    for copy in gone:
        path_to(copy).unlink(missing_ok=True)
        copy.delete()
    return len(gone)


def remove_expired() -> int:
    return remove(PersonalCopy.objects.filter(expires_at__lte=timezone.now()))
