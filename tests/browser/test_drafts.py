"""The form of a firm keeps what is typed: without a press on save, without a line, after the tab was closed."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from companies.models import Company, ProfileDraft
from tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDIT = "/en/my-company/edit/"
FIRST, SECOND = "We turn shafts for pumps.", "We grind them too."


@pytest.fixture
def form(reference: None, thai_firm: Company, somchai: User, sign_in: SignIn) -> Page:
    page = sign_in(somchai)
    page.goto(EDIT)
    return page


def write(page: Page, text: str) -> None:
    page.locator("#id_profile").fill("")
    page.locator("#id_profile").press_sequentially(text)


def kept() -> str:
    draft = ProfileDraft.objects.first()
    return draft.values["profile"][0] if draft else ""


def line(page: Page, state: str):
    return page.locator(f"[data-draft-line] [data-state={state}]")


def test_what_is_typed_is_kept_and_stands_there_in_a_new_tab(form: Page, thai_firm: Company):
    before = thai_firm.profile
    write(form, FIRST)
    expect(line(form, "saved")).to_be_visible()
    assert kept() == FIRST
    form.close(run_before_unload=False)
    again = form.context.new_page()
    again.goto(EDIT)
    expect(again.locator("#id_profile")).to_have_value(FIRST)
    thai_firm.refresh_from_db()
    assert thai_firm.profile == before


def test_without_a_line_it_says_so_and_sends_when_the_line_is_back(form: Page):
    write(form, FIRST)
    expect(line(form, "saved")).to_be_visible()
    form.context.set_offline(True)
    write(form, SECOND)
    expect(line(form, "failed")).to_be_visible()
    assert kept() == FIRST
    form.context.set_offline(False)
    expect(line(form, "saved")).to_be_visible()
    expect(line(form, "failed")).to_be_hidden()
    assert kept() == SECOND


def test_a_tab_closed_without_a_line_gives_its_words_to_the_next(form: Page):
    form.context.set_offline(True)
    write(form, SECOND)
    expect(line(form, "failed")).to_be_visible()
    form.close(run_before_unload=False)
    form.context.set_offline(False)
    again = form.context.new_page()
    again.goto(EDIT)
    expect(again.locator("#id_profile")).to_have_value(SECOND)
    assert kept() == SECOND
