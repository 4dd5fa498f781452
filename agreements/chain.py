"""The register's history as a chain: each entry carries the hash of the one before it."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement, AgreementEvent
from config.env import VAR_DIR

# One writer at a time, held to the end of the transaction.
LOCK = 7_019_834_251
START = "0" * 64
HEADS = VAR_DIR / "register-heads.log"


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and why."""

    event_id: int
    reason: str


def hash_of(event: AgreementEvent) -> str:
    """SHA-256 over the canonical JSON of everything an entry says, and the hash before it."""
    said = {
        "agreement": event.agreement_id,
        "move": event.move,
        "from": event.from_state,
        "to": event.to_state,
        "facts": event.facts,
        "by": event.by_id,
        "at": event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "previous": event.previous_hash,
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def last_hash() -> str:
    return AgreementEvent.objects.order_by("-id").values_list("hash", flat=True).first() or START


def append(
    agreement: Agreement, move: str, origin: str, *, by: User | None, facts: dict[str, object]
) -> AgreementEvent:
    """Add an entry at the end, inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    event = AgreementEvent(
        agreement=agreement,
        move=move,
        from_state=origin,
        to_state=agreement.state,
        facts=facts,
        by=by,
        at=timezone.now(),
        previous_hash=last_hash(),
    )
    event.hash = hash_of(event)
    event.save()
    return event


def find_break() -> Break | None:
    """The first entry that was changed, is missing, or was cut off after its hash left; None when all hold."""
    previous, written_down = START, heads()
    for event in AgreementEvent.objects.order_by("id").iterator(chunk_size=500):
        if event.previous_hash != previous:
            return Break(event.pk, "an entry before it is missing")
        if hash_of(event) != event.hash:
            return Break(event.pk, "it was changed after it was written")
        previous = event.hash
        written_down.discard(previous)
    # What is left was the head one night and is no entry any more.
    return Break(0, "entries at its end were cut off") if written_down else None


def heads() -> set[str]:
    """The last hash of each night, from outside the database."""
    if not HEADS.exists():
        return set()
    return {line.split()[2] for line in HEADS.read_text(encoding="utf-8").splitlines()} - {START}


def keep_head() -> None:
    """Append time, number of entries and head to var/register-heads.log."""
    HEADS.parent.mkdir(mode=0o700, exist_ok=True)
    with HEADS.open("a", encoding="utf-8") as file:
        file.write(f"{timezone.now().isoformat()} {AgreementEvent.objects.count()} {last_hash()}\n")
