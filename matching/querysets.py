import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from companies.models.company import BESIDE_NAMES, HEAVY
from companies.permissions import kept_apart_from
from matching.enums import (
    IN_REVIEW,
    KNOWN_TO_FIRMS,
    LIVE,
    RUNNING,
    DecisionOrigin,
    MatchState,
    RunState,
    WatchState,
)

ANSWER_SHOWN = datetime.timedelta(days=30)


def of_both(names: Iterable[str]) -> list[str]:
    return [f"{side}__{name}" for name in names for side in ("thai", "japanese")]


class ReasonQuerySet(models.QuerySet):
    def for_use(self, use: str) -> "ReasonQuerySet":
        """What may be chosen for one of `ReasonUse`, in the order of its list."""
        return self.filter(uses__contains=[use])


class CorridorQuerySet(models.QuerySet):
    def open(self) -> "CorridorQuerySet":
        return self.filter(is_open=True)


class RunQuerySet(models.QuerySet):
    def running(self) -> "RunQuerySet":
        return self.filter(state__in=RUNNING)

    def light(self) -> "RunQuerySet":
        """Without the statements a run read, of a whole market many megabytes: for pages and lists."""
        return self.defer("statements")

    def with_shards_done(self) -> "RunQuerySet":
        """Each with `counted_shards`, those that are done."""
        done = models.Count("shards", filter=models.Q(shards__done_at__isnull=False))
        return self.annotate(counted_shards=done)

    def finished(self) -> "RunQuerySet":
        return self.filter(state=RunState.DONE)

    def original(self) -> "RunQuerySet":
        """Those that read the market of their day."""
        return self.filter(replay_of__isnull=True)


class RunPairQuerySet(models.QuerySet):
    def chosen(self) -> "RunPairQuerySet":
        return self.filter(place__isnull=False)

    def left(self) -> "RunPairQuerySet":
        return self.filter(place__isnull=True)


class SideDecisionQuerySet(models.QuerySet):
    def real(self) -> "SideDecisionQuerySet":
        """What people decided; the only decisions a version that may go live is learnt from."""
        return self.filter(origin=DecisionOrigin.REAL)

    def simulated(self) -> "SideDecisionQuerySet":
        return self.filter(origin=DecisionOrigin.SIMULATED)


class WeightsVersionQuerySet(models.QuerySet):
    def live(self) -> "WeightsVersionQuerySet":
        return self.filter(is_live=True)


class SuggestionQuerySet(models.QuerySet):
    def for_company(self, company: models.Model) -> "SuggestionQuerySet":
        """Best first; a block, or “not for me”, hides a partner before the list is computed anew."""
        listed = self.filter(company=company).exclude(partner__in=kept_apart_from(company))  # type: ignore[arg-type]
        aside = company.put_aside.partners()  # type: ignore[attr-defined]
        listed = listed.exclude(partner__in=aside)
        return listed.select_related("partner__location").order_by("rank")


class PutAsideQuerySet(models.QuerySet):
    def standing(self) -> "PutAsideQuerySet":
        return self.filter(brought_back_at__isnull=True)

    def partners(self) -> models.QuerySet:
        """Firms put aside as a whole."""
        return self.standing().filter(need__isnull=True).values_list("partner", flat=True)

    def needs(self) -> models.QuerySet:
        """Single needs of firms that keep their names back."""
        return self.standing().filter(need__isnull=False).values_list("need", flat=True)

    def listed_for(self, company: models.Model) -> "PutAsideQuerySet":
        """What a firm may bring back; nothing about a firm it is kept apart from."""
        apart = kept_apart_from(company)  # type: ignore[arg-type]
        found = self.standing().filter(company=company).exclude(partner__in=apart)
        return found.select_related("partner__location__region", "reason", "by")


class NeedWatchQuerySet(models.QuerySet):
    def standing(self) -> "NeedWatchQuerySet":
        return self.filter(state=WatchState.WATCHING)

    def of_company(self, company: models.Model) -> "NeedWatchQuerySet":
        """The standing ones, and what was answered in the last days; the latest first."""
        since = timezone.now() - ANSWER_SHOWN
        told = models.Q(state=WatchState.ANSWERED, answered_at__gte=since)
        return (
            self.filter(models.Q(state=WatchState.WATCHING) | told, need__company=company)
            .select_related("need", "by")
            .order_by("-id")
        )


