"""What a person's copy asks of the register."""

from django.dispatch import receiver

from accounts.copies import Portion
from accounts.models import User
from accounts.signals import personal_copy_asked
from agreements import personal


@receiver(personal_copy_asked)
def add_to_copy(user: User, **news: object) -> Portion:
    return personal.portion_of(user)
