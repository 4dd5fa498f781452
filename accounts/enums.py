from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    THAI = "th", _("Thai")
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class TimeZone(models.TextChoices):
    BANGKOK = "Asia/Bangkok", _("Bangkok time")
    TOKYO = "Asia/Tokyo", _("Japan time")


class ConsentPurpose(models.TextChoices):
    TERMS = "terms", _("Terms of use")
    CROSS_BORDER = "cross_border", _("Sharing with the other country")


class TokenScope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Read and change")
