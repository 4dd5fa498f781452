"""Mails in a desk's own words: a subject and a first paragraph, kept by language, in front of the facts.

An app says once which of its notices may be reworded and which names stand for what of the case:

    open_to_rewording("matching/notices/connected", _("Two firms are connected"), {"partner": _("the partner")})

The standard text stays wherever a name used has no value, as on an anonymous sheet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import MailText
from accounts.rendering import render_notice

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Rewordable:
    """A notice whose mail may be reworded. `names`: placeholder -> what it stands for."""

    template: str
    label: str | Promise
    names: Mapping[str, str | Promise]

    @property
    def code(self) -> str:
        """Its part of an address."""
        return self.template.rpartition("/")[2].replace("_", "-")


REWORDABLE: dict[str, Rewordable] = {}


def open_to_rewording(template: str, label: str | Promise, names: Mapping[str, str | Promise]) -> None:
    REWORDABLE[template] = Rewordable(template, label, names)


def with_code(code: str) -> Rewordable | None:
    return next((text for text in REWORDABLE.values() if text.code == code), None)


def refuse_unknown_names(text: str, allowed: Mapping[str, object]) -> None:
    """Raises ValidationError for a name that means nothing here, or a brace without its partner."""
    listed = ", ".join(f"{{{name}}}" for name in allowed)
    for name in PLACEHOLDER.findall(text):
        if name not in allowed:
            raise ValidationError(
                _("{%(name)s} means nothing here. You may use: %(listed)s")
                % {"name": name, "listed": listed},
                code="unknown_name",
            )
    if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
        raise ValidationError(_("A brace stands alone. Names are written like {partner}."), code="brace")


def fill(text: str, values: Mapping[str, object]) -> str | None:
    """Names replaced by their values, once and never as a template; None where one has no value."""
    used = set(PLACEHOLDER.findall(text))
    if any(values.get(name) in (None, "") for name in used):
        return None
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


def mail_words(template: str, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """Subject and body of a notice's mail, in the desk's words where it has some."""
    title, body = render_notice(template, context, language)
    text = MailText.objects.filter(template=template, language=language).first()
    return (title, body) if text is None else reworded(title, body, text.subject, text.intro, context)


def reworded(
    title: str, body: str, subject: str, intro: str, context: Mapping[str, object]
) -> tuple[str, str]:
    """The standard words with a subject of one's own and a paragraph in front; an empty one changes nothing."""
    # A subject is one line, whatever a company is called.
    own_title = " ".join((fill(subject, context) or "").split())
    own_intro = (fill(intro, context) or "").strip()
    return own_title or title, f"{own_intro}\n\n{body}" if own_intro else body
