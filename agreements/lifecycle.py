"""Every move of an agreement: one function each, for page, API and command alike.

Row, entry in the chain and signal share one transaction.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from agreements import chain
from agreements.enums import AgreementState, DocumentKind
from agreements.models import Agreement, Document, Party, Signatory
from agreements.signals import agreement_moved
from companies.models import Company
from config.lifecycle import Lifecycle, MoveNotAllowed
from config.pdf import Checked
from matching import lifecycle as matching
from matching.announcements import members
from matching.enums import MatchState
from matching.models import Match

S = AgreementState
AGREEMENT = Lifecycle(
    {
        "edit": ({S.DRAFT}, S.DRAFT),
        "attach_document": ({S.DRAFT, S.OUT_FOR_SIGNATURE, S.SIGNED}, S.OUT_FOR_SIGNATURE),
        "send_for_signature": ({S.DRAFT}, S.OUT_FOR_SIGNATURE),
        "record_signature": ({S.OUT_FOR_SIGNATURE}, S.OUT_FOR_SIGNATURE),
        "sign": ({S.OUT_FOR_SIGNATURE}, S.SIGNED),
        "cancel": ({S.DRAFT, S.OUT_FOR_SIGNATURE}, S.CANCELLED),
        "terminate": ({S.SIGNED}, S.TERMINATED),
    }
)
TOLD = ("out_for_signature", "signed", "cancelled", "terminated", "drafted")
sort_notices(NoticeKind.AGREEMENTS, [f"agreements/notices/{what}" for what in TOLD])


class EditConflict(Exception):
    """Someone saved the draft after this person opened it."""

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(f"agreement {agreement.pk} was changed meanwhile")
        self.agreement = agreement


def settle(
    agreement: Agreement, move: str, origin: str, *, by: User | None, facts: dict[str, object] | None = None
) -> None:
    """Write the entry and send the news."""
    chain.append(agreement, move, origin, by=by, facts=facts or {})
    agreement_moved.send(Agreement, agreement=agreement, move=move, by=by)


def tell_parties(agreement: Agreement, what: str) -> None:
    """A notice to the people of every party, in their languages."""
    titles = {f"title_{lang}": getattr(agreement, f"title_{lang}") for lang in ("th", "ja", "en")}
    path = path_of("agreements:agreement-detail", agreement.pk)
    for party in agreement.parties.select_related("company"):
        for user in members(party.company):
            notify(user, f"agreements/notices/{what}", titles, path)


@transaction.atomic
def draft(
    *, by: User | None, values: Mapping[str, Any], match: Match | None, firms: list[Company]
) -> Agreement:
    """A new draft between two firms; one that grew from a match needs it connected."""
    if match is not None:
        match = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
        if match.state != MatchState.CONNECTED:
            raise MoveNotAllowed(match, "draft_agreement", match.state)
        if match.agreements.filter(state__in=[S.DRAFT, S.OUT_FOR_SIGNATURE]).exists():
            raise MoveNotAllowed(match, "draft_agreement", match.state)
    agreement = Agreement.objects.create(match=match, drafted_by=by, **values)
    Party.objects.bulk_create(Party(agreement=agreement, company=firm) for firm in firms)
    settle(agreement, "draft", "", by=by, facts={"parties": sorted(firm.pk for firm in firms)})
    tell_parties(agreement, "drafted")
    return agreement


@transaction.atomic
def edit(
    agreement: Agreement, *, by: User, values: Mapping[str, Any], version: int | None = None
) -> Agreement:
    agreement = AGREEMENT.lock(agreement, "edit")
    if version is not None and version != agreement.version:
        raise EditConflict(agreement)
    for field, value in values.items():
        setattr(agreement, field, value)
    agreement.version += 1
    agreement.save()
    settle(agreement, "edit", agreement.state, by=by, facts={"version": agreement.version})
    return agreement


@transaction.atomic
def send_for_signature(agreement: Agreement, *, by: User) -> Agreement:
    agreement = AGREEMENT.lock(agreement, "send_for_signature")
    origin = AGREEMENT.arrive(agreement, "send_for_signature")
    agreement.save()
    settle(agreement, "send_for_signature", origin, by=by)
    tell_parties(agreement, "out_for_signature")
    return agreement


@transaction.atomic
def attach_document(agreement: Agreement, *, by: User, checked: Checked, kind: DocumentKind) -> Document:
    agreement = AGREEMENT.lock(agreement, "attach_document")
    document = Document.objects.create(
        agreement=agreement,
        kind=kind,
        file=checked.file,
        name=checked.name,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_by=by,
    )
    facts: dict[str, object] = {"document": document.pk, "sha256": checked.sha256}
    settle(agreement, "attach_document", agreement.state, by=by, facts=facts)
    return document


@transaction.atomic
def record_signature(
    party: Party,
    *,
    by: User | None,
    name: str,
    signed_on: datetime.date,
    name_roman: str = "",
    position: str = "",
) -> Agreement:
    """Who signed for a party, from the signed copy; the last one signs the agreement."""
    agreement = AGREEMENT.lock(party.agreement, "record_signature")
    if Signatory.objects.filter(party=party).exists():
        raise MoveNotAllowed(agreement, "record_signature", agreement.state)
    if not agreement.documents.filter(kind=DocumentKind.SIGNED_COPY).exists():
        raise ValidationError(_("Attach the signed copy first."))
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("A signature cannot be dated in the future.")})
    Signatory.objects.create(
        party=party, name=name, name_roman=name_roman, position=position, signed_on=signed_on, recorded_by=by
    )
    facts: dict[str, object] = {"party": party.company_id, "signed_on": signed_on.isoformat()}
    settle(agreement, "record_signature", agreement.state, by=by, facts=facts)
    if not agreement.parties.filter(signatory__isnull=True).exists():
        sign(agreement, by=by)
    return agreement


def sign(agreement: Agreement, *, by: User | None) -> None:
    """All parties have signed: the agreement stands, and its match has come to its end."""
    origin = AGREEMENT.arrive(agreement, "sign")
    agreement.signed_on = max(
        party.signatory.signed_on for party in agreement.parties.select_related("signatory")
    )
    agreement.valid_from = agreement.valid_from or agreement.signed_on
    agreement.version += 1
    agreement.save()
    # Before the chain's lock: `draft` too locks the match first. A match that was withdrawn refuses here.
    if agreement.match is not None:
        matching.conclude(agreement.match, by=by, outcome=MatchState.AGREED)
    settle(agreement, "sign", origin, by=by, facts={"signed_on": agreement.signed_on.isoformat()})
    tell_parties(agreement, "signed")


@transaction.atomic
def cancel(agreement: Agreement, *, by: User) -> Agreement:
    agreement = AGREEMENT.lock(agreement, "cancel")
    origin = AGREEMENT.arrive(agreement, "cancel")
    agreement.save()
    settle(agreement, "cancel", origin, by=by)
    tell_parties(agreement, "cancelled")
    return agreement


@transaction.atomic
def terminate(agreement: Agreement, *, by: User, ended_on: datetime.date) -> Agreement:
    agreement = AGREEMENT.lock(agreement, "terminate")
    if agreement.signed_on and ended_on < agreement.signed_on:
        raise ValidationError({"ended_on": _("It cannot end before it was signed.")})
    origin = AGREEMENT.arrive(agreement, "terminate")
    agreement.ended_on = ended_on
    agreement.save()
    settle(agreement, "terminate", origin, by=by, facts={"ended_on": ended_on.isoformat()})
    tell_parties(agreement, "terminated")
    return agreement
