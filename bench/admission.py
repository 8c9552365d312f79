"""Online admission on the public test bed, against four peers over the same trajectories.

`python -m bench.admission [--instances NAME …] [--trajectories 1000] [--log FILE]` reads the
networks and the published bounds and revenues from SANAMOST_NRM (or `--data`), prepares ours on
each network from seeds of its own, runs everybody over the same drawn requests and prints one JSON
line last. A share is the mean over instances of revenue ÷ bound; `ci95` is the half width of its
interval from the trajectories. The published shares divide the authors' own figures.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from bench import admission_peers as peers
from bench.scratch import ROOT
from sanamost.engines.capacity.admission import (
    BadNetwork,
    arrivals,
    hindsight,
    prepare,
    read_network,
    run,
)
from sanamost.engines.capacity.admission.__main__ import p99

EVALUATION, PREPARATION, DRAWS = 20_261_123, 1, 2
PEERS = ("first_come", "dlp", "rlp", "bayes")


def measured(file: Path, bound: float, trajectories: int) -> dict[str, dict[str, float]]:
    """Mean, share of both bounds and half widths by policy, on one network."""
    network, begun, solves = read_network(file.read_bytes()), time.process_time(), peers.Solves()
    policy = prepare(network, seed=PREPARATION)
    prepared = time.process_time() - begun
    asked = arrivals(network, trajectories, EVALUATION)
    ours, _ = run(network, policy, asked)
    known = hindsight(network, asked)
    earned = {
        "ours": ours,
        "first_come": peers.first_come(network, asked),
        "dlp": peers.dlp(network, asked, solves),
        "rlp": peers.rlp(network, asked, solves, DRAWS),
        "bayes": peers.bayes(network, asked, solves),
    }
    root = max(trajectories, 2) ** 0.5
    found = {
        name: {
            "mean": float(one.mean()),
            "ci95": float(1.96 * one.std() / root),
            "of_bound": float(one.mean() / bound),
            "of_bound_ci95": float(1.96 * one.std() / root / bound),
            "of_hindsight": float(one.mean() / known.mean()),
            # The interval of a ratio of means over the same trajectories (delta method).
            "of_hindsight_ci95": float(
                1.96 * (one - known * one.mean() / known.mean()).std() / root / known.mean()
            ),
        }
        for name, one in earned.items()
    }
    found["time"] = {"prepare_s": prepared, "p99": p99(network, policy, asked[:5])}
    found["hindsight"] = {"mean": float(known.mean())}
    return found


def together(runs: list[dict[str, dict[str, float]]], name: str, key: str) -> tuple[float, float]:
    """Mean over instances, and the half width of its interval."""
    values = [one[name][key] for one in runs]
    wide = [one[name][f"{key}_ci95"] for one in runs]
    return float(np.mean(values)), float(np.sqrt(np.square(wide).sum()) / len(wide))


def summary(runs: list[dict[str, dict[str, float]]]) -> dict[str, float]:
    """Shares of everybody, by the names of the line printed last."""
    values: dict[str, float] = {}
    for name in ("ours", *PEERS):
        mark = "" if name == "ours" else f"_{name}"
        for key, said in (("of_bound", "share_of_lr_bound"), ("of_hindsight", "share_of_hindsight")):
            share, wide = together(runs, name, key)
            values[f"{said}{mark}"], values[f"{said}{mark}_ci95"] = round(share, 4), round(wide, 4)
    values["decision_p99_ms"] = round(max(one["time"]["p99"] for one in runs) * 1000, 3)
    values["prepare_cpu_s"] = round(float(np.mean([one["time"]["prepare_s"] for one in runs])), 1)
    return values


def published(data: Path, names: list[str]) -> dict[str, float]:
    """The authors' policies as shares of their own two bounds, over the same instances."""
    bounds = {one["Problem"]: one for one in json.loads((data / "bounds.json").read_text())}
    revenues = {one["Problem"]: one for one in json.loads((data / "revenue.json").read_text())}
    known = {name: float(str(bounds[name]["RLP"]).split("±")[0].replace(",", "")) for name in names}
    found = {}
    for policy in ("LR", "RLP", "DLP"):
        earned = [float(revenues[name][policy]) for name in names]
        of_bound = [got / bounds[name]["LR"] for got, name in zip(earned, names, strict=True)]
        of_known = [got / known[name] for got, name in zip(earned, names, strict=True)]
        found[f"published_{policy.lower()}_of_lr_bound"] = round(float(np.mean(of_bound)), 4)
        found[f"published_{policy.lower()}_of_hindsight"] = round(float(np.mean(of_known)), 4)
    return found


def main(arguments: list[str]) -> None:
    """Every instance in turn, a line each, then the line that counts."""
    parser = argparse.ArgumentParser(prog="bench.admission")
    parser.add_argument("--data", type=Path, default=os.environ.get("SANAMOST_NRM"))
    parser.add_argument("--instances", nargs="*")
    parser.add_argument("--trajectories", type=int, default=1000)
    asked = parser.parse_args(arguments)
    data = Path(asked.data or ROOT.parent / "shared/data/nrm")
    if not (data / "bounds.json").is_file():
        sys.exit(f"no test bed in {data}. Cure: --data FOLDER, or SANAMOST_NRM=FOLDER")
    bounds = {one["Problem"]: one for one in json.loads((data / "bounds.json").read_text())}
    names = asked.instances or [
        name for name in sorted(bounds) if (data / f"{name}.txt.gz").is_file()
    ]
    begun, runs = time.monotonic(), []
    for name in names:
        try:
            runs.append(
                measured(data / f"{name}.txt.gz", float(bounds[name]["LR"]), asked.trajectories)
            )
        except (OSError, KeyError, BadNetwork) as error:
            sys.exit(f"{name}: {error}")
        said = {one: round(runs[-1][one]["of_bound"], 4) for one in ("ours", *PEERS)}
        said["hindsight"] = round(runs[-1]["ours"]["of_hindsight"], 4)
        print(name, json.dumps(said), f"{time.monotonic() - begun:.0f} s", flush=True)
    values = summary(runs)
    solves = peers.Solves()
    result = {
        "bench": "admission",
        "ratios": {
            key: values[key] for key in ("share_of_lr_bound", "share_of_hindsight")
        },
        "values": {
            **values,
            **published(data, names),
            "instances": len(names),
            "trajectories": asked.trajectories,
            "solves": vars(solves),
        },
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
