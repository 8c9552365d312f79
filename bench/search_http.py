"""The search through HTTP: its p50 beside an empty Django answer's, and how soon a price is seen.

The product's own tables in a database of their own hold the clinics, services and prices of the
corpus; granian serves the product and, for the peer, a Django application whose view returns
nothing. One connection asks, in turns; every question of a round is another one.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psutil
import psycopg
from psycopg import sql

from bench import scratch
from bench.demo import free_port
from bench.pages import stack_log, wait_for
from bench.search_corpus import Corpus

GRANIAN = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
GRANIAN += ["--blocking-threads", "2", "--workers-kill-timeout", "3", "--host", "127.0.0.1"]
OURS, PEER = "sanamost.config.wsgi:application", "bench.peers.minimal.wsgi:application"
BLANK = {"jsonb": "{}", "ARRAY": "{}", "boolean": "f", "timestamp with time zone": "now"}
LISTED = {"included", "excluded"}
SECONDS = 2


def measured(corpus: Corpus, rounds: int, most: int) -> tuple[dict[str, float], dict[str, float]]:
    """The ratio and the values; at most so many of the corpus's offers are put into tables."""
    name = f"sanamost_bench_search_http_{os.getpid()}"
    with ExitStack() as stack:
        stack.enter_context(scratch.made(name))
        scratch.run("manage.py", "setup_database", database=name)
        address = scratch.address("owner", name)
        connection = stack.enter_context(psycopg.connect(address, autocommit=True))
        offers = fill(corpus, connection, most)
        more = {"SANAMOST_SECRET_KEY": secrets.token_urlsafe(40), "SANAMOST_DEBUG": "0"}
        more["CONSENT_TEXT"] = os.devnull
        ours, process = stack.enter_context(served(OURS, name, more))
        peer, _process = stack.enter_context(served(PEER, name, more))
        asked = [f"/api/v1/search?q={urllib.parse.quote(one.text)}" for one in corpus.questions]
        get(ours, asked[0])
        times: dict[str, list[float]] = {"ours": [], "empty": []}
        for number in range(rounds):
            cases = [("ours", ours, asked[number * 97 :] + asked), ("empty", peer, ["/empty"])]
            for kind, port, paths in cases[:: 1 if number % 2 else -1]:
                times[kind].append(p50(port, paths))
        family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
        values = {
            "http_offers": offers,
            "http_p50_ms": round(statistics.median(times["ours"]), 2),
            "empty_p50_ms": round(statistics.median(times["empty"]), 2),
            "freshness_s": freshness(ours, connection),
            "http_worker_mb": round(max(one.memory_info().rss for one in family) / 1e6, 1),
        }
    pairs = zip(times["ours"], times["empty"], strict=True)
    return {"http_vs_empty": round(statistics.median(a / b for a, b in pairs), 2)}, values


def fill(corpus: Corpus, connection: psycopg.Connection, most: int) -> int:
    """Clinics, services and prices into the product's tables; how many offers these are."""
    count = min(most, len(corpus.offer_service))
    lists = range(1, len(corpus.clinics) + 1)
    copy(
        connection,
        "organisations_organisation",
        ("id", "public_id", "code", "kind", "names", "country", "region", "languages"),
        (
            (
                key,
                f"orgn_{key:022d}",
                f"clinic-{key}",
                "clinic",
                json.dumps({"en": one["name"]}),
                "RU",
                one["region"],
                "{" + ",".join(one["languages"]) + "}",
            )
            for key, one in enumerate(corpus.clinics, 1)
        ),
    )
    named = ("id", "public_id", "organisation_id", "code", "nomenclature_code", "names", "kind")
    texts = [json.dumps(one.names, ensure_ascii=False) for one in corpus.services]
    copy(
        connection,
        "catalogue_service",
        (*named, "area"),
        (
            (
                key + 1,
                f"serv_{key:022d}",
                int(corpus.offer_clinic[key]) + 1,
                f"S-{key}",
                corpus.services[service].code,
                texts[service],
                corpus.services[service].kind,
                corpus.services[service].area,
            )
            for key, service in enumerate(corpus.offer_service[:count].tolist())
        ),
    )
    listed = ("id", "public_id", "organisation_id", "number", "valid_from")
    rows = ((key, f"plst_{key:022d}", key, "1", "2020-01-01") for key in lists)
    copy(connection, "catalogue_pricelist", listed, rows)
    priced = ("id", "price_list_id", "service_id", "patient_group", "amount", "currency")
    copy(
        connection,
        "catalogue_price",
        priced,
        (
            (key + 1, int(corpus.offer_clinic[key]) + 1, key + 1, "foreign", price / 100, "RUB")
            for key, price in enumerate(corpus.price[:count].tolist())
        ),
    )
    connection.execute("vacuum analyze")
    return count


