"""Registering and signing in: language, consents, and the limiter that stands before the hash."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from accounts.enums import ConsentPurpose
from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "kanazuchi-42-sai"


class CountingHasher(Argon2PasswordHasher):
    """Argon2 that counts how often it is put to work."""

    times = 0

    def verify(self, password, encoded):
        type(self).times += 1
        return super().verify(password, encoded)

    def encode(self, password, salt):
        type(self).times += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def counting(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.times = 0
    return CountingHasher


def person(email="somchai@example.com", language="th") -> User:
    user = User.objects.create_user(email, PASSWORD, name="สมชาย", language=language)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def in_language(language, name):
    with translation.override(language):
        return reverse(name)


def sign_in(client, email, password=PASSWORD, language="en"):
    return client.post(in_language(language, "account_login"), {"login": email, "password": password})


def register(client, language="ja", **changes):
    answers = {
        "email": "yuki@example.com",
        "password1": PASSWORD,
        "name": "凪原 由紀",
        "language": "ja",
        "terms": "on",
        "cross_border": "on",
        **changes,
    }
    return client.post(in_language(language, "account_signup"), answers)


def test_registering_keeps_name_language_zone_and_both_consents(client):
    assert register(client).status_code == 302
    user = User.objects.get(email="yuki@example.com")
    assert (user.name, user.language, user.time_zone) == ("凪原 由紀", "ja", "Asia/Tokyo")
    kept = user.consents.values_list("purpose", "text_version", "language")
    assert {row[0] for row in kept} == {ConsentPurpose.TERMS, ConsentPurpose.CROSS_BORDER}
    assert all(version and language == "ja" for _purpose, version, language in kept)


@pytest.mark.parametrize("purpose", ["terms", "cross_border"])
def test_nobody_is_registered_without_agreeing(client, purpose):
    response = register(client, **{purpose: ""})
    assert response.status_code == 200
    assert not User.objects.filter(email="yuki@example.com").exists()
    assert 'aria-invalid="true"' in response.content.decode()


def test_confirmation_mail_is_in_the_language_of_registration_and_its_button_confirms(client, mailoutbox):
    register(client)
    body = mailoutbox[-1].body
    assert "お心当たり" in body
    path = re.search(r"/ja/account/confirm-email/[^/\s]+/", body)[0]
    assert client.get(path).status_code == 200
    client.post(path)
    assert User.objects.get(email="yuki@example.com").emailaddress_set.get().verified


def test_a_reset_mail_is_written_in_the_language_of_its_reader(client, mailoutbox):
    person(language="th")
    client.post(in_language("en", "account_reset_password"), {"email": "somchai@example.com"})
    assert "มีผู้ขอตั้งรหัสผ่านใหม่" in mailoutbox[-1].body


def test_signing_in_leads_to_pages_in_the_persons_language(client):
    person(language="th")
    response = sign_in(client, "somchai@example.com", language="ja")
    assert response.status_code == 302
    assert response["Location"].startswith("/th/")


def test_the_limiter_answers_for_a_name_without_calling_the_hasher(client, counting):
    person()
    for _attempt in range(5):
        sign_in(client, "somchai@example.com", "wrong-password-1")
    worked = counting.times
    assert worked >= 5
    response = sign_in(client, "somchai@example.com", PASSWORD)
    assert counting.times == worked
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated


def test_the_limiter_answers_for_an_address_without_calling_the_hasher(client, counting):
    for attempt in range(10):
        sign_in(client, f"nobody{attempt}@example.com", "wrong-password-1")
    worked = counting.times
    sign_in(client, "nobody-at-all@example.com", "wrong-password-1")
    assert counting.times == worked


def test_the_admin_has_no_sign_in_that_goes_round_the_limiter(client, counting):
    person()
    CountingHasher.times = 0
    posted = {"username": "somchai@example.com", "password": PASSWORD, "next": "/admin/"}
    answer = client.post("/admin/login/?next=/admin/", posted)
    assert (answer.status_code, counting.times) == (302, 0)
    assert answer["Location"].endswith("/account/login/?next=%2Fadmin%2F")
    sign_in(client, "somchai@example.com")
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_flood_of_sign_ins_meets_the_page_that_asks_for_a_pause(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(client, "a@example.com", "x", "ja").status_code for _attempt in range(3)]
    assert answers[-1] == 429


PLAIN_PAGES = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
OWN_PAGES = ["account_email", "account_change_password", "account_logout", "mfa_index", "mfa_activate_totp"]


@pytest.mark.parametrize("language", ["th", "ja", "en"])
@pytest.mark.parametrize("name", PLAIN_PAGES)
def test_pages_before_sign_in_wear_the_frame(client, name, language):
    page = client.get(in_language(language, name))
    assert page.status_code == 200
    assert 'class="top"' in page.content.decode()


@pytest.mark.parametrize("language", ["th", "ja", "en"])
@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_the_account_wear_the_frame(client, name, language):
    user = person(language=language)
    sign_in(client, user.email, language=language)
    page = client.get(in_language(language, name), follow=True)
    assert page.status_code == 200
    assert 'class="top"' in page.content.decode()
