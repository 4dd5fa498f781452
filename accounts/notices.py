"""Telling a person something: a notice in the product and a mail, in their language."""

import datetime
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import MailTiming, NoticeKind, TimeZone
from accounts.mail_texts import mail_words
from accounts.models import MailChoice, Notice, User

DIGEST_HOUR = 8
KIND_OF_TEMPLATE: dict[str, NoticeKind] = {}


def sort_notices(kind: NoticeKind, templates: Iterable[str]) -> None:
    """Say what kind the notices of these templates are; others count as introductions."""
    KIND_OF_TEMPLATE.update(dict.fromkeys(templates, kind))


def path_of(name: str, *args: object) -> str:
    """An address without its language prefix, as notices keep it."""
    with translation.override("en"):
        return reverse(name, args=args).removeprefix("/en")


def mail_timing(user: User, kind: str) -> MailTiming:
    """When a notice of this kind goes to `user` by mail: the one rule the mail path asks."""
    if user.is_leaving or not user.is_active:
        return MailTiming.NONE
    if kind == NoticeKind.ACCOUNT:
        return MailTiming.AT_ONCE
    chosen = MailChoice.objects.filter(user=user, kind=kind).values_list("timing", flat=True).first()
    return MailTiming(chosen or MailTiming.AT_ONCE)


def choose_mail(user: User, choices: Mapping[str, str]) -> None:
    """Keep what the person chose, kind by kind."""
    for kind, timing in choices.items():
        MailChoice.objects.update_or_create(
            user=user, kind=NoticeKind(kind), defaults={"timing": MailTiming(timing)}
        )


def notify(user: User, template: str, context: Mapping[str, object], path: str) -> None:
    """Write a notice for `user` and mail it when they want it; `path` has no language prefix."""
    kind = KIND_OF_TEMPLATE.get(template, NoticeKind.INTRODUCTIONS)
    timing = mail_timing(user, kind)
    Notice.objects.create(
        user=user,
        template=template,
        context=dict(context),
        path=path,
        kind=kind,
        waits_for_digest=timing == MailTiming.DAILY,
    )
    if timing == MailTiming.AT_ONCE:
        title, body = mail_words(template, context, user.language)
        send_mail(title, f"{body}\n\n{address_of(user, path)}\n", None, [user.email])


def address_of(user: User, path: str) -> str:
    return f"{settings.SITE_URL}/{user.language}{path}"


def zones_at_digest_hour(now: datetime.datetime) -> list[str]:
    """Time zones in which the hour of `now` is the one at which the daily mail goes out."""
    return [zone for zone in TimeZone.values if now.astimezone(ZoneInfo(zone)).hour == DIGEST_HOUR]


def waiting_for_digest(zones: Iterable[str]) -> list[int]:
    """Keys of the people in these time zones who have notices for the daily mail."""
    waiting = User.objects.filter(time_zone__in=list(zones), notices__waits_for_digest=True)
    return list(waiting.order_by("pk").distinct().values_list("pk", flat=True))


@transaction.atomic
def send_digest(user_id: int) -> bool:
    """One mail with what waits, unread and still wanted; a second call finds nothing. True when mailed."""
    user = User.objects.select_for_update().get(pk=user_id)
    waiting = list(user.notices.filter(waits_for_digest=True).order_by("pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(waits_for_digest=False)
    told = [
        notice
        for notice in waiting
        if notice.read_at is None and mail_timing(user, notice.kind) != MailTiming.NONE
    ]
    if not told:
        return False
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        context = {"told": [digest_line(user, notice) for notice in told], "site_url": settings.SITE_URL}
        subject, _, body = render_to_string("accounts/notices/digest.txt", context).partition("\n")
    send_mail(subject.strip(), body.lstrip(), None, [user.email])
    return True


def digest_line(user: User, notice: Notice) -> dict[str, object]:
    title, body = mail_words(notice.template, notice.context, user.language)
    return {
        "title": title,
        "body": body,
        "at": notice.created_at,
        "address": address_of(user, notice.path),
    }


sort_notices(NoticeKind.ACCOUNT, ["accounts/notices/copy_ready"])
