"""Signing in machines: `Authorization: Bearer otg_…`."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts.enums import TokenScope
from accounts.models import ApiToken, User
from accounts.tokens import digest_of

NOTE_USE_EVERY = datetime.timedelta(minutes=1)


def find_token(secret: str) -> ApiToken | None:
    now = timezone.now()
    return (
        ApiToken.objects.select_related("user")
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)
        .filter(digest=digest_of(secret), user__is_active=True)
        .first()
    )


def note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = find_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        if request.method not in SAFE_METHODS and TokenScope.WRITE not in token.scopes:
            raise PermissionDenied(_("This token may read but not change anything."))
        note_use(token)
        request._request.capacity = token.capacity  # type: ignore[attr-defined]
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
