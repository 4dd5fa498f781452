"""What an anonymous need hides is nowhere: not in a page, a title, a header, the API, a notice or a mail."""

import re
from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Notice, User
from companies.models import Company
from companies.search import refresh_search
from matching import suggestions
from matching.models import Match, Suggestion
from tests.factories.companies import (
    JapaneseCompanyFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
)
from tests.factories.matching import CorridorFactory, approve
from tests.factories.showcase import catalogue_of, item_of, picture_of
from tests.matching.market import capability, run_to_the_end, work_off
from tests.project import crawl

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "秘密の治具でφ3の軸を研ぐ会社を探しています"
IDENTITY = ("隠精工", "Kakushi Seiko", "かくしせいこう", "kakushi-seiko", "kakushi.example")
SHOWN = ("CANARY-product-kakushi", "CANARY-alt-kakushi")
CONTACTS = ("CANARY-person-kakushi", "canary-kakushi", "CANARY-phone-kakushi", "CANARY-address-kakushi")
# The firm is no secret; that the need is its own is. A page with the firm in its address is led to by its name.
OF_THE_FIRM = re.compile(
    r"^/(..|api/v1)/(companies/|desk/companies/|join/|$)|^/../my-company/find|^/../partners/(kakushi-seiko|why-not)/"
)
OF_A_CASE = re.compile(r"/(matches|today|notices|partners|suggestions)/")
STARTS = (
    "/",
    "/companies/",
    "/companies/?q=秘密",
    "/companies/?q=centerless",
    "/companies/kakushi-seiko/",
    "/partners/",
    "/matches/",
    "/today/",
    "/notices/",
    "/register/",
    "/desk/review/",
    "/desk/runs/",
    "/desk/companies/",
    "/my-company/",
    "/settings/",
)


@dataclass
class Scene:
    """An introduced match that rests on the author's need, and everybody who may look."""

    author: Company
    match: Match
    browsers: dict[str, Client]

    def seen_by(self, role: str, *languages: str) -> dict[str, str]:
        browser = self.browsers[role]
        case = [f"/matches/{self.match.pk}/", f"/desk/review/{self.match.pk}/"]
        need = self.match.links.get(need__company=self.author).need_id
        return crawl.pages(browser, [*STARTS, *case], languages) | crawl.api(browser, {self.match.pk, need})


def hidden_firm() -> Company:
    return JapaneseCompanyFactory(
        slug="kakushi-seiko",
        name_native="株式会社隠精工",
        name_roman="Kakushi Seiko K.K.",
        name_kana="かくしせいこう",
        website="https://kakushi.example",
        languages=["ja", "en"],
        thai_base=True,
    )


@pytest.fixture
def scene(request, browsers, client_for, thai_firm, dip, settings, tmp_path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    author = hidden_firm()
    shown = item_of(author, title=SHOWN[0], text=IDENTITY[1])
    picture_of(author, shown, alt=SHOWN[1])
    catalogue_of(author)
    hides_need = request.param == "anonymous need"
    NeedFactory(company=author, text=WORDS, capabilities=[capability()], is_anonymous=hides_need)
    OfferFactory(company=thai_firm, text="รับเจียระไนเซ็นเตอร์เลส φ2-6", capabilities=[capability()])
    corridor = CorridorFactory(desks=[dip], has_anonymous_sheets=not hides_need)
    refresh_search(author)
    suggestions.refresh(thai_firm.pk)
    work_off()
    run_to_the_end(corridor)
    match = approve(Match.objects.get())
    owner = MembershipFactory(company=author).user
    return Scene(author, match, {**browsers, "author": client_for(owner)})


def found(texts: dict[str, str], canaries: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(address, canary) for address, text in texts.items() for canary in canaries if canary in text}


def told_to(author: Company) -> tuple[list[object], list[object]]:
    """Notices and mails of everyone but the author's people and the desks."""
    insiders = User.objects.filter(memberships__company=author) | User.objects.filter(
        appointments__isnull=False
    )
    addresses = set(insiders.values_list("email", flat=True))
    mails = [sent for sent in mail.outbox if not addresses & set(sent.to)]
    return list(Notice.objects.exclude(user__in=insiders)), mails


@pytest.mark.parametrize("scene", ["anonymous need"], indirect=True)
def test_an_anonymous_need_does_not_give_its_author_away(scene: Scene):
    assert Suggestion.objects.filter(partner=scene.author).exists()
    for role in scene.browsers:
        texts = scene.seen_by(role, *("th", "ja", "en") if role == "somchai" else ("ja",))
        assert len(texts) > 50, role
        if role not in ("author", "kenji"):
            assert found(texts, CONTACTS) == set(), role
        if role == "kenji":
            # The desk of its own country has to check the need.
            texts.pop("/ja/today/")
        if role not in ("author", "dao", "auditor"):
            assert found(texts, (WORDS,)) == set(), role
            elsewhere = {path: text for path, text in texts.items() if not OF_THE_FIRM.search(path)}
            assert found(elsewhere, (*IDENTITY, *SHOWN)) == set(), role


@pytest.mark.parametrize("scene", ["anonymous need"], indirect=True)
def test_the_search_does_not_find_the_author_by_the_need(scene: Scene):
    for role in ("nobody", "somchai", "outsider"):
        for query in ("秘密の治具", "centerless grinding", "センタレス研削", WORDS):
            page = scene.browsers[role].get("/ja/companies/", {"q": query}).content.decode()
            api = scene.browsers[role].get("/api/v1/companies/", {"q": query}).content.decode()
            assert "kakushi-seiko" not in page + api


@pytest.mark.parametrize("scene", ["anonymous corridor"], indirect=True)
def test_an_anonymous_sheet_names_nobody(scene: Scene):
    texts = scene.seen_by("somchai", "th", "en")
    of_the_case = {path: text for path, text in texts.items() if "/matches/" in path or "/notices/" in path}
    assert len(of_the_case) > 6
    assert found(of_the_case, (*IDENTITY, *SHOWN, *CONTACTS, WORDS)) == set()


@pytest.mark.parametrize("scene", ["anonymous need", "anonymous corridor"], indirect=True)
def test_no_notice_and_no_mail_names_the_author(scene: Scene):
    notices, mails = told_to(scene.author)
    told = "\n".join([*(str(vars(notice)) for notice in notices), *(f"{m.subject} {m.body}" for m in mails)])

    assert notices
    assert mails
    assert [canary for canary in (*IDENTITY, *SHOWN, *CONTACTS, WORDS) if canary in told] == []


@pytest.mark.parametrize("scene", ["anonymous need"], indirect=True)
def test_the_author_and_the_desk_do_see_it(scene: Scene):
    """The twin: the crawl reaches the pages on which all this stands."""
    assert {
        canary
        for _path, canary in found(scene.seen_by("author", "ja"), (WORDS, *IDENTITY, *SHOWN, *CONTACTS))
    } == {
        WORDS,
        *IDENTITY,
        *SHOWN,
        *CONTACTS,
    }
    assert {canary for _path, canary in found(scene.seen_by("dao", "ja"), (WORDS, *IDENTITY))} >= {
        WORDS,
        IDENTITY[0],
    }
