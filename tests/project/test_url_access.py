"""One table: every address of ours, by the roles that may use it. A pattern without a row fails."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from accounts import copies
from accounts.models import Notice
from companies import join_requests, questions, reports
from companies.enums import ReportReason
from matching import asides, runs
from matching.enums import RunState
from matching.models import Run
from matching.weights import load_prior
from tests.factories.accounts import UserFactory
from tests.factories.agreements import agreement_in, signed
from tests.factories.companies import (
    CapabilityFactory,
    DraftNeedFactory,
    InvitationFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    SubmittedCompanyFactory,
)
from tests.factories.interests import sent as sent_interest
from tests.factories.matching import CorridorFactory, ReasonFactory, propose
from tests.factories.matching import connected as connected_match
from tests.factories.matching import introduced as introduced_match

OURS = {"accounts", "companies", "matching", "agreements", "outbox"}
ROLES = ("nobody", "somchai", "malee", "outsider", "dao", "kenji", "arisa", "auditor", "root")
ALL = set(ROLES)
SIGNED_IN = ALL - {"nobody"}
MEMBERS = {"somchai", "malee", "outsider"}
FIRM = {"somchai", "malee"}
DESKS = {"dao", "kenji"}
INSIDE = FIRM | DESKS | {"arisa", "auditor"}

# name: (method, argument, who may). Everyone else is sent to sign-in, or told 403 or 404.
TABLE: dict[str, tuple[str, str, set[str]]] = {
    "accounts:settings": ("GET", "", SIGNED_IN),
    "accounts:consent-change": ("POST", "", SIGNED_IN),
    "accounts:mail-choices": ("GET", "", SIGNED_IN),
    "accounts:personal-data": ("GET", "", SIGNED_IN),
    "accounts:copy-ask": ("POST", "", SIGNED_IN),
    "accounts:copy-download": ("GET", "copy", {"somchai"}),
    "accounts:account-delete": ("GET", "", SIGNED_IN),
    "accounts:notice-list": ("GET", "", SIGNED_IN),
    "accounts:notice-read-all": ("POST", "", SIGNED_IN),
    "accounts:notice-open": ("POST", "notice", {"somchai"}),
    "accounts:how-it-works": ("GET", "", ALL),
    "accounts:help": ("GET", "", ALL),
    "accounts:terms": ("GET", "", ALL),
    "accounts:privacy": ("GET", "", ALL),
    "companies:company-list": ("GET", "", ALL),
    "companies:company-detail": ("GET", "slug", ALL),
    "companies:company-report": ("GET", "partner", MEMBERS),
    "companies:company-block": ("POST", "partner", {"somchai", "outsider"}),
    "companies:company-unblock": ("POST", "partner", {"somchai", "outsider"}),
    "companies:block-list": ("GET", "", {"somchai", "outsider"}),
    "companies:company-archive": ("POST", "", {"somchai", "outsider"}),
    "companies:shortlist": ("GET", "", MEMBERS),
    "companies:company-compare": ("GET", "", MEMBERS),
    "companies:shortlist-add": ("POST", "partner", MEMBERS),
    "companies:shortlist-remove": ("POST", "partner", MEMBERS),
    "companies:shortlist-note": ("POST", "partner", MEMBERS),
    "companies:question-list": ("GET", "", SIGNED_IN),
    "companies:desk-question-list": ("GET", "", DESKS),
    "companies:question-answer": ("POST", "question", {"dao"}),
    "companies:report-list": ("GET", "", DESKS | {"auditor"}),
    "companies:report-decide": ("POST", "report", {"dao"}),
    "companies:my-company": ("GET", "", SIGNED_IN),
    "companies:company-create": ("GET", "", SIGNED_IN),
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
    "companies:company-edit": ("GET", "", MEMBERS),
    "companies:offer-create": ("GET", "", MEMBERS),
    "companies:need-create": ("GET", "", MEMBERS),
    "companies:offer-edit": ("GET", "offer", FIRM),
    "companies:need-edit": ("GET", "need", FIRM),
    "companies:verification-list": ("GET", "", DESKS | {"auditor"}),
    "companies:condition-read": ("GET", "", SIGNED_IN),
    "companies:offer-withdraw": ("POST", "offer", FIRM),
    "companies:need-open": ("POST", "unopened", FIRM),
    "companies:need-pause": ("POST", "need", FIRM),
    "companies:need-renew": ("POST", "need", FIRM),
    "companies:need-close": ("POST", "need", {"somchai"}),
    "companies:company-return": ("POST", "submitted", {"dao"}),
    "companies:company-suspend": ("POST", "submitted", {"dao"}),
    "companies:acting-as": ("POST", "", set()),
    "matching:capability-list": ("GET", "", {"dao", "root"}),
    "matching:capability-edit": ("GET", "capability", {"dao", "root"}),
    "matching:capability-suggest": ("GET", "", SIGNED_IN),
    "matching:today": ("GET", "", SIGNED_IN),
    "matching:match-detail": ("GET", "connected", FIRM),
    "matching:conversation-detail": ("GET", "connected", FIRM),
    "matching:match-hand-over": ("POST", "connected", FIRM),
    "matching:message-create": ("POST", "connected", FIRM),
    "matching:step-create": ("POST", "connected", FIRM),
    "matching:match-answer": ("POST", "introduced", {"somchai"}),
    "matching:interest-create": ("GET", "partner", {"somchai", "outsider"}),
    "matching:partner-put-aside": ("GET", "partner", MEMBERS),
    "matching:need-put-aside": ("GET", "unnamed_need", MEMBERS),
    "matching:put-aside-undo": ("POST", "put_aside", FIRM),
    "matching:needs-board": ("GET", "", MEMBERS | DESKS),
    "matching:need-answer": ("GET", "their_need", {"somchai", "outsider"}),
    "matching:interest-withdraw": ("POST", "interest", {"somchai"}),
    "matching:review-queue": ("GET", "", DESKS | {"auditor"}),
    "matching:match-review": ("GET", "proposed", {"dao", "auditor"}),
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
    "agreements:agreement-create": ("GET", "", set()),
    "agreements:agreement-edit": ("GET", "draft", {"arisa"}),
    "agreements:agreement-send": ("POST", "draft", {"arisa"}),
    "agreements:agreement-sign": ("POST", "draft", set()),
    "agreements:agreement-cancel": ("POST", "draft", {"arisa"}),
    "agreements:agreement-terminate": ("POST", "draft", {"arisa"}),
    "companies:company-submit": ("POST", "", {"somchai", "outsider"}),
    "companies:company-publish": ("POST", "submitted", {"dao"}),
    "matching:suggestion-list": ("GET", "", SIGNED_IN),
    "matching:match-list": ("GET", "", MEMBERS),
    "matching:step-done": ("POST", "step", FIRM),
    "matching:run-list": ("GET", "", DESKS | {"auditor", "root"}),
    "matching:run-create": ("GET", "", DESKS),
    "matching:weights-list": ("GET", "", DESKS | {"auditor", "root"}),
    "matching:weights-detail": ("GET", "weights", DESKS | {"auditor", "root"}),
    "matching:weights-refit": ("POST", "", {"dao", "root"}),
    "matching:weights-promote": ("POST", "weights", {"dao", "root"}),
    "matching:weights-roll-back": ("POST", "weights", {"dao", "root"}),
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


@pytest.fixture
def browsers(client_for, somchai, malee, outsider, dao, kenji, arisa, root) -> dict[str, Client]:
    people = {
        "somchai": somchai,
        "malee": malee,
        "outsider": outsider,
        "dao": dao,
        "kenji": kenji,
        "arisa": arisa,
        "root": root,
        "auditor": UserFactory(is_auditor=True),
    }
    return {"nobody": Client(), **{role: client_for(person) for role, person in people.items()}}


def invited(firm, owner, guest) -> dict[str, list[object]]:
    """The guest's invitation, by key and by the secret of its link."""
    EmailAddress.objects.create(user=guest, email=guest.email, verified=True, primary=True)
    invitation = InvitationFactory(company=firm, invited_by=owner, email=guest.email, secret="guest")
    return {"invitation": [invitation.pk], "secret": ["guest"]}


