"""Which weights are in use: put a better version to use, bring an earlier one back, load the expert's prior.

Every change is one event, in one transaction with the change; lists of partners are then computed anew, and
the next run reads the new version. Runs and evidence that exist keep the version they were made with.
"""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.lifecycle import MoveNotAllowed
from matching import suggestions
from matching.engine.accept import PRIOR
from matching.enums import RollBackReason, Verdict, WeightsMove, WeightsOrigin
from matching.models import WeightsEvent, WeightsVersion

LOCK = 0x6F746732

REFUSALS: dict[str, str | Promise] = {
    "live": _("This version is in use already."),
    "simulated": _("It was learnt from simulated decisions, which never decide what companies are shown."),
    "not_compared": _("It was never compared with the version in use."),
    Verdict.NOT_BETTER: _("On decisions it had not seen it was not better than the version in use."),
    Verdict.WORSE_FOR_GROUP: _("It would be worse for at least one language pair, size or region."),
    Verdict.TOO_FEW: _("There were too few decisions to compare it with the version in use."),
    "outdated": _("It was compared with another version than the one in use now. Learn anew first."),
    "never_live": _("It was never in use, so it cannot be brought back."),
}


class WeightsRefused(MoveNotAllowed):
    """Why a version does not go live, as a code of REFUSALS and in the reader's language."""

    def __init__(self, version: WeightsVersion, move: str, code: str) -> None:
        super().__init__(version, move, code)
        self.sentence = REFUSALS[code]


@transaction.atomic
def promote(version: WeightsVersion, *, by: User) -> WeightsVersion:
    """Put a version to use that was better on held-out decisions; refused with the reason otherwise."""
    version, live = locked(version)
    if code := why_not_promote(version, live):
        raise WeightsRefused(version, "promote", code)
    return go_live(version, live, WeightsMove.PROMOTED, by)


@transaction.atomic
def roll_back(version: WeightsVersion, *, by: User, reason: RollBackReason, note: str = "") -> WeightsVersion:
    """Bring back a version that was in use before; the note stays with the one it takes the place of."""
    version, live = locked(version)
    if code := why_not_bring_back(version):
        raise WeightsRefused(version, "roll_back", code)
    if live is not None:
        live.taken_out_note = note
        live.save(update_fields=["taken_out_note"])
    return go_live(version, live, WeightsMove.ROLLED_BACK, by, reason)


@transaction.atomic
def load_prior() -> WeightsVersion:
    """The expert's prior of this release; it goes live where nothing, or an older prior, is in use."""
    prior, is_new = WeightsVersion.objects.get_or_create(
        version=PRIOR.version, defaults={"origin": WeightsOrigin.PRIOR, "coefficients": PRIOR.as_json()}
    )
    prior, live = locked(prior)
    if live is None or (is_new and live.origin == WeightsOrigin.PRIOR):
        go_live(prior, live, WeightsMove.LOADED, None)
    return prior


def locked(version: WeightsVersion) -> tuple[WeightsVersion, WeightsVersion | None]:
    """(version, what is live), read again with every other change of the weights waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    version = WeightsVersion.objects.select_for_update().get(pk=version.pk)
    return version, WeightsVersion.objects.live().select_for_update().first()


def why_not_promote(version: WeightsVersion, live: WeightsVersion | None) -> str:
    """A code of REFUSALS, or nothing."""
    if version.is_live:
        return "live"
    if version.is_simulated:
        return "simulated"
    if version.verdict != Verdict.BETTER:
        return version.verdict or "not_compared"
    return "" if live is not None and version.compared_with_id == live.pk else "outdated"


def why_not_bring_back(version: WeightsVersion) -> str:
    if version.is_live:
        return "live"
    if version.is_simulated:
        return "simulated"
    return "" if version.live_since is not None else "never_live"


def go_live(
    version: WeightsVersion,
    live: WeightsVersion | None,
    move: WeightsMove,
    by: User | None,
    reason: RollBackReason | str = "",
) -> WeightsVersion:
    if live is not None:
        live.is_live = False
        live.save(update_fields=["is_live"])
    version.is_live, version.live_since = True, timezone.now()
    version.save(update_fields=["is_live", "live_since"])
    WeightsEvent.objects.create(version=version, move=move, instead_of=live, reason=reason, by=by)
    suggestions.ask_for_all()
    return version
