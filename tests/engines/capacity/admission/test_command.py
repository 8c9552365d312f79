"""The command …"""

import json
import subprocess
import sys
from pathlib import Path

from tests.engines.capacity.admission.hubs import text

ROOT = Path(__file__).resolve().parents[4]


def command(*said: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sanamost.engines.capacity.admission", *map(str, said)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_prints_the_result_last(tmp_path: Path) -> None:
    (tmp_path / "hub.txt").write_text(text(periods=12, capacity=2))
    done = command(tmp_path / "hub.txt", "--trajectories", 20, "--seed", 7, "--json")
    found = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode == 0, done.stderr
    assert set(found) == {"revenue", "ci95", "hindsight", "seconds_per_decision_p99"}
    assert 0 < found["revenue"] <= found["hindsight"]


def test_says_in_one_line_that_there_is_no_such_file(tmp_path: Path) -> None:
    done = command(tmp_path / "none.txt")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "No such file" in done.stderr


def test_says_in_one_line_what_is_wrong_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("3\n1\n1 0 many\n")
    done = command(tmp_path / "bad.txt", "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("bad.txt: line 3: capacity is no whole number: many\n")
    assert done.stderr.count("\n") == 1
