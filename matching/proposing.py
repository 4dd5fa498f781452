"""The chosen pairs of a run become cases for the review queue, as `lifecycle.propose` makes one, a thousand at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from companies.models import Block, Company
from matching import lifecycle
from matching.engine.types import ScoredPair
from matching.enums import MatchOrigin
from matching.models import Corridor, Match, MatchLink, Run

ROWS_A_BATCH = 500


@dataclass(frozen=True)
class Proposal:
    """A pair with its evidence as it is stored; links: need, offer, fit."""

    pair: ScoredPair
    evidence: Mapping[str, Any]
    links: Sequence[tuple[int, int, float]]

    @property
    def firms(self) -> tuple[int, int]:
        return int(self.pair.thai_id), int(self.pair.japanese_id)


@transaction.atomic
def propose_all(proposals: Sequence[Proposal], *, corridor: Corridor, run: Run) -> list[Proposal]:
    """Those that became matches; the others have a live one by now, or were kept apart."""
    hold_firms(firm for proposal in proposals for firm in proposal.firms)
    apart = Block.objects.kept_apart()
    made, matches = insert([one for one in proposals if one.firms not in apart], corridor, run)
    links = (
        MatchLink(match=match, need_id=need, offer_id=offer, fit_need_to_offer=fit)
        for proposal, match in zip(made, matches, strict=True)
        for need, offer, fit in proposal.links
    )
    MatchLink.objects.bulk_create(links, batch_size=ROWS_A_BATCH)
    lifecycle.record_all(matches, "propose")
    return made


def hold_firms(firms: Iterable[int]) -> None:
    """What a new row does to the two firms it names: a block in the making is waited for, and one to come waits."""
    table = connection.ops.quote_name(Company._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [sorted(set(firms))]
        )


def insert(proposals: Sequence[Proposal], corridor: Corridor, run: Run) -> tuple[list[Proposal], list[Match]]:
    """The partial unique index decides: where it refuses, some pair has become live, and the rest is tried again."""
    firms = {firm for proposal in proposals for firm in proposal.firms}
    live = live_pairs(firms)
    free = [proposal for proposal in proposals if proposal.firms not in live]
    try:
        with transaction.atomic():
            return free, Match.objects.bulk_create(
                [match_of(proposal, corridor, run) for proposal in free], batch_size=ROWS_A_BATCH
            )
    except IntegrityError:
        if not live_pairs(firms) - live:
            raise
        return insert(free, corridor, run)


def live_pairs(firms: Collection[int]) -> set[tuple[int, int]]:
    between = Match.objects.live().filter(thai__in=firms, japanese__in=firms)
    return set(between.values_list("thai_id", "japanese_id"))


def match_of(proposal: Proposal, corridor: Corridor, run: Run) -> Match:
    thai, japanese = proposal.firms
    return Match(
        thai_id=thai,
        japanese_id=japanese,
        corridor=corridor,
        run=run,
        origin=MatchOrigin.RUN,
        p_thai_accepts=proposal.pair.p_thai_accepts,
        p_japanese_accepts=proposal.pair.p_japanese_accepts,
        p_both=proposal.pair.p_both,
        evidence=proposal.evidence,
    )
