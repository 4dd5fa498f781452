"""Every page as a picture: three languages, two widths, light and dark; ./check gallery runs it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import format_html, format_html_join

from tests.browser.conftest import OpenWindow
from tests.browser.house import House
from tests.browser.measures import reach

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GALLERY = Path(__file__).resolve().parents[2] / "var" / "gallery"
WIDTHS = {390: 844, 1440: 900}
SCHEMES = ("light", "dark")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGE = (
    '<!doctype html><meta charset="utf-8"><title>Gallery</title>'
    "<style>body{{font:16px sans-serif}}figure{{display:inline-block;margin:8px;vertical-align:top}}"
    "img{{width:300px;border:1px solid}}</style>{}"
)


def test_gallery(house: House, open_window: OpenWindow):
    GALLERY.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            look = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
            windows = {name: open_window(user, **look) for name, user in house.people.items()}
            windows["nobody"] = open_window(None, **look)
            for place in house.places:
                for language in LANGUAGES:
                    page = windows[place.person]
                    reach(page, place, language)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(
                        path=GALLERY / f"{place.name}-{language}-{width}-{scheme}.png", full_page=True
                    )
            for window in windows.values():
                window.context.close()
    write_index(house)


def write_index(house: House) -> None:
    sections = format_html_join(
        "",
        "<h2>{}</h2>{}",
        ((place.name, format_html_join("", FIGURE, pictures_of(place.name))) for place in house.places),
    )
    (GALLERY / "index.html").write_text(format_html(PAGE, sections), encoding="utf-8")


FIGURE = (
    '<figure><a href="{0}"><img loading="lazy" src="{0}" alt=""></a><figcaption>{0}</figcaption></figure>'
)


def pictures_of(name: str) -> list[tuple[str]]:
    return [
        (f"{name}-{language}-{width}-{scheme}.png",)
        for width in WIDTHS
        for scheme in SCHEMES
        for language in LANGUAGES
    ]
