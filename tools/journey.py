"""`make journey`: three cases from the first question to closed, over HTTP as people do it.

Against the demonstration on 127.0.0.1:8000, or one of its own where none runs (which it then ends).
Every paper that anybody was shown goes into ./out/ and is checked. The last line is JSON; a miss
anywhere makes the exit status 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.journey_browser import Miss, eventually  # noqa: E402 after the path
from tools.journey_case import Case, Office, Steps  # noqa: E402 after the path
from tools.journey_papers import check_papers  # noqa: E402 after the path
from tools.journey_stories import HEART, ORTHO, STORIES, Story  # noqa: E402 after the path

OUT = ROOT / "out"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Figures:
    """What is counted: each clinic's own episodes and visits, and the national page's words."""

    episodes: dict[str, int]
    visits: dict[str, int]
    national: str


def figures(office: Office) -> Figures:
    """The clinics see exact numbers; the national page hides groups of fewer than five."""
    pages = {c.name: office(c.coordinator).get("/desk/figures/").words for c in (ORTHO, HEART)}
    return Figures(
        {name: _figure("Episodes", words) for name, words in pages.items()},
        {name: _figure("Visits", words) for name, words in pages.items()},
        office("ivanova").get("/coordinator/").words,
    )


def _figure(label: str, words: str) -> int:
    found = re.search(rf"\b{label} ([\d,\u00a0\u202f]+)", words)
    return int(re.sub(r"\D", "", found[1])) if found else 0


def answers_at(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """A port whose mail port is free too."""
    for port in range(8310, 8390):
        if not answers_at(port) and not answers_at(port + 25):
            return port
    raise Miss("no port is free")


@contextmanager
def demonstration(port: int, steps: Steps) -> Iterator[tuple[str, dict[str, str]]]:
    """The running demonstration's address, or one of our own, ended afterwards."""
    if answers_at(port):
        steps.say(f"Against the demonstration on port {port}")
        yield f"http://{HOST}:{port}", dict(os.environ)
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="sanamost-journey-") as home:
        environment = {**os.environ, "SANAMOST_HOME": home}
        command = [sys.executable, "-m", "sanamost.jobs.demo", "--port", str(port)]
        log = Path(home) / "journey.log"
        with log.open("wb") as said:
            running = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
            )
        try:
            steps(f"a demonstration of its own on port {port}", lambda: _ready(running, port, log))
            yield f"http://{HOST}:{port}", environment
        finally:
            running.terminate()
            running.wait(60)


def _ready(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    def there() -> bool:
        if running.poll() is not None:
            raise Miss(f"it ended by itself: {log.read_text(errors='replace')[-2000:]}")
        try:
            return requests.get(f"http://{HOST}:{port}/readyz", timeout=10).ok
        except requests.RequestException:
            return False

    eventually("the demonstration", there, seconds=600)


def proof(command: str, environment: dict[str, str]) -> None:
    """One of the product's own proofs over the same installation."""
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Miss(f"{done.stdout[-800:]}{done.stderr[-800:]}")


def journey(port: int, chosen: list[Story], steps: Steps) -> None:
    """All of it; a miss ends only the case in which it happened."""
    with demonstration(port, steps) as (address, environment):
        office = Office(address)
        before = steps("the figures before", lambda: figures(office))
        walked = []
        for story in chosen:
            case = Case(story, office, steps)
            try:
                case.walk()
                walked.append(case)
            except Miss:
                steps.say("  this case goes no further")
        steps.say("\nPapers and proofs")
        people = [*office.known.values(), *(case.patient for case in walked)]
        for work, words in (
            (lambda: check_papers(address, people, OUT, steps.say), "every paper in ./out checked"),
            (lambda: proof("ledger_verify", environment), "the ledger adds up"),
            (lambda: proof("audit_verify", environment), "the audit trail is whole"),
            (lambda: moved(office, before, walked), "every episode is counted, nationally too"),
        ):
            try:
                steps(words, work)
            except Miss:
                continue


def moved(office: Office, before: Figures, walked: list[Case]) -> None:
    """Each closed case is one episode at its clinic, and its country on the national page."""
    if not walked:
        raise Miss("no case was walked to its end")

    def counted() -> bool:
        after = figures(office)
        for clinic in (ORTHO, HEART):
            more = sum(1 for case in walked if case.story.takes is clinic)
            if after.episodes[clinic.name] != before.episodes[clinic.name] + more:
                return False
            if more and after.visits[clinic.name] <= before.visits[clinic.name]:
                return False
        return all(case.story.country in after.national for case in walked)

    try:
        eventually("each new episode in the figures", counted, seconds=30)
    except Miss as reason:
        after = figures(office)
        raise Miss(f"{reason}: before {before.episodes}, after {after.episodes}") from reason


def main() -> int:
    """Read the arguments, walk, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--only", type=int, help="one case by its number")
    asked = parser.parse_args()
    chosen = STORIES if not asked.only else [STORIES[asked.only - 1]]
    steps = Steps()
    try:
        journey(asked.port, chosen, steps)
    except Miss:
        steps.bad = steps.bad or 1
    except Exception:  # noqa: BLE001 whatever breaks must end in the last line and status 1
        steps.bad += 1
        steps.say(traceback.format_exc())
    told = {"goal": "journey", "n": steps.done, "bad": steps.bad, "seconds": steps.seconds()}
    steps.say(json.dumps(told))
    return 1 if steps.bad else 0


if __name__ == "__main__":
    sys.exit(main())
