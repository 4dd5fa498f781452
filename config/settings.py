"""Settings of every process; each environment variable read here is listed in docs/operations.md."""

import os
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import (
    BASE_DIR,
    VAR_DIR,
    environment,
    read_bool,
    read_int,
    read_list,
    read_secret_key,
    read_text,
)

# Where the engine's kernels are kept once compiled; numba reads it when it is loaded.
os.environ.setdefault("NUMBA_CACHE_DIR", str(VAR_DIR / "compiled"))

DEBUG = read_bool("DEBUG", False)
SECRET_KEY = read_secret_key()
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = read_text("SITE_URL", "http://localhost:8000").rstrip("/")
# Fictional companies are loaded, and every page and export says so.
DEMONSTRATION = read_bool("DEMONSTRATION", False)
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "outbox",
    "accounts",
    "companies",
    "matching",
    "agreements",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages only: static files are compressed once. It adds random bytes, and the CSRF token is masked anew each time.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.ParkedFormMiddleware",
    "companies.middleware.ViewerMiddleware",
    "config.middleware.MoveNotAllowedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.site",
                "accounts.context_processors.notices",
            ],
            "builtins": ["config.templatetags.otagai"],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.db_url("DATABASE_URL", default="postgres://otagai@localhost/otagai")
}
# Every question of a page is short: another process to help with it costs more than it spares, and rows come
# from memory or a solid-state disk, not from a turning one.
PLANNER = "-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
DATABASES["default"].update(
    ENGINE="django.db.backends.postgresql",
    CONN_HEALTH_CHECKS=True,
    CONN_MAX_AGE=60,
    OPTIONS={
        **DATABASES["default"].get("OPTIONS", {}),
        "options": "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s "
        + PLANNER,
    },
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = read_text("REDIS_URL", "redis://localhost:6379/0")

# A lost or repeated message is harmless: a worker claims the row, and the relay sends it again.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
# Building the market of two countries takes minutes on a slow machine.
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A new child loads the product and maps the market: seconds in which one of two hands is missing.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 5000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False

# Redis is only Celery's broker: with it frozen, pages keep their latency.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# One address a person: a new one takes its place once the link sent there was opened.
ACCOUNT_CHANGE_EMAIL = True
# In the browser that registered; elsewhere the person signs in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    # Scoring a text while it is typed: two a second for a while, no harvest of the market.
    "look_for_answers": "60/m/user,600/h/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers allow passkeys without HTTPS on localhost only; so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Otagai"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.EditPasskeyForm",
}
MFA_ADAPTER = "accounts.adapter.SecondStepAdapter"

EMAIL_BACKEND = "outbox.mail.OutboxBackend"
# Where messages really go: an SMTP URL; without it they are written to var/mail.
EMAIL_URL = read_text("EMAIL_URL")
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "Otagai <otagai@localhost>")

LANGUAGE_CODE = "en"
LANGUAGES = [("th", _("Thai")), ("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.HashedStaticFiles"},
}
MEDIA_ROOT = VAR_DIR / "documents"
# The market as the worker read it last, see matching/standing.py.
MARKET_DIR = VAR_DIR / "market"
# Of one form without its files: 1 MB of Thai text is 3 MB as a browser sends it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
# Memory in which a worker scores a market: more firms are cut into smaller blocks.
MATCHING_MEMORY_MB = read_int("MATCHING_MEMORY_MB", 1500, minimum=100, maximum=1_000_000)
DOCUMENT_MAX_BYTES = read_int("DOCUMENT_MAX_MB", 20, minimum=1, maximum=200) * 1_048_576
WHITENOISE_USE_FINDERS = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "config.api.pagination.Cursor",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "config.api.problems.problem_details",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Otagai API",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "CompanyState": "companies.enums.CompanyState",
        "NeedState": "companies.enums.NeedState",
        "CloseReason": "companies.enums.CloseReason",
        "KindEnum": "agreements.enums.DocumentKind",
        "ShowcaseKind": "companies.enums.ShowcaseKind",
        "Audience": "companies.enums.Audience",
        "Language": "accounts.enums.Language",
        "MatchState": "matching.enums.MatchState",
        "RunState": "matching.enums.RunState",
        "AgreementState": "agreements.enums.AgreementState",
    },
    # The default asks a service on the internet what it thinks of the schema.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": read_text("LOG_LEVEL", "INFO")},
    # Two lines for each message, and a heartbeat every few seconds: the outbox says what a job did. And a line for
    # every table of every font that is cut down for a PDF.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("celery.app.trace", "celery.worker.strategy", "fontTools", "fpdf")
    },
}
