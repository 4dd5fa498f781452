"""People: who signs in, what they consented to, what they were told."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import ConsentPurpose, Language, MailTiming, NoticeKind, TimeZone, TokenScope


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_system=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do follows from memberships and appointments, and two global marks."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    name_roman = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    time_zone = models.CharField(max_length=40, choices=TimeZone.choices, default=TimeZone.BANGKOK)
    is_system = models.BooleanField(default=False, help_text="Keeps reference data and sees dead jobs.")
    is_auditor = models.BooleanField(default=False, help_text="Reads everything, changes nothing.")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    sessions_ended = models.PositiveIntegerField(
        default=0, help_text="Raised to end every session of this person at once."
    )
    erasure_due_at = models.DateTimeField(
        null=True, blank=True, help_text="When the account is emptied, unless the person signs in before."
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("a former user")
        return self.name or self.name_roman or self.email

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """As Django makes it, until `sessions_ended` is raised: every session made before is then over."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        value = f"{self.password}{self.sessions_ended or ''}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_leaving(self) -> bool:
        return self.erasure_due_at is not None

    @property
    def is_staff(self) -> bool:
        """Django's admin opens for system people."""
        return self.is_system

    def get_full_name(self) -> str:
        return str(self)


class Consent(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language.choices)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.purpose} {self.text_version}"


class Notice(models.Model):
    """Something a person should know, rendered in their language from `template` when they read it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    template = models.CharField(max_length=120, help_text="Template without its ending .txt")
    context = models.JSONField(default=dict)
    path = models.CharField(max_length=300, help_text="Where it leads, without the language prefix.")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices, default=NoticeKind.INTRODUCTIONS)
    waits_for_digest = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_inbox"),
            models.Index(fields=["user"], name="notice_digest", condition=models.Q(waits_for_digest=True)),
        ]

    def __str__(self) -> str:
        return f"{self.template} for {self.user}"


class MailText(models.Model):
    """The desk's own subject and first paragraph of one notice's mail, in one language."""

    template = models.CharField(max_length=80)
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(max_length=150, blank=True)
    intro = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["template", "language"]
        constraints = [models.UniqueConstraint(fields=["template", "language"], name="mail_text_once")]

    def __str__(self) -> str:
        return f"{self.template} {self.language}"


class MailChoice(models.Model):
    """How notices of one kind reach a person by mail; without a row, at once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mail_choices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    timing = models.CharField(max_length=10, choices=MailTiming.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.timing}"


class PersonalCopy(models.Model):
    """A ZIP of all the product holds of one person, which only they may fetch until it expires."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="copies")
    file_name = models.CharField(max_length=80, unique=True, help_text="Random, below the copies' folder.")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ready_at__isnull=True), name="one_copy_in_the_making"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.expires_at is not None and self.expires_at > timezone.now()


class ApiToken(models.Model):
    """A machine's key: only its digest is stored, it acts in one capacity and can be revoked."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    start = models.CharField(max_length=12, help_text="First characters, to recognise it.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=10, choices=TokenScope.choices))
    capacity = models.CharField(max_length=40, blank=True, help_text="membership:ID or appointment:ID")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"


class IdempotentRequest(models.Model):
    """The answer to a POST, kept with its effects, so that the same key never acts twice."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="Digest of path and body.")
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
