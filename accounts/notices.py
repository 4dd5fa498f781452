"""Telling a person something: a notice in the product and a mail, in their language."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Notice, User


def render_notice(template: str, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """Title (the template's first line) and body in `language`."""
    with translation.override(language):
        title, _, body = render_to_string(f"{template}.txt", context).strip().partition("\n")
    return title.strip(), body.strip()


def notify(user: User, template: str, context: Mapping[str, object], path: str) -> None:
    """Write a notice for `user` and queue its mail; `path` has no language prefix."""
    Notice.objects.create(user=user, template=template, context=dict(context), path=path)
    title, body = render_notice(template, context, user.language)
    address = f"{settings.SITE_URL}/{user.language}{path}"
    send_mail(title, f"{body}\n\n{address}\n", None, [user.email])
