"""Forms that cannot take what was typed: they keep it, say what to mend in the reader's language, change nothing."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse
from django.utils import translation

from config.text_input import PlainTextMixin, is_text, refuse_hidden_characters
from tests.project.tree import APPS

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SCRIPT = {"th": re.compile(r"[\u0e00-\u0e7f]"), "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")}
HIDDEN = ["\u202e", "\u2066", "\x07", "\x9f"]
TYPED = "typed 4711"

# Address, its argument, role, and what is sent: something to keep beside something to mend.
FORMS = {
    "settings": ("accounts:settings", "", "somchai", {"name": TYPED, "language": "xx"}),
    "company": ("companies:company-edit", "", "somchai", {"name_roman": TYPED, "website": "no address"}),
    "company-new": ("companies:company-create", "", "root", {"name_roman": TYPED, "country": "XX"}),
    "offer": ("companies:offer-create", "", "somchai", {"text": TYPED}),
    "need": ("companies:need-create", "", "somchai", {"text": TYPED}),
    "question": ("companies:question-list", "", "somchai", {"text": TYPED + "\u202e"}),
    "report": ("companies:company-report", "partner", "somchai", {"text": TYPED}),
    "import": ("companies:import-list", "", "dao", {"source": TYPED, "arrival": "nowhere"}),
    "reject": ("matching:match-reject", "proposed", "dao", {"reject-note": TYPED}),
    "park": ("matching:match-park", "proposed", "dao", {"park-reason": TYPED, "park-until": "2001-01-01"}),
    "ask-firm": ("matching:match-ask", "proposed", "dao", {"question-text": TYPED + "\u202e"}),
    "conflict": ("matching:match-conflict", "proposed", "dao", {"conflict-note": TYPED + "\u202e"}),
    "firm-answer": ("matching:firm-question-answer", "firm_question", "somchai", {"text": TYPED + "\u202e"}),
    "message": ("matching:message-create", "connected", "somchai", {"text": TYPED + "\u202e"}),
    "step": ("matching:step-create", "connected", "somchai", {"step-text": TYPED, "step-due_on": "no day"}),
    "agreement": ("agreements:agreement-edit", "draft", "arisa", {"title_th": TYPED, "title_en": ""}),
}


def forms_of_ours() -> Iterator[type[forms.BaseForm]]:
    """Every form class the pages use; the admin has its own people and its own checks."""
    assert get_resolver().url_patterns
    waiting = list(forms.BaseForm.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting.extend(one.__subclasses__())
        if one.__module__.partition(".")[0] in APPS and not one.__module__.endswith(".admin"):
            yield one


def is_free_text(field: forms.Field) -> bool:
    """A pattern lets nothing hidden through."""
    return is_text(field) and not isinstance(field, forms.RegexField)


def test_every_form_with_a_text_field_refuses_hidden_characters():
    with_text = {one for one in forms_of_ours() if any(map(is_free_text, one.base_fields.values()))}

    assert len(with_text) > 15
    assert {one.__name__ for one in with_text if not issubclass(one, PlainTextMixin)} == set()


def test_what_a_script_hands_over_is_not_taken_for_typed_text():
    class Handed(PlainTextMixin, forms.Form):
        data = forms.JSONField()

    form = Handed({"data": '{"key": "a"}'})

    assert form.is_valid()
    assert form.cleaned_data == {"data": {"key": "a"}}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sign", HIDDEN)
def test_the_reason_is_told_in_the_readers_language(language, sign):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        refuse_hidden_characters(f"a{sign}b")
    with translation.override(language):
        assert speaks(language, refused.value.messages[0])


def speaks(language: str, text: str) -> bool:
    own = SCRIPT.get(language)
    return bool(own.search(text)) if own else not any(script.search(text) for script in SCRIPT.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_what_was_typed_stays_and_what_to_mend_is_told(name, browsers, arguments):
    url, argument, role, sent = FORMS[name]
    for language in LANGUAGES:
        with translation.override(language):
            address = reverse(url, args=arguments[argument])
        page = browsers[role].post(address, sent)
        text = page.content.decode()

        assert page.status_code == 200, text[-500:]
        assert TYPED in text
        assert all(speaks(language, error) for error in errors_in(text))
        assert errors_in(text), "nothing is told"


def errors_in(page: str) -> list[str]:
    """The sentences beside the fields."""
    return re.findall(r'class="err">.*?<span>(.*?)</span></p>', page, re.S)