def copy(
    connection: psycopg.Connection,
    table: str,
    columns: tuple[str, ...],
    rows: Iterator[tuple[object, ...]],
) -> None:
    """Copy the rows; columns that are not named and must hold something hold nothing in them."""
    known = connection.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_name = %s and is_nullable = 'NO' and is_identity = 'NO'",
        [table],
    ).fetchall()
    rest = [(name, kind) for name, kind in known if name not in columns]
    blanks = tuple(_blank(name, kind) for name, kind in rest)
    names = sql.SQL(", ").join(map(sql.Identifier, [*columns, *(name for name, _kind in rest)]))
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
    with connection.cursor().copy(statement) as copied:
        for row in rows:
            copied.write_row((*row, *blanks))


def _blank(name: str, kind: str) -> object:
    if name in LISTED:
        return "[]"
    if kind in BLANK:
        return BLANK[kind]
    return 0 if kind in {"smallint", "integer", "bigint", "numeric"} else ""


@contextmanager
def served(application: str, database: str, more: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process of the application behind granian; ended in any case."""
    port, log = free_port(), stack_log(f"search-{application.split('.', 1)[0]}")
    process = subprocess.Popen(
        [sys.executable, *GRANIAN, "--port", str(port), application],
        env={**os.environ, **scratch.variables(database), **more},
        cwd=scratch.ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(port, process, log.name)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(15)
        log.close()


def p50(port: int, paths: list[str]) -> float:
    """Median milliseconds of one connection's questions, each another one."""
    head = "HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n\r\n"
    asked = {"port": port, "seconds": SECONDS, "again": True}
    asked["connections"] = [[f"GET {path} {head}" for path in paths]]
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asked),
        cwd=scratch.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    came = json.loads(done.stdout)
    if set(came["statuses"]) != {"200"}:
        sys.exit(f"answers other than 200: {came['statuses']}")
    return statistics.median(came["milliseconds"])


def get(port: int, path: str) -> dict[str, object]:
    """What the address answers; the first question waits for the index to be built."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=300) as answer:
        return dict(json.load(answer))


def freshness(port: int, connection: psycopg.Connection) -> float:
    """The longest of five waits from a committed price to an answer that shows it, in seconds."""
    path, waits = "/api/v1/search?order=price&limit=1", []
    for price in range(1, 6):
        service = connection.execute("select max(id) from catalogue_service").fetchone()
        get(port, path)
        amount = price / 100
        connection.execute(
            "update catalogue_price set amount = %s where service_id = %s", [amount, service[0]]
        )
        begun = time.perf_counter()
        while get(port, path)["hits"][0]["price"] != amount:
            if time.perf_counter() - begun > 30:
                sys.exit("a changed price was not found")
        waits.append(time.perf_counter() - begun)
        connection.execute(
            "update catalogue_price set amount = 99999 where service_id = %s", [service[0]]
        )
        time.sleep(0.6)
    return round(max(waits), 3)
