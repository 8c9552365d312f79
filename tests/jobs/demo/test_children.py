"""The processes of a demonstration …"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from sanamost.jobs.demo.children import Children, Died

SLEEP = [sys.executable, "-c", "import time; print('hello', flush=True); time.sleep(60)"]
DEAF = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
STUBBORN = [sys.executable, "-c", DEAF + "print(os.fork(), flush=True); time.sleep(60)"]


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    started = Children(tmp_path)
    yield started
    started.end()


def gone(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def wait_until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 10
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_are_named_with_their_last_words_when_they_end_by_themselves(children: Children) -> None:
    children.start("web", [sys.executable, "-c", "raise SystemExit('no such port')"])
    children.all[0].process.wait()
    with pytest.raises(Died, match=r"web ended by itself \(code 1\):\nno such port"):
        children.check()


def test_all_end_when_asked(children: Children) -> None:
    for name in ("mail", "web"):
        children.start(name, SLEEP)
    numbers = [child.process.pid for child in children.all]
    children.check()
    children.end()
    assert all(gone(number) for number in numbers)


def test_that_do_not_listen_are_killed_with_what_they_started(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sanamost.jobs.demo.children.SECONDS_TO_END", 0.3)
    children.start("worker", STUBBORN)
    child = children.all[0]
    wait_until(lambda: child.log.read_text().count("\n") == 2)
    grandchild = max(int(line) for line in child.log.read_text().split())
    children.end()
    assert gone(child.process.pid)
    wait_until(lambda: gone(grandchild))


def test_end_when_the_demonstration_itself_is_killed(tmp_path: Path) -> None:
    start = (
        "import pathlib, sys, time, django; django.setup();"
        "from sanamost.jobs.demo.children import Children;"
        "children = Children(pathlib.Path(sys.argv[1]));"
        "children.start('web', ['sleep', '60']);"
        "print(children.all[0].process.pid, flush=True); time.sleep(60)"
    )
    demonstration = subprocess.Popen(
        [sys.executable, "-c", start, str(tmp_path)],
        cwd=settings.CHECKOUT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
    )
    assert demonstration.stdout
    child = int(demonstration.stdout.readline())
    wait_until(lambda: Path(f"/proc/{child}/comm").read_text() == "sleep\n")
    demonstration.kill()
    demonstration.wait()
    wait_until(lambda: gone(child))
