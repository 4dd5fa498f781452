"""The table of what others wrote for us: one row for each prefix. An address under none of them fails."""

from collections.abc import Iterator

import pytest
from django.urls import URLResolver, get_resolver
from django.utils import translation

from tests.project.roles import ALL, SIGNED_IN
from tests.project.test_api_access import TABLE as API
from tests.project.test_url_access import TABLE as PAGES
from tests.project.test_url_access import let_in, undone

# prefix: (address, methods, who may with each)
TABLE: dict[str, tuple[str, str, set[str]]] = {
    "admin/": ("/admin/companies/capability/add/", "GET POST", {"root"}),
    "admin/login/": ("/admin/login/", "GET POST", {"root"}),
    "api/": ("/api/", "GET", ALL),
    "api/schema/": ("/api/schema/", "GET", ALL),
    "en/account/": ("/en/account/email/", "GET POST", SIGNED_IN),
    "en/account/2fa/": ("/en/account/2fa/", "GET", SIGNED_IN),
    "en/account/2fa/authenticate/": ("/en/account/2fa/authenticate/", "GET POST", ALL - {"nobody"}),
    "en/account/login/": ("/en/account/login/", "GET POST", ALL),
    "en/account/password/reset/": ("/en/account/password/reset/", "GET POST", ALL),
    "en/account/signup/": ("/en/account/signup/", "GET POST", ALL),
    "en/account/sessions/": ("/en/account/sessions/", "GET POST", SIGNED_IN),
    # Served before any address is looked up.
    "static/": ("/static/css/tokens.css", "GET", ALL),
}


def foreign_routes(resolver: URLResolver, namespace: str = "", start: str = "") -> Iterator[str]:
    """Routes of every pattern that has no row of its own."""
    for pattern in resolver.url_patterns:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from foreign_routes(pattern, pattern.namespace or namespace, route)
        elif f"{namespace}:{pattern.name}".lstrip(":") not in PAGES and (
            namespace != "api-v1" or pattern.name not in API
        ):
            yield route


def test_every_address_of_others_is_under_a_prefix():
    with translation.override("en"):
        assert [route for route in foreign_routes(get_resolver()) if not route.startswith(tuple(TABLE))] == []


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(TABLE))
def test_only_these_roles_may_use(prefix, browsers):
    address, methods, allowed = TABLE[prefix]

    assert {method: let_in(browsers, method, address) for method in methods.split()} == dict.fromkeys(
        methods.split(), allowed
    )


@pytest.mark.django_db
def test_another_method_is_refused_or_led_away(browsers):
    answers = {
        (prefix, role): undone(browser, "DELETE", address).status_code
        for prefix, (address, _methods, _allowed) in TABLE.items()
        for role, browser in browsers.items()
        # Django's admin answers any method to its own people as it answers GET.
        if (prefix, role) != ("admin/", "root")
    }

    assert {asked: status for asked, status in answers.items() if status not in (302, 403, 404, 405)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("is_demonstration", "allowed"), [(True, ALL), (False, set())])
def test_sent_mail_is_open_in_a_demonstration_alone(is_demonstration, allowed, settings, browsers):
    settings.DEMONSTRATION = is_demonstration

    assert let_in(browsers, "GET", "/mail/") == allowed
