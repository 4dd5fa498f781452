"""News of matches for higher apps; sent inside the transaction of the move."""

from django.dispatch import Signal

match_moved = Signal()  # match, move, by
