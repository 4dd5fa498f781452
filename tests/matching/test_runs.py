"""A run proposes once, the same each time, and only what may be proposed."""

import datetime
import random
import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from companies.enums import NeedState
from companies.lifecycle import close_need
from companies.models import Need
from matching import circumstances, lifecycle, market, runs, scored
from matching.engine.assign import CROWDING, NEW_FIRM_BONUS, SMALL_FIRM_BONUS
from matching.enums import MatchState, RunState
from matching.forms import RunForm
from matching.models import Corridor, Match, RunShard
from outbox.models import Job
from outbox.worker import run_job
from tests.factories.accounts import UserFactory
from tests.factories.companies import JapaneseCompanyFactory, location_in
from tests.factories.matching import CorridorFactory, ReasonFactory, propose
from tests.matching.market import LEAST, maker, place_elsewhere, run_to_the_end, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_proposes_the_pair_that_fits_with_its_evidence():
    corridor, company, partner = CorridorFactory(), seeker(), maker()
    run = run_to_the_end(corridor)
    match = Match.objects.get()
    assert run.state == RunState.DONE
    assert (match.thai, match.japanese, match.corridor, match.run) == (company, partner, corridor, run)
    assert match.evidence["links"][0]["shared"] == ["centerless-grinding"]
    assert match.links.get().need.company == company
    assert run.counts["proposals"] == 1
    assert run.counts["fairness"]["TH"]["coverage"] == 1.0
    assert not RunShard.objects.exclude(found=None).exists()


def test_a_second_run_proposes_a_live_pair_not_again():
    corridor = CorridorFactory()
    seeker(), maker()
    run_to_the_end(corridor)
    assert run_to_the_end(corridor).counts["proposals"] == 0


def test_shards_in_any_order_and_twice_give_the_same(monkeypatch):
    corridor = CorridorFactory()
    for _ in range(5):
        seeker(), maker()
    run = runs.start(corridor=corridor, by=None, limits=runs.Limits(minimum_probability=LEAST))
    monkeypatch.setattr(runs, "PAIRS_A_SHARD", 5)
    work_off(runs.PREPARE)
    jobs = list(Job.objects.filter(kind=runs.SCORE_SHARD).values_list("pk", flat=True))
    shards = list(run.shards.values_list("pk", flat=True))
    random.Random(7).shuffle(jobs)
    for job in jobs[:-1]:
        run_job(job)
        run_job(job)
    runs.score_shard(shards[0])
    run_job(jobs[-1])
    assert len(scored.best_of(run)) == 25
    assert Job.objects.filter(kind=runs.FINISH).count() == 1
    work_off(runs.FINISH)
    runs.finish(run.pk)
    assert Match.objects.count() == Match.objects.values("thai", "japanese").distinct().count()


def test_pairs_below_every_least_chance_are_not_stored():
    corridor = CorridorFactory()
    seeker(), maker()
    run = runs.start(corridor=corridor, by=None, limits=runs.Limits(minimum_probability=0.99))
    work_off(runs.PREPARE, runs.SCORE_SHARD)
    assert not len(scored.best_of(run))
    assert run.shards.get().pairs == 1


def test_a_small_memory_changes_the_blocks_and_not_the_proposals(settings):
    settings.MATCHING_MEMORY_MB = 100
    corridor = CorridorFactory()
    seeker(), maker()
    run = runs.start(corridor=corridor, by=None, limits=runs.Limits(minimum_probability=LEAST))
    work_off(runs.PREPARE, runs.SCORE_SHARD, runs.FINISH)
    assert Match.objects.filter(run=run).count() == 1


def test_a_running_run_refuses_a_second():
    corridor = CorridorFactory()
    runs.start(corridor=corridor, by=None)
    with pytest.raises(runs.RunGoingOn):
        runs.start(corridor=corridor, by=None)
    with pytest.raises(runs.RunGoingOn):
        runs.start(corridor=None, by=None)
    runs.start(corridor=CorridorFactory(), by=None)


