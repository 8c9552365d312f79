"""The search through HTTP: its p50 beside an empty answer's, the page, freshness.

The product's own tables in a database of their own hold the clinics, services and prices of the
corpus; granian serves the product. Ratios are to a view that returns nothing within the same
application (`…_vs_empty`), and to the same in a small Django application with fewer middlewares
(`…_vs_minimal`). One connection asks, in turns.

- `http_vs_empty`: **questions repeat** as people's do: drawn from `POOL` different ones by Zipf's
  law with the exponent `EXPONENT`; `http_repeats` is the share of those asked that had been asked
  before, `http_by_exponent` the same for flatter and steeper streams, each begun with nothing kept.
- `http_cold_vs_empty`: **no question is asked twice**, so no answer comes from those kept.

`page_p95_ms` is of the HTML search page, with questions of its own, none twice.
"""

import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from psycopg import sql

from bench import scratch
from bench.demo import free_port
from bench.pages import stack_log, wait_for
from bench.search_corpus import Corpus
from bench.search_questions import unjudged

GRANIAN = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
GRANIAN += ["--blocking-threads", "2", "--workers-kill-timeout", "3", "--host", "127.0.0.1"]
OURS, EMPTY = "sanamost.config.wsgi:application", "bench.peers.empty:application"
MINIMAL = "bench.peers.minimal.wsgi:application"
BLANK = {"jsonb": "{}", "ARRAY": "{}", "boolean": "f", "timestamp with time zone": "now"}
LISTED = {"included", "excluded"}
SECONDS, PER_ROUND = 3, 1_000
PAGES = 200
POOL, EXPONENT, EXPONENTS = 5_000, 1.0, (0.8, 1.0, 1.2)
PATIENCE = 300
"""Seconds for which an answer is waited for, on however busy a machine."""


@contextmanager
def tables(name: str) -> Iterator[psycopg.Connection]:
    """The product's own, empty, in a database of this name; its owner's connection."""
    with scratch.made(name):
        scratch.run("manage.py", "setup_database", database=name)
        scratch.run("manage.py", "collectstatic", "--noinput", "-v", "0", database=name)
        with psycopg.connect(scratch.address("owner", name), autocommit=True) as connection:
            yield connection


def measured(corpus: Corpus, rounds: int, most: int) -> tuple[dict[str, float], dict[str, Any]]:
    """The ratios and the values; at most so many of the corpus's offers are put into tables."""
    name = f"sanamost_bench_search_http_{os.getpid()}"
    with ExitStack() as stack:
        connection = stack.enter_context(tables(name))
        offers = fill(corpus, connection, most)
        texts = unjudged(corpus.questions, rounds * PER_ROUND + PAGES + POOL)
        with ExitStack() as servers:
            ratios, values = _answered(servers, name, texts, rounds, connection)
        values["http_offers"] = offers
    return ratios, values


def _answered(
    servers: ExitStack, name: str, texts: list[str], rounds: int, connection: psycopg.Connection
) -> tuple[dict[str, float], dict[str, Any]]:
    ours, _process = servers.enter_context(served(OURS, name))
    empty, _process = servers.enter_context(served(EMPTY, name))
    minimal, _process = servers.enter_context(served(MINIMAL, name))
    pages = [f"/search/?q={urllib.parse.quote(text)}" for text in texts[:PAGES]]
    api = [f"/api/v1/search?q={urllib.parse.quote(text)}" for text in texts[PAGES:]]
    pool, unasked = api[:POOL], api[POOL:]
    dice = random.Random(rounds)  # noqa: S311 a repeatable order, no secret
    stream = drawn(dice, pool, EXPONENT, rounds * PER_ROUND)
    get(ours, "/api/v1/search?limit=1")
    times: dict[str, list[float]] = {}
    asked: list[str] = []
    for number in range(rounds):
        own = slice(number * PER_ROUND, (number + 1) * PER_ROUND)
        cases = [("http", ours, stream[own]), ("cold", ours, unasked[own])]
        cases += [("empty", empty, ["/empty"] * 3_000), ("minimal", minimal, ["/empty"] * 3_000)]
        for kind, port, paths in cases[:: 1 if number % 2 else -1]:
            taken_ = taken(port, paths)
            times.setdefault(kind, []).append(statistics.median(taken_))
            asked += stream[own][: len(taken_)] if kind == "http" else []
    again = taken(empty, ["/empty"] * 3_000)
    by_exponent = {}
    for exponent in EXPONENTS:
        forget(ours, connection)
        some = drawn(dice, pool, exponent, rounds * PER_ROUND)
        took = taken(ours, some, seconds=SECONDS * rounds)
        ratio = statistics.median(took) / statistics.median(again)
        by_exponent[str(exponent)] = {
            "vs_empty": round(ratio, 2),
            "repeats": repeats(some[: len(took)]),
        }
    shown = taken(ours, pages, seconds=60)
    ratios = {
        f"{kind}_vs_{peer}": _ratio(times, kind if kind == "http" else "cold", peer)
        for kind in ("http", "http_cold")
        for peer in ("empty", "minimal")
    }
    return ratios, {
        "http_p50_ms": round(statistics.median(times["http"]), 2),
        "http_cold_p50_ms": round(statistics.median(times["cold"]), 2),
        "empty_p50_ms": round(statistics.median(times["empty"]), 2),
        "minimal_p50_ms": round(statistics.median(times["minimal"]), 2),
        "http_exponent": EXPONENT,
        "http_pool": POOL,
        "http_asked": len(asked),
        "http_repeats": repeats(asked),
        "http_by_exponent": by_exponent,
        "page_p50_ms": round(statistics.median(shown), 1),
        "page_p95_ms": round(sorted(shown)[int(len(shown) * 0.95)], 1),
        "freshness_s": freshness(ours, connection),
    }


