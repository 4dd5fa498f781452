"""A simulation chooses as a run does; what was left out, what changed, and the same again from the record."""

import pytest
from django.urls import reverse

from accounts.models import User
from companies import blocks
from companies import lifecycle as company_lifecycle
from companies.models import Capability, Company
from companies.templatetags.firms import firm_name_parts
from matching import lifecycle, queueing, run_changes, runs
from matching.enums import ChangeKind, Hindrance, MatchState, RunState
from matching.models import Match, Run, RunPair, TextVector
from matching.views import run_result
from outbox.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.companies import ClusterFactory, location_in
from tests.factories.matching import CorridorFactory, ReasonFactory, propose
from tests.matching.market import LEAST, maker, place_elsewhere, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def run_through(corridor, *, simulate=False, **limits) -> Run:
    asked = runs.Limits(**{"minimum_probability": LEAST} | limits)
    run = runs.start(corridor=corridor, by=None, limits=asked, is_simulation=simulate)
    return worked_off(run)


def worked_off(run: Run) -> Run:
    work_off(runs.PREPARE, runs.SCORE_SHARD, runs.FINISH, queueing.QUEUE)
    run.refresh_from_db()
    return run


def chosen_of(run: Run) -> list[tuple[int, int, float]]:
    return [(row.thai_id, row.japanese_id, row.p_both) for row in run.outcomes.chosen()]


def test_a_simulation_saves_nothing_and_chooses_what_the_run_then_chooses():
    corridor = CorridorFactory()
    for _ in range(3):
        seeker(), maker()
    trial = run_through(corridor, simulate=True)
    assert (trial.state, trial.counts["proposals"]) == (RunState.DONE, 3)
    assert not Match.objects.exists()
    real = run_through(corridor)
    assert chosen_of(real) == chosen_of(trial)
    assert Match.objects.filter(run=real).count() == 3


def test_what_the_cap_displaced_names_the_pair_that_took_the_place():
    corridor = CorridorFactory()
    company, near, far = seeker(), maker(), maker(export_level="none", thai_base=False)
    run = run_through(corridor, company_cap=1, crowding=0.0)
    left = run.outcomes.left().get()
    assert (left.thai, left.japanese, left.hindrance) == (company, far, Hindrance.THAI_CAP)
    assert left.better == [[company.pk, near.pk]]


def test_one_corridor_after_another_counts_what_the_first_took_in_a_simulation_too():
    CorridorFactory(prefecture=location_in("JP")), CorridorFactory()
    seeker(), maker(), maker(location=place_elsewhere())
    assert run_through(None, simulate=True, company_cap=1).counts["proposals"] == 1


def test_only_firms_of_the_asked_clusters():
    corridor, cluster = CorridorFactory(), ClusterFactory()
    inside = seeker(), maker()
    for firm in inside:
        firm.clusters.add(cluster)
    seeker(), maker()
    run = run_through(corridor, clusters=(cluster.pk,))
    assert [row.firms for row in run.outcomes.chosen()] == [tuple(firm.pk for firm in inside)]


def test_an_empty_corridor_ends_without_comparing_and_says_so(dao: User, dip, client_for):
    corridor = CorridorFactory(desks=[dip], prefecture=place_elsewhere())
    seeker(), maker()
    run = run_through(corridor)
    assert (run.state, run.counts["pairs"], run.shards_total) == (RunState.DONE, 0, 0)
    page = client_for(dao).get(reverse("matching:run-detail", args=[run.pk])).content.decode()
    assert "it ended at once" in page


def test_the_run_before_is_compared_pair_by_pair():
    corridor = CorridorFactory()
    _company, kept, gone = seeker(), maker(), maker(export_level="none")
    first = run_through(corridor, simulate=True, crowding=0.0)
    company_lifecycle.suspend(gone, by=UserFactory(), reason="x")
    new = maker(export_level="some")
    second = run_through(corridor, simulate=True, crowding=0.0)
    groups = run_changes.changes(
        run_changes.pairs_of(second, [corridor.pk]), run_changes.pairs_of(first, [corridor.pk])
    )
    found = {change.now.japanese: group.kind for group in groups for change in group.changes}
    assert found[gone] == ChangeKind.GONE
    assert found[new] == ChangeKind.NEW
    assert found[kept] in (ChangeKind.KEPT, ChangeKind.MOVED)
    assert second.outcomes.get(japanese=gone).hindrance == Hindrance.UNSCORED


def test_a_pair_with_a_case_is_gone_because_of_it():
    corridor = CorridorFactory()
    seeker(), maker()
    run_through(corridor)
    assert run_through(corridor).outcomes.get().hindrance == Hindrance.LIVE


