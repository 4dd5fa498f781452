from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outbox.models import Job
from outbox.retries import revive


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Jobs are written by the product; people only look, and start dead ones again."""

    list_display = ["id", "kind", "key", "state", "starts", "created_at", "last_error"]
    list_filter = ["state", "kind"]
    actions = ["start_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    @admin.action(description=_("Start dead jobs again"), permissions=["view"])
    def start_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        revived = sum(revive(job.pk) for job in queryset)
        self.message_user(request, _("%(count)s jobs start again.") % {"count": revived})
