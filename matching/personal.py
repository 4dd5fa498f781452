"""What matching holds of one person: for their copy, and let go with them."""

from accounts.copies import Portion, records_of
from accounts.models import User
from matching.models import Interest, MatchDecision, MatchEvent, Message, NextStep, PutAside, Responsible


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
            "carries": records_of(Responsible.objects.filter(user=user), "match_id", "since"),
        }
    )


def forget(user: User) -> None:
    """Messages belong to the two firms and stay, without the name of who wrote them."""
    Responsible.objects.filter(user=user).delete()
