"""A pair that an officer proposes by hand: its page, what stands in its way, and how it arrives."""

import pytest

from matching import lifecycle, proposals
from matching.enums import MatchOrigin, MatchState, ProposalObstacle
from matching.models import Match
from tests.factories.accounts import UserFactory
from tests.factories.matching import ReasonFactory, announced, propose
from tests.matching.desk import listed, url
from tests.matching.market import maker, seeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(corridor):
    thai, japanese = seeker(), maker()
    return proposals.Choice(thai.needs.get(), japanese.offers.get())


def propose_by_hand(pair, officer):
    return proposals.propose(
        pair, by=officer.user, agency=officer.agency, reason="Met at the fair", lang="en"
    )


def test_a_pair_by_hand_arrives_in_the_queue_with_the_engines_opinion(desk, officer, pair):
    made = propose_by_hand(pair, officer)
    page = desk.get(url("match-review", made.match_id)).content.decode()

    match = made.match
    assert (match.origin, match.state) == (MatchOrigin.OFFICER, MatchState.PROPOSED)
    assert match.p_both > 0
    assert match.links.get().need == pair.need
    assert "Met at the fair" in page
    assert listed(desk, origin="officer") == [match.pk]


@pytest.mark.parametrize(
    "obstacle", ["live", "barred", "cooling", "related", "cap", "other_desk", "unpublished"]
)
def test_a_pair_by_hand_is_refused_with_its_reason(officer, corridor, pair, obstacle):
    thai, japanese = pair.sides
    if obstacle == "live":
        propose(thai=thai, japanese=japanese, corridor=corridor)
    if obstacle in ("barred", "cooling"):
        reason = ReasonFactory(code=obstacle, bars_pair=obstacle == "barred")
        announced(
            lifecycle.reject(
                propose(thai=thai, japanese=japanese, corridor=corridor), by=UserFactory(), reason=reason
            )
        )
    if obstacle == "related":
        japanese.parent = thai
        japanese.save()
    if obstacle == "cap":
        corridor.company_cap = 1
        corridor.save()
        propose(thai=thai, corridor=corridor)
    if obstacle == "other_desk":
        corridor.desks.all().delete()
    if obstacle == "unpublished":
        type(thai).objects.filter(pk=thai.pk).update(state="suspended")
    before = Match.objects.count()

    with pytest.raises(proposals.ProposalRefused) as refused:
        propose_by_hand(pair, officer)

    assert refused.value.obstacle == ProposalObstacle(obstacle)
    assert Match.objects.count() == before


@pytest.mark.parametrize("language", ["th", "ja", "en"])
def test_the_page_for_a_pair_by_hand_searches_chooses_and_sends(desk, officer, pair, language):
    from django.utils import translation

    thai, japanese = pair.sides
    with translation.override(language):
        page = url("proposal-create")
    found = desk.get(page, {"thai_q": thai.name_native, "japanese_q": japanese.name_roman})
    assert [hit.company for side in found.context["sides"] for hit in side["found"]][:1] == [thai]
    query = f"?thai={thai.slug}&japanese={japanese.slug}&link={pair.need.pk}-{pair.offer.pk}"

    assert desk.get(page + query).context["opinion"].appraisal.p_both > 0
    assert desk.post(page + query, {"reason": "", "lang": language}).status_code == 200
    sent = desk.post(page + query, {"reason": "They met", "lang": language})

    assert sent["Location"].endswith(f"/desk/review/{Match.objects.get().pk}/")


# Today
