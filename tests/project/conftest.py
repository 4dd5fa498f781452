"""One browser for each role, and one object of each kind, for the tables of who may use what."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts import copies
from accounts.models import Notice, User
from agreements.models import GovernmentMou
from companies import absences, join_requests, questions, reports, saved_searches, telephone, working_days
from companies.enums import Audience, ImportState, ReportReason, RowVerdict
from companies.merging import steps
from companies.models import Absence, Certification, ImportRow, Merge, SavedSearch, SpecialClosure
from companies.showcase import items
from matching import asides, conflicts, firm_questions, runs, watches
from matching.enums import RunState
from matching.models import FirmQuestion, Run
from matching.weights import load_prior
from tests.factories.accounts import UserFactory
from tests.factories.agreements import agreement_in, signed
from tests.factories.companies import (
    AppointmentFactory,
    CapabilityFactory,
    ClusterFactory,
    CollaborationTypeFactory,
    CompanyFactory,
    DraftNeedFactory,
    ImportFileFactory,
    InvitationFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    SubmittedCompanyFactory,
    named,
)
from tests.factories.interests import sent as sent_interest
from tests.factories.matching import CorridorFactory, ReasonFactory, propose, to_read_again
from tests.factories.matching import connected as connected_match
from tests.factories.matching import introduced as introduced_match
from tests.factories.showcase import catalogue_of, item_of, picture_of


@pytest.fixture
def people(somchai, malee, outsider, dao, kenji, arisa, root) -> dict[str, User]:
    return {
        "somchai": somchai,
        "malee": malee,
        "outsider": outsider,
        "dao": dao,
        "kenji": kenji,
        "arisa": arisa,
        "root": root,
        "auditor": UserFactory(is_auditor=True),
    }


@pytest.fixture
def browsers(client_for, people) -> dict[str, Client]:
    return {"nobody": Client(), **{role: client_for(person) for role, person in people.items()}}


def invited(firm, owner, guest) -> dict[str, list[object]]:
    """The guest's invitation, by key and by the secret of its link."""
    EmailAddress.objects.create(user=guest, email=guest.email, verified=True, primary=True)
    invitation = InvitationFactory(company=firm, invited_by=owner, email=guest.email, secret="guest")
    return {"invitation": [invitation.pk], "secret": ["guest"]}


def imports_of(agency, officer, firm) -> dict[str, list[object]]:
    """A file whose columns wait to be confirmed, and one that was checked, with a row its firm edited."""
    waiting = ImportFileFactory(agency=agency, uploaded_by=officer)
    checked = ImportFileFactory(agency=agency, uploaded_by=officer, state=ImportState.CHECKED)
    row = ImportRow.objects.create(
        file=checked,
        number=2,
        verdict=RowVerdict.CONFLICT,
        company=firm,
        company_version=firm.version,
        external_id="K1",
        changes=[["employees", 11, 99, True]],
    )
    return {
        "import": [waiting.pk],
        "import faults": [waiting.pk, "csv"],
        "checked import": [checked.pk],
        "import row": [checked.pk, row.pk],
    }


def asked_by(officer, agency, firm) -> FirmQuestion:
    """A question of the desk that waits for an answer of `firm`."""
    match = propose(thai=firm, corridor=CorridorFactory(desks=[agency]))
    return firm_questions.ask(match, company=firm, by=officer, agency=agency, text="x", lang="th")


def away(agency, officer) -> Absence:
    today, colleague = timezone.localdate(), AppointmentFactory(agency=agency).user
    return absences.declare(by=officer, agency=agency, substitute=colleague, first=today, last=today)


def closed(officer) -> SpecialClosure:
    today = timezone.localdate()
    return working_days.close("TH", by=officer, first=today, last=today, reason="x", lang="th")


