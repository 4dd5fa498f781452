"""Thai, Japanese and English are equals: no string is left behind, no template speaks one language only."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, TokenType

from config.translations import (
    APPS,
    LANGUAGES,
    LOCALE,
    ConflictingTranslations,
    catalogues,
    compile_catalogue,
    extracted,
    merged_catalogue,
)
from tests.project.tree import ROOT, relative

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
LETTERS = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Otagai", "MOU", "CSV", "PDF", "DIP", "SMRJ", "JavaScript", "SHA"}
SPOKEN_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "data-confirm", "data-l", "label"}
VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "path", "circle", "rect", "line", "stop", "col"}


@pytest.fixture(scope="module")
def wanted():
    return extracted()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("app", APPS)
def test_every_string_of_an_app_is_translated(wanted, app, language):
    path = LOCALE / language / f"{app}.po"
    entries = polib.pofile(str(path)) if path.exists() else []
    done = {(entry.msgctxt, entry.msgid) for entry in entries if entry.translated()}
    missing = [message for key, message in wanted[app].items() if key not in done]
    assert not missing, [f"{message.text!r} in {message.places}" for message in missing]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    guesses = [
        entry.msgid for path in catalogues(language) for entry in polib.pofile(str(path)) if entry.fuzzy
    ]
    assert guesses == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    wrong = []
    for entry in merged_catalogue(language):
        originals = {
            frozenset(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text
        }
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if frozenset(PLACEHOLDER.findall(text)) not in originals:
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_the_one_form_of_their_language(language):
    entries = [entry for entry in merged_catalogue(language) if entry.msgid_plural]
    assert [entry.msgid for entry in entries if set(entry.msgstr_plural) != {0}] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_loads(language):
    path, count = compile_catalogue(language)
    assert len(polib.mofile(str(path))) == count > 0


RETIRED_WORDS = {
    "th": re.compile(r"เชื่อมต่อ|ค่าความเผื่อ|หลักฐาน|โปรด(?!ระบุ\))"),
    "ja": re.compile(r"御社|回廊|コリドー|オファー|相手先|あなた|[~]|(?<!%)\((?!\w+\)[sd])"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_one_thing(language):
    """docs/languages.md keeps the words; these once stood for the same things."""
    retired = RETIRED_WORDS[language]
    texts = [
        text for entry in merged_catalogue(language) for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    assert [text for text in texts if retired.search(text)] == []


def test_two_translations_of_one_string_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("config.translations.LOCALE", tmp_path)
    (tmp_path / "th").mkdir()
    for app, word in (("accounts", "หนึ่ง"), ("companies", "สอง")):
        catalogue = polib.POFile()
        catalogue.append(polib.POEntry(msgid="One", msgstr=word))
        catalogue.save(str(tmp_path / "th" / f"{app}.po"))
    with pytest.raises(ConflictingTranslations, match=r"accounts\.po and companies\.po"):
        merged_catalogue("th")


def untranslated_words(source: str) -> str:
    """The template without its tags; what stands between blocktranslate and its end is translated."""
    kept, is_translated = [], False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            verb = token.split_contents()[0]
            if verb in ("blocktranslate", "blocktrans", "comment"):
                is_translated = True
            elif verb in ("endblocktranslate", "endblocktrans", "endcomment"):
                is_translated = False
        elif token.token_type == TokenType.TEXT and not is_translated:
            kept.append(token.contents)
    return " ".join(kept)


class Reader(HTMLParser):
    """Collects words a reader would see or hear, save those that name their own language."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[bool] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        names_language = ("lang" in names and tag != "html") or tag in ("script", "style", "kbd", "code")
        if not (names_language or any(self.silent)):
            for name in SPOKEN_ATTRIBUTES & names.keys():
                self.collect(names[name] or "")
        if tag not in VOID:
            self.silent.append(names_language)

    def handle_startendtag(self, tag, attrs):
        if tag not in VOID:
            self.handle_starttag(tag, attrs)
            self.silent.pop()

    def handle_endtag(self, tag):
        if tag not in VOID and self.silent:
            self.silent.pop()

    def handle_data(self, text):
        if not any(self.silent):
            self.collect(text)

    def collect(self, text: str) -> None:
        self.words.extend(word for word in LETTERS.findall(text) if word not in NAMES)


def spoken_templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("path", spoken_templates(), ids=relative)
def test_template_text_stands_in_translation_tags(path):
    reader = Reader()
    reader.feed(untranslated_words(path.read_text()))
    assert reader.words == []
