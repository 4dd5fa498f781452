"""Reference data of matching for the system's staff: corridors, reasons, weights."""

from django.contrib import admin
from django.http import HttpRequest

from matching.models import Corridor, CorridorDesk, Reason, WeightsVersion


class CorridorDeskInline(admin.TabularInline):
    model = CorridorDesk
    extra = 0


@admin.register(Corridor)
class CorridorAdmin(admin.ModelAdmin):
    list_display = ["code", "name_en", "prefecture", "is_open", "budget", "company_cap"]
    list_filter = ["is_open"]
    filter_horizontal = ["clusters"]
    inlines = [CorridorDeskInline]


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin):
    list_display = ["code", "name_en", "raised_by", "bars_pair", "position"]
    list_filter = ["raised_by", "bars_pair"]


@admin.register(WeightsVersion)
class WeightsVersionAdmin(admin.ModelAdmin):
    """Read only: weights come from the prior or from learning, never from typing."""

    list_display = ["version", "is_live", "created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: WeightsVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: WeightsVersion | None = None) -> bool:
        return False
