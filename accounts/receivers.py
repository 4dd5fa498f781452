"""What signing in does besides."""

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext

from accounts import erasure
from accounts.models import User


@receiver(user_logged_in)
def call_off_erasure(request: HttpRequest, user: User, **news: object) -> None:
    """Whoever comes back within the days of grace stays."""
    if user.is_leaving and erasure.undo(user):
        user.erasure_due_at = None
        with translation.override(user.language):
            text = gettext("Welcome back. Your account stays: the deletion is called off.")
        messages.success(request, text, fail_silently=True)
