"""`python -m sanamost.registry.catalogue.search_building`: build an index in a process of its own.

Building needs several times the memory of what it makes; in a process that ends afterwards that is
given back whole, and a worker that answers meanwhile never holds two indexes of its own. Standard
input is one JSON line: how to connect, the day, the patient group, the rates, and the folder that
the index goes into; standard output the snapshot that the index shows.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg

from sanamost.engines.search import Index
from sanamost.registry.catalogue.search_keeping import Pages, keep, kept
from sanamost.registry.catalogue.search_rows import Rates, whole_index

ROOT = Path(__file__).resolve().parents[3]
CONNECTION = ("dbname", "user", "password", "host", "port", "options")


class BuildFailed(RuntimeError):
    """The process that was to build the index ended with an error, which it has told the log."""


def built_elsewhere(
    connection: Mapping[str, Any], *, day: str, group: str, rates: Rates, before: Pages
) -> tuple[Index, Pages, str]:
    """The index of everything, its pages and the snapshot that it shows, by another process.

    Its arrays lie on pages of a file without a name, which goes with the last index that uses it.
    When they are read, the pages of the index before are let go of.
    """
    with tempfile.TemporaryDirectory(prefix="sanamost-search-") as folder:
        asked = {
            "connection": {name: connection[name] for name in CONNECTION if connection.get(name)},
            "day": day,
            "group": group,
            "rates": {currency: str(rate) for currency, rate in rates.items()},
            "folder": folder,
        }
        done = subprocess.run(  # noqa: S603 this module under this Python; nothing of a stranger
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BuildFailed(f"building the search index ended with {done.returncode}")
        before.let_go()
        index, pages = kept(Path(folder))
    return index, pages, done.stdout.strip()


def main() -> None:
    """Build what was asked for."""
    asked = json.loads(sys.stdin.readline())
    rates = {currency: Decimal(rate) for currency, rate in asked["rates"].items()}
    with psycopg.connect(**asked["connection"], autocommit=True) as connection:
        cursor = connection.cursor()
        cursor.execute("begin isolation level repeatable read")
        index, seen = whole_index(cursor, day=asked["day"], group=asked["group"], rates=rates)
        cursor.execute("commit")
    keep(index, Path(asked["folder"]))
    sys.stdout.write(seen)


if __name__ == "__main__":
    main()
