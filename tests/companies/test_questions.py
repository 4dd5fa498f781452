"""Asking the desk from any page: it reaches the right desk, and the answer reaches the asker."""

import pytest
from django.urls import reverse
from django.utils import translation

from companies import questions
from companies.models import Question
from config.lifecycle import MoveNotAllowed
from outbox.models import Mail
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_mail_door(settings):
    settings.EMAIL_BACKEND = "outbox.mail.OutboxBackend"


def asked(user, company=None, text="CANARY-question"):
    return questions.ask(by=user, company=company, text=text, lang=user.language, page="/today/")


def test_the_foot_of_every_page_asks_with_the_pages_address(somchai, dao, client_for):
    browser = client_for(somchai)
    with translation.override("th"):
        page = browser.get(reverse("matching:match-list")).content.decode()
        assert 'name="page" value="/matches/"' in page
        browser.post(reverse("companies:question-list"), {"text": "ถามอะไรหน่อย", "page": "/matches/"})

    question = Question.objects.get()
    assert (question.page, question.country, question.lang) == ("/matches/", "TH", "th")
    assert dao.notices.get().template == "companies/notices/question_asked"


def test_an_empty_question_keeps_the_page(somchai, client_for):
    answer = client_for(somchai).post(reverse("companies:question-list"), {"text": "", "page": "/x/"})
    assert answer.status_code == 200
    assert not Question.objects.exists()


def test_a_page_that_is_an_address_elsewhere_is_refused(somchai, client_for):
    sent = {"text": "hello", "page": "javascript:alert(1)"}
    client_for(somchai).post(reverse("companies:question-list"), sent)
    assert not Question.objects.exists()


def test_each_country_has_its_own_desk(somchai, thai_firm, yuki, japanese_firm, dao, kenji):
    assert asked(somchai, thai_firm).country == "TH"
    assert asked(yuki, japanese_firm).country == "JP"
    assert asked(UserFactory(language="ja")).country == "JP"


def test_without_an_officer_the_other_desk_answers(yuki, japanese_firm, dao):
    assert asked(yuki, japanese_firm).country == "TH"
    assert dao.notices.count() == 1


def test_the_answer_comes_back_by_notice_and_mail(somchai, thai_firm, dao, client_for):
    question = asked(somchai, thai_firm)
    address = reverse("companies:question-answer", args=[question.pk])
    client_for(dao).post(address, {"answer": "CANARY-answer"})

    assert somchai.notices.get().template == "companies/notices/question_answered"
    assert "CANARY-answer" in Mail.objects.get(recipients=[somchai.email]).text
    assert "CANARY-answer" in client_for(somchai).get(reverse("companies:question-list")).content.decode()


def test_it_is_answered_once(somchai, thai_firm, dao):
    question = asked(somchai, thai_firm)
    questions.answer(question, by=dao, text="first", lang="th")
    with pytest.raises(MoveNotAllowed):
        questions.answer(question, by=dao, text="second", lang="th")
    question.refresh_from_db()
    assert question.answer == "first"


def test_an_empty_answer_is_refused(somchai, thai_firm, dao, client_for):
    question = asked(somchai, thai_firm)
    answer = client_for(dao).post(reverse("companies:question-answer", args=[question.pk]), {"answer": " "})
    question.refresh_from_db()
    assert (answer.status_code, question.answered_at) == (200, None)


def test_colleagues_and_the_other_desk_do_not_read_it(somchai, malee, thai_firm, dao, kenji, client_for):
    question = asked(somchai, thai_firm)
    for user, page in ((malee, "question-list"), (kenji, "desk-question-list")):
        assert "CANARY" not in client_for(user).get(reverse(f"companies:{page}")).content.decode()
    address = reverse("companies:question-answer", args=[question.pk])
    assert client_for(kenji).post(address, {"answer": "x"}).status_code == 404
