"""Starts a demonstration, watches over it and ends it, leaving nothing running."""

import http.client
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import OutputWrapper
from django.db import connections

from sanamost.jobs import local_database
from sanamost.jobs.demo import steps
from sanamost.jobs.demo.children import Children, Died

ADDRESS = "127.0.0.1"
SECONDS_TO_ANSWER = 60
MANAGE = str(Path(settings.CHECKOUT) / "manage.py")
# Each does nothing, quickly, when what it makes is there.
COMMANDS = {
    "schema": "setup_database",
    "reference data": "load_reference",
    "demonstration world": "load_demonstration",
    "sample cases": "load_samples",
}


class Supervisor:
    """One run of the demonstration."""

    def __init__(self, *, port: int, fresh: bool, out: OutputWrapper) -> None:
        self.port = port
        self.fresh = fresh
        self.out = out
        self.started_database = False
        self.children = Children(Path(settings.HOME) / "logs")

    def run(self) -> None:
        """Start, tell how to sign in, and watch until Ctrl-C or TERM; then end everything.

        Raises CommandError, with the cure or the last words, when something is in the way or a
        process ends by itself.
        """
        self.require_ports()
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if wanted != signal.SIGHUP or signal.getsignal(wanted) != signal.SIG_IGN:  # nohup
                signal.signal(wanted, interrupt)
        try:
            self.prepare()
            self.start()
            self.greet()
            while True:
                self.children.check()
                time.sleep(0.2)
        except KeyboardInterrupt:
            self.out.write("\nEnding …")
        except Died as reason:
            raise CommandError(str(reason)) from reason
        finally:
            self.end()

    def require_ports(self) -> None:
        """Find out first, in words, whether somebody else holds a port."""
        if not free(self.port):
            raise CommandError(
                f"Port {self.port} is in use. Cure: make demo PORT={self.port + 1}, "
                "or end what uses it"
            )
        if not free(settings.EMAIL_PORT):
            raise CommandError(
                f"Port {settings.EMAIL_PORT}, for the demonstration's mail, is in use. "
                f"Cure: make demo PORT={self.port + 1}, or end what uses it"
            )

    def prepare(self) -> None:
        """Bring database, data and static files to what this version needs."""
        with self.phase("PostgreSQL"):
            self.start_database()
        for title, name in COMMANDS.items():
            with self.phase(title):
                if not steps.known(name):
                    self.out.write(f"(no command {name}) ", ending="")
                    continue
                steps.command(name)()
        with self.phase("static files"):
            steps.collect_static()
        connections.close_all()

    def start_database(self) -> None:
        """Start the local cluster unless the database is the operator's own."""
        if not local_database.in_use():
            if self.fresh:
                raise CommandError(
                    "FRESH=1 drops only a local database; DATABASE_URL names one of yours. "
                    "Cure: drop and create it yourself"
                )
            return
        self.started_database = not local_database.running()
        local_database.ensure_running()
        if self.fresh:
            local_database.start_over()
            steps.empty_directories()

    def start(self) -> None:
        """Start mail, worker and web, and return when the first page is there."""
        python = sys.executable
        with self.phase("web, worker and mail"):
            box = [str(steps.mail_box()), str(settings.EMAIL_PORT)]
            self.children.start("mail", [python, "-m", "sanamost.jobs.demo.mail", *box])
            worker = [python, MANAGE, "procrastinate", "worker"]
            self.children.start("worker", [*worker, "--shutdown-graceful-timeout", "5"])
            granian = [python, "-m", "granian", "--interface", "wsgi", "--no-ws"]
            size = ["--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "3"]
            place = ["--host", ADDRESS, "--port", str(self.port)]
            application = "sanamost.config.wsgi:application"
            self.children.start("web", [*granian, *size, *place, application])
            self.wait_for_first_page()

    def wait_for_first_page(self) -> None:
        """Return when the web server answers. Raises Died when it, or another child, ends first."""
        limit = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < limit:
            self.children.check()
            if status := first_page(self.port):
                if status >= 500:
                    web = next(child for child in self.children.all if child.name == "web")
                    raise Died(f"The first page answers {status}:\n{web.last_words()}")
                return
            time.sleep(0.1)
        raise Died(f"The web server did not answer in {SECONDS_TO_ANSWER} s")

    def greet(self) -> None:
        """Say where it is and how to sign in, one way per role."""
        self.out.write(f"\nSanamost is at {settings.PUBLIC_ADDRESS}\n")
        if steps.known("personas"):
            self.out.write(steps.command("personas")())
            connections.close_all()
        self.out.write(f"Mail is kept in {steps.mail_box()}, logs in {self.children.logs}")
        self.out.write("Ctrl-C ends it.")
        self.out.flush()

    def end(self) -> None:
        """End what this run started, and nothing else."""
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wanted, signal.SIG_IGN)
        self.children.end()
        connections.close_all()
        if self.started_database:
            if others := local_database.clients():
                self.out.write(f"PostgreSQL stays: {others} others use it")
            else:
                local_database.stop()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Tell the name at once and the time afterwards."""
        self.out.write(f"  {name:22}", ending="")
        self.out.flush()
        begun = time.monotonic()
        try:
            yield
        except BaseException:
            self.out.write("")  # what went wrong stands on its own line
            raise
        self.out.write(f"{time.monotonic() - begun:6.1f} s")
        self.out.flush()


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Every way of ending is the same way."""
    raise KeyboardInterrupt


def free(port: int) -> bool:
    """Whether nobody listens on `port` of this machine."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((ADDRESS, port))
        except PermissionError as reason:
            raise CommandError(f"Port {port} is root's. Cure: make demo PORT=8000") from reason
        except OSError:
            return False
    return True


def first_page(port: int) -> int | None:
    """The status of the first page, None while nobody answers."""
    asked = http.client.HTTPConnection(ADDRESS, port, timeout=30)
    try:
        asked.request("GET", "/")
        return asked.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asked.close()
