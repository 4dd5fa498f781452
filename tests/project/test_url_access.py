"""One table: every address of ours, by the roles that may use it. A pattern without a row fails."""

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.project.roles import ALL, DESKS, FIRM, INSIDE, MEMBERS, SIGNED_IN

OURS = {"accounts", "companies", "matching", "agreements", "outbox"}
UNNAMED = {"home", "theme"}
APPS = sorted(OURS | UNNAMED)

# name: (methods, argument, who may with each). Everyone else is sent to sign-in, or told 403 or 404.
TABLE: dict[str, tuple[str, str, set[str]]] = {
    "accounts:settings": ("GET POST", "", SIGNED_IN),
    "accounts:consent-change": ("POST", "", SIGNED_IN),
    "accounts:mail-choices": ("GET POST", "", SIGNED_IN),
    "accounts:personal-data": ("GET", "", SIGNED_IN),
    "accounts:copy-ask": ("POST", "", SIGNED_IN),
    "accounts:copy-download": ("GET", "copy", {"somchai"}),
    "accounts:account-delete": ("GET POST", "", SIGNED_IN),
    "accounts:notice-list": ("GET", "", SIGNED_IN),
    "accounts:notice-read-all": ("POST", "", SIGNED_IN),
    "accounts:notice-open": ("POST", "notice", {"somchai"}),
    "accounts:how-it-works": ("GET", "", ALL),
    "accounts:help": ("GET", "", ALL),
    "accounts:terms": ("GET", "", ALL),
    "accounts:privacy": ("GET", "", ALL),
    "companies:company-list": ("GET", "", ALL),
    "companies:company-detail": ("GET", "slug", ALL),
    "companies:company-report": ("GET POST", "partner", MEMBERS),
    "companies:company-block": ("POST", "partner", {"somchai", "outsider"}),
    "companies:company-unblock": ("POST", "partner", {"somchai", "outsider"}),
    "companies:block-list": ("GET", "", {"somchai", "outsider"}),
    "companies:company-archive": ("POST", "", {"somchai", "outsider"}),
    "companies:shortlist": ("GET", "", MEMBERS),
    "companies:company-compare": ("GET", "", MEMBERS),
    "companies:shortlist-add": ("POST", "partner", MEMBERS),
    "companies:shortlist-remove": ("POST", "partner", MEMBERS),
    "companies:shortlist-note": ("POST", "partner", MEMBERS),
    "companies:picture": ("GET", "picture", ALL),
    "companies:catalogue-download": ("GET", "connected_catalogue", FIRM | {"dao"}),
    "companies:showcase": ("GET", "", MEMBERS),
    "companies:item-create": ("GET POST", "", MEMBERS),
    "companies:item-edit": ("GET POST", "item", FIRM),
    "companies:item-pictures": ("GET POST", "item", FIRM),
    "companies:company-photos": ("GET POST", "", MEMBERS),
    "companies:company-logo": ("GET POST", "", MEMBERS),
    "companies:catalogue-create": ("GET POST", "", MEMBERS),
    "companies:catalogue-edit": ("GET POST", "connected_catalogue", FIRM),
    "companies:shown-move": ("POST", "shown", FIRM),
    "companies:shown-remove": ("POST", "shown", FIRM),
    "companies:shown-restore": ("POST", "removed", FIRM),
    "companies:question-list": ("GET POST", "", SIGNED_IN),
    "companies:desk-question-list": ("GET", "", DESKS),
    "companies:question-answer": ("POST", "question", {"dao"}),
    "companies:report-list": ("GET", "", DESKS | {"auditor"}),
    "companies:report-decide": ("POST", "report", {"dao"}),
    "companies:my-company": ("GET", "", SIGNED_IN),
    "companies:company-create": ("GET POST", "", SIGNED_IN),
    "companies:company-find": ("GET", "", SIGNED_IN),
    "companies:team": ("GET", "", MEMBERS),
    "companies:invitation-detail": ("GET", "secret", {"nobody", "outsider"}),
    "companies:join-request-list": ("GET", "", DESKS),
    "companies:join-ask": ("POST", "firm", SIGNED_IN),
    "companies:join-withdraw": ("POST", "own_request", {"outsider"}),
    "companies:join-accept": ("POST", "join_request", {"somchai"}),
    "companies:join-refuse": ("POST", "join_request", {"somchai"}),
    "companies:invitation-accept": ("POST", "invitation", {"outsider"}),
    "companies:invitation-create": ("POST", "", {"somchai", "outsider"}),
    "companies:team-leave": ("POST", "", MEMBERS),
    "companies:invitation-resend": ("POST", "invitation", {"somchai"}),
    "companies:invitation-revoke": ("POST", "invitation", {"somchai"}),
    "companies:member-role": ("POST", "member", {"somchai"}),
    "companies:member-remove": ("POST", "member", {"somchai"}),
    "companies:member-hand-over": ("POST", "member", {"somchai"}),
    "companies:company-edit": ("GET POST", "", MEMBERS),
    "companies:company-confirm": ("POST", "", MEMBERS),
    "companies:draft-keep": ("POST", "", MEMBERS),
    "companies:draft-discard": ("POST", "", MEMBERS),
    "companies:company-preview": ("GET", "", MEMBERS),
    "companies:offer-create": ("GET POST", "", MEMBERS),
    "companies:need-create": ("GET POST", "", MEMBERS),
    "companies:offer-edit": ("GET POST", "offer", FIRM),
    "companies:need-edit": ("GET POST", "need", FIRM),
    "companies:verification-list": ("GET", "", DESKS | {"auditor"}),
    "companies:company-export": ("GET", "kind", SIGNED_IN),
    "companies:verification-export": ("GET", "kind", DESKS | {"auditor"}),
    "matching:match-export": ("GET", "kind", MEMBERS),
    "matching:review-export": ("GET", "kind", DESKS | {"auditor"}),
    "matching:needs-export": ("GET", "kind", MEMBERS | DESKS),
    "matching:run-export": ("GET", "finished run file", DESKS | {"auditor", "root"}),
    "agreements:agreement-export": ("GET", "kind", ALL),
    "companies:import-list": ("GET POST", "", DESKS),
    "companies:import-template": ("GET", "", DESKS),
    "companies:import-detail": ("GET", "import", {"dao"}),
    "companies:import-faults": ("GET", "import faults", {"dao"}),
    "companies:import-columns": ("POST", "import", {"dao"}),
    "companies:import-keep": ("POST", "import row", {"dao"}),
    "companies:import-keep-all": ("POST", "checked import", {"dao"}),
    "companies:import-commit": ("POST", "checked import", {"dao"}),
    "companies:import-stop": ("POST", "import", {"dao"}),
    "companies:closure-list": ("GET", "", DESKS | {"arisa", "auditor", "root"}),
    "companies:closure-create": ("POST", "", DESKS),
    "companies:closure-remove": ("POST", "closure", {"dao"}),
    "companies:absence-list": ("GET POST", "", DESKS),
    "companies:absence-end": ("POST", "absence", {"dao"}),
    "companies:company-enter": ("GET POST", "", DESKS),
    "companies:company-mend": ("GET POST", "submitted", {"dao"}),
    "companies:company-letter": ("POST", "submitted", {"dao"}),
    "companies:desk-entry": ("GET", "", MEMBERS),
    "companies:desk-entry-confirm": ("POST", "", MEMBERS),
    "companies:letter-detail": ("GET", "letter", ALL),
    "companies:letter-answer": ("POST", "letter", MEMBERS),
    "matching:match-sheet-pdf": ("GET", "proposed", {"dao", "auditor"}),
    "matching:match-sheet": ("GET", "proposed", {"dao", "auditor"}),
    "companies:merge-list": ("GET", "", DESKS | {"auditor"}),
    "companies:merge-detail": ("GET", "merge", {"dao", "auditor"}),
    "companies:company-merge": ("GET POST", "merge pair", {"dao"}),
    "companies:merge-undo": ("POST", "merge", {"dao"}),
    "companies:condition-read": ("GET POST", "", SIGNED_IN),
    "companies:need-answers": ("POST", "", MEMBERS),
    "companies:offer-answers": ("POST", "", MEMBERS),
    "companies:need-kind": ("POST", "", MEMBERS),
    "companies:offer-kind": ("POST", "", MEMBERS),
    "companies:saved-search-list": ("GET", "", SIGNED_IN),
    "companies:saved-search-create": ("POST", "", set()),
    "companies:saved-search-open": ("POST", "search", {"somchai"}),
    "companies:saved-search-change": ("POST", "search", {"somchai"}),
    "companies:saved-search-delete": ("POST", "search", {"somchai"}),
    "companies:saved-search-undo": ("POST", "search", {"somchai"}),
    "companies:saved-search-stop": ("GET POST", "search token", ALL),
    "companies:offer-pause": ("POST", "offer", FIRM),
    "companies:offer-resume": ("POST", "paused_offer", FIRM),
    "companies:offer-withdraw": ("POST", "offer", FIRM),
    "companies:need-open": ("POST", "unopened", FIRM),
    "companies:need-pause": ("POST", "need", FIRM),
    "companies:need-renew": ("GET POST", "need", FIRM),
    "companies:need-close": ("GET POST", "need", {"somchai"}),
    "companies:company-checks": ("POST", "submitted", {"dao"}),
    "companies:company-return": ("POST", "submitted", {"dao"}),
    "companies:company-suspend": ("POST", "submitted", {"dao"}),
    "companies:acting-as": ("POST", "", set()),
    "matching:capability-list": ("GET", "", {"dao", "root"}),
    "matching:capability-edit": ("GET POST", "capability", {"dao", "root"}),
    "matching:capability-suggest": ("GET POST", "", SIGNED_IN),
    "matching:design": ("GET", "", DESKS | {"arisa"}),
    "matching:today": ("GET", "", SIGNED_IN),
    "matching:match-detail": ("GET", "connected", FIRM),
    "matching:conversation-detail": ("GET", "connected", FIRM),
    "matching:match-hand-over": ("POST", "connected", FIRM),
    "matching:message-create": ("POST", "connected", FIRM),
    "matching:step-create": ("POST", "connected", FIRM),
    "matching:match-answer": ("POST", "introduced", {"somchai"}),
    "matching:matching-explained": ("GET", "", DESKS | {"arisa", "auditor", "root"}),
    "matching:interest-create": ("GET POST", "partner", {"somchai", "outsider"}),
    "matching:partner-put-aside": ("GET POST", "partner", MEMBERS),
    "matching:need-put-aside": ("GET POST", "unnamed_need", MEMBERS),
    "matching:put-aside-undo": ("POST", "put_aside", FIRM),
    "matching:needs-board": ("GET", "", MEMBERS | DESKS),
    "matching:need-answer": ("GET POST", "their_need", {"somchai", "outsider"}),
    "matching:interest-withdraw": ("POST", "interest", {"somchai"}),
    "matching:review-queue": ("GET", "", DESKS | {"auditor"}),
    "matching:match-review": ("GET", "proposed", {"dao", "auditor"}),
    "matching:match-state": ("GET", "proposed", {"dao", "auditor"}),
    "matching:match-hand-on": ("POST", "proposed", {"dao"}),
    "matching:match-ask": ("POST", "proposed", {"dao"}),
    "matching:match-conflict": ("POST", "proposed", {"dao"}),
    "matching:bulk-decide": ("GET POST", "", DESKS),
    "matching:decision-undo": ("POST", "", DESKS),
    "matching:proposal-create": ("GET POST", "", DESKS),
    "matching:conflict-list": ("GET", "", DESKS | {"auditor"}),
    "matching:second-list": ("GET", "", DESKS),
    "matching:second-read": ("GET", "second", {"dao"}),
    "matching:second-approve": ("POST", "second", {"dao"}),
    "matching:second-reject": ("POST", "second", {"dao"}),
    "matching:second-leave": ("POST", "second", {"dao"}),
    "matching:conflict-end": ("POST", "conflict", {"dao"}),
    "matching:question-take-back": ("POST", "firm_question", {"dao"}),
    "matching:firm-question": ("GET", "firm_question", FIRM),
    "matching:firm-question-answer": ("POST", "firm_question", {"somchai"}),
    "matching:conflict-declare": ("POST", "", DESKS),
    "matching:match-claim": ("POST", "proposed", {"dao"}),
    "matching:match-approve": ("POST", "proposed", {"dao"}),
    "matching:match-reject": ("POST", "proposed", {"dao"}),
    "matching:match-park": ("POST", "proposed", {"dao"}),
    "matching:match-withdraw": ("POST", "proposed", {"dao"}),
    "matching:match-conclude": ("POST", "connected", {"dao"}),
    "matching:run-cancel": ("POST", "run", {"dao"}),
    "matching:run-detail": ("GET", "run", DESKS | {"auditor", "root"}),
    "matching:need-watch": ("POST", "need", FIRM),
    "matching:need-unwatch": ("POST", "need", FIRM),
    "matching:run-report": ("GET", "finished run", DESKS | {"auditor", "root"}),
    "agreements:agreement-list": ("GET", "", ALL),
    "agreements:mou-list": ("GET", "", ALL),
    "agreements:agreement-detail": ("GET", "draft", INSIDE),
    "agreements:document-download": ("GET", "document", INSIDE),
    "agreements:registrar-list": ("GET", "", {"arisa"}),
    "agreements:agreement-create": ("GET POST", "", set()),
    "agreements:agreement-edit": ("GET POST", "draft", {"arisa"}),
    "agreements:agreement-send": ("POST", "draft", {"arisa"}),
    "agreements:agreement-sign": ("POST", "draft", set()),
    "agreements:agreement-cancel": ("POST", "draft", {"arisa"}),
    "agreements:agreement-terminate": ("POST", "draft", {"arisa"}),
    "companies:company-submit": ("POST", "", {"somchai", "outsider"}),
    "companies:company-publish": ("POST", "submitted", {"dao"}),
    "matching:partner-why-not": ("GET", "", SIGNED_IN),
    "matching:suggestion-list": ("GET", "", SIGNED_IN),
    "matching:match-list": ("GET", "", MEMBERS),
    "matching:step-done": ("POST", "step", FIRM),
    "matching:run-list": ("GET", "", DESKS | {"auditor", "root"}),
    "matching:run-create": ("GET POST", "", DESKS),
    "matching:run-schedule": ("GET POST", "", DESKS),
    "matching:run-why": ("GET", "", DESKS | {"auditor", "root"}),
    "matching:run-commit": ("POST", "run", {"dao"}),
    "matching:run-replay": ("POST", "finished run", DESKS),
    "matching:statistics": ("GET", "", DESKS | {"auditor"}),
    "matching:statistics-cases": ("GET", "", DESKS | {"auditor"}),
    "matching:statistics-report": ("GET", "", DESKS | {"auditor"}),
    "matching:statistics-export": ("GET", "kind", DESKS | {"auditor"}),
    "matching:settings": ("GET", "", {"dao", "root"}),
    "matching:setting-changes": ("GET", "", {"dao", "root", "auditor"}),
    "matching:corridor-edit": ("GET POST", "corridor", {"dao", "root"}),
    "matching:reason-edit": ("GET POST", "reason", {"dao", "root"}),
    "matching:mail-edit": ("GET POST", "mail text", {"dao", "root"}),
    "matching:weights-list": ("GET", "", DESKS | {"auditor", "root"}),
    "matching:weights-detail": ("GET", "weights", DESKS | {"auditor", "root"}),
    "matching:weights-refit": ("POST", "", {"dao", "root"}),
    "matching:weights-promote": ("POST", "weights", {"dao", "root"}),
    "matching:weights-roll-back": ("POST", "weights", {"dao", "root"}),
    "home": ("GET", "", ALL),
    "theme": ("POST", "", ALL),
    "outbox:healthz": ("GET", "", ALL),
    "outbox:readyz": ("GET", "", ALL),
    "outbox:mail-list": ("GET", "", set()),
    "outbox:mail-detail": ("GET", "stranger", set()),
}


