"""Products, case studies, pictures and catalogues as their owner types them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import Audience, PictureUse, ShowcaseKind
from companies.forms.company import OLDEST_FIRM
from companies.forms.statement import MOST_CAPABILITIES, ChosenSlugs
from companies.models import Capability, Catalogue, Company, Picture, ShowcaseItem
from config.pdf import Checked, check_pdf
from config.text_input import PlainTextMixin, refuse_hidden_characters

STEPS = {"up": -1, "down": 1}


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Each file is judged alone when it is taken in, so that a bad one does not keep out the others."""

    def clean(self, data: Any, initial: Any = None) -> None:
        """Nothing to say here; `PicturesForm.sent` has the files."""


class WordsField(forms.CharField):
    """Asked for, and until it is given its picture is not shown; nothing else on the form waits for it."""

    def validate(self, value: str) -> None:
        """Empty is no error."""


class ItemForm(PlainTextMixin, forms.ModelForm):
    """Of a product; of a case study where `kind` says so."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    capabilities = forms.ModelMultipleChoiceField(
        Capability.objects.all(),
        to_field_name="slug",
        widget=ChosenSlugs,
        required=False,
        label=_("Capabilities"),
    )

    class Meta:
        model = ShowcaseItem
        fields = ["title", "problem", "text", "result", "lang", "year", "capabilities", "shown_to"]
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 4}),
            "text": forms.Textarea(attrs={"rows": 5}),
            "result": forms.Textarea(attrs={"rows": 4}),
            "shown_to": forms.RadioSelect,
        }
        help_texts = {"year": _("First made or done in this year of the Common Era, such as 2019.")}

    def __init__(self, *args: Any, company: Company, kind: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"lang": company.profile_lang} | (kwargs.get("initial") or {})
        if (item := kwargs.get("instance")) is not None:
            kwargs["initial"] = {"lang": item.lang, "version": item.version}
        super().__init__(*args, **kwargs)
        self.company, self.kind = company, kind
        self.suit_kind()
        for name in ("title", "problem", "text", "result"):
            if name in self.fields:
                self.fields[name].widget.attrs["lang"] = self.written_lang

    @property
    def is_case(self) -> bool:
        return self.kind == ShowcaseKind.CASE

    def suit_kind(self) -> None:
        if not self.is_case:
            self.fields["text"].help_text = _(
                "What it is, for whom, and the figures that matter: size, material, tolerance, quantity."
            )
            del self.fields["problem"], self.fields["result"]
            return
        self.fields["text"].label = _("What you did")
        self.fields["problem"].required = self.fields["result"].required = True
        self.fields["problem"].help_text = _("Leave out the customer's name unless they agreed.")
        self.fields["result"].help_text = _("With a figure, if you have one: hours saved, rejects avoided.")

    @property
    def written_lang(self) -> str:
        lang = self["lang"].value()
        return lang if lang in dict(settings.LANGUAGES) else "en"

    @property
    def chosen(self) -> QuerySet[Capability]:
        slugs = [getattr(slug, "slug", slug) for slug in self["capabilities"].value() or []]
        return Capability.objects.filter(slug__in=slugs)

    def clean_capabilities(self) -> QuerySet[Capability]:
        chosen = self.cleaned_data["capabilities"]
        if len(chosen) > MOST_CAPABILITIES:
            raise forms.ValidationError(_("Choose at most three: the ones that matter most."))
        return chosen

    def clean_year(self) -> int | None:
        year = self.cleaned_data["year"]
        if year is not None and not OLDEST_FIRM <= year <= timezone.localdate().year:
            raise forms.ValidationError(_("Enter a year of the Common Era, such as 1998."))
        return year

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"} | {
            "kind": self.kind
        }


class PicturesForm(PlainTextMixin, forms.Form):
    """Pictures side by side: words for each that is there, and new ones. Names are `alt_<key>`, `shown_to_<key>`."""

    photos = FilesField(
        required=False,
        label=_("Add pictures"),
        widget=ManyFiles(attrs={"accept": "image/*", "multiple": True}),
    )

    def __init__(self, *args: Any, pictures: Iterable[Picture], use: PictureUse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures, self.use = list(pictures), use
        if use == PictureUse.LOGO:
            self.fields["photos"].widget = ManyFiles(attrs={"accept": "image/*"})
            self.fields["photos"].label = _("Choose a logo")
        for picture in self.pictures:
            self.fields[f"alt_{picture.pk}"] = self.words_for(picture)
            if use == PictureUse.PLANT:
                self.fields[f"shown_to_{picture.pk}"] = forms.ChoiceField(
                    label=_("Who sees it"), choices=Audience.choices, initial=picture.own_shown_to
                )

    @staticmethod
    def words_for(picture: Picture) -> WordsField:
        return WordsField(
            label=_("What does the picture show?"),
            max_length=200,
            initial=picture.alt,
            validators=[refuse_hidden_characters],
            widget=forms.TextInput(attrs={"lang": picture.lang}),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "picture": picture,
                "alt": self[f"alt_{picture.pk}"],
                "shown_to": self[f"shown_to_{picture.pk}"] if self.use == PictureUse.PLANT else None,
            }
            for picture in self.pictures
        ]

    def texts(self) -> dict[int, str]:
        return {picture.pk: self.cleaned_data[f"alt_{picture.pk}"].strip() for picture in self.pictures}

    def readers(self) -> dict[int, str]:
        if self.use != PictureUse.PLANT:
            return {}
        return {picture.pk: self.cleaned_data[f"shown_to_{picture.pk}"] for picture in self.pictures}

    @property
    def sent(self) -> list[UploadedFile]:
        return self.files.getlist("photos")


class CatalogueForm(PlainTextMixin, forms.ModelForm):
    checked: Checked
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("PDF file"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        allow_empty_file=True,
    )

    class Meta:
        model = Catalogue
        fields = ["title", "lang", "shown_to"]
        widgets = {"shown_to": forms.RadioSelect}

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        item = kwargs.get("instance")
        kwargs["initial"] = {"version": item.version} if item else {"lang": company.profile_lang}
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["lang"] = self["lang"].value() or "en"
        if item is not None:
            del self.fields["file"]
        else:
            most = settings.DOCUMENT_MAX_BYTES // 1_048_576
            self.fields["file"].help_text = _("At most %(most)s MB, without a password.") % {"most": most}

    def clean_file(self) -> UploadedFile:
        self.checked = check_pdf(self.cleaned_data["file"])
        return self.cleaned_data["file"]

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