def test_a_simulation_is_put_in_the_queue_once():
    seeker(), maker()
    run, officer = run_through(CorridorFactory(), simulate=True), UserFactory()
    queueing.commit(run, by=officer)
    with pytest.raises(queueing.AlreadyCommitted):
        queueing.commit(run, by=officer)
    run = worked_off(run)
    match = Match.objects.get()
    assert (match.run, match.state, run.counts["queued"]) == (run, MatchState.PROPOSED, 1)
    assert match.links.count() == 1
    assert match.evidence["links"][0]["shared"] == ["centerless-grinding"]
    queueing.put_in_queue(run.pk)
    assert Match.objects.count() == 1


def test_a_firm_suspended_since_the_simulation_is_left_out_with_its_reason():
    _company, partner = seeker(), maker()
    run = run_through(CorridorFactory(company_cap=1), simulate=True)
    company_lifecycle.suspend(partner, by=UserFactory(), reason="x")
    queueing.commit(run, by=UserFactory())
    assert worked_off(run).outcomes.get().left_out == Hindrance.UNPUBLISHED
    assert not Match.objects.exists()


def block_them(company: Company, partner: Company) -> None:
    blocks.block(company, partner, by=UserFactory())


def propose_them(company: Company, partner: Company) -> None:
    propose(thai=company, japanese=partner)


def fill_the_thai_firm(company: Company, partner: Company) -> None:
    propose(thai=company)


def fill_the_japanese_firm(company: Company, partner: Company) -> None:
    propose(japanese=partner)


def end_a_case(company: Company, partner: Company) -> None:
    match = propose(thai=company, japanese=partner)
    lifecycle.reject(match, by=UserFactory(), reason=ReasonFactory())


def close_the_need(company: Company, partner: Company) -> None:
    company_lifecycle.close_need(company.needs.get(), by=UserFactory())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (block_them, Hindrance.APART),
        (propose_them, Hindrance.LIVE),
        (fill_the_thai_firm, Hindrance.THAI_CAP),
        (fill_the_japanese_firm, Hindrance.JAPANESE_CAP),
        (end_a_case, Hindrance.COOLING),
        (close_the_need, Hindrance.STATEMENTS),
    ],
)
def test_everything_is_looked_at_anew(change, why):
    company, partner = seeker(), maker()
    run = run_through(CorridorFactory(company_cap=1), simulate=True)
    change(company, partner)
    queueing.commit(run, by=UserFactory())
    assert worked_off(run).outcomes.get(thai=company, japanese=partner).left_out == why
    assert not Match.objects.filter(run=run).exists()


def test_only_a_finished_simulation_reaches_the_queue():
    seeker(), maker()
    corridor = CorridorFactory()
    real = run_through(corridor)
    replayed = worked_off(runs.replay(real, by=UserFactory()))
    waiting = runs.start(corridor=corridor, by=None, is_simulation=True)
    for run in (real, replayed, waiting):
        with pytest.raises(queueing.NotASimulation):
            queueing.commit(run, by=UserFactory())


def test_a_commit_whose_job_gave_up_may_be_asked_for_again():
    seeker(), maker()
    run = run_through(CorridorFactory(), simulate=True)
    queueing.commit(run, by=UserFactory())
    Job.objects.filter(kind=queueing.QUEUE).update(state="dead")
    queueing.take_back_stuck()
    queueing.commit(run, by=UserFactory())
    queueing.take_back_stuck()
    assert worked_off(run).counts["queued"] == 1


def test_a_replay_gives_the_same_answer_whatever_changed_since():
    corridor = CorridorFactory()
    company, partner = seeker(), maker()
    seeker(employees=400), maker()
    run = run_through(corridor, company_cap=1)
    Company.objects.update(employees=7, export_level="none", thai_base=False)
    company_lifecycle.suspend(partner, by=UserFactory(), reason="x")
    propose(thai=company)
    corridor.is_open = False
    corridor.save()
    again = worked_off(runs.replay(run, by=UserFactory()))
    assert again.counts["replay"] == {
        "is_same": True,
        "only_then": 0,
        "only_now": 0,
        "absent": 0,
        "words_changed": False,
        "engine_changed": False,
    }
    assert chosen_of(again) == chosen_of(run)
    assert RunPair.objects.filter(run=again, place__isnull=False).count() == run.counts["proposals"]


def test_a_replay_says_what_was_erased_and_reworded():
    corridor = CorridorFactory()
    seeker(), maker()
    run = run_through(corridor)
    TextVector.objects.filter(lang="ja").delete()
    node = Capability.objects.get(slug="centerless-grinding")
    node.version += 1
    node.save()
    found = worked_off(runs.replay(run, by=UserFactory())).counts["replay"]
    assert (found["is_same"], found["only_then"], found["absent"]) == (False, 1, 1)
    assert found["words_changed"]


