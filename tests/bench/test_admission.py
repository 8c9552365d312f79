"""The benchmark of admission, run tiny: its figures and its last line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.engines.capacity.admission.hubs import text

ROOT = Path(__file__).resolve().parents[2]


def bench(data: Path) -> subprocess.CompletedProcess[str]:
    (data / "small.txt.gz").write_bytes(text(periods=16, capacity=2).encode())
    said = ["--data", str(data), "--trajectories", "40", "--keep", str(data / "kept")]
    return subprocess.run(
        [sys.executable, "-m", "bench.admission", *said],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("nrm")
    bounds = [{"Problem": "small", "LR": 1000, "RLP": "900 ± 9"}]
    revenues = [{"Problem": "small", "LR": 950, "RLP": 900, "DLP": 800}]
    (data / "bounds.json").write_text(json.dumps(bounds))
    (data / "revenue.json").write_text(json.dumps(revenues))
    return data


@pytest.fixture(scope="module")
def line(data: Path) -> dict[str, Any]:
    done = bench(data)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_everybody_is_measured_over_the_same_requests(line: dict[str, Any], data: Path) -> None:
    kept = [json.loads(one.read_text()) for one in (data / "kept").iterdir()]

    assert len(kept) == 5
    assert len({one["hindsight"] for one in kept}) == 1
    assert all(one["mean"] <= one["hindsight"] for one in kept)


def test_shares_are_revenue_by_bound(line: dict[str, Any], data: Path) -> None:
    ours = json.loads((data / "kept/small.ours.40.json").read_text())

    assert line["ratios"]["share_of_lr_bound"] == round(ours["mean"] / 1000, 4)
    assert line["ratios"]["share_of_hindsight"] == round(ours["mean"] / ours["hindsight"], 4)
    assert line["values"]["published_lr_of_lr_bound"] == 0.95
    assert line["values"]["published_lr_of_hindsight"] == round(950 / 900, 4)


def test_a_run_broken_off_goes_on_where_it_stood(line: dict[str, Any], data: Path) -> None:
    again = bench(data)

    assert again.stdout.count("\n") == 1
    assert json.loads(again.stdout)["ratios"] == line["ratios"]
