import datetime

import pytest
from django.utils import timezone

from matching import jobs
from matching.enums import MatchState
from matching.models import Match
from outbox.models import Job
from tests.factories.matching import introduced

pytestmark = pytest.mark.django_db


def test_the_night_ends_only_introductions_whose_days_are_over():
    late, fresh = introduced(), introduced()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Match.objects.filter(pk=late.pk).update(answer_due_on=yesterday)

    jobs.lapse_matches(Job(kind="matching.lapse_matches"))
    for job in Job.objects.filter(kind="matching.lapse_match"):
        jobs.lapse_match(job)
        jobs.lapse_match(job)

    late.refresh_from_db()
    fresh.refresh_from_db()
    assert (late.state, fresh.state) == (MatchState.UNANSWERED, MatchState.INTRODUCED)
    assert late.events.filter(move="lapse").count() == 1
