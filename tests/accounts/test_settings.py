import pytest
from django.urls import reverse
from django.utils import translation

from accounts import consents
from accounts.enums import ConsentPurpose
from accounts.models import Notice, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def malee(client):
    user = User.objects.create_user("malee@example.com", name="มาลี", language="th")
    client.force_login(user)
    return user


def test_settings_are_kept_and_answered_in_the_new_language(client, malee):
    answer = client.post(
        reverse("accounts:settings"),
        {"name": "มาลี ใจดี", "name_roman": "Malee", "language": "ja", "time_zone": "Asia/Tokyo"},
    )
    malee.refresh_from_db()
    assert answer["Location"].startswith("/ja/")
    assert (malee.language, malee.time_zone, malee.name_roman) == ("ja", "Asia/Tokyo", "Malee")


def test_wrong_settings_keep_what_was_typed(client, malee):
    answer = client.post(reverse("accounts:settings"), {"name": "ใหม่", "language": "xx"})
    assert answer.status_code == 200
    assert "ใหม่" in answer.content.decode()


def test_consent_is_withdrawn_and_given_again_as_history(client, malee):
    consents.give(malee, [ConsentPurpose.CROSS_BORDER], "th")
    client.post(reverse("accounts:consent-change"), {"give": "no"})
    assert not consents.has_given(malee, ConsentPurpose.CROSS_BORDER)
    client.post(reverse("accounts:consent-change"), {"give": "yes"})
    assert consents.has_given(malee, ConsentPurpose.CROSS_BORDER)
    assert malee.consents.count() == 2


def test_giving_the_same_consent_twice_writes_one_row(malee):
    for _time in range(2):
        consents.give(malee, [ConsentPurpose.TERMS], "th")
    assert malee.consents.count() == 1


def test_settings_and_notices_ask_strangers_to_sign_in(client):
    for name in ("accounts:settings", "accounts:notice-list"):
        assert client.get(reverse(name)).status_code == 302


def test_an_empty_list_of_notices_says_so(client, malee):
    with translation.override("en"):
        assert b"Nothing yet" in client.get(reverse("accounts:notice-list")).content


def test_marking_all_as_read_leaves_other_people_alone(client, malee):
    other = User.objects.create_user("other@example.com")
    for user in (malee, other):
        Notice.objects.create(user=user, template="x", path="/today/")
    client.post(reverse("accounts:notice-read-all"))
    assert not malee.notices.filter(read_at__isnull=True).exists()
    assert other.notices.filter(read_at__isnull=True).exists()


def test_opening_a_notice_marks_it_and_leads_on(client, malee):
    notice = Notice.objects.create(user=malee, template="x", path="/matches/7/")
    with translation.override("th"):
        answer = client.post(reverse("accounts:notice-open", args=[notice.pk]))
    notice.refresh_from_db()
    assert answer["Location"] == "/th/matches/7/"
    assert notice.read_at


def test_a_strangers_notice_is_not_found(client, malee):
    notice = Notice.objects.create(user=User.objects.create_user("o@example.com"), template="x", path="/")
    assert client.post(reverse("accounts:notice-open", args=[notice.pk])).status_code == 404


@pytest.mark.parametrize("language", ["th", "ja", "en"])
@pytest.mark.parametrize("name", ["how-it-works", "help", "terms", "privacy"])
def test_texts_stand_in_each_language(client, name, language):
    with translation.override(language):
        page = client.get(reverse(f"accounts:{name}")).content.decode()
    assert f'class="prose" lang="{language}"' in page
