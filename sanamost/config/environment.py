"""Typed reading of environment variables: a misspelt value stops the start, in words."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """An environment variable holds something that cannot be meant."""


def text(name: str, default: str = "") -> str:
    """The variable's value, or `default`; `NAME_FILE` may name a file that holds it (a secret)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no (1/0, true/false, yes/no, on/off); anything else is refused."""
    value = text(name, str(default)).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}={value!r}: say 1 or 0")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name}={value!r}: not a whole number") from None


def names(name: str, default: str = "") -> list[str]:
    """The variable as a list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, object]:
    """A `postgresql://user:password@host:port/name?option=value` address as Django's settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(
            "DATABASE_URL must begin with postgresql://: Sanamost runs on PostgreSQL only"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