def test_of_two_starts_at_the_same_moment_one_is_refused():
    """The second waits for the first to be written, and then sees it."""
    corridor, refused = CorridorFactory(), []

    def start_beside() -> None:
        try:
            runs.start(corridor=corridor, by=None)
        except runs.RunGoingOn as refusal:
            refused.append(str(refusal.sentence))
        finally:
            connection.close()

    with transaction.atomic():
        runs.start(corridor=corridor, by=None)
        beside = threading.Thread(target=start_beside)
        beside.start()
        beside.join(timeout=2)
        assert beside.is_alive()
    beside.join()
    assert refused == ["A run of this corridor is still going. Wait until it ends, or stop it first."]
    assert corridor.runs.count() == 1


def test_without_an_open_corridor_there_is_nothing_to_run():
    CorridorFactory(is_open=False)
    with pytest.raises(runs.NothingToRun):
        runs.start(corridor=None, by=None)


def test_cancelling_leaves_nothing_half_done():
    corridor = CorridorFactory()
    seeker(), maker()
    run = runs.start(corridor=corridor, by=None)
    work_off(runs.PREPARE, runs.SCORE_SHARD)
    runs.cancel(run, by=UserFactory())
    work_off()
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not Match.objects.exists()
    assert not RunShard.objects.exclude(found=None).exists()
    assert run_to_the_end(corridor).state == RunState.DONE


def test_a_run_cancelled_while_a_shard_is_scored_keeps_nothing_of_it(monkeypatch):
    corridor = CorridorFactory()
    seeker(), maker()
    run = runs.start(corridor=corridor, by=None, limits=runs.Limits(minimum_probability=LEAST))
    work_off(runs.PREPARE)
    score = market.score_firms

    def score_and_be_stopped(*arguments):
        beside = threading.Thread(target=cancel_beside, args=(run,))
        beside.start()
        beside.join()
        return score(*arguments)

    monkeypatch.setattr(market, "score_firms", score_and_be_stopped)
    work_off()
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not run.shards.exclude(found=None, done_at=None).exists()
    assert not Job.objects.filter(kind=runs.FINISH).exists()
    assert not Match.objects.exists()


def cancel_beside(run) -> None:
    runs.cancel(run, by=None)
    connection.close()


def test_an_ended_pair_cools_off_unless_a_newer_need_is_there():
    corridor = CorridorFactory()
    company, _ = seeker(), maker()
    run_to_the_end(corridor)
    lifecycle.reject(Match.objects.get(), by=UserFactory(), reason=ReasonFactory())
    assert run_to_the_end(corridor).counts["proposals"] == 0
    Need.objects.filter(company=company).update(opened_at=timezone.now())
    assert run_to_the_end(corridor).counts["proposals"] == 1


def test_a_pair_returns_after_its_cool_off():
    corridor = CorridorFactory()
    seeker(), maker()
    run_to_the_end(corridor)
    lifecycle.reject(Match.objects.get(), by=UserFactory(), reason=ReasonFactory())
    Match.objects.update(ended_at=timezone.now() - datetime.timedelta(days=corridor.cool_off_days + 1))
    assert run_to_the_end(corridor).counts["proposals"] == 1


def test_a_barred_pair_returns_only_when_staff_lift_the_bar():
    corridor = CorridorFactory(cool_off_days=0)
    seeker(), maker()
    run_to_the_end(corridor)
    reason = ReasonFactory(code="competitor", bars_pair=True)
    lifecycle.reject(Match.objects.get(), by=UserFactory(), reason=reason)
    assert run_to_the_end(corridor).counts["proposals"] == 0
    Match.objects.update(bar_lifted_at=timezone.now())
    assert run_to_the_end(corridor).counts["proposals"] == 1


