"""`make bench-http`: requests per second of two pages, against the same in plain Django.

The pages are the inbox of a desk with 2,000 open cases, fifty rows of them, and the end of a
request on the public form, from validated answers to committed rows. The peer is described in
`bench/peers/minimal/__init__.py`. Both are served by granian with the same settings on the same
PostgreSQL, each from its own copy of the database; rounds take turns. `…_vs_minimal` is our rate in
requests per second ÷ the peer's, the median over rounds. Any answer but success, or a request whose
rows are missing afterwards, ends the benchmark with an error.

`python -m bench.pages [ROUNDS [SECONDS]]`: five rounds of two seconds each where nothing is said.
"""

import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from bench import scratch

CASES, CONNECTIONS = 2_000, 8
DRAFTS_A_SECOND = 150
OURS, PEER = "sanamost.config.wsgi:application", "bench.peers.minimal.wsgi:application"
GRANIAN = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "2"]
GRANIAN += ["--blocking-threads", "4", "--workers-kill-timeout", "3", "--host", "127.0.0.1"]
# What one request on the form is, in both applications.
WRITTEN = {
    "access_user": 1,
    "patients_patient": 1,
    "cases_case": 1,
    "cases_participant": 1,
    "requests_request": 1,
    "requests_medicalneed": 1,
    "access_grant": 4,
    "cases_clock": 2,
    "documents_paper": 1,
    "patients_consent": 1,
    "events_happening": 2,
    "procrastinate_jobs": 1,
}
OPEN = """
    select format('alter table %I disable row level security', relname) from pg_class
    where relrowsecurity and relnamespace = 'public'::regnamespace
    union all
    select format('alter table %I disable trigger user', relname) from pg_class
    where relhastriggers and relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname not like 'procrastinate%'
"""


