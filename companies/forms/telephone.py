"""What a desk writes down about a firm that telephones."""

from typing import Any

from companies.enums import Country
from companies.forms.company import CONTACTS, NewCompanyForm
from companies.forms.places import places_of
from companies.models import Location


class EnterForm(NewCompanyForm):
    """The firm's country is the desk's."""

    class Meta(NewCompanyForm.Meta):
        fields = [name for name in NewCompanyForm.Meta.fields if name not in CONTACTS] + CONTACTS

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(country=country)  # type: ignore[attr-defined]
        self.fields["location"].choices = places_of(Country(country))  # type: ignore[attr-defined]
