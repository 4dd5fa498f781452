"""Decisions are kept as they were shown, learnt from apart from simulated ones, and compared."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from companies.models import Company
from matching import decisions, learning, lifecycle, simulation, weights
from matching.engine.accept import FEATURES, PRIOR
from matching.enums import (
    Answer,
    DecisionOrigin,
    DecisionSource,
    RefitState,
    SizeBand,
    Verdict,
    WeightsOrigin,
)
from matching.models import Match, Refit, SideDecision, TextVector, WeightsVersion
from outbox.enums import JobState
from outbox.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.companies import AgencyFactory
from tests.factories.learning import decide, learnt, proposed_with_features
from tests.factories.matching import CorridorFactory, ReasonFactory, announced, approve
from tests.matching.market import maker, run_to_the_end, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def kept() -> list[tuple[str, str, bool]]:
    return list(SideDecision.objects.values_list("side", "source", "said_yes"))


def answer(match: Match, company: Company, said: Answer) -> Match:
    reason = ReasonFactory(code="capacity_full") if said == Answer.DECLINED else None
    return lifecycle.answer(match, by=UserFactory(), company=company, answer=said, reason=reason)


# What is kept, and when.


def test_what_a_company_answers_is_kept_with_what_it_was_shown():
    match = approve(proposed_with_features())
    match = answer(match, match.thai, Answer.INTERESTED)
    answer(match, match.japanese, Answer.DECLINED)
    thai, japanese = SideDecision.objects.filter(source=DecisionSource.COMPANY)
    assert (thai.side, thai.said_yes, thai.p_shown) == ("TH", True, match.p_thai_accepts)
    assert thai.features == match.evidence["features"]["TH"]
    assert (japanese.side, japanese.said_yes, japanese.reason_code) == ("JP", False, "capacity_full")
    assert japanese.features == match.evidence["features"]["JP"]
    assert {thai.origin, japanese.origin} == {DecisionOrigin.REAL}
    assert thai.region == f"TH/{match.thai.location.region.code}"


def test_an_approval_is_kept_for_both_sides_and_once_however_many_desks():
    desks = [AgencyFactory(code="one"), AgencyFactory(code="two")]
    approve(proposed_with_features(corridor=CorridorFactory(desks=desks)))
    assert kept() == [("TH", "desk", True), ("JP", "desk", True)]


def test_two_desks_that_differ_are_both_heard():
    desks = [AgencyFactory(code="one"), AgencyFactory(code="two")]
    match = proposed_with_features(corridor=CorridorFactory(desks=desks))
    match = lifecycle.approve(match, by=UserFactory(), agency=desks[0])
    announced(lifecycle.reject(match, by=UserFactory(), reason=ReasonFactory(is_about_fit=True)))
    assert sorted(kept()) == [
        ("JP", "desk", False),
        ("JP", "desk", True),
        ("TH", "desk", False),
        ("TH", "desk", True),
    ]


@pytest.mark.parametrize("about_fit", [True, False])
def test_a_rejection_counts_only_when_its_reason_is_about_fit(about_fit):
    reason = ReasonFactory(is_about_fit=about_fit)
    announced(lifecycle.reject(proposed_with_features(), by=UserFactory(), reason=reason))
    assert kept() == ([("TH", "desk", False), ("JP", "desk", False)] if about_fit else [])


def test_silence_is_kept_of_the_side_that_was_silent():
    match = approve(proposed_with_features())
    match = answer(match, match.thai, Answer.INTERESTED)
    lifecycle.lapse(match)
    assert kept()[2:] == [("TH", "company", True), ("JP", "silence", False)]


def test_a_case_without_stored_features_teaches_nothing():
    match = approve(proposed_with_features())
    Match.objects.filter(pk=match.pk).update(evidence={})
    before = len(kept())
    answer(Match.objects.get(pk=match.pk), match.thai, Answer.INTERESTED)
    assert len(kept()) == before


def test_a_move_that_is_refused_keeps_nothing():
    match = approve(proposed_with_features())
    answer(match, match.thai, Answer.INTERESTED)
    count = len(kept())
    with pytest.raises(lifecycle.MoveNotAllowed):
        answer(match, match.thai, Answer.DECLINED)
    assert len(kept()) == count


def test_a_run_stores_the_features_that_decisions_then_keep():
    seeker(), maker()
    run_to_the_end(CorridorFactory())
    match = approve(Match.objects.get())
    for side, features in match.evidence["features"].items():
        assert set(features) == set(FEATURES)
        assert features["japanese_side"] == float(side == "JP")
    assert match.evidence["features"]["TH"]["size_closeness"] == 1.0
    assert SideDecision.objects.get(side="TH").language_pair == "th>ja"
    assert SideDecision.objects.get(side="TH").size_band == SizeBand.TO_99


def test_erasing_a_text_leaves_the_language_of_a_later_decision_unknown():
    seeker(), maker()
    run_to_the_end(CorridorFactory())
    TextVector.objects.all().delete()
    approve(Match.objects.get())
    assert set(SideDecision.objects.values_list("language_pair", flat=True)) == {""}


@pytest.mark.parametrize(
    ("employees", "band"),
    [
        (None, "unknown"),
        (0, "unknown"),
        (1, "1-29"),
        (29, "1-29"),
        (30, "30-99"),
        (300, "100-300"),
        (301, "301-"),
    ],
)
def test_size_bands_have_no_gaps(employees, band):
    assert decisions.size_band(employees) == band


def test_decisions_are_append_only():
    decide(2, origin=DecisionOrigin.SIMULATED)
    for change in (
        lambda: SideDecision.objects.update(said_yes=True),
        lambda: SideDecision.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE matching_sidedecision"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


# Real and simulated never meet.


@pytest.mark.parametrize("origin", DecisionOrigin.values)
def test_the_database_tells_real_from_simulated_by_their_match(origin):
    match = proposed_with_features() if origin == DecisionOrigin.SIMULATED else None
    row = SideDecision(
        origin=origin,
        source="company",
        match=match,
        side="TH",
        said_yes=True,
        features={},
        p_shown=0.5,
        weights_version="prior",
        size_band="unknown",
        region="TH/central",
    )
    with pytest.raises(IntegrityError, match="side_decision_real_has_match"):
        row.save()


def test_a_refit_on_real_decisions_reads_no_simulated_one():
    decide(40, seed=2)
    alone = learnt()
    decide(400, origin=DecisionOrigin.SIMULATED, seed=9, eagerness=-4)
    decide(2, seed=3)
    again = learnt()
    assert alone.report["counts"]["company"]["yes"] + alone.report["counts"]["company"]["no"] == 40
    assert again.report["counts"]["company"]["yes"] + again.report["counts"]["company"]["no"] == 42
    assert again.origin == WeightsOrigin.DECISIONS


def test_a_refit_on_simulated_decisions_leaves_a_version_that_says_so_and_reads_no_real_one():
    decide(40, seed=2)
    decide(300, origin=DecisionOrigin.SIMULATED)
    version = learnt(DecisionOrigin.SIMULATED)
    assert version.origin == WeightsOrigin.SIMULATED
    assert version.report["learnt"] + version.report["after"]["count"] == 300
    assert version.version.startswith("simulated-")


def test_the_database_lets_no_simulated_version_go_live():
    decide(300, origin=DecisionOrigin.SIMULATED)
    version = learnt(DecisionOrigin.SIMULATED)
    assert version.verdict == Verdict.BETTER
    WeightsVersion.objects.update(is_live=False)
    with pytest.raises(IntegrityError, match="simulated_weights_never_live"):
        WeightsVersion.objects.filter(pk=version.pk).update(is_live=True)


# Learning.


def test_learning_compares_on_the_newest_and_says_how_it_went():
    decide(240)
    version = learnt()
    assert version.verdict == Verdict.BETTER
    assert not version.is_live
    assert version.compared_with == WeightsVersion.objects.get(version=PRIOR.version)
    assert (version.decisions, version.report["after"]["count"]) == (180, 60)
    assert version.report["after"]["log_loss"] < version.report["before"]["log_loss"]
    assert {row["kind"] for row in version.report["groups"]} == {"languages", "size", "region"}
    assert version.coefficients["base"] > PRIOR.base
    assert version.deviations["base"] < 1
    assert version.events.get().move == "learnt"


def test_few_decisions_are_learnt_from_and_decide_nothing():
    decide(20)
    assert learnt().verdict == Verdict.TOO_FEW


def test_decisions_the_prior_foresees_make_no_better_version():
    decide(240, eagerness=0.0)
    assert learnt().verdict == Verdict.NOT_BETTER


def test_without_decisions_there_is_nothing_to_learn():
    with pytest.raises(learning.NothingNew):
        learning.ask(by=None)
    assert not Refit.objects.exists()


def test_without_a_new_decision_there_is_nothing_more_to_learn():
    decide(20)
    learnt()
    with pytest.raises(learning.NothingNew):
        learning.ask(by=None)
    decide(2, seed=5)
    assert learning.ask(by=None)


def test_a_second_wish_waits_for_the_first():
    decide(4)
    learning.ask(by=None)
    with pytest.raises(learning.RefitGoingOn):
        learning.ask(by=None)
    assert Job.objects.filter(kind=learning.REFIT).count() == 1


def test_a_job_delivered_twice_learns_once():
    decide(20)
    weights.load_prior()
    refit = learning.ask(by=None)
    assert work_off(learning.REFIT) == 1
    learning.run(refit.pk)
    refit.refresh_from_db()
    assert refit.state == RefitState.DONE
    assert WeightsVersion.objects.filter(origin=WeightsOrigin.DECISIONS).count() == 1


def test_a_refit_whose_job_gave_up_is_told_as_failed():
    decide(4)
    refit = learning.ask(by=None)
    Job.objects.filter(kind=learning.REFIT).update(state=JobState.DEAD, last_error="no memory")
    learning.fail_stuck()
    refit.refresh_from_db()
    assert (refit.state, refit.failure) == (RefitState.FAILED, "no memory")
    assert learning.ask(by=None)


def test_the_clock_asks_every_week_and_is_silent_when_nothing_is_new():
    Job.objects.create(kind="matching.weekly_refit")
    work_off("matching.weekly_refit")
    assert not Refit.objects.exists()
    decide(4)
    Job.objects.create(kind="matching.weekly_refit")
    work_off("matching.weekly_refit")
    assert Refit.objects.get().state == RefitState.WAITING
    assert Job.objects.filter(kind="matching.weekly_refit", state=JobState.DONE).count() == 2


def test_an_old_decision_counts_less():
    decide(2)
    now = timezone.now() + datetime.timedelta(days=365)
    young, old = (decisions.as_learnt(SideDecision.objects.real(), at) for at in (timezone.now(), now))
    assert old[0].age_days == pytest.approx(young[0].age_days + 365, abs=0.01)


# Simulation.


def test_simulated_decisions_need_a_demonstration(settings):
    settings.DEMONSTRATION = False
    seeker(is_demonstration=True), maker(is_demonstration=True)
    with pytest.raises(CommandError, match="DEMONSTRATION"):
        call_command("simulate_decisions", count=10)
    settings.DEMONSTRATION = True
    seeker(is_demonstration=False)
    with pytest.raises(CommandError, match="DEMONSTRATION"):
        call_command("simulate_decisions", count=10)
    assert not SideDecision.objects.exists()


def test_the_machinery_recovers_how_invented_people_decide(settings, capsys):
    settings.DEMONSTRATION = True
    weights.load_prior()
    for place in range(8):
        sizes = {"employees": 5 * 4**place}
        seeker(is_demonstration=True, **sizes), maker(is_demonstration=True)
    call_command("simulate_decisions", count=3000, seed=4, refit=True)
    version = WeightsVersion.objects.get(origin=WeightsOrigin.SIMULATED)
    truth = simulation.TRUTH
    found = {"base": version.coefficients["base"], **version.coefficients["coefficients"]}
    wanted = {"base": truth.base, **truth.coefficients}
    for name, value in found.items():
        assert abs(value - wanted[name]) < 3 * version.deviations[name], name
    assert version.report["after"]["ece"] < version.report["before"]["ece"]
    assert "held out: " in capsys.readouterr().out
    assert not SideDecision.objects.real().exists()
    assert not WeightsVersion.objects.live().exclude(origin=WeightsOrigin.PRIOR).exists()
