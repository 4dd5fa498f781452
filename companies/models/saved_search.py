"""A question somebody keeps: asked again when they look, and by mail when it finds something new."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.enums import HowOften, SearchPlace
from companies.models.company import Company


class SavedSearch(models.Model):
    """`query` is the address's own, as on the page; keys are of firms or needs, by `place`.

    `company`: for whom its owner acted when saving it; what they may find is asked anew each time.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_searches"
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=10, choices=SearchPlace.choices)
    query = models.CharField(max_length=1000, blank=True)
    name = models.CharField(_("name"), max_length=120)
    how_often = models.CharField(_("mail"), max_length=10, choices=HowOften.choices, default=HowOften.WEEKLY)
    known_keys = ArrayField(models.BigIntegerField(), default=list, help_text="Found at the last look.")
    mailed_keys = ArrayField(
        models.BigIntegerField(), default=list, help_text="Found so far by mail or look."
    )
    created_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.name
