"""News and questions the higher apps answer; sent inside the transaction of the act."""

from django.dispatch import Signal

leaving_refused = Signal()  # user; a receiver answers with sentences that say what stands in the way
personal_copy_asked = Signal()  # user; a receiver answers with a Portion
person_erased = Signal()  # user, email, name: what stood on the row before it was emptied
