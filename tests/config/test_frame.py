"""The frame of every page: faults, theme, navigation."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from config.views import server_error

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["400", "500", "503"])
def test_pages_for_the_worst_moments_need_neither_request_nor_database(status, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(f"{status}.html")
    assert all(f'lang="{language}"' in page for language in ("th", "ja", "en"))


def test_a_database_that_is_away_is_answered_with_503():
    try:
        raise OperationalError("gone")
    except OperationalError:
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response["Retry-After"]


def test_a_fault_of_ours_is_answered_with_500():
    try:
        raise ValueError("ours")
    except ValueError:
        assert server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_a_missing_page_wears_the_frame_in_its_language(client, language):
    page = client.get(f"/{language}/nowhere/")
    assert page.status_code == 404
    assert f'<html lang="{language}"' in page.content.decode()


def test_a_form_from_another_sign_in_gets_a_readable_refusal():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/th/account/login/", {})
    assert answer.status_code == 403
    assert 'class="fault"' in answer.content.decode()


def test_the_chosen_theme_is_written_on_the_page_by_the_server(client):
    client.post("/theme/", {"theme": "dark", "next": "/th/"})
    assert 'data-theme="dark"' in client.get("/th/").content.decode()
    client.post("/theme/", {"theme": "system"})
    assert "data-theme=" not in client.get("/th/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_theme_switch_never_leads_off_the_site(client, elsewhere):
    assert client.post("/theme/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_no_page_of_the_frame_carries_inline_script_or_style(client):
    page = client.get("/th/").content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
