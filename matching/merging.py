"""What becomes of a firm's cases when it turns out to be another row of a firm, registered when the app starts."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from companies.merging.refusals import names_of
from companies.merging.rules import moves, refuses_merge, stays
from companies.models import Company
from companies.permissions import kept_apart_from
from matching.models import Match

# A case that has moved on since is no longer the one that was moved.
CASE = ("state", "thai_answer", "japanese_answer")

moves("matching.Match.thai", _lazy("Cases"), seen=CASE)
moves("matching.Match.japanese", _lazy("Cases"), seen=CASE)
moves("matching.Responsible.company", _lazy("People who carry its cases"), once=("match",))
moves("matching.Message.company", _lazy("Messages"))
moves("matching.NextStep.owner", _lazy("Next steps"), seen=("done_at",))
moves("matching.FirmQuestion.company", _lazy("Questions of a desk"), seen=("answered_at", "taken_back_at"))
moves("matching.Interest.sender", _lazy("Expressions of interest"), seen=("withdrawn_at",))
moves(
    "matching.ConflictOfInterest.company",
    _lazy("Conflicts of interest"),
    once=("user",),
    once_where=Q(ended_at=None),
    seen=("ended_at",),
)
moves(
    "matching.PutAside.company",
    _lazy("Partners it put aside"),
    once=("partner", "need"),
    once_where=Q(brought_back_at=None),
    other="partner",
    seen=("brought_back_at",),
)
moves(
    "matching.PutAside.partner",
    _lazy("Companies that put it aside"),
    once=("company", "need"),
    once_where=Q(brought_back_at=None),
    other="company",
    seen=("brought_back_at",),
)
stays(
    # Computed anew for the firm that is kept.
    "matching.PartnerSearch.company",
    "matching.Suggestion.company",
    "matching.Suggestion.partner",
    # Which pairs a run looked at.
    "matching.RunPair.thai",
    "matching.RunPair.japanese",
    # What happened, append-only.
    "matching.MatchEvent.company",
)


@refuses_merge
def between_them(gone: Company, kept: Company) -> list[str]:
    if not Match.objects.live().involving(gone).involving(kept).exists():
        return []
    return [_("There is an open case between the two. End it first.")]


@refuses_merge
def with_one_partner(gone: Company, kept: Company) -> list[str]:
    """One pair has one live case: the desk says first which of them goes on."""
    shared = partners(gone).keys() & partners(kept).keys()
    if not shared:
        return []
    text = _("Both have an open case with %(partners)s. Withdraw or end one of the cases first.")
    return [text % {"partners": names_of(partners(gone)[key] for key in sorted(shared))}]


@refuses_merge
def kept_apart_from_a_partner(gone: Company, kept: Company) -> list[str]:
    """A block that goes over would keep apart two firms that are in a case."""
    apart = [found for found in (blocked_partners(gone, kept), blocked_partners(kept, gone)) if found]
    text = _(
        "%(partners)s has an open case with one of them and is blocked for the other. End the case first."
    )
    return [text % {"partners": names_of(found)} for found in apart]


def partners(company: Company) -> dict[int, Company]:
    """Of its live cases, by key."""
    cases = Match.objects.live().involving(company).select_related("thai", "japanese")
    return {partner.pk: partner for case in cases for partner in [case.partner_of(company)]}


def blocked_partners(company: Company, other: Company) -> list[Company]:
    apart = kept_apart_from(other)
    return [partner for key, partner in sorted(partners(company).items()) if key in apart]