class InterestQuerySet(models.QuerySet):
    def spent_since(self, moment: datetime.datetime) -> "InterestQuerySet":
        """What counts against the quota: not what was withdrawn, by whomever, before an introduction."""
        withdrawn = models.Q(match__state=MatchState.WITHDRAWN, match__introduced_at__isnull=True)
        return self.filter(sent_at__gt=moment).exclude(withdrawn)

    def of_company(self, company: models.Model) -> "InterestQuerySet":
        """What a firm sent, the latest first; nothing about a firm it is kept apart from."""
        apart = kept_apart_from(company)  # type: ignore[arg-type]
        return (
            self.filter(sender=company)
            .exclude(models.Q(match__thai__in=apart) | models.Q(match__japanese__in=apart))
            .select_related(
                "sender",
                "match__thai__location__region",
                "match__japanese__location__region",
                "match__corridor",
            )
        )


class ConflictQuerySet(models.QuerySet):
    def standing(self) -> "ConflictQuerySet":
        return self.filter(ended_at__isnull=True)

    def firms_of(self, user: models.Model) -> models.QuerySet:
        """Keys of the firms about which an officer must not decide."""
        return self.standing().filter(user=user).values("company")


class SecondReadingQuerySet(models.QuerySet):
    def waiting(self) -> "SecondReadingQuerySet":
        return self.filter(read_at__isnull=True)

    def given(self) -> "SecondReadingQuerySet":
        return self.filter(read_at__isnull=False)


class FirmQuestionQuerySet(models.QuerySet):
    def waiting(self) -> "FirmQuestionQuerySet":
        """Not answered, not taken back, and the case still in review."""
        return self.filter(answered_at__isnull=True, taken_back_at__isnull=True, match__state__in=IN_REVIEW)


class MatchQuerySet(models.QuerySet):
    def live(self) -> "MatchQuerySet":
        return self.filter(state__in=LIVE)

    def rows_of(self, keys: Sequence[int]) -> list[Any]:
        """These cases in this order. Keys are put in order without firms and evidence, which are slow to sort."""
        found = self.order_by().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def with_parties(self) -> "MatchQuerySet":
        """Of the firms all but what only search reads."""
        return self.with_firms().defer(*of_both(HEAVY))

    def with_names(self) -> "MatchQuerySet":
        """As rows of a list: of the firms their names and places, and no evidence."""
        return self.with_firms().defer("evidence", *of_both(BESIDE_NAMES))

    def with_firms(self) -> "MatchQuerySet":
        return self.select_related("thai__location", "japanese__location", "corridor")

    def of_company(self, company: models.Model) -> "MatchQuerySet":
        """What a firm knows of: its matches from `introduced` on, and withdrawn ones it had been told of."""
        return self.filter(models.Q(thai=company) | models.Q(japanese=company)).filter(
            models.Q(state__in=KNOWN_TO_FIRMS)
            | models.Q(state=MatchState.WITHDRAWN, introduced_at__isnull=False)
        )

    def review_queue(self) -> "MatchQuerySet":
        """Proposed ones, and parked ones whose date has come."""
        today = timezone.localdate()
        return self.filter(
            models.Q(state=MatchState.PROPOSED) | models.Q(state=MatchState.PARKED, parked_until__lte=today)
        ).order_by("-p_both", "id")

    def with_firms_in(self, clusters: Iterable[models.Model]) -> "MatchQuerySet":
        """One of the two firms is in one of these; asked for each case, as a queue is short beside all firms."""
        member: Any = self.model._meta.get_field("thai").related_model.clusters.through  # type: ignore[union-attr]
        inside = member.objects.filter(cluster__in=clusters)
        thai, japanese = (
            models.Exists(inside.filter(company=models.OuterRef(side))) for side in ("thai", "japanese")
        )
        return self.filter(thai | japanese)

    def with_waiting_firms(self) -> "MatchQuerySet":
        """Each with `waits_for_firm`: a question of the desk has no answer yet."""
        question: Any = self.model._meta.get_field("questions").related_model
        asked = models.Exists(question.objects.waiting().filter(match=models.OuterRef("pk")))
        return self.annotate(waits_for_firm=asked)

    def involving(self, company: models.Model) -> "MatchQuerySet":
        return self.filter(models.Q(thai=company) | models.Q(japanese=company))

    def ended(self) -> "MatchQuerySet":
        """Over, and not because its sender thought better of it before anybody decided."""
        return self.filter(ended_at__isnull=False).exclude(interest__withdrawn_at__isnull=False)

    def barring(self) -> "MatchQuerySet":
        """Ended for a reason that keeps the pair apart until staff lift it."""
        return self.exclude(state__in=LIVE).filter(reason__bars_pair=True, bar_lifted_at__isnull=True)

    def in_review(self) -> "MatchQuerySet":
        return self.filter(state__in=IN_REVIEW)

    def overdue_for_answer(self) -> "MatchQuerySet":
        return self.filter(state=MatchState.INTRODUCED, answer_due_on__lt=timezone.localdate())
