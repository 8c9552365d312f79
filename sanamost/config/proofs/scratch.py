"""A database of its own for a proof: made and fenced by the owner, used as the application."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

from sanamost.foundation.access import fences
from sanamost.registry.catalogue import remembering, search_index

LOGIN = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


@contextmanager
def scratch_database() -> Iterator[None]:
    """Run the block on a fresh, fenced database as the application's role; it is dropped after.

    Mail stays in memory, and pages are shown without collected styles.
    """
    setup_test_environment(debug=False)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.LIMIT_FACTOR = 0  # a proof asks more often than anybody may
    forget()
    app = connection.settings_dict
    made = _as_owner(app, _make)
    try:
        yield
    finally:
        forget()
        _as_owner(connection.settings_dict, lambda: teardown_databases(made, verbosity=0))
        connection.settings_dict = app
        teardown_test_environment()


def forget() -> None:
    """Let go of what the process keeps of a database: small lists, the index, its connection."""
    remembering.forget()
    search_index.current().forget()


def _make() -> Any:
    connection.settings_dict["TEST"]["NAME"] = f"proof_{os.getpid()}"
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    fences.apply(connection, str(settings.DATABASES["default"]["USER"]))
    return made


def _as_owner(app: dict[str, Any], step: Any) -> Any:
    connection.close()
    login = {name: settings.DATABASE_OWNER[name] for name in LOGIN}
    connection.settings_dict = {**app, **login, "TEST": dict(app["TEST"])}
    try:
        return step()
    finally:
        connection.close()
        connection.settings_dict = {**app, "NAME": connection.settings_dict["NAME"]}
