#!/usr/bin/env python3
"""Install what is locked into .venv: `install.py run` or `install.py dev`.

Runs on the bare system Python. A second run with the same lock does nothing, at once.
"""

import fcntl
import subprocess
import sys
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def lock(kind: str) -> Path:
    """The lock file of one kind of installation."""
    return CHECKOUT / "requirements" / f"{kind}.txt"


def stamp(kind: str) -> Path:
    """A copy of the lock as it was installed."""
    return VENV / f"installed-{kind}.txt"


def installed(kind: str) -> bool:
    """Whether .venv holds what the lock says, by content: a checkout's file times say nothing."""
    return stamp(kind).exists() and stamp(kind).read_bytes() == lock(kind).read_bytes()


def make_venv() -> None:
    """Create .venv, or repair one whose creation was cut short."""
    works = [str(PYTHON), "-m", "pip", "--version"]
    if PYTHON.exists() and not subprocess.run(works, check=False, capture_output=True).returncode:
        return
    print("Creating .venv", flush=True)
    try:
        import ensurepip  # noqa: F401, PLC0415 Debian leaves it out of python3
    except ImportError:
        sys.exit("Python's venv is missing on this machine. Cure: apt-get install python3-venv")
    venv.create(VENV, with_pip=True)


def install(kind: str) -> None:
    """Run pip on the lock, with hashes, telling each package's name as it comes."""
    total = sum("==" in line for line in lock(kind).read_text().splitlines())
    print(f"Installing {total} locked packages ({lock(kind).relative_to(CHECKOUT)})", flush=True)
    options = ["--require-hashes", "--no-deps", "--no-input", "--progress-bar", "off"]
    pip = subprocess.Popen(
        [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock(kind))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    seen = 0
    for line in pip.stdout or ():
        said.append(line)
        if line.startswith(("Collecting ", "Processing ", "Requirement already", "Ignoring ")):
            seen += 1
        if line.startswith(("Collecting ", "Processing ")):
            print(f"  {seen:3}/{total} {Path(line.split()[1]).name}", flush=True)
        if line.startswith("Installing collected"):
            print("  unpacking", flush=True)
    if pip.wait():
        sys.exit("".join(said[-25:]) + f"pip could not install {lock(kind).name} (see above)")


def main() -> None:
    """Bring .venv to the lock's state."""
    kind = sys.argv[1]
    if sys.version_info < OLDEST:
        sys.exit("Sanamost needs Python 3.11 or newer. Cure: make PYTHON=python3.11 …")
    if installed(kind):
        return
    with (CHECKOUT / ".install.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # two commands at once in a fresh checkout
        if installed(kind):
            return
        make_venv()
        install(kind)
        # The dev lock holds the run lock, version for version.
        for part in {"run": ["run"], "dev": ["run", "dev"]}[kind]:
            stamp(part).write_bytes(lock(part).read_bytes())


if __name__ == "__main__":
    main()