@dataclass
class Application:
    """One of the two, running."""

    name: str
    database: str
    port: int
    process: psutil.Process
    session: str
    drafts: list[str]
    rates: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "post": []})
    took: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "post": []})
    sent: int = 0

    def memory_mb(self) -> float:
        """Resident memory of the server and its workers."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(round(sum(one.memory_info().rss for one in family) / 1e6, 1))


def main() -> None:
    """Measure and print."""
    rounds, seconds = ([int(said) for said in sys.argv[1:3]] + [5, 2][len(sys.argv) - 1 :])[:2]
    begun = time.monotonic()
    load = os.getloadavg()[0]
    mine = f"sanamost_bench_{os.getpid()}"
    drafts = DRAFTS_A_SECOND * seconds * (rounds + 1)
    with ExitStack() as stack:
        stack.enter_context(scratch.made(mine))
        scratch.run("manage.py", "setup_database", database=mine)
        secret = {"SANAMOST_SECRET_KEY": secrets.token_urlsafe(40), "SANAMOST_DEBUG": "0"}
        secret["SANAMOST_LIMIT_FACTOR"] = "1000000"  # attempts are counted, none is refused
        sizes = [str(CASES), str(drafts), str(CONNECTIONS)]
        said = scratch.run("-m", "bench.world", *sizes, database=mine, more=secret)
        come = json.loads(said.splitlines()[-1])
        theirs = stack.enter_context(scratch.made(f"{mine}_peer", template=mine))
        for name in (mine, theirs):
            settle(name, opened=name == theirs)
        text = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".json"))
        text.write(json.dumps(come["consent"]))
        text.flush()
        secret["CONSENT_TEXT"] = text.name
        applications = [
            stack.enter_context(served(*who, come, secret))
            for who in (("sanamost", mine, OURS), ("minimal", theirs, PEER))
        ]
        for application in applications:
            measure(application, "page", come, 1, warming=True)
            measure(application, "post", come, 1, warming=True)
        rest = applications[0].memory_mb()
        before = [(one.sent, counts(one.database)) for one in applications]
        for number in range(rounds):
            for kind in ("page", "post"):
                for application in applications[:: 1 if number % 2 else -1]:
                    measure(application, kind, come, seconds)
        for application, (sent, rows) in zip(applications, before, strict=True):
            require_rows(application, sent, rows)
        values = figures(applications)
        values["web_rss_mb_rest"] = rest
        values["web_rss_mb_load"] = applications[0].memory_mb()
        values["worker_rss_mb"] = worker_memory(mine)
    values["load_before"] = round(load, 1)
    result = {
        "bench": "http",
        "ratios": ratios(*applications),
        "values": values,
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))


def settle(database: str, *, opened: bool) -> None:
    """Statistics for the planner; for the peer the fences are taken down and the triggers off."""
    with psycopg.connect(scratch.address("owner", database), autocommit=True) as owner:
        if opened:
            for (statement,) in owner.execute(OPEN).fetchall():
                owner.execute(statement)
        owner.execute("vacuum analyze")


@contextmanager
def served(
    name: str, database: str, application: str, come: dict[str, Any], more: dict[str, str]
) -> Iterator[Application]:
    """The application behind granian on a free port, ended in any case."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, **scratch.variables(database), **more}
    log = stack_log(name)
    process = subprocess.Popen(
        [sys.executable, *GRANIAN, "--port", str(port), application],
        env=environment,
        cwd=scratch.ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        wait_for(port, process, log.name)
        session = come["coordinator" if application == OURS else "colleague"]
        yield Application(
            name, database, port, psutil.Process(process.pid), session, list(come["drafts"])
        )
    finally:
        process.terminate()
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def stack_log(name: str) -> Any:
    """Where a server's own words go."""
    place = scratch.ROOT / "build" / "bench"
    place.mkdir(parents=True, exist_ok=True)
    return (place / f"{name}.log").open("wb")


def wait_for(port: int, process: subprocess.Popen[bytes], log: str, seconds: int = 30) -> None:
    """Return when the port answers; end the benchmark where it has not within the seconds."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"the server did not start:\n{Path(log).read_text(errors='replace')[-3000:]}")


def measure(
    application: Application,
    kind: str,
    come: dict[str, Any],
    seconds: int,
    *,
    warming: bool = False,
) -> None:
    """One round of one page; every answer must be one of success."""
    requests = pages(application, come) if kind == "page" else posts(application, come, seconds)
    asked = {
        "port": application.port,
        "seconds": seconds,
        "again": kind == "page",
        "connections": requests,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asked),
        cwd=scratch.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or "Traceback" in done.stderr:
        sys.exit(f"the client failed:\n{done.stderr}")
    came = json.loads(done.stdout)
    wanted = "200" if kind == "page" else "302"
    statuses = Counter(came["statuses"])
    if set(statuses) != {wanted}:
        sys.exit(f"{application.name}, {kind}: answers other than {wanted}: {dict(statuses)}")
    if kind == "post":
        application.sent += statuses[wanted]
        if statuses[wanted] == sum(map(len, requests)):
            sys.exit("the drafts ran out before the time did")
    if warming:
        return
    application.rates[kind].append(came["whole"] / seconds)
    application.took[kind] += came["milliseconds"]
    print(f"{application.name:9} {kind} {came['whole'] / seconds:7.1f}/s", file=sys.stderr)


def pages(application: Application, come: dict[str, Any]) -> list[list[str]]:
    """The inbox as the coordinator asks for it."""
    cookie = f"{come['cookies']['session']}={application.session}"
    head = f"GET /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
    return [[f"{head}Accept-Language: en\r\n\r\n"]] * CONNECTIONS


def posts(application: Application, come: dict[str, Any], seconds: int) -> list[list[str]]:
    """Finished drafts that nobody has sent yet, shared out among the visitors."""
    count = DRAFTS_A_SECOND * seconds // CONNECTIONS
    shared = []
    for visitor in come["visitors"]:
        taken, application.drafts = application.drafts[:count], application.drafts[count:]
        shared.append([post(come, visitor, draft) for draft in taken])
    return shared


def post(come: dict[str, Any], visitor: str, draft: str) -> str:
    """The button under the review, pressed."""
    names, token = come["cookies"], "a" * 32
    cookie = f"{names['session']}={visitor}; {names['csrf']}={token}; {names['draft']}={draft}"
    body = f"csrfmiddlewaretoken={token}&idempotency_key={secrets.token_urlsafe(24)}"
    return (
        "POST /request/review/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n"
        f"Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def counts(database: str) -> dict[str, int]:
    """How many rows there are of everything that a request is, and of the trail."""
    with psycopg.connect(scratch.address("owner", database)) as owner:
        return {
            table: int(
                owner.execute(
                    sql.SQL("select count(*) from {}").format(sql.Identifier(table))
                ).fetchone()[0]  # type: ignore[index]  # a count is always one row
            )
            for table in [*WRITTEN, "audit_entry"]
        }


def require_rows(application: Application, sent: int, before: dict[str, int]) -> None:
    """Each request that was answered has left all of its rows, and no other has left any."""
    made, after = application.sent - sent, counts(application.database)
    for table, rows in WRITTEN.items():
        found = after[table] - before[table]
        if found != rows * made:
            sys.exit(f"{application.name}: {found} rows in {table} after {made} requests")


def figures(applications: list[Application]) -> dict[str, float]:
    """Rates and times of both."""
    values: dict[str, float] = {}
    for application in applications:
        prefix = "" if application.name == "sanamost" else "minimal_"
        for kind in ("page", "post"):
            took = sorted(application.took[kind])
            values[f"{prefix}{kind}_rps"] = round(statistics.median(application.rates[kind]), 1)
            values[f"{prefix}{kind}_p50_ms"] = round(took[len(took) // 2], 1)
            values[f"{prefix}{kind}_p99_ms"] = round(took[len(took) * 99 // 100], 1)
    return values


def ratios(ours: Application, peer: Application) -> dict[str, float]:
    """Ours ÷ the peer's, round by round; the median. A round without the peer's answer is none."""
    found = {}
    for kind in ("page", "post"):
        rounds = zip(ours.rates[kind], peer.rates[kind], strict=True)
        compared = [mine / theirs for mine, theirs in rounds if theirs]
        if not compared:
            sys.exit(f"{kind}: the peer answered in no round; the machine is too busy")
        found[f"{kind}_vs_minimal"] = round(statistics.median(compared), 2)
    return found


def worker_memory(database: str) -> float:
    """Resident memory of a worker that hands on what the requests left to it, after 4 seconds."""
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker"],
        env={**os.environ, **scratch.variables(database)},
        cwd=scratch.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        time.sleep(4)
        return float(round(psutil.Process(worker.pid).memory_info().rss / 1e6, 1))
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


if __name__ == "__main__":
    main()
