"""Reference data and offices, kept by system people in Django's admin; firms have pages of their own."""

from typing import cast

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.http import HttpRequest

from accounts.models import User
from companies import vocabulary
from companies.models import (
    Agency,
    Appointment,
    Band,
    Capability,
    Certification,
    Cluster,
    CollaborationType,
    Location,
    Membership,
    Region,
)

NAMES = ["name_th", "name_ja", "name_en"]


class SystemAdmin(admin.ModelAdmin):
    """Open to the system mark alone; reference rows are pointed at and so are never deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.is_keeper(request)

    def has_view_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return self.is_keeper(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.is_keeper(request)

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return self.is_keeper(request)

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    @staticmethod
    def is_keeper(request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_system", False))


def synonyms() -> SimpleArrayField:
    """One word a line: synonyms may contain commas."""
    return SimpleArrayField(
        forms.CharField(max_length=120),
        delimiter="\n",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CapabilityForm(forms.ModelForm):
    synonyms_th = synonyms()
    synonyms_ja = synonyms()
    synonyms_en = synonyms()

    def clean_synonyms_th(self) -> list[str]:
        return vocabulary.clean_words(self.cleaned_data["synonyms_th"])

    def clean_synonyms_ja(self) -> list[str]:
        return vocabulary.clean_words(self.cleaned_data["synonyms_ja"])

    def clean_synonyms_en(self) -> list[str]:
        return vocabulary.clean_words(self.cleaned_data["synonyms_en"])

    class Meta:
        model = Capability
        fields = ["slug", "parent", "level", *NAMES, "synonyms_th", "synonyms_ja", "synonyms_en"]


@admin.register(Capability)
class CapabilityAdmin(SystemAdmin):
    form = CapabilityForm
    list_display = ["slug", *NAMES, "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["slug", *NAMES, "synonyms_th", "synonyms_ja", "synonyms_en"]
    autocomplete_fields = ["parent"]

    def get_readonly_fields(self, request: HttpRequest, obj: Capability | None = None) -> list[str]:
        """Stored readings of texts and the reference files know a node by its slug."""
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Capability, form: CapabilityForm, change: bool) -> None:
        by, values = cast(User, request.user), form.cleaned_data
        if change:
            vocabulary.edit_capability(obj, by=by, values=values)
        else:
            obj.pk = vocabulary.create_capability(by=by, values=values).pk


@admin.register(Region, Location, Cluster, Certification, CollaborationType, Band)
class ReferenceAdmin(SystemAdmin):
    list_display = ["__str__", "pk", *NAMES]
    search_fields = NAMES


@admin.register(Agency)
class AgencyAdmin(SystemAdmin):
    list_display = ["code", "kind", "country", *NAMES]
    list_filter = ["kind", "country"]
    search_fields = ["code", *NAMES]
    autocomplete_fields = ["location", "covers"]


@admin.register(Membership)
class MembershipAdmin(SystemAdmin):
    list_display = ["user", "company", "role", "since", "ended_at"]
    list_filter = ["role"]
    search_fields = ["user__email", "company__name_native", "company__name_roman"]
    raw_id_fields = ["user", "company"]


@admin.register(Appointment)
class AppointmentAdmin(SystemAdmin):
    list_display = ["user", "agency", "role", "since", "ended_at"]
    list_filter = ["role"]
    search_fields = ["user__email", *(f"agency__{name}" for name in NAMES)]
    raw_id_fields = ["user"]
    autocomplete_fields = ["agency", "locations", "clusters"]
