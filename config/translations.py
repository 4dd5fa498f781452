"""Catalogues: one .po per app and language, merged into the one .mo that Django reads."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract_from_file
from django.conf import settings
from django.utils.translation import templatize

LANGUAGES = ("th", "ja")
APPS = ("config", "outbox", "accounts", "companies", "matching", "agreements")
LOCALE = settings.BASE_DIR / "locale"
TEMPLATES = settings.BASE_DIR / "templates"
# Singular and plural are arguments 1 and 2; the context comes first where a name begins with p or np.
PYTHON_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_CALL = re.compile(
    r"""(?<![\w.])(?P<name>npgettext|ngettext|pgettext|gettext|_)\((?P<arguments>
        (?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+)""",
    re.VERBOSE | re.DOTALL,
)


class ConflictingTranslations(Exception):
    """Two apps translate the same English differently."""


@dataclass
class Message:
    """One string to translate, and where it is written."""

    text: str
    plural: str = ""
    context: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def catalogues(language: str) -> list[Path]:
    return sorted((LOCALE / language).glob("*.po"))


def merged_catalogue(language: str) -> polib.POFile:
    """Every app's translations in one; the same English must read the same everywhere."""
    merged = polib.POFile()
    merged.metadata = catalogue_header(language)
    seen: dict[tuple[str | None, str], tuple[polib.POEntry, str]] = {}
    for path in catalogues(language):
        for entry in polib.pofile(str(path)):
            if entry.obsolete or not entry.translated():
                continue
            known, other = seen.setdefault((entry.msgctxt, entry.msgid), (entry, path.name))
            if known is entry:
                merged.append(entry)
            elif (known.msgstr, known.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                raise ConflictingTranslations(
                    f"{language}: {entry.msgid!r} differs between {other} and {path.name}"
                )
    return merged


def catalogue_header(language: str) -> dict[str, str]:
    """Neither Thai nor Japanese has a plural form of its own."""
    return {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }


def compile_catalogue(language: str) -> tuple[Path, int]:
    """Write the language's .mo; answers where, and how many strings it holds."""
    target = LOCALE / language / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    merged = merged_catalogue(language)
    unfinished = target.with_suffix(".tmp")
    merged.save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return target, len(merged)


def source_files() -> Iterator[tuple[str, Path]]:
    """(app, file) of every source and template that may hold words for readers."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield app, path
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield app_of_template(path), path


def app_of_template(path: Path) -> str:
    folder = path.relative_to(TEMPLATES).parts[0]
    if folder in ("account", "mfa", "allauth", "usersessions"):
        return "accounts"
    return folder if folder in APPS else "config"


def messages_in(path: Path) -> Iterator[Message]:
    place = str(path.relative_to(settings.BASE_DIR))
    found = python_messages(path) if path.suffix == ".py" else template_messages(path)
    for text, plural, context in found:
        if text:
            yield Message(text, plural, context, [place])


def python_messages(path: Path) -> Iterator[tuple[str, str, str | None]]:
    for _line, found, _comments, context in extract_from_file("python", path, keywords=PYTHON_KEYWORDS):
        text, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, "")
        yield text, plural, context


def template_messages(path: Path) -> Iterator[tuple[str, str, str | None]]:
    for call in TEMPLATE_CALL.finditer(templatize(path.read_text(), origin=str(path))):
        values = ast.literal_eval(f"({call['arguments'].strip().rstrip(',')},)")
        context = values[0] if "pgettext" in call["name"] else None
        texts = values[1:] if context is not None else values
        yield texts[0], texts[1] if call["name"].startswith("n") else "", context


def extracted() -> dict[str, dict[tuple[str | None, str], Message]]:
    """What each app's catalogue should hold."""
    wanted: dict[str, dict[tuple[str | None, str], Message]] = {app: {} for app in APPS}
    for app, path in source_files():
        for message in messages_in(path):
            known = wanted[app].setdefault(message.key, message)
            if known is not message:
                known.places.extend(place for place in message.places if place not in known.places)
                known.plural = known.plural or message.plural
    return wanted


def update_catalogue(language: str, app: str, wanted: dict[tuple[str | None, str], Message]) -> int:
    """Add what is missing, take out what no source says any more; answers how many were added."""
    path = LOCALE / language / f"{app}.po"
    catalogue = polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)
    catalogue.metadata = catalogue.metadata or catalogue_header(language)
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for key in known.keys() - wanted.keys():
        catalogue.remove(known[key])
    added = [message for key, message in wanted.items() if key not in known]
    for message in added:
        catalogue.append(empty_entry(message))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    if len(catalogue):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
    return len(added)


def empty_entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: ""}
    return entry
