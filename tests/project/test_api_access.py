"""The table of API v1: every pattern and method, by role, with a session and with a token of each scope."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.enums import TokenScope
from accounts.models import User
from accounts.tokens import issue_token, revoke_token
from tests.project.roles import ALL, DESKS, FIRM, INSIDE, MEMBERS, SIGNED_IN

READS = ("GET",)
PUBLIC = {"GET": ALL}

# name: (argument, {method: who may}). Everyone else is told 401, 403 or 404; every other method 405.
TABLE: dict[str, tuple[str, dict[str, set[str]]]] = {
    "location-list": ("", PUBLIC),
    "location-detail": ("location", PUBLIC),
    "cluster-list": ("", PUBLIC),
    "cluster-detail": ("cluster", PUBLIC),
    "capability-list": ("", PUBLIC),
    "capability-detail": ("capability", PUBLIC),
    "certification-list": ("", PUBLIC),
    "certification-detail": ("certification", PUBLIC),
    "collaboration-type-list": ("", PUBLIC),
    "collaboration-type-detail": ("collaboration type", PUBLIC),
    "corridor-list": ("", PUBLIC),
    "corridor-detail": ("corridor", PUBLIC),
    "reason-list": ("", PUBLIC),
    "reason-detail": ("reason", PUBLIC),
    "company-list": ("", PUBLIC),
    "company-detail": ("slug", {"GET": ALL, "PATCH": FIRM}),
    "company-showcase": ("slug", PUBLIC),
    "offer-list": ("", {"GET": ALL, "POST": MEMBERS}),
    "offer-detail": ("offer", {"GET": ALL, "PATCH": FIRM}),
    "offer-pause": ("offer", {"POST": FIRM}),
    "offer-resume": ("paused_offer", {"POST": FIRM}),
    "offer-withdraw": ("offer", {"POST": FIRM}),
    "need-list": ("", {"GET": ALL, "POST": MEMBERS}),
    "need-detail": ("need", {"GET": ALL, "PATCH": FIRM}),
    "need-open": ("unopened", {"POST": FIRM}),
    "need-pause": ("need", {"POST": FIRM}),
    "need-renew": ("need", {"POST": FIRM}),
    "need-close": ("need", {"POST": {"somchai"}}),
    "need-watch-watch": ("watched", {"GET": FIRM, "POST": FIRM, "DELETE": FIRM}),
    "suggestion-list": ("", {"GET": MEMBERS}),
    "match-list": ("", {"GET": SIGNED_IN}),
    "match-detail": ("proposed", {"GET": {"dao", "auditor"}}),
    "match-approve": ("proposed", {"POST": {"dao"}}),
    "match-reject": ("proposed", {"POST": {"dao"}}),
    "match-park": ("proposed", {"POST": {"dao"}}),
    "match-undo": ("proposed", {"POST": {"dao"}}),
    "match-ask": ("proposed", {"POST": {"dao"}}),
    "match-hand-on": ("proposed", {"POST": {"dao"}}),
    "match-colleagues": ("proposed", {"GET": {"dao"}}),
    "match-answer": ("introduced", {"POST": {"somchai"}}),
    "run-list": ("", {"GET": DESKS | {"auditor", "root"}, "POST": DESKS}),
    "run-detail": ("run", {"GET": DESKS | {"auditor", "root"}}),
    "run-commit": ("run", {"POST": {"dao"}}),
    "run-cancel": ("run", {"POST": {"dao"}}),
    "agreement-list": ("", PUBLIC),
    "agreement-detail": ("draft", {"GET": INSIDE}),
    "mou-list": ("", PUBLIC),
    "mou-detail": ("mou", PUBLIC),
}


def api_patterns(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from api_patterns(pattern, pattern.namespace or namespace)
        elif namespace == "api-v1":
            yield pattern.name


def machine(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def machine_of(user: User, *scopes: TokenScope) -> Client:
    return machine(issue_token(user, "table", list(scopes))[1])


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """The answer to an empty body, with what it changed taken back before the next role asks."""
    with transaction.atomic():
        response = client.generic(method, address, "{}", content_type="application/json")
        transaction.set_rollback(True)
    return response


def let_in(clients: dict[str, Client], method: str, address: str) -> set[str]:
    answers = {role: ask(client, method, address).status_code for role, client in clients.items()}
    return {role for role, status in answers.items() if status not in (401, 403, 404)}


@pytest.fixture
def arguments(arguments):
    """Everything stands before the first address is asked for."""
    return arguments.complete()


@pytest.fixture
def readers(people) -> dict[str, Client]:
    return {role: machine_of(person, TokenScope.READ) for role, person in people.items()}


@pytest.fixture
def writers(people) -> dict[str, Client]:
    return {role: machine_of(person, TokenScope.READ, TokenScope.WRITE) for role, person in people.items()}


def test_every_pattern_of_the_api_has_a_row():
    assert set(api_patterns(get_resolver())) == set(TABLE)


def address_of(name: str, arguments: dict[str, list[object]]) -> str:
    return reverse(f"api-v1:{name}", args=arguments[TABLE[name][0]])


def measured(
    clients: dict[str, Client], arguments: dict[str, list[object]]
) -> dict[str, dict[str, set[str]]]:
    return {
        name: {method: let_in(clients, method, address_of(name, arguments)) for method in row}
        for name, (_argument, row) in TABLE.items()
    }


@pytest.mark.django_db
def test_with_a_session_only_these_roles_may_use(browsers, arguments):
    assert measured(browsers, arguments) == {name: row for name, (_argument, row) in TABLE.items()}


@pytest.mark.django_db
def test_with_a_token_that_may_change_they_are_the_same(writers, arguments):
    assert measured(writers, arguments) == {
        name: {method: allowed - {"nobody"} for method, allowed in row.items()}
        for name, (_argument, row) in TABLE.items()
    }


@pytest.mark.django_db
def test_with_a_token_that_may_only_read_nothing_is_changed(readers, arguments):
    assert measured(readers, arguments) == {
        name: {method: allowed - {"nobody"} if method in READS else set() for method, allowed in row.items()}
        for name, (_argument, row) in TABLE.items()
    }


@pytest.mark.django_db
def test_no_other_method_is_answered(browsers, arguments):
    answers = {
        (name, method): ask(browsers["somchai"], method, address_of(name, arguments)).status_code
        for name, (_argument, row) in TABLE.items()
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(row)
    }

    assert {asked for asked, status in answers.items() if status != 405} == set()


@pytest.mark.django_db
def test_a_spoilt_token_opens_nothing_not_even_what_is_public(somchai, arguments):
    token, secret = issue_token(somchai, "revoked", [TokenScope.READ, TokenScope.WRITE])
    revoke_token(token)
    answers = {
        (name, method, spoilt): ask(machine(spoilt), method, address_of(name, arguments)).status_code
        for name, (_argument, row) in TABLE.items()
        for method in row
        for spoilt in (secret, "otg_never-issued")
    }

    assert {asked for asked, status in answers.items() if status != 401} == set()
