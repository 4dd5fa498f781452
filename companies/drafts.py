"""What a person typed into the form of their firm and has not saved yet: kept on the way, gone with the save."""

import json
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from companies.models import Company, ProfileDraft

# Signs of a draft as stored. The form's texts have 4,000 at most, its rows 40.
LONGEST = 100_000
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "theirs", "hand_in"})


def typed_in(sent: QueryDict) -> dict[str, list[str]]:
    """The fields of the form, by name; refused where no form of ours could be as long."""
    values = without_buttons(dict(sent.lists()))
    if len(json.dumps(values)) > LONGEST:
        raise ValidationError(_("This is too long to be kept. Shorten the texts and save."))
    return values


def without_buttons(sent: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: texts for name, texts in sent.items() if name not in LEFT_OUT}


def version_in(values: Mapping[str, list[str]]) -> int:
    """Of the company when the form was opened; 0 where none was sent, which no company has."""
    sent = (values.get("version") or [""])[0]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


@transaction.atomic
def keep(company: Company, *, by: User, values: Mapping[str, list[str]]) -> ProfileDraft:
    """One draft a person and firm: the newest takes the place of the one before."""
    draft, _is_new = ProfileDraft.objects.update_or_create(
        company=company,
        user=by,
        defaults={"values": dict(values), "version": version_in(values), "typed_at": timezone.now()},
    )
    return draft


def kept(company: Company, user: User) -> ProfileDraft | None:
    return ProfileDraft.objects.filter(company=company, user=user).first()


def discard(company: Company, *, by: User) -> None:
    ProfileDraft.objects.filter(company=company, user=by).delete()


def as_sent(values: Mapping[str, list[str]]) -> QueryDict:
    """The stored fields as a form takes them."""
    sent = QueryDict(mutable=True)
    for name, texts in values.items():
        sent.setlist(name, list(texts))
    return sent
