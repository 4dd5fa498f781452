"""What a person's copy and leaving ask of companies."""

from django.dispatch import receiver
from django.utils.translation import gettext

from accounts.copies import Portion
from accounts.models import User
from accounts.signals import leaving_refused, person_erased, personal_copy_asked
from companies import filters as filters  # registers the directory's search
from companies import personal


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
