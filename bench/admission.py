"""Online admission on the public test bed, against four peers over the same trajectories.

`python -m bench.admission [--data FOLDER] [--instances NAME …] [--trajectories 1000] [--keep
FOLDER] [--only POLICY …]` reads networks, published bounds and revenues from the folder (also
SANAMOST_NRM), prepares ours on each network from seeds of its own, runs everybody over the same
drawn requests and prints one JSON line last. A share is the mean over instances of revenue ÷
bound, `…_ci95` the half width of its interval from the trajectories; the published shares divide
the authors' own figures. With `--keep`, what was measured stays in that folder, and a run that was
broken off goes on where it stood.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import numpy as np

from bench import admission_peers as peers
from bench.scratch import ROOT
from sanamost.engines.capacity.admission import (
    BadNetwork,
    Network,
    arrivals,
    hindsight,
    prepare,
    read_network,
    run,
)
from sanamost.engines.capacity.admission.__main__ import decided
from sanamost.engines.capacity.admission.networks import Floats, Whole

EVALUATION, PREPARATION, DRAWS = 20_261_123, 1, 2
SOLVES = peers.Solves()
Figures = dict[str, float]

PEERS: dict[str, Callable[[Network, Whole], Floats]] = {
    "first_come": peers.first_come,
    "dlp": lambda network, asked: peers.dlp(network, asked, SOLVES),
    "rlp": lambda network, asked: peers.rlp(network, asked, SOLVES, DRAWS),
    "bayes": lambda network, asked: peers.bayes(network, asked, SOLVES),
}
POLICIES = ("ours", *PEERS)


class Instance:
    """One network, the requests that everybody meets, and what could have been earned."""

    def __init__(self, file: Path, bound: float, trajectories: int) -> None:
        self.network, self.bound = read_network(file.read_bytes()), bound
        # Requests of their own for every network: chance does not favour all of them alike.
        self.asked = arrivals(self.network, trajectories, EVALUATION + crc32(file.name.encode()))
        self.known = hindsight(self.network, self.asked)

    def measured(self, policy: str) -> Figures:
        """What the policy earns: mean, shares, half widths; for ours also its times."""
        begun = time.process_time()
        if policy != "ours":
            earned, times = PEERS[policy](self.network, self.asked), Figures()
        else:
            ours = prepare(self.network, seed=PREPARATION)
            times = {"prepare_s": time.process_time() - begun}
            processor, wall = decided(self.network, ours, self.asked[:10])
            times["p99"] = float(np.quantile(processor, 0.99))
            times["p99_wall"] = float(np.quantile(wall, 0.99))
            earned, _ = run(self.network, ours, self.asked)
        root = len(earned) ** 0.5 / 1.96
        share = earned.mean() / self.known.mean()
        return {
            "mean": float(earned.mean()),
            "hindsight": float(self.known.mean()),
            "of_bound": float(earned.mean() / self.bound),
            "of_bound_ci95": float(earned.std() / root / self.bound),
            "of_hindsight": float(share),
            # A ratio of two means over the same trajectories (delta method).
            "of_hindsight_ci95": float(
                (earned - self.known * share).std() / root / self.known.mean()
            ),
            "cpu_s": time.process_time() - begun,
            **times,
        }


def collected(
    data: Path, names: list[str], policies: list[str], trajectories: int, keep: Path | None
) -> dict[str, dict[str, Figures]]:
    """Figures by policy and instance; ours on all instances first."""
    bounds = {one["Problem"]: float(one["LR"]) for one in published_rows(data, "bounds")}
    found: dict[str, dict[str, Figures]] = {policy: {} for policy in policies}
    ready: dict[str, Instance] = {}
    begun = time.monotonic()
    for policy in policies:
        for name in names:
            kept = keep / f"{name}.{policy}.{trajectories}.json" if keep else None
            if kept and kept.is_file():
                found[policy][name] = json.loads(kept.read_text())
                continue
            if name not in ready:
                ready[name] = Instance(data / f"{name}.txt.gz", bounds[name], trajectories)
            figures = found[policy][name] = ready[name].measured(policy)
            if kept:
                kept.write_text(json.dumps(figures))
            print(
                f"{name} {policy}: {figures['mean']:.0f}, {figures['of_bound']:.4f} of the bound, "
                f"{figures['of_hindsight']:.4f} of hindsight; {time.monotonic() - begun:.0f} s",
                flush=True,
            )
    return found


def summary(found: dict[str, dict[str, Figures]]) -> Figures:
    """Means over instances, and the half widths of their intervals."""
    values: Figures = {}
    for policy, by_name in found.items():
        mark = "" if policy == "ours" else f"_{policy}"
        rows = list(by_name.values())
        for key, said in (
            ("of_bound", "share_of_lr_bound"),
            ("of_hindsight", "share_of_hindsight"),
        ):
            wide = np.sqrt(np.sum([row[f"{key}_ci95"] ** 2 for row in rows])) / len(rows)
            values[f"{said}{mark}"] = round(float(np.mean([row[key] for row in rows])), 4)
            values[f"{said}{mark}_ci95"] = round(float(wide), 4)
    if rows := list(found.get("ours", {}).values()):
        values["least_share_of_lr_bound"] = round(min(row["of_bound"] for row in rows), 4)
        values["decision_p99_ms"] = round(max(row["p99"] for row in rows) * 1000, 3)
        values["decision_p99_wall_ms"] = round(max(row["p99_wall"] for row in rows) * 1000, 3)
        values["prepare_cpu_s"] = round(float(np.mean([row["prepare_s"] for row in rows])), 1)
    return values


def published_rows(data: Path, table: str) -> list[dict[str, str | float]]:
    """A table of the authors'."""
    rows: list[dict[str, str | float]] = json.loads((data / f"{table}.json").read_text())
    return rows


