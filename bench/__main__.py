"""`make bench`: every benchmark in turn, one JSON line each as it ends.

`python -m bench [NAME …]` runs those named: reference, documents, demo, pages, search, potential. What a benchmark
says on the way goes to standard error, so that standard output holds JSON lines alone.
"""

import json
import subprocess
import sys

from bench.scratch import ROOT

BENCHMARKS = ("reference", "documents", "demo", "pages", "search", "potential")


def main() -> None:
    """Run them one after the other, for they measure time; end with an error if one failed."""
    asked = sys.argv[1:] or BENCHMARKS
    if unknown := set(asked) - {*BENCHMARKS}:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}")
    failed = [name for name in asked if not ran(name)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def ran(name: str) -> bool:
    """Run one and print its line; whether it came to its end."""
    print(f"bench: {name} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    *said, last = done.stdout.splitlines() or [""]
    print(*said, sep="\n", file=sys.stderr, flush=True)
    if done.returncode:
        print(last, file=sys.stderr, flush=True)
        return False
    print(json.dumps(json.loads(last)), flush=True)
    return True


if __name__ == "__main__":
    main()
