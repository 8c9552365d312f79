"""How long loading every reference file into empty tables takes, and how much memory.

`python bench/reference.py [ROUNDS]` makes a database of its own beside the configured one, loads it
ROUNDS times (3) from empty tables and once more unchanged, drops it, and prints one JSON line last.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psycopg
from psycopg import sql

from sanamost.adapters import postgres
from sanamost.config import environment

NAME = f"sanamost_bench_{os.getpid()}"
SUMMARY = re.compile(r"([\d,]+) rows read in ([\d.]+) s, peak (\d+) MB; (\d+) files")
TABLES = """
    select c.relname from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and (c.relname like 'catalogue%'
           or c.relname in ('rates_rate', 'organisations_registerentry'))
"""


def address(role: Literal["owner", "app"], variable: str, database: str | None = None) -> str:
    """The role's address of the configured database, or of another one in the same cluster."""
    home = Path(environment.text("SANAMOST_HOME", str(ROOT / ".local")))
    if not (url := environment.text(variable)):
        postgres.ensure_running(home)
        url = postgres.local_url(role, home)
    return re.sub(r"^(\w+://[^/]*/)[^?]*", rf"\g<1>{database}", url) if database else url


def manage(command: str) -> str:
    """Run a management command on the bench's own database."""
    urls = {
        "DATABASE_URL": address("app", "DATABASE_URL", NAME),
        "DATABASE_OWNER_URL": address("owner", "DATABASE_OWNER_URL", NAME),
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), command],
        env=os.environ | urls,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def load() -> tuple[int, float, int]:
    """Load; rows read, seconds without the start of Python, peak memory in MB."""
    found = SUMMARY.search(manage("load_reference"))
    assert found, "load_reference printed no summary"
    return int(found[1].replace(",", "")), float(found[2]), int(found[3])


def empty(connection: psycopg.Connection) -> None:
    """Empty the reference tables as their owner."""
    tables = [sql.Identifier(name) for (name,) in connection.execute(TABLES)]
    connection.execute(sql.SQL("truncate {} cascade").format(sql.SQL(", ").join(tables)))


def measure(rounds: int) -> dict[str, float]:
    """The bench's values."""
    manage("setup_database")
    loaded = []
    with psycopg.connect(
        address("owner", "DATABASE_OWNER_URL", NAME), autocommit=True
    ) as connection:
        for number in range(rounds):
            if number:
                empty(connection)
            loaded.append(load())
    started = time.monotonic()
    unchanged = load()
    assert unchanged[0] == 0, "a second load read rows again"
    return {
        "cold_seconds": round(statistics.median(seconds for _, seconds, _ in loaded), 2),
        "peak_mb": max(peak for _, _, peak in loaded),
        "rows": loaded[0][0],
        "unchanged_seconds": round(time.monotonic() - started, 2),
    }


def main() -> None:
    """Make the database, measure, drop it, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    started = time.monotonic()
    with psycopg.connect(address("owner", "DATABASE_OWNER_URL"), autocommit=True) as owner:
        owner.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
        try:
            values = measure(rounds)
        finally:
            owner.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(NAME)))
    result = {
        "bench": "reference",
        "ratios": {},
        "values": values,
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - started, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
