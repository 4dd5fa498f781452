"""One browser for each role, and one object of each kind, for the tables of who may use what."""

from collections.abc import Callable
from functools import cache

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts import copies
from accounts.models import Notice, PersonalCopy, User
from agreements.models import GovernmentMou
from companies import absences, join_requests, questions, reports, saved_searches, telephone, working_days
from companies.enums import Audience, ImportState, ReportReason, RowVerdict
from companies.merging import steps
from companies.models import (
    Absence,
    Certification,
    ImportRow,
    Merge,
    Report,
    SavedSearch,
    ShowcaseItem,
    SpecialClosure,
)
from companies.showcase import items
from matching import asides, conflicts, firm_questions, runs, watches
from matching.enums import RunState
from matching.models import FirmQuestion, Interest, Run
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


def copied(user) -> PersonalCopy:
    copy = copies.ask(user)
    copies.build(copy.pk)
    return copy


def removed_item(firm, owner) -> ShowcaseItem:
    item = item_of(firm, owner)
    items.remove_item(item, by=owner)
    return item


def address_of(picture) -> list[object]:
    return [picture.pk, picture.widths[-1]]


def reported(firm, reporter) -> Report:
    return reports.make(firm, reporter=reporter, by=UserFactory(), reason=ReportReason.CONDUCT, text="x")


def searched_by(owner, firm) -> SavedSearch:
    return SavedSearch.objects.create(user=owner, company=firm, place="directory", name="x")


def sent_through(corridor, firm) -> Interest:
    assert corridor.is_open
    return sent_interest(firm)


def told(user, match) -> Notice:
    """What the match had said to one of its people."""
    assert match.involves(user.memberships.get().company)
    return Notice.objects.filter(user=user).earliest("pk")


class Arguments(dict[str, list[object]]):
    """What stands in an address, by name: made when it is asked for, since most tests ask for one."""

    def __init__(self, makers: dict[str, Callable[[], list[object]]]) -> None:
        super().__init__()
        self.makers = makers

    def __missing__(self, name: str) -> list[object]:
        self[name] = made = self.makers[name]()
        return made

    def complete(self) -> "Arguments":
        """For a table of all addresses: everything is there before the first is asked for."""
        for name in self.makers:
            _ = self[name]
        return self


@pytest.fixture
def arguments(thai_firm, japanese_firm, dip, dao, somchai, outsider, settings, tmp_path) -> Arguments:
    """One object of each kind, Somchai's firm on its Thai side; "stranger" is nobody's."""
    settings.MEDIA_ROOT = tmp_path

    corridor = cache(lambda: CorridorFactory(desks=[dip]))
    match = cache(lambda: connected_match(thai=thai_firm, japanese=japanese_firm, corridor=corridor()))
    item = cache(lambda: item_of(thai_firm, somchai))
    search = cache(lambda: searched_by(somchai, thai_firm))
    finished = cache(lambda: Run.objects.create(state=RunState.DONE))
    imports = cache(lambda: imports_of(dip, dao, thai_firm))
    invitation = cache(lambda: invited(thai_firm, somchai, outsider))
    return Arguments(
        {
            "": list,
            "slug": lambda: [thai_firm.slug],
            "partner": lambda: [japanese_firm.slug],
            "connected": lambda: [match().pk],
            "item": lambda: [item().pk],
            "shown": lambda: ["item", item().pk],
            "removed": lambda: ["item", removed_item(thai_firm, somchai).pk],
            "picture": lambda: address_of(picture_of(thai_firm, item())),
            "connected_catalogue": lambda: [catalogue_of(thai_firm, shown_to=Audience.CONNECTED).pk],
            "copy": lambda: [copied(somchai).pk],
            "report": lambda: [reported(thai_firm, japanese_firm).pk],
            "question": lambda: [questions.ask(by=somchai, company=thai_firm, text="x", lang="th").pk],
            "import": lambda: imports()["import"],
            "import faults": lambda: imports()["import faults"],
            "checked import": lambda: imports()["checked import"],
            "import row": lambda: imports()["import row"],
            "offer": lambda: [OfferFactory(company=thai_firm).pk],
            "search": lambda: [search().pk],
            "search token": lambda: [saved_searches.stop_token(search())],
            "paused_offer": lambda: [OfferFactory(company=thai_firm, paused_at=timezone.now()).pk],
            "need": lambda: [NeedFactory(company=thai_firm).pk],
            "their_need": lambda: [NeedFactory(company=japanese_firm).pk],
            "interest": lambda: [sent_through(corridor(), thai_firm).pk],
            "unnamed_need": lambda: [NeedFactory(company=japanese_firm, is_anonymous=True).pk],
            "put_aside": lambda: [
                asides.put_aside(thai_firm, japanese_firm, by=somchai, reason=ReasonFactory()).pk
            ],
            "firm": lambda: [thai_firm.pk],
            "member": lambda: [MembershipFactory(company=thai_firm, role="editor").pk],
            "join_request": lambda: [join_requests.ask(thai_firm, by=UserFactory()).pk],
            "own_request": lambda: [join_requests.ask(thai_firm, by=outsider).pk],
            "invitation": lambda: invitation()["invitation"],
            "secret": lambda: invitation()["secret"],
            "capability": lambda: [CapabilityFactory().slug],
            "location": lambda: [thai_firm.location_id],
            "cluster": lambda: [ClusterFactory().pk],
            "certification": lambda: [Certification.objects.create(code="iso-9001", **named("ISO 9001")).pk],
            "collaboration type": lambda: [CollaborationTypeFactory().pk],
            "corridor": lambda: [corridor().code],
            "mail text": lambda: ["connected", "th"],
            "reason": lambda: [ReasonFactory().pk],
            "mou": lambda: [GovernmentMou.objects.create(thai_party_en="DIP", japan_party_en="Nagano").pk],
            "watched": lambda: [watches.watch(NeedFactory(company=thai_firm), by=somchai).need_id],
            "submitted": lambda: [SubmittedCompanyFactory().pk],
            "conflict": lambda: [conflicts.declare(CompanyFactory(), by=dao).pk],
            "second": lambda: [to_read_again(dip).pk],
            "firm_question": lambda: [asked_by(dao, dip, thai_firm).pk],
            "proposed": lambda: [propose(thai=thai_firm, corridor=CorridorFactory(desks=[dip])).pk],
            "draft": lambda: [agreement_in("draft", thai=thai_firm).pk],
            "finished run": lambda: [finished().pk],
            "finished run file": lambda: [finished().pk, "csv"],
            "kind": lambda: ["xlsx"],
            "weights": lambda: [load_prior().pk],
            "merge pair": lambda: [SubmittedCompanyFactory().pk, thai_firm.pk],
            "letter": lambda: [telephone.write_letter(SubmittedCompanyFactory(), by=dao)],
            "closure": lambda: [closed(dao).pk],
            "absence": lambda: [away(dip, dao).pk],
            "merge": lambda: [merged(dip, dao, thai_firm).pk],
            "stranger": lambda: [987_654],
            "step": lambda: [match().pk, match().next_steps.earliest("pk").pk],
            "unopened": lambda: [DraftNeedFactory(company=thai_firm).pk],
            "introduced": lambda: [
                introduced_match(thai=thai_firm, corridor=CorridorFactory(desks=[dip])).pk
            ],
            "run": lambda: [runs.start(corridor=corridor(), by=dao, limits=runs.Limits()).pk],
            "document": lambda: [signed(thai=thai_firm).documents.earliest("pk").pk],
            "notice": lambda: [told(somchai, match()).pk],
        }
    )
