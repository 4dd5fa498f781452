"""Typed readers of the environment that refuse a bad value with its name."""

import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
environment = environ.Env()


def read_text(name: str, default: str = "") -> str:
    return environment.str(name, default=default)


def read_bool(name: str, default: bool) -> bool:
    value = environment.str(name, default=str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def read_int(name: str, default: int, *, minimum: int, maximum: int) -> int:
    value = environment.str(name, default=str(default))
    if not value.isdecimal() or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {minimum} to {maximum}, not {value!r}."
        )
    return int(value)


def read_list(name: str, default: list[str]) -> list[str]:
    return [item.strip() for item in environment.list(name, default=default) if item.strip()]


def read_secret_key() -> str:
    """`SECRET_KEY`, or one made for this installation and kept in var/secret-key (0600)."""
    if value := environment.str("SECRET_KEY", default=""):
        return value
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
