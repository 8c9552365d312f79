"""The processes of a demonstration: started together, watched, ended together."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

SECONDS_TO_END = 8


class Died(Exception):
    """A process ended although nobody asked it to."""


@dataclass(frozen=True)
class Child:
    """One running process and what it says."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


class Children:
    """The processes this demonstration started; only these does it ever end."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.all: list[Child] = []

    def start(self, name: str, command: list[str]) -> None:
        """Start one, in a session of its own: Ctrl-C reaches us alone, and we end it in order."""
        self.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        log = self.logs / f"{name}.log"
        leash = [sys.executable, "-m", "sanamost.jobs.demo.leash", str(os.getpid())]
        with log.open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 the demonstration's own commands
                [*leash, *command],
                cwd=settings.CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.all.append(Child(name, process, log))

    def check(self) -> None:
        """Raise Died, with its last words, for the first that is gone."""
        for child in self.all:
            if (code := child.process.poll()) is not None:
                raise Died(f"{child.name} ended by itself (code {code}):\n{child.last_words()}")

    def end(self) -> None:
        """End all, the last started first; one that does not listen is killed."""
        for child in reversed(self.all):
            child.process.terminate()
        limit = time.monotonic() + SECONDS_TO_END
        for child in reversed(self.all):
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, limit - time.monotonic()))
            with suppress(ProcessLookupError):  # its session may hold workers of its own
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        self.all.clear()
