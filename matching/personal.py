"""What matching holds of one person: for their copy, and let go with them."""

from django.utils import timezone

from accounts.copies import Portion, records_of
from accounts.models import User
from matching.models import (
    ConflictOfInterest,
    DeskVisit,
    FirmQuestion,
    Interest,
    Match,
    MatchDecision,
    MatchEvent,
    Message,
    NextStep,
    OfficerProposal,
    PutAside,
    Responsible,
    SecondReading,
)


def portion_of(user: User) -> Portion:
    return Portion(
        {
            "messages": records_of(
                Message.objects.filter(author=user), "conversation__match_id", "text", "lang", "sent_at"
            ),
            "steps_done": records_of(NextStep.objects.filter(done_by=user), "match_id", "text", "done_at"),
            "decisions": records_of(MatchDecision.objects.filter(by=user), "match_id", "at"),
            "match_events": records_of(MatchEvent.objects.filter(by=user), "match_id", "move", "at"),
            "interests": records_of(
                Interest.objects.filter(by=user),
                "match_id",
                "cooperation",
                "unclear",
                "about",
                "lang",
                "sent_at",
            ),
            "put_aside": records_of(PutAside.objects.filter(by=user), "reason_id", "note", "at"),
            "conflicts": records_of(
                ConflictOfInterest.objects.filter(user=user), "company_id", "note", "declared_at", "ended_at"
            ),
            "questions_to_firms": records_of(
                FirmQuestion.objects.filter(asked_by=user), "match_id", "text", "lang", "asked_at"
            ),
            # Without the case: a firm does not learn of a proposal.
            "answers_to_the_desk": records_of(
                FirmQuestion.objects.filter(answered_by=user), "answer", "answer_lang", "answered_at"
            ),
            "proposals_by_hand": records_of(
                OfficerProposal.objects.filter(by=user), "match_id", "reason", "lang", "at"
            ),
            "second_readings": records_of(
                SecondReading.objects.filter(second_by=user), "match_id", "second", "note", "read_at"
            ),
            "visits": records_of(DeskVisit.objects.filter(user=user), "at"),
            "carries": records_of(Responsible.objects.filter(user=user), "match_id", "since"),
        }
    )


def forget(user: User) -> None:
    """Messages belong to the two firms and stay, without the name of who wrote them."""
    Responsible.objects.filter(user=user).delete()
    DeskVisit.objects.filter(user=user).delete()
    ConflictOfInterest.objects.filter(user=user).update(note="")
    ConflictOfInterest.objects.standing().filter(user=user).update(ended_at=timezone.now())
    Match.objects.in_review().filter(handed_to=user).update(handed_to=None)