def our_patterns(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from our_patterns(pattern, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and namespace in OURS:
            yield f"{namespace}:{pattern.name}"
        elif isinstance(pattern, URLPattern) and not namespace and pattern.name in UNNAMED:
            yield pattern.name


def undone(browser: Client, method: str, address: str) -> HttpResponse:
    """The answer, with what it changed, a sign-out as well, taken back before the next one is asked."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        response = browser.generic(method, address)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response


def let_in(browsers: dict[str, Client], method: str, address: str) -> set[str]:
    answers = {role: undone(browser, method, address) for role, browser in browsers.items()}
    return {role for role, answer in answers.items() if not is_refused(answer)}


def is_unheard(response: HttpResponse) -> bool:
    return is_refused(response) or response.status_code == 405


def offered_by(response: HttpResponse) -> str:
    """The methods named in a 405; HEAD goes with GET."""
    return " ".join(method for method in response["Allow"].split(", ") if method != "HEAD")


def is_refused(response: HttpResponse) -> bool:
    """Told 403 or 404, sent to sign-in, or led to adding a firm of one's own."""
    led_away = response.status_code == 302 and any(
        part in response["Location"] for part in ("/account/login/", "/admin/login/", "/my-company/new/")
    )
    return response.status_code in (403, 404) or led_away


def test_every_address_of_ours_has_a_row():
    assert set(our_patterns(get_resolver())) == set(TABLE)


@pytest.fixture
def arguments(arguments):
    """Everything stands before the first address is asked for."""
    return arguments.complete()


def rows_of(app: str) -> dict[str, tuple[str, str, set[str]]]:
    return {name: row for name, row in TABLE.items() if name.partition(":")[0] == app}


def address_of(name: str, arguments: dict[str, list[object]]) -> str:
    with translation.override("en"):
        return reverse(name, args=arguments[TABLE[name][1]])


@pytest.mark.django_db
@pytest.mark.parametrize("app", APPS)
def test_only_these_roles_may_use(app, browsers, arguments):
    found = {
        (name, method): let_in(browsers, method, address_of(name, arguments))
        for name, (methods, _argument, _allowed) in rows_of(app).items()
        for method in methods.split()
    }

    assert found == {
        (name, method): allowed
        for name, (methods, _argument, allowed) in rows_of(app).items()
        for method in methods.split()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("app", APPS)
def test_no_other_method_is_answered(app, browsers, arguments):
    for name, (methods, _argument, allowed) in rows_of(app).items():
        address = address_of(name, arguments)
        for method in sorted({"GET", "POST", "DELETE"} - set(methods.split())):
            answers = {role: undone(browser, method, address) for role, browser in browsers.items()}

            assert {role for role, answer in answers.items() if not is_unheard(answer)} == set(), name
            assert {offered_by(answers[role]) for role in allowed} <= {methods}, name
