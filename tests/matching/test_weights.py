"""Which weights are in use changes only by rule, by staff, on record; pages show it in plain words."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from companies.models import Company
from matching import learning, market, runs, suggestions, weights
from matching.engine.accept import PRIOR, Weights
from matching.enums import DecisionOrigin, RefitState, RollBackReason, Verdict, WeightsMove
from matching.imports import load_weights
from matching.models import Match, Refit, Suggestion, WeightsEvent, WeightsVersion
from tests.factories.accounts import UserFactory
from tests.factories.learning import decide, learnt
from tests.factories.matching import CorridorFactory
from tests.matching.market import maker, run_to_the_end, seeker, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def better() -> WeightsVersion:
    decide(240)
    version = learnt()
    assert version.verdict == Verdict.BETTER
    return version


def prior() -> WeightsVersion:
    return WeightsVersion.objects.get(version=PRIOR.version)


def moves() -> list[tuple[str, str]]:
    return list(WeightsEvent.objects.values_list("version__version", "move"))


# Put to use.


def test_a_better_version_goes_live_and_is_what_scores_from_then_on():
    version, by = better(), UserFactory()
    seeker(), maker()
    before = run_to_the_end(CorridorFactory())
    weights.promote(version, by=by)
    version.refresh_from_db()
    assert version.is_live
    assert version.live_since is not None
    assert market.live_weights() == Weights.from_json(version.coefficients)
    event = version.events.get(move=WeightsMove.PROMOTED)
    assert (event.by, event.instead_of) == (by, prior())
    assert runs.start(corridor=CorridorFactory(), by=None).weights_version == version.version
    before.refresh_from_db()
    assert before.weights_version == PRIOR.version
    assert Match.objects.latest("pk").evidence["weights_version"] == PRIOR.version


def test_lists_of_partners_are_computed_anew_with_their_new_certainty():
    version = better()
    company, _ = seeker(), maker()
    suggestions.ask(company)
    work_off()
    assert certainty_of(company) == {(PRIOR.version, 0)}
    weights.promote(version, by=UserFactory())
    work_off()
    assert version.decisions == 180
    assert certainty_of(company) == {(version.version, 180)}


def certainty_of(company: Company) -> set[tuple[str, int]]:
    shown = Suggestion.objects.filter(company=company).values_list("evidence", flat=True)
    return {(evidence["weights_version"], evidence["calibrated_on"]) for evidence in shown}


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.NOT_BETTER, "not better"),
        (Verdict.WORSE_FOR_GROUP, "worse for at least one"),
        (Verdict.TOO_FEW, "too few"),
        (Verdict.NONE, "never compared"),
    ],
)
def test_a_version_that_is_not_better_is_refused_with_the_reason(verdict, words):
    version = better()
    WeightsVersion.objects.filter(pk=version.pk).update(verdict=verdict)
    with pytest.raises(weights.WeightsRefused) as refusal, translation.override("en"):
        weights.promote(version, by=UserFactory())
    assert words in str(refusal.value.sentence)
    assert prior().is_live
    assert (version.version, WeightsMove.PROMOTED) not in moves()


def test_the_database_itself_refuses_a_learnt_version_that_is_not_better():
    version = better()
    WeightsVersion.objects.update(is_live=False)
    with pytest.raises(IntegrityError, match="learnt_weights_live_when_better"):
        WeightsVersion.objects.filter(pk=version.pk).update(is_live=True, verdict=Verdict.TOO_FEW)


def test_a_simulated_version_is_refused_however_good():
    decide(300, origin=DecisionOrigin.SIMULATED)
    version = learnt(DecisionOrigin.SIMULATED)
    for move in (
        lambda: weights.promote(version, by=UserFactory()),
        lambda: weights.roll_back(version, by=UserFactory(), reason=RollBackReason.MISTAKE),
    ):
        with pytest.raises(weights.WeightsRefused) as refusal:
            move()
        assert refusal.value.state == "simulated"
    assert prior().is_live


def test_what_was_compared_with_another_version_must_be_learnt_again():
    first = better()
    decide(20, seed=7)
    second = learnt()
    weights.promote(first, by=UserFactory())
    WeightsVersion.objects.filter(pk=second.pk).update(verdict=Verdict.BETTER)
    with pytest.raises(weights.WeightsRefused) as refusal:
        weights.promote(second, by=UserFactory())
    assert refusal.value.state == "outdated"


def test_what_is_live_is_not_put_to_use_again():
    version = better()
    weights.promote(version, by=UserFactory())
    with pytest.raises(weights.WeightsRefused):
        weights.promote(version, by=UserFactory())
    assert moves().count((version.version, WeightsMove.PROMOTED)) == 1


def test_a_failure_half_way_leaves_what_was_live(monkeypatch):
    version = better()
    monkeypatch.setattr(weights.suggestions, "ask_for_all", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        weights.promote(version, by=UserFactory())
    assert prior().is_live
    assert (version.version, WeightsMove.PROMOTED) not in moves()


def test_two_officers_at_once_put_it_to_use_once():
    version, by = better(), UserFactory()
    start, outcomes = threading.Barrier(2), []

    def officer() -> None:
        start.wait()
        try:
            weights.promote(version, by=by)
            outcomes.append("done")
        except weights.WeightsRefused as refusal:
            outcomes.append(refusal.state)
        finally:
            connection.close()

    officers = [threading.Thread(target=officer) for _ in range(2)]
    for thread in officers:
        thread.start()
    for thread in officers:
        thread.join()
    assert sorted(outcomes) == ["done", "live"]


# Bring back, load.


def test_an_earlier_version_comes_back_with_its_reason_on_record():
    version, by = better(), UserFactory()
    weights.promote(version, by=by)
    weights.roll_back(prior(), by=by, reason=RollBackReason.COMPLAINTS, note="Three desks called")
    version.refresh_from_db()
    assert not version.is_live
    assert version.taken_out_note == "Three desks called"
    assert market.live_weights() == PRIOR
    event = WeightsEvent.objects.latest("pk")
    assert (event.move, event.reason, event.instead_of) == ("rolled_back", "complaints", version)


def test_a_version_that_was_never_in_use_cannot_be_brought_back():
    version = better()
    with pytest.raises(weights.WeightsRefused) as refusal:
        weights.roll_back(version, by=UserFactory(), reason=RollBackReason.MISTAKE)
    assert refusal.value.state == "never_live"


def test_the_moves_of_weights_are_append_only():
    weights.load_prior()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        WeightsEvent.objects.update(reason="mistake")


def test_a_new_release_brings_its_prior_where_a_prior_was_in_use():
    old = WeightsVersion.objects.create(
        version="prior-1", coefficients=PRIOR.as_json(), is_live=True, origin="prior"
    )
    load_weights()
    load_weights()
    old.refresh_from_db()
    assert not old.is_live
    assert prior().is_live
    assert moves() == [(PRIOR.version, WeightsMove.LOADED)]


def test_a_new_release_leaves_learnt_weights_and_what_staff_brought_back():
    version = better()
    weights.promote(version, by=UserFactory())
    load_weights()
    assert market.live_weights().version == version.version
    weights.roll_back(prior(), by=UserFactory(), reason=RollBackReason.MISTAKE)
    load_weights()
    assert prior().is_live


# The pages.


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_without_decisions_the_page_shows_the_prior_in_use(dao, client_for, language):
    weights.load_prior()
    with translation.override(language):
        page = client_for(dao).get(reverse("matching:weights-list")).content.decode()
        assert translation.gettext("No decisions yet: the expert's prior is used") in page.replace(
            "&#x27;", "'"
        )
        assert translation.gettext("Firms of like size") in page
        assert translation.gettext("Learn anew now") not in page


def test_staff_learn_anew_and_see_it_arrive(dao, client_for):
    weights.load_prior()
    decide(240)
    browser, address = client_for(dao), reverse("matching:weights-list")
    browser.post(reverse("matching:weights-refit"))
    assert Refit.objects.get().asked_by == dao
    waiting = browser.get(address, headers={"HX-Request": "true"})
    assert b"looking" in waiting.content
    assert "HX-Refresh" not in waiting
    work_off(learning.REFIT)
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert Refit.objects.get().state == RefitState.DONE
    version = Refit.objects.get().version
    assert version.get_absolute_url() in browser.get(address).content.decode()


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_page_of_a_version_says_what_the_comparison_found(dao, client_for, language):
    version = better()
    with translation.override(language):
        page = client_for(dao).get(version.get_absolute_url()).content.decode()
        assert f"{version.report['after']['log_loss']:.3f}" in page
        assert translation.gettext("Better") in page
        assert page.count('<circle class="after"') == len(version.report["bins_after"])
        assert translation.gettext("1 to 29 employees") in page
        assert reverse("matching:weights-promote", args=[version.pk]) in page


def test_an_officer_puts_a_version_to_use_and_brings_the_prior_back(dao, client_for):
    version, browser = better(), client_for(dao)
    assert browser.post(reverse("matching:weights-promote", args=[version.pk])).status_code == 302
    assert market.live_weights().version == version.version
    back = reverse("matching:weights-roll-back", args=[prior().pk])
    assert browser.post(back).status_code == 422
    assert browser.post(back, {"reason": "other"}).status_code == 422
    assert market.live_weights().version == version.version
    assert browser.post(back, {"reason": "other", "note": "A trial"}).status_code == 302
    assert prior().is_live


def test_a_refused_move_says_why_and_changes_nothing(dao, client_for):
    version = better()
    WeightsVersion.objects.filter(pk=version.pk).update(verdict=Verdict.TOO_FEW)
    with translation.override("en"):
        answer = client_for(dao).post(reverse("matching:weights-promote", args=[version.pk]))
    assert answer.status_code == 409
    assert "There were too few decisions" in answer.content.decode()
    assert prior().is_live


def test_the_japanese_desk_reads_and_changes_nothing(kenji, client_for):
    version, browser = better(), client_for(kenji)
    page = browser.get(version.get_absolute_url())
    assert page.status_code == 200
    assert reverse("matching:weights-promote", args=[version.pk]) not in page.content.decode()
    assert browser.post(reverse("matching:weights-promote", args=[version.pk])).status_code == 403
    assert prior().is_live


def test_the_owner_reads_how_sure_the_chance_is_and_parts_that_add_up(
    somchai, thai_firm: Company, client_for
):
    weights.load_prior()
    company = thai_firm
    other = seeker()
    other.needs.update(company=company)
    maker()
    with translation.override("en"):
        address = reverse("matching:suggestion-list")
    suggestions.refresh(company.pk)
    suggestion = Suggestion.objects.get(company=company)
    for side, chance in (("TH", suggestion.p_company_accepts), ("JP", suggestion.p_partner_accepts)):
        points = sum(round(100 * part["points"]) for part in suggestion.evidence["parts"][side])
        assert points == round(10_000 * chance)
    browser: Client = client_for(somchai)
    assert "not yet calibrated on decisions" in browser.get(address).content.decode()
    Suggestion.objects.update(evidence={**suggestion.evidence, "calibrated_on": 1234})
    assert "Calibrated on 1,234 decisions." in browser.get(address).content.decode()
