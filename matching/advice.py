"""What would raise the fit of a need that no company meets yet."""

from companies.models import Need
from matching.enums import NeedLacks

# Shorter texts rarely say more than a trade.
SHORT_TEXT = 30


def lacks(need: Need) -> list[NeedLacks]:
    """What its author has left open, the most useful first; its capabilities may be prefetched."""
    found = {
        NeedLacks.CAPABILITY: not need.capabilities.all(),
        NeedLacks.KIND: need.collaboration_type_id is None,
        NeedLacks.NUMBERS: not any(letter.isdigit() for letter in need.text),
        NeedLacks.DETAIL: len(need.text.strip()) < SHORT_TEXT,
    }
    return [lack for lack in NeedLacks if found[lack]]
