"""What each side decided, kept at the moment of the decision with the features it was shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from companies.enums import Country
from companies.models import Company
from matching.engine.learn import Decision
from matching.enums import Answer, DecisionOrigin, DecisionSource, GroupKind, SizeBand
from matching.models import Match, Reason, SideDecision, TextVector
from matching.querysets import SideDecisionQuerySet

# The chance shown is that of a firm's yes: its own word counts in full. Silence is no yes either, yet it may
# come from a full mailbox as well as from a poor fit. A desk only foresees what both sides would say.
WEIGHTS = {DecisionSource.COMPANY: 1.0, DecisionSource.SILENCE: 0.5, DecisionSource.DESK: 0.25}
BANDS = ((29, SizeBand.TO_29), (99, SizeBand.TO_99), (300, SizeBand.TO_300))
SECONDS_A_DAY = 86_400


def keep_answer(match: Match, company: Company, reason: Reason | None) -> None:
    """A firm's own answer; whatever its reason, a no is a no."""
    said_yes = match.answer_of(company) == Answer.INTERESTED
    code = reason.code if reason else ""
    keep(match, [company], DecisionSource.COMPANY, said_yes=said_yes, reason_code=code)


def keep_approval(match: Match) -> None:
    keep(match, [match.thai, match.japanese], DecisionSource.DESK, said_yes=True)


def keep_rejection(match: Match, reason: Reason) -> None:
    """A conflict or a formality says nothing of whether the firms suit each other, and is not kept."""
    if reason.is_about_fit:
        firms = [match.thai, match.japanese]
        keep(match, firms, DecisionSource.DESK, said_yes=False, reason_code=reason.code)


def keep_silence(match: Match) -> None:
    """Of the sides that had not answered when the promised days were over."""
    silent = [firm for firm in (match.thai, match.japanese) if match.answer_of(firm) == Answer.NONE]
    keep(match, silent, DecisionSource.SILENCE, said_yes=False)


def keep(
    match: Match,
    firms: Iterable[Company],
    source: DecisionSource,
    *,
    said_yes: bool,
    reason_code: str = "",
) -> None:
    """One row a firm; a match without stored features (an officer's own) teaches nothing."""
    features = match.evidence.get("features", {})
    languages = language_pair(match.evidence)
    rows = [
        SideDecision(
            origin=DecisionOrigin.REAL,
            source=source,
            match=match,
            side=firm.country,
            said_yes=said_yes,
            reason_code=reason_code,
            features=features[firm.country],
            p_shown=match.p_thai_accepts if firm.country == Country.THAILAND else match.p_japanese_accepts,
            weights_version=match.evidence["weights_version"],
            language_pair=languages,
            size_band=size_band(firm.employees),
            region=region_of(firm),
        )
        for firm in firms
        if firm.country in features
    ]
    SideDecision.objects.bulk_create(rows, ignore_conflicts=True)


def language_pair(evidence: dict[str, Any]) -> str:
    """ "th>ja": the languages of the need and the offer that fit best, empty where there are none."""
    if not evidence.get("links") or "texts" not in evidence:
        return ""
    best = evidence["links"][0]
    hashes = [evidence["texts"].get(best[end]) for end in ("need", "offer")]
    spoken = dict(TextVector.objects.filter(pk__in=hashes).values_list("pk", "lang"))
    return ">".join(spoken[digest] for digest in hashes) if set(hashes) <= set(spoken) else ""


def size_band(employees: int | None) -> SizeBand:
    if not employees:
        return SizeBand.UNKNOWN
    return next((band for most, band in BANDS if employees <= most), SizeBand.OVER_300)


def region_of(firm: Company) -> str:
    return f"{firm.country}/{firm.location.region.code}"


def as_learnt(rows: SideDecisionQuerySet, now: datetime) -> list[Decision]:
    """What the engine learns from, oldest first."""
    return [
        Decision(
            features=row.features,
            said_yes=row.said_yes,
            by_desk=row.source == DecisionSource.DESK,
            weight=WEIGHTS[DecisionSource(row.source)],
            age_days=max((now - row.decided_at).total_seconds(), 0) / SECONDS_A_DAY,
            groups={
                GroupKind.LANGUAGES.value: row.language_pair,
                GroupKind.SIZE.value: row.size_band,
                GroupKind.REGION.value: row.region,
            },
        )
        for row in rows.order_by("decided_at", "pk")
    ]
