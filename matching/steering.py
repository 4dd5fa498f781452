"""Changes of a desk's settings: each is compared with what stood there, kept with who and when, and guarded."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.mail_texts import Rewordable, refuse_unknown_names
from accounts.models import MailText, User
from companies.models import Agency
from config.languages import LANGUAGE_CODES
from matching.enums import SettingKind
from matching.models import Corridor, CorridorDesk, Match, Reason, SettingEvent

STEERING_LOCK = 0x6F746733
NAMES = tuple(f"name_{language}" for language in LANGUAGE_CODES)
TERMS = (
    *NAMES,
    "is_open",
    "budget",
    "company_cap",
    "minimum_probability",
    "review_days",
    "answer_days",
    "cool_off_days",
    "second_percent",
    "has_anonymous_sheets",
)


class ChangedMeanwhile(Exception):
    """Somebody else saved the same setting since the form was opened."""

    def __init__(self, event: SettingEvent) -> None:
        super().__init__(f"{event} was changed meanwhile")
        self.event = event


def version_of(kind: SettingKind, key: str) -> int:
    """The latest change, which a form remembers; 0 before any."""
    return SettingEvent.objects.filter(kind=kind, key=key).values_list("pk", flat=True).first() or 0


def keep(
    kind: SettingKind,
    key: str,
    version: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    write: Callable[[], None],
    by: User,
) -> SettingEvent | None:
    """Write the change and its event in one transaction; nothing where nothing differs."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STEERING_LOCK])
        last = SettingEvent.objects.filter(kind=kind, key=key).first()
        if last is not None and last.pk != version:
            raise ChangedMeanwhile(last)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return None
        write()
        return SettingEvent.objects.create(
            kind=kind,
            key=key,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            by=by,
        )


@transaction.atomic
def change_corridor(
    corridor: Corridor, *, by: User, version: int, terms: Mapping[str, Any], desks: list[Agency]
) -> SettingEvent | None:
    """Terms by field and the desks that decide. A desk that the last decision waits for stays.

    Raises ValidationError for a corridor without a desk or one whose cases would be stranded.
    """
    corridor = Corridor.objects.select_for_update().get(pk=corridor.pk)
    refuse_stranding(corridor, desks)
    before = corridor_as_json(corridor)
    after = {**{name: terms[name] for name in TERMS}, "desks": codes_of(desks)}

    def write() -> None:
        for name in TERMS:
            setattr(corridor, name, terms[name])
        corridor.save()
        corridor.desks.exclude(agency__in=desks).delete()
        for agency in desks:
            CorridorDesk.objects.get_or_create(corridor=corridor, agency=agency)

    return keep(SettingKind.CORRIDOR, corridor.code, version, before, after, write, by)


def corridor_as_json(corridor: Corridor) -> dict[str, Any]:
    desks = Agency.objects.filter(pk__in=corridor.desks.values("agency"))
    return {**{name: getattr(corridor, name) for name in TERMS}, "desks": codes_of(desks)}


def codes_of(agencies: Any) -> list[str]:
    return sorted(agency.code for agency in agencies)


def refuse_stranding(corridor: Corridor, desks: list[Agency]) -> None:
    """A case all of whose remaining desks have approved would wait for nobody."""
    if not desks:
        raise ValidationError(_("A corridor needs at least one desk."), code="no_desk")
    leaving = corridor.desks.exclude(agency__in=desks)
    if not leaving.exists():
        return
    waiting = Match.objects.in_review().filter(corridor=corridor, decisions__isnull=False).distinct()
    stranded = [match for match in waiting if decided_by(match) >= {agency.pk for agency in desks}]
    if stranded:
        raise ValidationError(
            _("%(number)s cases wait for this desk's decision only. Decide them first.")
            % {"number": len(stranded)},
            code="stranded",
        )


def decided_by(match: Match) -> set[int]:
    return set(match.decisions.values_list("agency", flat=True))


def reword_reason(reason: Reason, *, by: User, version: int, names: Mapping[str, str]) -> SettingEvent | None:
    """The three names of a reason; its code and its effect stay."""
    before = {name: getattr(reason, name) for name in NAMES}

    def write() -> None:
        Reason.objects.filter(pk=reason.pk).update(**names)

    return keep(SettingKind.REASON, reason.code, version, before, dict(names), write, by)


def reworded_reasons() -> dict[str, dict[str, str]]:
    """Code -> names as staff worded them, which a new release leaves alone."""
    keys = SettingEvent.objects.filter(kind=SettingKind.REASON).values("key")
    return {row["code"]: {name: row[name] for name in NAMES} for row in reasons_with(keys)}


def reasons_with(keys: Any) -> list[dict[str, str]]:
    return list(Reason.objects.filter(pk__in=keys).values("code", *NAMES))


def reword_mail(
    text: Rewordable, language: str, *, by: User, version: int, subject: str, intro: str
) -> SettingEvent | None:
    """A mail's subject and first paragraph in one language; both empty bring the standard text back."""
    for words in (subject, intro):
        refuse_unknown_names(words, text.names)
    if "\n" in subject or "\r" in subject:
        raise ValidationError(_("A subject is one line."), code="lines")
    found = MailText.objects.filter(template=text.template, language=language)
    kept = found.first()
    before = {"subject": kept.subject if kept else "", "intro": kept.intro if kept else ""}

    def write() -> None:
        if subject or intro:
            MailText.objects.update_or_create(
                template=text.template,
                language=language,
                defaults={"subject": subject, "intro": intro},
            )
        else:
            found.delete()

    after = {"subject": subject, "intro": intro}
    return keep(SettingKind.MAIL, mail_key(text, language), version, before, after, write, by)


def mail_key(text: Rewordable, language: str) -> str:
    return f"{text.code}:{language}"