def test_caps_count_live_matches_of_every_corridor():
    corridor, free = CorridorFactory(), {"crowding": 0.0}
    seeker(), maker(), maker()
    assert run_to_the_end(corridor, company_cap=1, **free).counts["proposals"] == 1
    assert run_to_the_end(corridor, company_cap=1, **free).counts["proposals"] == 0
    assert run_to_the_end(corridor, company_cap=2, **free).counts["proposals"] == 1


def test_a_cap_below_what_a_firm_already_has_proposes_it_nothing():
    company, corridor = seeker(), CorridorFactory()
    for _ in range(2):
        propose(thai=company, corridor=corridor)
    maker()
    assert run_to_the_end(corridor, company_cap=1, crowding=0.0).counts["proposals"] == 0
    assert run_to_the_end(corridor, company_cap=3, crowding=0.0).counts["proposals"] == 1


def test_a_further_match_that_costs_more_than_it_brings_is_not_proposed():
    corridor = CorridorFactory()
    seeker(), maker(), maker()
    assert run_to_the_end(corridor, company_cap=2, crowding=0.9).counts["proposals"] == 1
    assert run_to_the_end(corridor, company_cap=2, crowding=0.9).counts["proposals"] == 0


@pytest.mark.parametrize(("waits", "proposed"), [(True, 1), (False, 2)])
def test_two_runs_that_choose_at_once_keep_the_cap_together(waits, proposed, monkeypatch):
    """The second waits for the first and counts what it proposed; without the lock the cap breaks."""
    near, far = CorridorFactory(prefecture=location_in("JP")), CorridorFactory()
    seeker(), maker(), maker(location=place_elsewhere())
    limits = runs.Limits(minimum_probability=LEAST, company_cap=1)
    first, second = (runs.start(corridor=corridor, by=None, limits=limits) for corridor in (near, far))
    work_off(runs.PREPARE, runs.SCORE_SHARD)
    with transaction.atomic():
        runs.finish(first.pk)
        if not waits:
            monkeypatch.setattr(circumstances, "CHOOSE_LOCK", circumstances.CHOOSE_LOCK + 1)
        beside = threading.Thread(target=finish_beside, args=(second.pk,))
        beside.start()
        # By then it has chosen, or waits for the lock; what it enqueues waits for this transaction anyway.
        beside.join(timeout=3)
    beside.join()
    assert Match.objects.count() == proposed


def finish_beside(run: int) -> None:
    runs.finish(run)
    connection.close()


def test_the_form_names_the_figures_it_falls_back_to():
    form = RunForm(corridors=Corridor.objects.none())
    for field, usual in (
        ("crowding_percent", CROWDING),
        ("new_firm_percent", NEW_FIRM_BONUS),
        ("small_firm_percent", SMALL_FIRM_BONUS),
    ):
        with translation.override("en"):
            assert str(form.fields[field].help_text).endswith(f"Empty: {100 * usual:.0f}.")


def test_a_budget_of_nothing_only_compares():
    seeker(), maker()
    run = run_to_the_end(CorridorFactory(), budget=0)
    assert (run.state, run.counts["proposals"]) == (RunState.DONE, 0)
    assert run.counts["pairs"] == 1
    assert not Match.objects.exists()


@pytest.mark.parametrize("side", [seeker, maker])
def test_a_market_with_all_firms_on_one_side_proposes_nothing(side):
    side(), side()
    run = run_to_the_end(CorridorFactory())
    assert (run.state, run.counts["proposals"], run.counts["pairs"]) == (RunState.DONE, 0, 0)
    assert [row["proposals"] for row in run.report] == [0] * len(run.report)


def test_a_market_without_any_firm_ends_with_an_empty_report():
    run = run_to_the_end(CorridorFactory())
    assert (run.state, run.report, run.counts["fairness"]) == (RunState.DONE, [], {})


@pytest.mark.parametrize(("bonus", "small_first"), [(0.3, True), (0.0, False)])
def test_a_small_firm_may_come_first(bonus, small_first):
    """Both ask for the same; the large one is nearer to the maker's size, unless the small one is favoured."""
    corridor = CorridorFactory()
    seeker(employees=400)
    small = seeker(employees=12)
    maker(employees=400)
    run_to_the_end(corridor, budget=1, small_firm_bonus=bonus, new_firm_bonus=0.0)
    assert (Match.objects.get().thai == small) is small_first


