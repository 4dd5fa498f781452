"""What a desk asks one firm before it decides: asked with notice and mail, answered on a page, read on the case.

Only desks know of a proposal, so neither notice nor page names the partner.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.enums import NoticeKind
from accounts.models import User
from accounts.notices import notify, path_of, sort_notices
from companies.enums import MemberRole
from companies.models import Agency, Company
from config.lifecycle import MoveNotAllowed
from matching import announcements, lifecycle
from matching.models import FirmQuestion, Match

sort_notices(NoticeKind.MESSAGES, ["matching/notices/desk_asks"])
sort_notices(NoticeKind.DESK, ["matching/notices/firm_answered"])


def owners(company: Company) -> list[User]:
    standing = company.memberships.filter(ended_at__isnull=True, role=MemberRole.OWNER)
    return list(User.objects.filter(is_active=True, memberships__in=standing).order_by("id").distinct())


@transaction.atomic
def ask(match: Match, *, company: Company, by: User, agency: Agency, text: str, lang: str) -> FirmQuestion:
    """One open question a firm; the case waits for it and leaves the head of the queue."""
    match = lifecycle.lock_for_decision(match, "park", by)
    if not match.involves(company) or not owners(company):
        raise MoveNotAllowed(match, "ask", match.state)
    try:
        with transaction.atomic():
            question = FirmQuestion.objects.create(
                match=match, company=company, agency=agency, asked_by=by, text=text, lang=lang
            )
    except IntegrityError:
        raise MoveNotAllowed(match, "ask", match.state) from None
    match.claimed_by = match.claimed_until = None
    match.save(update_fields=["claimed_by", "claimed_until"])
    lifecycle.record(match, "ask", match.state, by, company=company, agency=agency)
    for user in owners(company):
        with translation.override(user.language):
            context = {"agency": agency.name}
        notify(user, "matching/notices/desk_asks", context, path_of("matching:firm-question", question.pk))
    return question


@transaction.atomic
def answer(question: FirmQuestion, *, by: User, text: str, lang: str) -> FirmQuestion:
    """Once, and only while the desk waits for it; the officers of the case are told."""
    match, question = lock(question)
    question.answer, question.answer_lang = text, lang
    question.answered_by, question.answered_at = by, timezone.now()
    question.save()
    lifecycle.record(match, "firm_answer", match.state, by, company=question.company)
    announcements.tell_desks(match, "firm_answered")
    return question


@transaction.atomic
def take_back(question: FirmQuestion, *, by: User, agency: Agency) -> FirmQuestion:
    """The desk no longer needs the answer."""
    match, question = lock(question)
    question.taken_back_at = timezone.now()
    question.save(update_fields=["taken_back_at"])
    lifecycle.record(match, "take_back", match.state, by, company=question.company, agency=agency)
    return question


def lock(question: FirmQuestion) -> tuple[Match, FirmQuestion]:
    """Case and question under the lock of the case, the question still waiting."""
    match = Match.objects.select_for_update(of=("self",)).get(pk=question.match_id)
    waiting = FirmQuestion.objects.waiting().select_related("company").filter(pk=question.pk).first()
    if waiting is None:
        raise MoveNotAllowed(match, "answer", match.state)
    return match, waiting
