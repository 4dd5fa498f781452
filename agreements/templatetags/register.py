from django import template

from agreements.models import Agreement, Party
from agreements.stated_dates import stated_in_words

register = template.Library()
TONES = {"in_force": "done", "due": "wait", "not_yet": "open", "expired": "stopped"}
MOVE_STAGES = {"draft": 2, "edit": 2, "attach_document": 3, "send_for_signature": 3, "cancel": 1}
STAGES = {"draft": 3, "out_for_signature": 4, "signed": 5}


@register.filter
def stated(value: str) -> str:
    return stated_in_words(value)


@register.filter
def standing_label(agreement: Agreement) -> str:
    """How it stands today, or its state before it was signed or after it ended."""
    return str(agreement.standing.label if agreement.standing else agreement.get_state_display())


@register.filter
def standing_tone(agreement: Agreement) -> str:
    return TONES.get(agreement.standing or "", "open" if agreement.state in STAGES else "stopped")


@register.filter
def joint_stage(agreement: Agreement) -> int:
    return STAGES.get(agreement.state, 1)


@register.filter
def move_stage(move: str) -> int:
    """How near the two halves stand after a move; from the first signature on they touch."""
    return MOVE_STAGES.get(move, 4 if move == "record_signature" else 5)


@register.filter
def side(agreement: Agreement, country: str) -> Party | None:
    """The party of a country."""
    return agreement.party_of(country)


@register.filter
def kilobytes(size: int) -> str:
    return f"{max(size // 1024, 1)} KB"