def _ratio(times: dict[str, list[float]], kind: str, peer: str) -> float:
    """The median over rounds."""
    pairs = zip(times[kind], times[peer], strict=True)
    return round(statistics.median(own / theirs for own, theirs in pairs), 2)


def drawn(dice: random.Random, pool: list[str], exponent: float, count: int) -> list[str]:
    """So many of the pool by Zipf's law: the one of rank r with a weight of r to the -exponent."""
    weights = [rank**-exponent for rank in range(1, len(pool) + 1)]
    return dice.choices(pool, weights, k=count)


def repeats(asked: list[str]) -> float:
    """The share that had been asked before."""
    return round(1 - len(set(asked)) / len(asked), 2)


def forget(port: int, connection: psycopg.Connection) -> None:
    """Change a price, so that nothing kept counts any more, and wait until the worker has seen."""
    connection.execute(
        "update catalogue_price set amount = amount + 1 where id = (select min(id)"
        " from catalogue_price)"
    )
    time.sleep(1)
    get(port, "/api/v1/search?limit=1")


def fill(corpus: Corpus, connection: psycopg.Connection, most: int) -> int:
    """Clinics, services and prices into the product's tables; how many offers these are."""
    count = min(most, len(corpus.offer_service))
    lists = range(1, len(corpus.clinics) + 1)
    copy(
        connection,
        "organisations_organisation",
        (
            "id",
            "public_id",
            "code",
            "kind",
            "names",
            "country",
            "region",
            "languages",
            "verified_at",
        ),
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
                "now",
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
def served(application: str, database: str) -> Iterator[tuple[int, int]]:
    """The port and the process of the application behind granian; ended in any case."""
    port, log = free_port(), stack_log(f"search-{application.split(':', 1)[0]}")
    more = {"SANAMOST_SECRET_KEY": secrets.token_urlsafe(40), "SANAMOST_DEBUG": "0"}
    more["CONSENT_TEXT"] = os.devnull
    process = subprocess.Popen(
        [sys.executable, *GRANIAN, "--port", str(port), application],
        env={**os.environ, **scratch.variables(database), **more},
        cwd=scratch.ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(port, process, log.name, PATIENCE)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def taken(port: int, paths: list[str], seconds: int = SECONDS) -> list[float]:
    """Milliseconds of one connection's questions, each asked once, as many as the time allows."""
    head = "HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n\r\n"
    asked: dict[str, Any] = {"port": port, "seconds": seconds, "again": False, "patience": PATIENCE}
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
    if "Error" in done.stderr:
        sys.exit(f"the client broke off: {done.stderr}")
    return list(came["milliseconds"])


def get(port: int, path: str) -> dict[str, Any]:
    """What the address answers; the first question waits for the index to be built."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1_800) as answer:
        return dict(json.load(answer))


def freshness(port: int, connection: psycopg.Connection) -> float:
    """The longest of five waits from a committed price to an answer that shows it, in seconds."""
    path, waits = "/api/v1/search?order=price&limit=1", []
    for price in range(1, 6):
        service = connection.execute("select max(id) from catalogue_service").fetchone()
        assert service is not None
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