def merged(agency, officer, firm) -> Merge:
    """Another row of the firm that went into it."""
    return steps.merge(SubmittedCompanyFactory(), firm, by=officer, agency=agency)


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
    item, removed = item_of(thai_firm, somchai), item_of(thai_firm, somchai)
    items.remove_item(removed, by=somchai)
    picture = picture_of(thai_firm, item)
    search = SavedSearch.objects.create(user=somchai, company=thai_firm, place="directory", name="x")
    finished = Run.objects.create(state=RunState.DONE)
    run = runs.start(corridor=corridor, by=dao, limits=runs.Limits())
    return {
        "": [],
        "slug": [thai_firm.slug],
        "partner": [japanese_firm.slug],
        "item": [item.pk],
        "shown": ["item", item.pk],
        "removed": ["item", removed.pk],
        "picture": [picture.pk, picture.widths[-1]],
        "connected_catalogue": [catalogue_of(thai_firm, shown_to=Audience.CONNECTED).pk],
        "copy": [copy.pk],
        "report": [report.pk],
        "question": [questions.ask(by=somchai, company=thai_firm, text="x", lang="th").pk],
        **imports_of(dip, dao, thai_firm),
        "offer": [OfferFactory(company=thai_firm).pk],
        "search": [search.pk],
        "search token": [saved_searches.stop_token(search)],
        "paused_offer": [OfferFactory(company=thai_firm, paused_at=timezone.now()).pk],
        "need": [NeedFactory(company=thai_firm).pk],
        "their_need": [NeedFactory(company=japanese_firm).pk],
        "interest": [sent_interest(thai_firm).pk],
        "unnamed_need": [NeedFactory(company=japanese_firm, is_anonymous=True).pk],
        "put_aside": [asides.put_aside(thai_firm, japanese_firm, by=somchai, reason=ReasonFactory()).pk],
        "firm": [thai_firm.pk],
        "member": [MembershipFactory(company=thai_firm, role="editor").pk],
        "join_request": [join_requests.ask(thai_firm, by=UserFactory()).pk],
        "own_request": [join_requests.ask(thai_firm, by=outsider).pk],
        **invited(thai_firm, somchai, outsider),
        "capability": [CapabilityFactory().slug],
        "location": [thai_firm.location_id],
        "cluster": [ClusterFactory().pk],
        "certification": [Certification.objects.create(code="iso-9001", **named("ISO 9001")).pk],
        "collaboration type": [CollaborationTypeFactory().pk],
        "corridor": [corridor.code],
        "mail text": ["connected", "th"],
        "reason": [ReasonFactory().pk],
        "mou": [GovernmentMou.objects.create(thai_party_en="DIP", japan_party_en="Nagano").pk],
        "watched": [watches.watch(NeedFactory(company=thai_firm), by=somchai).need_id],
        "submitted": [SubmittedCompanyFactory().pk],
        "connected": [match.pk],
        "conflict": [conflicts.declare(CompanyFactory(), by=dao).pk],
        "second": [to_read_again(dip).pk],
        "firm_question": [asked_by(dao, dip, thai_firm).pk],
        "proposed": [propose(thai=thai_firm, corridor=CorridorFactory(desks=[dip])).pk],
        "draft": [agreement_in("draft", thai=thai_firm).pk],
        "finished run": [finished.pk],
        "finished run file": [finished.pk, "csv"],
        "kind": ["xlsx"],
        "weights": [load_prior().pk],
        "merge pair": [SubmittedCompanyFactory().pk, thai_firm.pk],
        "letter": [telephone.write_letter(SubmittedCompanyFactory(), by=dao)],
        "closure": [closed(dao).pk],
        "absence": [away(dip, dao).pk],
        "merge": [merged(dip, dao, thai_firm).pk],
        "stranger": [987_654],
        "step": [match.pk, match.next_steps.earliest("pk").pk],
        "unopened": [DraftNeedFactory(company=thai_firm).pk],
        "introduced": [introduced_match(thai=thai_firm, corridor=CorridorFactory(desks=[dip])).pk],
        "run": [run.pk],
        "document": [signed(thai=thai_firm).documents.earliest("pk").pk],
        "notice": [Notice.objects.filter(user=somchai).earliest("pk").pk],
    }
