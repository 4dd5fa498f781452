"""What a person's copy and leaving, and a firm's leaving, ask of companies."""

from django.dispatch import receiver
from django.utils.translation import gettext

from accounts.copies import Portion
from accounts.models import User
from accounts.signals import leaving_refused, person_erased, personal_copy_asked
from companies import filters as filters  # registers the directory's search
from companies import personal
from companies.models import Company
from companies.showcase.clearing import CLEAR
from companies.signals import company_moved
from outbox.queue import enqueue


@receiver(leaving_refused)
def refuse_to_orphan(user: User, **news: object) -> list[str]:
    """The last owner hands the firm over, or has it archived, before leaving."""
    text = gettext("You are the last owner of %(company)s. Hand it over or have it archived first.")
    return [text % {"company": firm.name_for_reader} for firm in personal.firms_left_without_owner(user)]


@receiver(personal_copy_asked)
def add_to_copy(user: User, **news: object) -> Portion:
    return personal.portion_of(user)


@receiver(person_erased)
def forget_person(user: User, email: str, name: str, **news: object) -> None:
    personal.forget(user, email, name)


@receiver(company_moved)
def clear_showcase(company: Company, move: str, **news: object) -> None:
    """Nobody sees an archived firm again, so what it showed is not kept."""
    if move == "archive":
        enqueue(CLEAR, {"company": company.pk}, key=f"company:{company.pk}")
