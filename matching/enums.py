from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatchState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for review")
    PARKED = "parked", _("Parked")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    INTRODUCED = "introduced", _("Introduced")
    CONNECTED = "connected", _("Connected")
    DECLINED = "declined", _("Declined")
    UNANSWERED = "unanswered", _("No answer")
    AGREED = "agreed", _("Agreement signed")
    NO_AGREEMENT = "no_agreement", _("No agreement")
    SILENT = "silent", _("Went silent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


LIVE = (
    MatchState.PROPOSED,
    MatchState.PARKED,
    MatchState.APPROVED,
    MatchState.INTRODUCED,
    MatchState.CONNECTED,
)
IN_REVIEW = (MatchState.PROPOSED, MatchState.PARKED)
KNOWN_TO_FIRMS = (
    MatchState.INTRODUCED,
    MatchState.CONNECTED,
    MatchState.DECLINED,
    MatchState.UNANSWERED,
    MatchState.AGREED,
    MatchState.NO_AGREEMENT,
    MatchState.SILENT,
)
CONTACTS_OPEN = (MatchState.CONNECTED, MatchState.AGREED, MatchState.NO_AGREEMENT, MatchState.SILENT)


class MatchOrigin(models.TextChoices):
    RUN = "run", _("Matching run")
    OFFICER = "officer", _("Officer")
    INTEREST = "interest", _("Expression of interest")


class HeldMove(models.TextChoices):
    """Decisions of a desk that can be undone for a moment."""

    APPROVE = "approve", pgettext_lazy("case", "Approved")
    REJECT = "reject", pgettext_lazy("case", "Rejected")
    PARK = "park", pgettext_lazy("case", "Parked")


class Opinion(models.TextChoices):
    """What an officer thinks of a proposal, when it is read a second time."""

    APPROVE = "approve", _("Approve")
    REJECT = "reject", _("Reject")


class CaseMove(models.TextChoices):
    """The moves that stand in the events of a match, as an officer reads them."""

    PROPOSE = "propose", pgettext_lazy("case", "Proposed")
    APPROVE = "approve", pgettext_lazy("case", "Approved by a desk")
    REJECT = "reject", pgettext_lazy("case", "Rejected")
    PARK = "park", pgettext_lazy("case", "Parked")
    UNDO = "undo", pgettext_lazy("case", "Decision undone")
    HAND_ON = "hand_on", pgettext_lazy("case", "Handed to a colleague")
    ASK = "ask", pgettext_lazy("case", "Company asked")
    FIRM_ANSWER = "firm_answer", pgettext_lazy("case", "Company answered the desk")
    TAKE_BACK = "take_back", pgettext_lazy("case", "Question taken back")
    INTRODUCE = "introduce", pgettext_lazy("case", "Introduced")
    ANSWER = "answer", pgettext_lazy("case", "Answered")
    CONNECT = "connect", pgettext_lazy("case", "Connected")
    DECLINE = "decline", pgettext_lazy("case", "Declined")
    LAPSE = "lapse", pgettext_lazy("case", "No answer in time")
    AGREED = "conclude_agreed", pgettext_lazy("case", "Agreement signed")
    NO_AGREEMENT = "conclude_no_agreement", pgettext_lazy("case", "Closed without agreement")
    SILENT = "conclude_silent", pgettext_lazy("case", "Closed: went silent")
    WITHDRAW = "withdraw", pgettext_lazy("case", "Withdrawn")
    HAND_OVER = "hand_over", pgettext_lazy("case", "Handed over within a company")


class Answer(models.TextChoices):
    NONE = "", _("No answer yet")
    INTERESTED = "interested", _("Interested")
    DECLINED = "declined", _("Declined")


class ReasonRaisedBy(models.TextChoices):
    COMPANY = "company", _("Company")
    STAFF = "staff", _("Desk")
    BOTH = "both", _("Company or desk")


class ReasonUse(models.TextChoices):
    """The moves a reason may be given for."""

    DECLINE = "decline", _("A company declines")
    REJECT = "reject", _("A desk rejects")
    WITHDRAW = "withdraw", _("A match is withdrawn")
    UNANSWERED = "unanswered", _("No answer came")
    NO_AGREEMENT = "no_agreement", _("A connection ends without agreement")
    SILENT = "silent", _("A connection went silent")


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SCORING = "scoring", _("Scoring")
    ASSIGNING = "assigning", _("Choosing pairs")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


RUNNING = (RunState.WAITING, RunState.SCORING, RunState.ASSIGNING)


class Hindrance(models.TextChoices):
    """Why a run does not propose a pair, or a simulation's pair does not reach the queue."""

    BUDGET = "budget", _("The budget went to pairs with a better chance.")
    THAI_CAP = "thai_cap", _("The Thai firm is at its cap of live matches.")
    JAPANESE_CAP = "japanese_cap", _("The Japanese firm is at its cap of live matches.")
    CROWDED = "crowded", _("One more match for these firms costs more than this pair would bring.")
    UNLIKELY = "unlikely", _("Its chance is below the minimum.")
    UNSCORED = "unscored", _("It is no longer among the best of either firm.")
    ELSEWHERE = "elsewhere", _("It belongs to another corridor, or to none that is open.")
    OTHER_CLUSTER = "cluster", _("It lies outside the clusters of this run.")
    UNPUBLISHED = "unpublished", _("One of the firms is not published.")
    LIVE = "live", _("A case of the two firms is under way.")
    BARRED = "barred", _("The pair is barred by the reason its last case ended for.")
    APART = "apart", _("One of the firms does not wish to meet the other.")
    COOLING = "cooling", _("The pair is in its cool-off.")
    STATEMENTS = "statements", _("The need or the offer it rested on is gone.")


# A better pair, a cap or the budget stood in the way of these; the others might not be proposed at all.
DISPLACED = (Hindrance.BUDGET, Hindrance.THAI_CAP, Hindrance.JAPANESE_CAP, Hindrance.CROWDED)


class ChangeKind(models.TextChoices):
    """What became of a pair since the run before."""

    NEW = "new", pgettext_lazy("pairs of a run", "New")
    GONE = "gone", pgettext_lazy("pairs of a run", "Gone")
    MOVED = "moved", pgettext_lazy("pairs of a run", "Moved")
    KEPT = "kept", pgettext_lazy("pairs of a run", "As before")


class ExposureBy(models.TextChoices):
    """By what the report of a run groups firms."""

    COUNTRY = "country", _("Country")
    SIZE = "size", _("Size")
    CLUSTER = "cluster", _("Cluster")
    PLACE = "place", _("Province or prefecture")


class Step(models.TextChoices):
    """How far a case came, for statistics."""

    PROPOSED = "proposed", pgettext_lazy("step of a case", "Proposed")
    APPROVED = "approved", pgettext_lazy("step of a case", "Approved by every desk")
    INTRODUCED = "introduced", pgettext_lazy("step of a case", "Introduced")
    CONNECTED = "connected", pgettext_lazy("step of a case", "Both said yes")
    AGREED = "agreed", pgettext_lazy("step of a case", "Agreement signed")


class SilentSide(models.TextChoices):
    """Whose answer did not come in time."""

    THAI = "TH", _("The Thai firm")
    JAPANESE = "JP", _("The Japanese firm")
    BOTH = "both", _("Both firms")


class SettingKind(models.TextChoices):
    CORRIDOR = "corridor", _("Corridor")
    REASON = "reason", _("Reason")
    MAIL = "mail", pgettext_lazy("settings", "Mail")


class WatchState(models.TextChoices):
    WATCHING = "watching", _("Watching")
    ANSWERED = "answered", _("A partner appeared")
    ENDED = "ended", _("Ended")


class WatchEnd(models.TextChoices):
    STOPPED = "stopped", _("Stopped by the company")
    CLOSED = "closed", _("The need was closed")
    LEFT = "left", _("The company is no longer listed")


class NeedLacks(models.TextChoices):
    """What would help a need that has no partner yet."""

    CAPABILITY = "capability", _("Choose one to three capabilities: nothing raises the fit more.")
    KIND = "kind", _("Say what kind of cooperation you seek, so that others of that kind are found.")
    NUMBERS = "numbers", _("State numbers: size, tolerance, quantity or material.")
    DETAIL = "detail", _("Describe it in a full sentence: what the part is for and how it is made.")


class HeldBackBy(models.TextChoices):
    """Why a firm is not among another's partners, in the words the other is told."""

    KIND = "kind", _("It offers another kind of cooperation than you seek.")
    CAPABILITY = "capability", _("Its capabilities are not the ones you named.")
    MEANING = "meaning", _("What it offers is near, but its words speak of other work.")
    PUT_ASIDE = (
        "put_aside",
        _("You put it aside as not for you. You can bring it back on the page of partners."),
    )
    CAP = "cap", _("It is in as many introductions as one company may have at a time.")
    NO_OFFER = "no_offer", _("It has not written an offer that can be compared with your needs.")
    NO_NEED = "no_need", _("You have no open need to compare it with.")


class Sureness(models.TextChoices):
    """How well an unnamed firm fits, in words beside the figure."""

    HIGH = "high", pgettext_lazy("sureness", "Fits very well")
    MIDDLE = "middle", pgettext_lazy("sureness", "Fits well")
    LOW = "low", pgettext_lazy("sureness", "May fit")


class StepCode(models.TextChoices):
    """Next steps the product itself proposes; people write their own words instead."""

    FIRST_MESSAGE = "first_message", _("Write a first message and propose a time to talk")


class WithdrawReason(models.TextChoices):
    NEED_CLOSED = "need_closed", _("The need was closed")
    COMPANY_LEFT = "company_left", _("One of the companies is no longer listed")
    DESK = "desk", _("The desk took it back")
    BLOCKED = "blocked", _("One of the companies does not wish to go on")
    SENDER = "sender", _("The company took its interest back")


class InterestState(models.TextChoices):
    """What the sender of an expression of interest is told of it."""

    SENT = "sent", pgettext_lazy("interest", "With the desk")
    INTRODUCED = "introduced", pgettext_lazy("interest", "Introduced")
    NOT_TAKEN_UP = "not_taken_up", pgettext_lazy("interest", "Not taken up")
    WITHDRAWN = "withdrawn", pgettext_lazy("interest", "Taken back")


class Obstacle(models.TextChoices):
    """Why a firm cannot express interest in another, in the words it is told."""

    UNPUBLISHED = "unpublished", _("Your company is not published yet. The desk is still checking it.")
    APART = "apart", _("The desk cannot introduce these two companies.")
    RELATED = "related", _("Both companies belong to the same group, so there is nothing to introduce.")
    NEED_CLOSED = "need_closed", _("This need is no longer open.")
    NO_CORRIDOR = "no_corridor", _("No programme is open yet for your two places and fields.")
    LIVE = "live", _("A case between your two companies is already under way.")
    BARRED = "barred", _("The desk has set this pair of companies aside. Ask the desk if that has changed.")
    COOLING = (
        "cooling",
        _(
            "The desk looked at this pair a short while ago. It can be proposed again later, or for a newer need."
        ),
    )
    QUOTA = "quota", _("Your company has used all its expressions of interest for now.")


class ProposalObstacle(models.TextChoices):
    """Why an officer cannot propose two firms to the queue."""

    UNPUBLISHED = "unpublished", _("One of the two companies is not published.")
    APART = "apart", _("One of the two companies does not wish to be introduced to the other.")
    RELATED = "related", _("Both companies belong to the same group, so there is nothing to introduce.")
    NO_CORRIDOR = "no_corridor", _("No open corridor covers the two places and fields.")
    LIVE = "live", _("A case between the two companies is already under way.")
    BARRED = "barred", _("The pair is barred for the reason of its last case until staff lift it.")
    COOLING = (
        "cooling",
        _(
            "The pair's last case ended a short while ago. It may return after the cool-off, or for a newer need."
        ),
    )
    OTHER_DESK = "other_desk", _("The corridor of this pair is not one of your desk.")
    CAP = "cap", _("One of the two companies already has as many live matches as the corridor allows.")
    STATEMENT = "statement", _("The need or the offer is no longer open. Choose another one.")


class BulkEffect(models.TextChoices):
    """What a decision on several cases does to one of them."""

    INTRODUCED = "introduced", _("Both companies are introduced to each other and can answer.")
    WAITS = "waits", _("Approved by your desk; the other desk decides next.")
    REJECTED = "rejected", _("Rejected. Only a company that had asked for it is told, without the reason.")
    PARKED = "parked", _("Parked: it returns to the queue on its date.")


class Skipped(models.TextChoices):
    """Why a decision on several cases leaves one of them out."""

    DECIDED = "decided", _("It has been decided already.")
    OWN_DESK = "own_desk", _("Your desk has already approved it.")
    CONFLICT = "conflict", _("You declared a conflict of interest with one of the companies.")
    HELD = "held", _("A colleague is deciding it just now.")
    HANDED = "handed", _("It was handed to a colleague.")
    ASKED = "asked", _("It waits for the answer of a company.")
    CHANGED = "changed", _("It has changed since the preview.")


OUTCOMES = (MatchState.AGREED, MatchState.NO_AGREEMENT, MatchState.SILENT)


class DecisionOrigin(models.TextChoices):
    """Simulated ones try out the machinery; no version that goes live ever reads them."""

    REAL = "real", pgettext_lazy("decisions", "Recorded")
    SIMULATED = "simulated", pgettext_lazy("decisions", "Simulated")


class DecisionSource(models.TextChoices):
    COMPANY = "company", _("The company answered")
    SILENCE = "silence", _("The company did not answer in time")
    DESK = "desk", _("A desk decided")


class WeightsOrigin(models.TextChoices):
    PRIOR = "prior", _("Expert's prior")
    DECISIONS = "decisions", _("Learnt from decisions")
    SIMULATED = "simulated", _("Learnt from simulated decisions")


class Verdict(models.TextChoices):
    """What the comparison on held-out decisions found; see matching/engine/gate.py."""

    NONE = "", _("Not compared")
    BETTER = "better", _("Better")
    NOT_BETTER = "not_better", _("Not better")
    WORSE_FOR_GROUP = "worse_for_group", _("Worse for a group")
    TOO_FEW = "too_few", _("Too few decisions")


class WeightsMove(models.TextChoices):
    LEARNT = "learnt", _("Learnt")
    PROMOTED = "promoted", pgettext_lazy("event", "Put to use")
    ROLLED_BACK = "rolled_back", _("Brought back")
    LOADED = "loaded", _("Put to use with a new release")


class RollBackReason(models.TextChoices):
    COMPLAINTS = "complaints", _("Officers or companies find the chances wrong")
    FEWER_YES = "fewer_yes", _("Fewer companies say yes since")
    BAD_DECISIONS = "bad_decisions", _("It was learnt from decisions that were wrong")
    MISTAKE = "mistake", _("It was put to use by mistake")
    OTHER = "other", _("Another reason (say which)")


class RefitState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class SizeBand(models.TextChoices):
    """By employees, as a group in which no version may do worse."""

    TO_29 = "1-29", _("1 to 29 employees")
    TO_99 = "30-99", _("30 to 99 employees")
    TO_300 = "100-300", _("100 to 300 employees")
    OVER_300 = "301-", _("more than 300 employees")
    UNKNOWN = "unknown", _("Number of employees not known")


class GroupKind(models.TextChoices):
    LANGUAGES = "languages", _("Language of need and offer")
    SIZE = "size", _("Size of the company asked")
    REGION = "region", _("Region of the company asked")
