"""The runs of those years, the cases they led to, and what is left of them afterwards."""

import datetime
import random
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Notice
from companies.models import Company, Need
from companies.querysets import NeedQuerySet
from matching import interests, proposals, runs
from matching.history.agenda import Agenda
from matching.history.fates import Fates, Signed
from matching.history.people import People
from matching.history.words import Words
from matching.models import Match
from outbox.models import Job, Mail

SEED = 18
# Days before today on whose nights the market was run; what came of it fills two fiscal years of either country.
RUN_DAYS = (655, 430, 205, 12)
BUDGET = 5
BEFORE_SIGNING = datetime.timedelta(days=110)


@transaction.atomic
def write(signed: Signed) -> None:
    """The cases of these years; those of firms that signed end with it, on that day."""
    now, dice = timezone.now(), random.Random(SEED)
    begins = now - datetime.timedelta(days=RUN_DAYS[0])
    mails, jobs, notices = (newest(model) for model in (Mail, Job, Notice))
    earlier = now - begins + datetime.timedelta(days=1)
    begin_before(earlier)
    agenda, people = Agenda(dice, ends_at=now), People(dice)
    fates = Fates(agenda, people, Words(dice), dice, signed)
    for days in RUN_DAYS:
        agenda.add(at_night(now - datetime.timedelta(days=days)), lambda: propose(fates))
    for pair, day in signed.items():
        at = at_night(datetime.datetime.combine(day, datetime.time(), datetime.UTC)) - BEFORE_SIGNING
        if at > begins:
            agenda.add(at, partial(propose_by_hand, fates, pair))
    agenda.run()
    people.enter(begins)
    return_needs(earlier)
    Mail.objects.filter(pk__gt=mails).delete()
    Job.objects.filter(pk__gt=jobs).delete()
    Notice.objects.filter(pk__gt=notices).update(read_at=F("created_at"), waits_for_digest=False)


def newest(model: type[Mail] | type[Job] | type[Notice]) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def at_night(at: datetime.datetime) -> datetime.datetime:
    """One in the morning in Bangkok."""
    return at.replace(hour=18, minute=0, second=0, microsecond=0)


def begin_before(earlier: datetime.timedelta) -> None:
    """Firms and needs of the demonstration were there when the first run began, in their order of now."""
    Company.objects.published().filter(is_demonstration=True).update(
        submitted_at=F("submitted_at") - earlier, published_at=F("published_at") - earlier
    )
    of_demonstration().update(opened_at=F("opened_at") - earlier)


def return_needs(later: datetime.timedelta) -> None:
    """Those of firms without a case were opened of late."""
    cases = Match.objects.all()
    untouched = of_demonstration().exclude(company__in=cases.values("thai"))
    untouched.exclude(company__in=cases.values("japanese")).update(opened_at=F("opened_at") + later)


def of_demonstration() -> NeedQuerySet:
    return Need.objects.open().filter(company__is_demonstration=True)


def propose(fates: Fates) -> None:
    run = runs.start(corridor=None, by=None, limits=runs.Limits(budget=BUDGET))
    runs.prepare(run.pk)
    for shard in run.shards.order_by("number"):
        runs.score_shard(shard.pk)
    runs.finish(run.pk)
    for match in Match.objects.with_parties().filter(run=run).order_by("pk"):
        fates.begin(match)


def propose_by_hand(fates: Fates, pair: tuple[int, int]) -> None:
    """Unless a run was faster: then its case is the one that ends with a signature."""
    thai, japanese = (Company.objects.select_related("location").get(pk=firm) for firm in pair)
    corridor = interests.corridor_of(thai, japanese)
    desk = corridor.desks.select_related("agency").first() if corridor else None
    officers = fates.people.officers_of(desk.agency_id) if desk else []
    choices = proposals.statements_of(thai, japanese)
    if not officers or not choices:
        return
    by, lang = officers[0].user, officers[0].user.language
    reason = fates.words.of("by_hand", lang)
    with suppress(proposals.ProposalRefused):
        made = proposals.propose(choices[0], by=by, agency=officers[0].agency, reason=reason, lang=lang)
        fates.begin(made.match)
