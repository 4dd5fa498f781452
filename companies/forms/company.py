"""A firm's facts as its people type them, and the check that it is not here already."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import FactGroup
from companies.forms.places import places_to_choose
from companies.forms.plant import PLANT, PlantMixin, audience_field
from companies.models import Cluster, Company, Location
from companies.search.lookalikes import SAME, candidates
from config.languages import common_year

OLDEST_FIRM = 1500
LONGEST_PROFILE = 4000
FACTS = ["name_native", "name_roman", "name_kana", "registration_number", "location", "city_native"]
FACTS += ["city_roman", "clusters", "founded_year", "employees", "capital_amount", "thai_base", "japan_base"]
WORDS = ["profile_lang", "profile", "profile_en", "website", "languages", "export_level"]
CONTACTS = ["contact_name", "contact_email", "contact_phone", "address"]


class CompanyForm(PlantMixin, forms.ModelForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Company
        fields = FACTS + WORDS + PLANT + CONTACTS
        labels = {"profile_lang": _("Language of the text"), "export_level": _("Exports")}
        help_texts = {
            "registration_number": _("Thailand: 13 digits. Japan: the corporate number, 13 digits."),
            "name_roman": _("As on your English business card."),
            "founded_year": _("A year of the Buddhist Era is turned into one of the Common Era."),
        }
        widgets = {
            "clusters": forms.CheckboxSelectMultiple,
            "profile": forms.Textarea(attrs={"rows": 6, "data-most": LONGEST_PROFILE}),
            "profile_en": forms.Textarea(attrs={"rows": 4, "data-most": LONGEST_PROFILE}),
            "capacity_as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"profile", "profile_en"} & set(self.fields):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_PROFILE))
        if "languages" in self.initial:
            offered = dict(settings.LANGUAGES)
            self.initial["languages"] = [code for code in self.initial["languages"] or [] if code in offered]
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
            self.keep_to_country(self.instance.country)
        self.fields["clusters"].queryset = Cluster.objects.all()  # type: ignore[attr-defined]

    def keep_to_country(self, country: str) -> None:
        self.fields["location"].queryset = Location.objects.filter(country=country)  # type: ignore[attr-defined]
        for name in ["name_kana", "thai_base"] if country == "TH" else ["japan_base"]:
            del self.fields[name]
        if "capital_amount" in self.fields:
            in_baht, in_yen = _("Capital (baht)"), _("Capital (yen)")
            self.fields["capital_amount"].label = in_baht if country == "TH" else in_yen

    @property
    def about(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(_("Who you are")), self.shown(FACTS)),
            (str(_("In your words")), self.shown(WORDS)),
            (str(_("What your plant can do")), self.shown(PLANT)),
        ]

    @property
    def contacts(self) -> list[forms.BoundField]:
        return self.shown(CONTACTS)

    @property
    def openness(self) -> list[forms.BoundField]:
        return self.shown([audience_field(group) for group in FactGroup])

    def shown(self, names: list[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean_founded_year(self) -> int | None:
        """Thai papers give the year of the Buddhist Era."""
        year = self.cleaned_data["founded_year"]
        if year is None:
            return None
        if not OLDEST_FIRM <= common_year(year) <= timezone.localdate().year:
            raise forms.ValidationError(_("Enter a year of the Common Era, such as 1998."))
        return common_year(year)

    def clean_languages(self) -> list[str]:
        """Languages beyond the three offered here are kept as they were loaded."""
        offered = dict(settings.LANGUAGES)
        return self.cleaned_data["languages"] + [c for c in self.instance.languages if c not in offered]

    def clean_registration_number(self) -> str:
        number = "".join(sign for sign in self.cleaned_data["registration_number"] if sign not in " -‐－")
        if number and (not number.isascii() or not number.isdigit() or len(number) != 13):
            raise forms.ValidationError(_("A registration number has 13 digits."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        country, number = self.country, cleaned.get("registration_number")
        others = Company.objects.filter(country=country).exclude(pk=self.instance.pk)
        if number and others.filter(registration_number=number).exists():
            self.add_error(
                "registration_number",
                _("A company with this number is here already. Ask its owner to add you to its team."),
            )
        return cleaned

    @property
    def country(self) -> str:
        return self.instance.country

    @property
    def values(self) -> dict[str, Any]:
        plain = {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}
        return plain | {"audiences": self.audiences}


class NewCompanyForm(CompanyForm):
    """The least that names a firm; everything else follows on its page."""

    is_another = forms.BooleanField(
        label=_("This is another company with a similar name"), required=False, widget=forms.HiddenInput
    )

    class Meta(CompanyForm.Meta):
        fields = ["name_native", "name_roman", "registration_number", "location", "clusters"]
        fields += ["profile_lang", "profile", "contact_email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("languages", "version"):
            del self.fields[name]
        self.fields["location"].choices = places_to_choose()  # type: ignore[attr-defined]

    @property
    def country(self) -> str:
        location = self.cleaned_data.get("location")
        return location.country if location else ""

    @property
    def values(self) -> dict[str, Any]:
        plain = {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}
        return plain | {"country": self.country}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("is_another") and (name := self.known_name()):
            self.fields["is_another"].widget = forms.CheckboxInput()
            message = _(
                "“%(name)s” is here already. If it is yours, ask its owner to add you; if not, tick below."
            )
            self.add_error("name_native", forms.ValidationError(message, params={"name": name}))
        return cleaned

    def known_name(self) -> str:
        typed = [self.cleaned_data.get(field, "") for field in ("name_native", "name_roman")]
        alike = [hit for hit in candidates(*typed, country=self.country) if hit.likeness >= SAME]
        return alike[0].company.name_native if alike else ""
