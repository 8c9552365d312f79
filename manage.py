#!/usr/bin/env python3
"""Django's command line for Sanamost."""

import os
import sys

# Everything else finds a database: yours in DATABASE_URL, or the local cluster, started if need be.
WITHOUT_DATABASE = {
    "",
    "help",
    "version",
    "compilemessages",
    "makemessages",
    "collectstatic",
    "local_database",
    "demo",
}


def start_local_database(arguments: list[str]) -> None:
    """Start the machine's own PostgreSQL for commands that need one and have no DATABASE_URL."""
    from django.conf import settings  # noqa: PLC0415 settings first

    from sanamost.adapters import postgres  # noqa: PLC0415 nothing before the settings' name

    command = next(iter(arguments), "")
    asks_for_help = command.startswith("-") or {"-h", "--help"} & set(arguments)
    if command in WITHOUT_DATABASE or asks_for_help or not settings.LOCAL_DATABASE:
        return
    try:
        postgres.ensure_running(settings.HOME)
    except postgres.PostgresUnavailableError as reason:
        sys.exit(str(reason))


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 settings first

    start_local_database(sys.argv[1:])
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
