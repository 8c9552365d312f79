"""`make bench-demo`: how long a demonstration takes to start from an empty database, by phase.

It starts one of its own in a directory of its own on a free port, reads the phases that the
demonstration prints, waits for its greeting, ends it and prints one JSON line last. What `make`
does before (packages, assets, texts) is measured where it is cold, so not here.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from bench.scratch import ROOT
from sanamost.adapters.postgres.places import places

PHASE = re.compile(r"^ {2}(\S.*?) {2,}(?:\(.*\) )?([\d.]+) s$")
GREETING = "Ctrl-C ends it."
MOST_SECONDS = 300


def main() -> None:
    """Start, listen, end, print."""
    begun, load = time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sanamost-bench-") as home:
        Path(home).chmod(0o755)  # the database's own account has to reach its directory
        try:
            phases, seconds = started(home)
        finally:  # asked by root, the database's files lie outside its home
            shutil.rmtree(places(Path(home)).base, ignore_errors=True)
    result = {
        "bench": "demo",
        "ratios": {},
        "values": {**phases, "ready_s": round(seconds, 1), "load_before": round(load, 1)},
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))


def started(home: str) -> tuple[dict[str, float], float]:
    """Seconds by phase, and until the greeting."""
    begun = time.monotonic()
    hidden = ("DATABASE_URL", "DATABASE_OWNER_URL")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    demo = subprocess.Popen(
        [sys.executable, "-u", "-m", "sanamost.jobs.demo", "--port", str(free_port())],
        cwd=ROOT,
        env={**environment, "SANAMOST_HOME": home},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    phases: dict[str, float] = {}
    said = []
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(MOST_SECONDS)
    try:
        assert demo.stdout is not None
        for line in demo.stdout:
            said.append(line)
            print(line, end="", file=sys.stderr, flush=True)
            if found := PHASE.match(line.rstrip()):
                phases[found[1].replace(" ", "_").replace(",", "")] = float(found[2])
            if GREETING in line:
                return phases, time.monotonic() - begun
        sys.exit(f"the demonstration did not start:\n{''.join(said)}")
    finally:
        signal.alarm(0)
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


def too_long(_number: int, _frame: FrameType | None) -> None:
    """A start that hangs is ended, and with it its processes."""
    sys.exit(f"the demonstration did not start within {MOST_SECONDS} s")


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
