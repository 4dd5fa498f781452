"""An officer says when they are away and who stands in."""

from typing import Any

from django import forms

from accounts.models import User
from companies.models import Absence


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["first_on", "last_on", "substitute"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("first_on", "last_on")}

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[user.pk for user in colleagues]).order_by("name", "pk")
        self.fields["substitute"].queryset = people  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """What a row must hold is asked by `absences.declare`, with sentences."""
