"""The PostgreSQL that this installation runs for itself, where it has one.

`settings.LOCAL_DATABASE` names the adapter; it is empty where DATABASE_URL names a database of the
operator's. What is missing, and its cure, comes as CommandError.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import CommandError


def in_use() -> bool:
    """Whether this installation uses a database of its own."""
    return bool(settings.LOCAL_DATABASE)


def ensure_running() -> None:
    """Start it if need be, with its roles and its database."""
    _ask("ensure_running")


def running() -> bool:
    """Whether it answers now."""
    return bool(_ask("running"))


def clients() -> int:
    """How many connections others have."""
    return int(_ask("clients"))


def stop() -> None:
    """Stop it; everything committed is kept."""
    _ask("stop")


def start_over() -> None:
    """Drop its database and make an empty one."""
    _ask("start_over")


def _ask(what: str) -> Any:
    adapter = import_module(settings.LOCAL_DATABASE)
    try:
        return getattr(adapter, what)(settings.HOME)
    except adapter.PostgresUnavailableError as reason:
        raise CommandError(str(reason)) from reason
