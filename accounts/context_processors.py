from django.http import HttpRequest


def notices(request: HttpRequest) -> dict[str, object]:
    """How many notices wait unread, for the header."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread_notices": user.notices.filter(read_at__isnull=True).count()}