def test_a_run_from_before_records_is_not_replayed(dao: User, dip, client_for):
    counts = {"thai": 0, "japanese": 0, "pairs": 0, "proposals": 0, "expected_matches": 0}
    run = Run.objects.create(corridor=CorridorFactory(desks=[dip]), state=RunState.DONE, counts=counts)
    browser = client_for(dao)
    page = browser.post(reverse("matching:run-replay", args=[run.pk]), follow=True)
    assert "cannot be replayed" in page.content.decode()


def test_an_officer_simulates_reads_and_puts_in_the_queue(dao: User, dip, client_for):
    corridor = CorridorFactory(desks=[dip], minimum_probability=LEAST)
    _company, partner = seeker(), maker()
    browser = client_for(dao)
    asked = {"corridor": corridor.pk, "is_simulation": "on"}
    address = browser.post(reverse("matching:run-create"), asked).headers["Location"]
    work_off()
    page = browser.get(address).content.decode()
    assert partner.name_roman in page or partner.name_native in page
    run = Run.objects.get()
    browser.post(reverse("matching:run-commit", args=[run.pk]))
    assert "hx-get" in browser.get(address).content.decode()
    work_off()
    assert browser.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    assert browser.get(address).status_code == 200
    twice = browser.post(reverse("matching:run-commit", args=[run.pk]), follow=True)
    assert Match.objects.filter(run=run).count() == 1
    assert "Nothing was added a second time" in twice.content.decode()


def test_a_long_group_of_changes_is_folded_and_a_short_one_of_news_is_open():
    change = run_changes.Change(ChangeKind.NEW, RunPair())
    few, many = [change] * run_changes.OPEN, [change] * (run_changes.OPEN + 1)
    found = [
        (kind, rows) for kind in ChangeKind for rows in (few, many) if run_changes.Group(kind, rows).is_open
    ]
    assert found == [(ChangeKind.NEW, few), (ChangeKind.GONE, few)]


@pytest.mark.parametrize("part", ["pairs", "changes"])
def test_pairs_are_for_the_desks_of_their_corridor(part, kenji: User, dao: User, dip, client_for):
    company, partner = seeker(), maker()
    corridor = CorridorFactory(desks=[dip])
    run_through(corridor, simulate=True)
    run = run_through(corridor, simulate=True)
    address = reverse("matching:run-detail", args=[run.pk])
    ours, others = (client_for(user).get(address, {"part": part}).content.decode() for user in (dao, kenji))
    for firm in (company, partner):
        _form, name, _form_after = firm_name_parts(firm)
        assert name in ours
        assert name not in others
        assert firm.name_roman not in others


@pytest.mark.parametrize("simulate", [True, False])
def test_many_pairs_stand_on_several_pages(simulate, dao: User, dip, client_for, monkeypatch):
    monkeypatch.setattr(run_result, "PER_PAGE", 1)
    firms = [seeker(), seeker()]
    for _ in firms:
        maker()
    run = run_through(CorridorFactory(desks=[dip]), simulate=simulate, crowding=0.0)
    shown = [
        client_for(dao).get(f"/en/desk/runs/{run.pk}/?page={number}").context["page_obj"] for number in (1, 2)
    ]
    assert shown[0].paginator.count >= len(firms)
    assert [len(page.object_list) for page in shown] == [1, 1]
    assert shown[0].object_list[0] != shown[1].object_list[0]


def test_a_result_has_the_parts_that_it_can_have(dao: User, dip, client_for):
    seeker(), maker()
    corridor = CorridorFactory(desks=[dip])
    first = run_through(corridor, simulate=True)
    second = run_through(corridor, simulate=True)
    again = runs.replay(first, by=dao)
    work_off()

    def parts(run: Run, asked: str) -> tuple[str, list[str]]:
        context = client_for(dao).get(f"/en/desk/runs/{run.pk}/?part={asked}").context
        return context["part"], [name for name, _label in context["parts"]]

    assert parts(first, "changes") == ("pairs", ["pairs", "nearly", "reach"])
    assert parts(second, "changes") == ("changes", ["pairs", "nearly", "reach", "changes"])
    assert parts(second, "nonsense") == ("pairs", ["pairs", "nearly", "reach", "changes"])
    assert parts(again, "reach")[0] == "pairs"


def test_a_figure_out_of_range_is_refused_with_its_name_and_range(dao: User, dip, client_for):
    CorridorFactory(desks=[dip])
    page = client_for(dao).post("/en/desk/runs/new/", {"minimum_percent": "120"})
    assert page.status_code == 422
    assert page.context["form"].errors["minimum_percent"] == [
        "Minimum chance that both say yes, in per cent: choose a whole number from 1 to 99."
    ]
