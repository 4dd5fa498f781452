"""Issuing and revoking the keys machines sign in with."""

import hashlib
import secrets

from django.utils import timezone

from accounts.enums import TokenScope
from accounts.models import ApiToken, User

PREFIX = "otg_"


def digest_of(secret: str) -> str:
    """The secret has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(user: User, name: str, scopes: list[TokenScope], capacity: str = "") -> tuple[ApiToken, str]:
    """The row and the secret, which is shown once and never stored."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, start=secret[:10], digest=digest_of(secret), scopes=scopes, capacity=capacity
    )
    return token, secret


def revoke_token(token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
