"""An offer or a need as its author types it."""

import datetime
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from companies.answers import Tried
from companies.conditions import read_kind
from companies.conditions import standing as standing_conditions
from companies.forms.conditions import ConditionsFormField, Row, rows, typed_items
from companies.forms.leaks import Leak, leaks_in
from companies.forms.moves import checked_period
from companies.models import Capability, CollaborationType, Company, Need, Offer
from config.text_input import PlainTextMixin

MOST_CAPABILITIES = 3
LONGEST_TEXT = 2000
SCRIPTS = {"th": re.compile(r"[\u0e00-\u0e7f]"), "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")}


class ChosenSlugs(forms.SelectMultiple):
    """Chips and menus share one name; an unused menu sends an empty value, a slug may come twice."""

    def value_from_datadict(self, data: Any, files: MultiValueDict, name: str) -> list[str]:
        found = super().value_from_datadict(data, files, name) or []
        return [slug for slug in dict.fromkeys(found) if slug]


class StatementForm(PlainTextMixin, forms.ModelForm):
    seeks = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The kind that was read from the text when the page was shown: a choice that differs is the author's.
    kind_read = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    conditions = ConditionsFormField(required=False)
    capabilities = forms.ModelMultipleChoiceField(
        Capability.objects.all(),
        to_field_name="slug",
        widget=ChosenSlugs,
        label=_("Capabilities"),
        error_messages={"required": _("Choose at least one capability, so that partners can be found.")},
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        self.company = company
        if kwargs.get("instance") is None:
            kwargs["initial"] = {"lang": company.profile_lang} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["conditions"].initial = self.instance.conditions
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        self.fields["text"].widget.attrs.update(rows=5, lang=self.written_lang)
        kind = self.fields["collaboration_type"]
        kind.queryset = CollaborationType.objects.all()  # type: ignore[attr-defined]
        kind.required, kind.empty_label = True, _("Choose what you would do together")  # type: ignore[attr-defined]
        kind.error_messages["required"] = _("Choose what you would do together.")
        kind.label_from_instance = lambda row: row.seeks if self.seeks else row.gives  # type: ignore[attr-defined]

    @property
    def written_lang(self) -> str:
        lang = self["lang"].value()
        return lang if lang in dict(settings.LANGUAGES) else "en"

    @property
    def chosen(self) -> QuerySet[Capability]:
        """What is ticked now, saved or not."""
        slugs = self["capabilities"].value() or []
        slugs = [getattr(slug, "slug", slug) for slug in slugs]
        return Capability.objects.filter(slug__in=slugs)

    @cached_property
    def condition_rows(self) -> list[Row]:
        """As typed, or as stored; either way over a fresh reading of the text as it stands."""
        typed = self["conditions"].value() if self.is_bound else {}
        return rows(str(self["text"].value() or ""), typed or {}, self.instance.conditions or {})

    @cached_property
    def reading(self) -> tuple[str, str]:
        """(collaboration type, "need" or "offer") as the text says; empty where it does not."""
        return read_kind(str(self["text"].value() or "")[:LONGEST_TEXT])

    @property
    def kind_is_own(self) -> bool:
        """The author chose it, or it was saved before."""
        return bool(self.typed_kind) and self.typed_kind != str(self["kind_read"].value() or "")

    @property
    def other_kind(self) -> CollaborationType | None:
        """What the text speaks of, where the author chose something else."""
        code = self.reading[0]
        if not code or code == self.typed_kind:
            return None
        return CollaborationType.objects.filter(pk=code).first()

    @property
    def other_kind_text(self) -> str:
        kind = self.other_kind
        return "" if kind is None else kind.seeks if self.seeks else kind.gives

    @property
    def reads_as_other_side(self) -> bool:
        return self.reading[1] == ("offer" if self.seeks else "need")

    def take_kind_read(self) -> None:
        """Choose for the author what the text says, as long as they chose nothing themselves."""
        if self.is_bound and not self.kind_is_own:
            code = self.reading[0]
            data: QueryDict = self.data.copy()  # type: ignore[attr-defined]
            data["collaboration_type"] = data["kind_read"] = code
            self.data = data

    @property
    def other_script(self) -> str:
        """The language whose script the text is in, where it is plainly not the one chosen."""
        text, lang = str(self["text"].value() or ""), self.written_lang
        counts = {code: len(script.findall(text)) for code, script in SCRIPTS.items()}
        likely = max(counts, key=lambda code: counts[code])
        if not counts[likely] or likely == lang or counts.get(lang, 0):
            return ""
        return str(dict(settings.LANGUAGES)[likely])

    def clean_capabilities(self) -> QuerySet[Capability]:
        chosen = self.cleaned_data["capabilities"]
        if len(chosen) > MOST_CAPABILITIES:
            raise forms.ValidationError(_("Choose at most three: the ones that matter most."))
        return chosen

    @property
    def tried(self) -> Tried:
        """The statement as it is typed, valid or not."""
        corrections = (
            typed_items(self["conditions"].value() or {}) if self.is_bound else self.instance.conditions
        )
        text = str(self["text"].value() or "")[:LONGEST_TEXT].strip()
        return Tried(
            self.company,
            self.seeks,
            text,
            self.written_lang,
            self.typed_kind,
            tuple(row.slug for row in self.chosen[:MOST_CAPABILITIES]),
            standing_conditions(text, corrections),
        )

    @property
    def typed_kind(self) -> str | None:
        value = self["collaboration_type"].value()
        return str(getattr(value, "pk", value) or "") or None

    @property
    def values(self) -> dict[str, Any]:
        """What the lifecycle writes."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "kind_read")
        }


class OfferForm(StatementForm):
    class Meta:
        model = Offer
        fields = ["collaboration_type", "text", "lang", "capabilities"]
        labels = {"text": _("Describe what you offer"), "collaboration_type": _("What to do together")}
        help_texts = {"text": _("Material, size, tolerance, quantity: the clearer, the sooner the answer.")}


class NeedForm(StatementForm):
    seeks = True
    leaks: Sequence[Leak] = ()

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """The text in pieces, and whether each is a leak."""
        text, pieces, at = str(self.cleaned_data.get("text") or self["text"].value() or ""), [], 0
        for leak in self.leaks:
            pieces += [(text[at : leak.start], False), (leak.text, True)]
            at = leak.end
        return [*pieces, (text[at:], False)] if pieces else []

    class Meta:
        model = Need
        fields = ["collaboration_type", "text", "lang", "capabilities", "open_until", "is_anonymous"]
        labels = {"text": _("Describe what you look for"), "collaboration_type": _("What to do together")}
        help_texts = {
            "text": _("Material, size, tolerance, quantity and why: the clearer, the sooner the answer.")
        }
        widgets = {"open_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_open_until(self) -> datetime.date:
        return checked_period(self.cleaned_data["open_until"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_anonymous") and cleaned.get("text"):
            self.leaks = leaks_in(cleaned["text"], self.company)
            for leak in self.leaks:
                message = _("The text still tells who you are: “%(text)s” (%(what)s). %(instead)s")
                details = {"text": leak.text, "what": leak.explanation, "instead": leak.instead}
                self.add_error("text", forms.ValidationError(message, params=details))
        return cleaned
