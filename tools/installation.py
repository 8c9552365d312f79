"""A whole installation for a while: a database of its own, web, worker and mail, all ended again.

It is a demonstration (sign-in by one click, letters kept), on free ports and with a home of its
own, so it meets neither the developer's nor anybody else's. Tests copy their database for it;
whoever has none to copy gets a fresh one.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from bench import scratch
from tools.journey_browser import Miss, eventually

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
MAIL_AFTER = 25
"""The demonstration's mail listens so many ports above its web."""
COLLECT = (
    "import django; django.setup(); from sanamost.jobs.demo import steps as s; s.collect_static()"
)
WORKER = ["manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "2"]
WEB = ["-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
WEB += ["--blocking-threads", "4", "--workers-kill-timeout", "2", "--host", HOST]


@dataclass(frozen=True)
class Installation:
    """One that runs."""

    address: str
    environment: Mapping[str, str]

    def ask(self, *command: str) -> Any:
        """What a Python command of the product prints last, as JSON. Raises Miss."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Miss(f"{' '.join(command)}: {done.stdout[-800:]}{done.stderr[-1500:]}")
        return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def installation(*, template: str = "", reference: bool = False) -> Iterator[Installation]:
    """Run one, on a copy of the database `template` or on a fresh one.

    With `reference` all official data are loaded too, as in a demonstration (half a minute).
    """
    with ExitStack() as stack:
        name = f"sanamost_shown_{secrets.token_hex(4)}"
        stack.enter_context(scratch.made(name, template=template or "template1"))
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="sanamost-shown-"))
        port = free_port()
        environment = {
            **os.environ,
            **scratch.variables(name),
            "SANAMOST_HOME": home,
            "SANAMOST_DEMO": "1",
            "SANAMOST_DEBUG": "0",
            "SANAMOST_ADDRESS": f"http://{HOST}:{port}",
            "SANAMOST_SMTP_HOST": HOST,
            "SANAMOST_SMTP_PORT": str(port + MAIL_AFTER),
            "DJANGO_SETTINGS_MODULE": "sanamost.config.settings",
        }
        for command in prepared(fresh=not template, reference=reference):
            scratch.run(*command, database=name, more=environment)
        collect(environment)
        box = [str(Path(home) / "mail"), str(port + MAIL_AFTER)]
        for child, command in {
            "mail": ["-m", "sanamost.jobs.demo.mail", *box],
            "worker": WORKER,
            "web": [*WEB, "--port", str(port), "sanamost.config.wsgi:application"],
        }.items():
            stack.enter_context(running(child, command, environment, Path(home)))
        made = Installation(f"http://{HOST}:{port}", environment)
        eventually("the first page", lambda: answers(f"{made.address}/readyz"), seconds=90)
        yield made


def prepared(*, fresh: bool, reference: bool) -> list[list[str]]:
    """The commands that fill the database."""
    schema = [["manage.py", "setup_database"]] if fresh else []
    if not reference:
        return [*schema, ["-m", "tools.small_world"]]
    return [*schema, ["manage.py", "load_reference"], ["manage.py", "load_demonstration"]]


def collect(environment: Mapping[str, str]) -> None:
    """Collect styles and scripts where they changed; one at a time writes that directory."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, env=environment, check=True)


@contextmanager
def running(
    name: str, command: list[str], environment: Mapping[str, str], home: Path
) -> Iterator[None]:
    """One process, ended in any case, also when we are killed."""
    leash = [sys.executable, "-m", "sanamost.jobs.demo.leash", str(os.getpid()), sys.executable]
    with (home / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*leash, *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nobody uses, with its mail port."""
    for port in range(8500 + os.getpid() % 400, 9400):
        if not any(listened(one) for one in (port, port + MAIL_AFTER)):
            return port
    raise Miss("no port is free")


def listened(port: int) -> bool:
    """Whether somebody holds it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def answers(address: str) -> bool:
    """Whether it says that it is ready."""
    try:
        return requests.get(address, timeout=10).ok
    except requests.RequestException:
        time.sleep(0.2)
        return False
