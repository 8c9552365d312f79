#!/usr/bin/env python3
"""Everything that must hold before a change is taken, each step named and timed."""

import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = CHECKOUT / ".venv" / "bin"
STEPS = {
    "format": "ruff format --check --quiet",
    "lint": "ruff check --quiet",
    "types": "mypy",
    "layers": "lint-imports",
    "migrations": "python manage.py makemigrations --check --dry-run",
    "messages": "python tools/messages.py check",
}


def passes(name: str) -> bool:
    """Run one step; what it says is shown only when it fails."""
    print(f"{name:12}", end="", flush=True)
    begun = time.monotonic()
    program, *arguments = STEPS[name].split()
    command = [str(BIN / program), *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    print(f"{'ok' if done.returncode == 0 else 'FAILED':8}{time.monotonic() - begun:6.1f} s")
    if done.returncode:
        print(f"{done.stdout}{done.stderr}", flush=True)
    return done.returncode == 0


def main() -> None:
    """Run all steps, or those named; the exit code says whether all passed."""
    failed = [name for name in sys.argv[1:] or STEPS if not passes(name)]
    if failed:
        sys.exit(f"check failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
