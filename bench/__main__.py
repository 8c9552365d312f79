"""`make bench`: every benchmark in turn; the JSON lines of all stand together at the end."""

import json
import subprocess
import sys

from bench.scratch import ROOT

BENCHMARKS = ("reference", "documents", "pages", "search")


def main() -> None:
    """Run them one after the other, for they measure time; end with an error if one failed."""
    lines, failed = [], []
    for name in BENCHMARKS:
        print(f"bench: {name} …", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        print(done.stdout, end="", flush=True)
        if done.returncode:
            failed.append(name)
        else:
            lines.append(json.loads(done.stdout.splitlines()[-1]))
    for line in lines:
        print(json.dumps(line))
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
