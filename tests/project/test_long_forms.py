"""Long forms under what people do to them: a megabyte pasted, two tabs, the back button and a second press."""

import re
from html import unescape

import pytest
from django.urls import reverse

from companies.models import Need, Offer
from tests.factories.companies import CollaborationTypeFactory, NeedFactory, grinding
from tests.project.test_parked import LONG_FORMS

pytestmark = pytest.mark.django_db
MEGABYTE = "ต้องการเพลา <b>&" * 26_000
FORMS = LONG_FORMS | {
    "interest": ("matching:interest-create", "partner", "", "", "cooperation", "outsider"),
    "answer to the desk": ("matching:firm-question-answer", "firm_question", "", "", "text", "somchai"),
    "product": ("companies:item-create", "", "", "", "text", "somchai"),
}
LIMIT = re.compile(r'class="err".*?(\d[\d,]{2,})', re.S)


def page_of(answer) -> str:
    return answer.content.decode()


def typed_in(page: str, box: str) -> str:
    found = re.search(rf'<textarea[^>]*name="{box}"[^>]*>(.*?)</textarea>', page, re.S)
    assert found, f"no {box} on the page"
    return unescape(found[1]).removeprefix("\r").removeprefix("\n")


@pytest.mark.parametrize("name", FORMS)
def test_a_megabyte_is_refused_by_its_limit_and_stands_there_still(name, browsers, arguments):
    assert len(MEGABYTE.encode()) > 900_000
    url, argument, _page, _argument, box, role = FORMS[name]

    answer = browsers[role].post(reverse(url, args=arguments[argument]), {box: MEGABYTE})

    assert answer.status_code in (200, 409)
    assert typed_in(page_of(answer), box) == MEGABYTE
    assert LIMIT.search(page_of(answer)), "no sentence names the limit"


def test_no_box_cuts_what_is_pasted(browsers, arguments):
    """A browser cuts at `maxlength` without a word; the form says how long a text may be instead."""
    for url, argument, page_url, page_argument, box, role in FORMS.values():
        page = page_of(
            browsers[role].get(reverse(page_url or url, args=arguments[page_argument or argument]))
        )
        found = re.search(rf'<textarea[^>]*name="{box}"[^>]*>', page)

        assert found is None or "maxlength" not in found[0], url


def test_what_is_longer_than_any_form_is_told_how_long_it_may_be(client_for, somchai):
    answer = client_for(somchai).post("/th/my-company/needs/new/", {"text": "ก" * 2_000_000})

    assert answer.status_code == 413
    assert "5 MB" in page_of(answer)


@pytest.fixture
def need_fields() -> dict[str, object]:
    return {
        "text": "ต้องการเจียระไนเพลา",
        "lang": "th",
        "collaboration_type": CollaborationTypeFactory().pk,
        "capabilities": [grinding().slug],
        "open_until": "2027-01-10",
        "then": "keep",
    }


def test_a_need_saved_in_one_tab_is_not_overwritten_by_the_other(client_for, somchai, thai_firm, need_fields):
    need = NeedFactory(company=thai_firm)
    tab = client_for(somchai)
    page = f"/en/needs/{need.pk}/edit/"
    first = need_fields | {"version": need.version, "text": "the first tab"}
    second = need_fields | {"version": need.version, "text": "the second tab"}

    assert tab.post(page, first).status_code == 302
    answer = tab.post(page, second)

    assert answer.status_code == 409
    assert typed_in(page_of(answer), "text") == "the second tab"
    assert "the first tab" in page_of(answer)
    need.refresh_from_db()
    assert need.text == "the first tab"


@pytest.mark.parametrize(("path", "model"), [("needs", Need), ("offers", Offer)])
def test_back_and_a_second_press_make_no_twin(path, model, client_for, somchai, need_fields):
    tab = client_for(somchai)

    for _press in range(2):
        answer = tab.post(f"/en/my-company/{path}/new/", need_fields)
        assert answer.status_code == 302

    assert model.objects.filter(text=need_fields["text"]).count() == 1


def test_back_after_interest_says_that_it_was_sent(browsers, arguments):
    page = reverse("matching:interest-create", args=arguments["partner"])
    words = {"cooperation": "เจียระไน", "unclear": "ใบรับรอง", "about": "ระยอง 40 คน", "lang": "th"}
    browsers["outsider"].post(page, words)
    answer = browsers["outsider"].post(page, words)

    assert answer.status_code in (200, 409)
    assert typed_in(page_of(answer), "cooperation") == words["cooperation"]
