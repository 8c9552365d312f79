"""The export potential of a country, beside HiGHS on the same linear program as one whole.

`python -m bench.potential [--clinics 500] [--rounds 1] [--gap 0.001] [--seed 1] [--solvers ipm,choose]`

Draws clinics × 30 services × 12 months × 6 resources (the generator is `drawn`: random uses and
prices, seasons, capacity such that resources, demand and the budget all bind), and solves it in
processes of their own in turn: ours to the gap, HiGHS with each of its solvers to its own
tolerances, all with one thread. Time is the processor time of the solve without drawing the data
and without building either's matrices' input (HiGHS's own loading of its model is not counted
either); wall times stand beside it. The peer is HiGHS's faster solver. Prints one JSON line last;
ends with an error when the plan breaks a limit, or the gap is above what was asked.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})  # before numpy starts

import highspy
import numpy as np

from bench.price_lists import peak_mb
from bench.scratch import ROOT
from sanamost.engines.capacity.potential import Program, optimum

SERVICES, MONTHS = 30, 12
PER_CASE = np.array([1.0, 60.0, 90.0, 120.0, 240.0, 45.0])
"""Bed-days, then minutes of theatre, machine, surgeon, nurse, room that a case takes, in scale."""
OF_A_CLINIC = np.array([20.0, 1000.0, 4000 / 3, 5000 / 3, 3000.0, 2000 / 3])
"""What a small clinic has left of each in a month."""
WORTH = np.array([60.0, 4.0, 5.0, 3.0, 2.0, 3.0])
"""What a unit of each costs in the price of a case."""


def drawn(clinics: int, seed: int) -> Program:
    """A country; the same for the same seed."""
    draw = np.random.default_rng(seed)
    resources = len(PER_CASE)
    uses = draw.gamma(2.0, 1.0, (clinics, SERVICES, resources))
    uses *= draw.random(uses.shape) < 0.6
    uses *= PER_CASE
    uses[..., 0] += draw.integers(1, 10, (clinics, SERVICES))
    revenue = (500 + uses @ WORTH) * draw.lognormal(0, 0.35, (clinics, SERVICES))
    season = 1 + 0.25 * np.sin(2 * np.pi * (np.arange(MONTHS) / 12 + draw.random((clinics, 1))))
    capacity = draw.gamma(3, 1, (clinics, 1, resources)) * OF_A_CLINIC * season[..., None]
    capacity = capacity * draw.uniform(0.7, 1.3, (clinics, MONTHS, resources))
    promotion = draw.uniform(20, 200, (clinics, SERVICES))
    with np.errstate(divide="ignore"):
        alone = (capacity[:, :, None] / uses[:, None]).min(-1)
    demand = alone.sum(0) / SERVICES * draw.uniform(0.3, 2.5, (MONTHS, SERVICES))
    budget = 0.3 * float((demand * promotion.mean(0)).sum())
    product = np.tile(np.arange(SERVICES), (clinics, 1))
    return Program(revenue, uses, promotion, product, capacity, demand, budget)


def whole(program: Program) -> highspy.HighsLp:
    """The same program as one sparse matrix."""
    clinics, offers, resources = program.uses.shape
    months, products = program.demand.shape
    rows, columns = clinics * months * resources, clinics * months * offers
    shape = (clinics, months, offers)
    block = (np.arange(clinics)[:, None] * months + np.arange(months)) * resources
    places = np.concatenate(
        [
            np.broadcast_to(block[:, :, None, None] + np.arange(resources), (*shape, resources)),
            np.broadcast_to(
                rows + np.arange(months)[:, None] * products + np.arange(products), shape
            )[..., None],
            np.full((*shape, 1), rows + months * products),
        ],
        axis=-1,
    )
    amounts = np.concatenate(
        [
            np.broadcast_to(program.uses[:, None], (*shape, resources)),
            np.ones((*shape, 1)),
            np.broadcast_to(program.promotion[:, None, :, None], (*shape, 1)),
        ],
        axis=-1,
    )
    kept = amounts != 0
    found = highspy.HighsLp()
    found.num_col_, found.num_row_ = columns, rows + months * products + 1
    found.col_cost_ = -np.broadcast_to(program.revenue[:, None], shape).ravel()
    found.col_lower_, found.col_upper_ = np.zeros(columns), np.full(columns, np.inf)
    found.row_lower_ = np.full(found.num_row_, -np.inf)
    found.row_upper_ = np.concatenate(
        [program.capacity.ravel(), program.demand.ravel(), [program.budget]]
    )
    found.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    starts = np.concatenate([[0], np.cumsum(kept.sum(-1).ravel())])
    found.a_matrix_.start_ = starts.astype(np.int32)
    found.a_matrix_.index_ = places[kept].astype(np.int32)
    found.a_matrix_.value_ = amounts[kept]
    return found


def ours(program: Program, gap: float) -> dict[str, float]:
    """Solve; check every limit; say what it took."""
    wall, begun = time.monotonic(), time.process_time()
    best = optimum(program, tolerance=gap)
    seconds, wall = time.process_time() - begun, time.monotonic() - wall
    met = best.cases.sum(0)
    spent = float((best.cases * program.promotion[:, None]).sum())
    kept = (
        (best.cases >= 0).all()
        and (np.einsum("cmo,cor->cmr", best.cases, program.uses) <= program.capacity).all()
        and (met <= program.demand).all()
        and spent <= (program.budget or 0)
    )
    return {
        "seconds": seconds, "wall": wall, "revenue": best.revenue, "bound": best.bound,
        "gap": best.gap, "steps": best.steps, "kept": bool(kept), "mb": peak_mb(),
    }  # fmt: skip


def highs(program: Program, solver: str) -> dict[str, float]:
    """HiGHS on the whole, one thread."""
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # HiGHS has no types
    model.setOptionValue("output_flag", False)  # noqa: FBT003 HiGHS takes it by position
    model.setOptionValue("solver", solver)
    model.setOptionValue("threads", 1)
    model.passModel(whole(program))
    wall, begun = time.monotonic(), time.process_time()
    model.run()
    seconds, wall = time.process_time() - begun, time.monotonic() - wall
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal, model.getModelStatus()
    revenue = -model.getInfo().objective_function_value
    return {"seconds": seconds, "wall": wall, "revenue": revenue, "mb": peak_mb()}


def apart(asked: argparse.Namespace, solver: str) -> dict[str, float]:
    """The same in a process of its own, so that memory is one solver's."""
    command = [sys.executable, "-m", "bench.potential", "--alone", solver]
    for name in ("clinics", "seed", "gap"):
        command += [f"--{name}", str(getattr(asked, name))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{solver} failed:\n{done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"{solver}: {found}", file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Draw, solve in turn, compare, print."""
    begun = time.monotonic()
    parser = argparse.ArgumentParser()
    parser.add_argument("--clinics", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--solvers", default="choose,ipm")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        program = drawn(asked.clinics, asked.seed)
        alone = asked.alone
        print(json.dumps(ours(program, asked.gap) if alone == "ours" else highs(program, alone)))
        return
    solvers = asked.solvers.split(",")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in ("ours", *solvers)}
    for number in range(asked.rounds):
        # The slower of HiGHS's solvers runs once: it is no peer, and takes minutes.
        peers = solvers if number == 0 else [quickest(runs, solvers)]
        for name in ("ours", *peers) if number % 2 else (*peers, "ours"):
            runs[name].append(apart(asked, name))
    print(json.dumps(concluded(asked, runs, quickest(runs, solvers), time.monotonic() - begun)))
    if not all(run["kept"] and run["gap"] <= asked.gap for run in runs["ours"]):
        sys.exit("a limit was broken, or the gap was not reached")


def quickest(runs: dict[str, list[dict[str, float]]], solvers: list[str]) -> str:
    """HiGHS's faster solver so far."""
    return min(solvers, key=lambda name: middle(runs[name], "seconds"))


def middle(runs: list[dict[str, float]], what: str) -> float:
    """The median of a figure."""
    return statistics.median(run[what] for run in runs)


def concluded(
    asked: argparse.Namespace,
    runs: dict[str, list[dict[str, float]]],
    peer: str,
    seconds: float,
) -> dict[str, object]:
    """The line of the benchmark."""
    first, best = runs["ours"][0], runs[peer][0]["revenue"]
    assert first["bound"] >= best * (1 - 1e-6), "the bound is below HiGHS's optimum"
    assert first["revenue"] <= best * (1 + 1e-6), "the plan is above HiGHS's optimum"
    values: dict[str, object] = {
        "clinics": asked.clinics,
        "columns": asked.clinics * SERVICES * MONTHS,
        "rows": asked.clinics * MONTHS * len(PER_CASE) + SERVICES * MONTHS + 1,
        "rounds": asked.rounds,
        "gap": first["gap"],
        "below_highs": 1 - first["revenue"] / best,
        "peer": peer,
    }
    for name, done in runs.items():
        values[f"{name}_s"] = round(middle(done, "seconds"), 2)
        values[f"{name}_wall_s"] = round(middle(done, "wall"), 2)
        values[f"{name}_mb"] = round(max(run["mb"] for run in done))
    ratios = {
        "time_vs_highs": round(middle(runs["ours"], "seconds") / middle(runs[peer], "seconds"), 4),
        "wall_vs_highs": round(middle(runs["ours"], "wall") / middle(runs[peer], "wall"), 4),
    }
    return {
        "bench": "potential",
        "ratios": ratios,
        "values": values,
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    main()
