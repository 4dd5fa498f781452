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


class NoticeKind(models.TextChoices):
    """What a notice is about, as a person chooses how it reaches them."""

    INTRODUCTIONS = "introductions", _("Introductions and how they end")
    MESSAGES = "messages", _("Messages from partners")
    STEPS = "steps", _("Next steps, and cases handed to me")
    AGREEMENTS = "agreements", _("Agreements in the register")
    SEARCHES = "searches", _("Saved searches")
    DESK = "desk", _("Questions, answers and reports")
    ACCOUNT = "account", _("My account")


# What concerns the account itself always comes at once.
CHOOSABLE_KINDS = tuple(kind for kind in NoticeKind if kind != NoticeKind.ACCOUNT)


class MailTiming(models.TextChoices):
    AT_ONCE = "at_once", _("By mail at once")
    DAILY = "daily", _("Once a day in one mail")
    NONE = "none", _("No mail, only here")
