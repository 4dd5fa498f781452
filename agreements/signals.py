"""News of the register, sent inside the transaction of the move."""

from django.dispatch import Signal

agreement_moved = Signal()  # agreement, move, by