@pytest.fixture
def arguments(
    thai_firm, japanese_firm, dip, dao, somchai, outsider, settings, tmp_path
) -> dict[str, list[object]]:
    """One object of each kind, Somchai's firm on its Thai side; "stranger" is nobody's."""
    settings.MEDIA_ROOT = tmp_path
    corridor = CorridorFactory(desks=[dip])
    match = connected_match(thai=thai_firm, japanese=japanese_firm, corridor=corridor)
    copy = copies.ask(somchai)
    copies.build(copy.pk)
    report = reports.make(
        thai_firm, reporter=japanese_firm, by=UserFactory(), reason=ReportReason.CONDUCT, text="x"
    )
    run = runs.start(corridor=corridor, by=dao, limits=runs.Limits())
    return {
        "": [],
        "slug": [thai_firm.slug],
        "partner": [japanese_firm.slug],
        "copy": [copy.pk],
        "report": [report.pk],
        "question": [questions.ask(by=somchai, company=thai_firm, text="x", lang="th").pk],
        "offer": [OfferFactory(company=thai_firm).pk],
        "need": [NeedFactory(company=thai_firm).pk],
        "their_need": [NeedFactory(company=japanese_firm).pk],
        "interest": [sent_interest(thai_firm).pk],
        "unnamed_need": [NeedFactory(company=japanese_firm, is_anonymous=True).pk],
        "put_aside": [
            asides.put_aside(thai_firm, japanese_firm, by=somchai, reason=ReasonFactory()).pk,
        ],
        "firm": [thai_firm.pk],
        "member": [MembershipFactory(company=thai_firm, role="editor").pk],
        "join_request": [join_requests.ask(thai_firm, by=UserFactory()).pk],
        "own_request": [join_requests.ask(thai_firm, by=outsider).pk],
        **invited(thai_firm, somchai, outsider),
        "capability": [CapabilityFactory().slug],
        "submitted": [SubmittedCompanyFactory().pk],
        "connected": [match.pk],
        "proposed": [propose(thai=thai_firm, corridor=CorridorFactory(desks=[dip])).pk],
        "draft": [agreement_in("draft", thai=thai_firm).pk],
        "finished run": [Run.objects.create(state=RunState.DONE).pk],
        "weights": [load_prior().pk],
        "stranger": [987_654],
        "step": [match.pk, match.next_steps.earliest("pk").pk],
        "unopened": [DraftNeedFactory(company=thai_firm).pk],
        "introduced": [introduced_match(thai=thai_firm, corridor=CorridorFactory(desks=[dip])).pk],
        "run": [run.pk],
        "document": [signed(thai=thai_firm).documents.earliest("pk").pk],
        "notice": [Notice.objects.filter(user=somchai).earliest("pk").pk],
    }


def is_refused(response) -> bool:
    """Told 403 or 404, sent to sign-in, or led to adding a firm of one's own."""
    led_away = response.status_code == 302 and any(
        part in response["Location"] for part in ("/account/login/", "/my-company/new/")
    )
    return response.status_code in (403, 404) or led_away


def test_every_address_of_ours_has_a_row():
    assert set(our_patterns(get_resolver())) - {"agreements:home"} == set(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(TABLE))
def test_only_these_roles_may_use(name, browsers, arguments):
    method, argument, allowed = TABLE[name]
    with translation.override("en"):
        address = reverse(name, args=arguments[argument])
    may = {role for role, browser in browsers.items() if not is_refused(browser.generic(method, address))}

    assert may == allowed


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row[0] == "POST"))
def test_changes_are_never_made_by_a_get(name, browsers, arguments):
    with translation.override("en"):
        address = reverse(name, args=arguments[TABLE[name][1]])

    assert {browser.get(address).status_code for browser in browsers.values()} <= {302, 403, 404, 405}