@pytest.mark.parametrize(("bonus", "new_first"), [(0.3, True), (0.0, False)])
def test_a_firm_never_proposed_before_may_come_first(bonus, new_first):
    """The known one has the better chance: it exports."""
    corridor, known, new = CorridorFactory(), seeker(export_level="direct"), seeker()
    stranger = JapaneseCompanyFactory()
    rejected = propose(thai=known, japanese=stranger)
    lifecycle.reject(rejected, by=UserFactory(), reason=ReasonFactory())
    Need.objects.filter(match_links__match=rejected).update(state=NeedState.PAUSED)
    maker()
    run_to_the_end(corridor, budget=1, small_firm_bonus=0.0, new_firm_bonus=bonus)
    assert (Match.objects.get(run__isnull=False).thai == new) is new_first


def test_a_run_keeps_the_terms_it_was_made_under():
    run = run_to_the_end(CorridorFactory(), crowding=0.3, new_firm_bonus=0.0)
    terms = run.parameters["corridors"][0]
    assert (terms["crowding"], terms["new_firm_bonus"]) == (0.3, 0.0)
    assert terms["small_firm_bonus"] == SMALL_FIRM_BONUS


def test_the_budget_holds():
    for _ in range(3):
        seeker(), maker()
    assert run_to_the_end(CorridorFactory(), budget=2).counts["proposals"] == 2


def test_a_pair_belongs_to_the_narrowest_open_corridor():
    everywhere = CorridorFactory()
    narrow = CorridorFactory(prefecture=location_in("JP"))
    seeker(), maker()
    assert run_to_the_end(everywhere).counts["proposals"] == 0
    assert run_to_the_end(narrow).counts["proposals"] == 1


def test_closing_the_need_withdraws_what_rested_on_it(somchai: User):
    company, _ = seeker(), maker()
    run_to_the_end(CorridorFactory())
    close_need(company.needs.get(), by=somchai)
    assert Match.objects.get().state == MatchState.WITHDRAWN


def test_a_run_whose_job_gave_up_is_failed_by_the_clock():
    run = runs.start(corridor=CorridorFactory(), by=None)
    Job.objects.filter(kind=runs.PREPARE).update(state="dead", last_error="ValueError: broken")
    runs.fail_stuck()
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "ValueError: broken")


def test_a_desk_starts_a_run_and_follows_it(dao: User, dip, client_for):
    corridor = CorridorFactory(desks=[dip])
    seeker(), maker()
    browser = client_for(dao)
    response = browser.post(reverse("matching:run-create"), {"corridor": corridor.pk, "budget": "5"})
    address = response.headers["Location"]
    assert "hx-get" in browser.get(address).content.decode()
    work_off()
    assert browser.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    assert browser.get(address).status_code == 200
    assert browser.get(reverse("matching:run-list")).status_code == 200


def test_a_figure_out_of_range_is_told_with_its_range(dao: User, dip, client_for):
    CorridorFactory(desks=[dip])
    page = client_for(dao).post(reverse("matching:run-create"), {"budget": "-1", "company_cap": "99"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"budget", "company_cap"}


@pytest.mark.parametrize("person", ["somchai", "outsider", "arisa"])
def test_runs_are_not_for(person, request, client_for):
    user = request.getfixturevalue(person)
    assert client_for(user).get(reverse("matching:run-list")).status_code in (403, 404)


def test_a_desk_of_another_corridor_cannot_stop_a_run(kenji: User, dip, client_for):
    run = runs.start(corridor=CorridorFactory(desks=[dip]), by=None)
    assert client_for(kenji).post(reverse("matching:run-cancel", args=[run.pk])).status_code in (403, 404)
    run.refresh_from_db()
    assert run.is_running
