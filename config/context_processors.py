from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """What every page says of the installation itself, and the reader's choice of light or dark."""
    theme = request.COOKIES.get("theme", "")
    return {
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
        "theme": theme if theme in THEMES else "",
    }
