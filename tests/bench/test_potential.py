"""The benchmark of the export potential …"""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.potential import drawn, highs, ours
from sanamost.engines.capacity.potential import optimum

ROOT = Path(__file__).resolve().parents[2]


def test_solves_the_same_program_as_highs_and_breaks_no_limit() -> None:
    program = drawn(4, 3)
    found, peer = ours(program, 0.001), highs(program, "choose")

    assert found["kept"]
    assert found["gap"] <= 0.001
    assert peer["revenue"] * 0.999 <= found["revenue"] <= peer["revenue"] * (1 + 1e-7)
    assert found["bound"] >= peer["revenue"] * (1 - 1e-7)


def test_draws_a_country_in_which_everything_binds() -> None:
    best = optimum(drawn(6, 1), tolerance=1e-6)

    assert best.resource_prices.max() > 0
    assert best.demand_prices.max() > 0
    assert best.budget_price > 0


def test_prints_its_line_last() -> None:
    command = [sys.executable, "-m", "bench.potential", "--clinics", "3", "--rounds", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    line = json.loads(done.stdout.splitlines()[-1])

    assert line["bench"] == "potential"
    assert line["values"]["columns"] == 3 * 30 * 12
    assert line["ratios"]["time_vs_highs"] > 0
    assert line["values"]["gap"] <= 0.001


@pytest.mark.parametrize("wrong", ["0.5", "0.99"])
def test_fails_where_a_limit_is_broken(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = drawn(3, 1)

    def too_much(*said: Any, **more: Any) -> Any:
        best = optimum(*said, **more)
        return dataclasses.replace(best, cases=best.cases / float(wrong))

    monkeypatch.setattr("bench.potential.optimum", too_much)
    assert not ours(program, 0.001)["kept"]