def published(data: Path, names: list[str]) -> Figures:
    """The authors' policies as shares of their own two bounds, over the same instances."""
    bounds = {one["Problem"]: one for one in published_rows(data, "bounds")}
    revenues = {one["Problem"]: one for one in published_rows(data, "revenue")}
    known = {name: float(str(bounds[name]["RLP"]).split("±")[0].replace(",", "")) for name in names}
    found = {}
    for policy in ("LR", "RLP", "DLP"):
        earned = {name: float(revenues[name][policy]) for name in names}
        of_bound = [earned[name] / float(bounds[name]["LR"]) for name in names]
        of_known = [earned[name] / known[name] for name in names]
        found[f"published_{policy.lower()}_of_lr_bound"] = round(float(np.mean(of_bound)), 4)
        found[f"published_{policy.lower()}_of_hindsight"] = round(float(np.mean(of_known)), 4)
    return found


def main(arguments: list[str]) -> None:
    """Every policy on every instance, a line each, then the line that counts."""
    parser = argparse.ArgumentParser(prog="bench.admission")
    parser.add_argument("--data", type=Path, default=os.environ.get("SANAMOST_NRM"))
    parser.add_argument("--instances", nargs="*")
    parser.add_argument("--only", nargs="*", choices=POLICIES, default=list(POLICIES))
    parser.add_argument("--trajectories", type=int, default=1000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    data = Path(asked.data or ROOT.parent / "shared/data/nrm")
    if not (data / "bounds.json").is_file():
        sys.exit("no test bed there. Cure: --data FOLDER, or SANAMOST_NRM=FOLDER")
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    listed = sorted(str(one["Problem"]) for one in published_rows(data, "bounds"))
    names = asked.instances or [one for one in listed if (data / f"{one}.txt.gz").is_file()]
    begun = time.monotonic()
    try:
        found = collected(data, names, asked.only, asked.trajectories, asked.keep)
    except (OSError, KeyError, BadNetwork) as error:
        sys.exit(f"not measured: {error}")
    values = summary(found)
    result = {
        "bench": "admission",
        "ratios": {key: one for key, one in values.items() if key.startswith("share_of")},
        "values": {
            **values,
            **published(data, names),
            "instances": len(names),
            "trajectories": asked.trajectories,
            "solves": vars(SOLVES),
            "cpu_s": round(sum(row["cpu_s"] for one in found.values() for row in one.values()), 1),
        },
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
