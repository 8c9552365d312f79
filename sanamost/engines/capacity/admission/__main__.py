"""`python -m sanamost.engines.capacity.admission FILE --trajectories 200 --seed 7 --json`.

Prepares the policy for the network in FILE, runs it over drawn trajectories and prints one JSON
line last: mean revenue, half width of its 95 % interval, mean of the optimum in hindsight, and the
99th percentile of the processor's seconds that one decision takes. The only part of the engine
that reads a file and a clock; the rest stays pure.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from sanamost.engines.capacity.admission.hindsight import hindsight
from sanamost.engines.capacity.admission.networks import (
    NOBODY,
    BadNetwork,
    Floats,
    Network,
    Whole,
    read_network,
)
from sanamost.engines.capacity.admission.preparing import prepare
from sanamost.engines.capacity.admission.simulating import Policy, arrivals, run, takes

TIMED = 20  # trajectories whose decisions are made one by one and timed


def main(arguments: list[str]) -> int:
    """Zero, or 2 with one line on standard error where the file is missing or no network."""
    parser = argparse.ArgumentParser(prog="sanamost.engines.capacity.admission")
    parser.add_argument("file", type=Path, help="a network in the test bed's format, plain or gzip")
    parser.add_argument("--trajectories", type=_positive, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="the result alone, without remarks")
    asked = parser.parse_args(arguments)
    try:
        network = read_network(asked.file.read_bytes())
    except OSError as error:
        return _refused(f"{asked.file}: {error.strerror or error}")
    except BadNetwork as error:
        return _refused(f"{asked.file}: {error}")
    begun = time.perf_counter()
    policy = prepare(network, seed=abs(asked.seed))
    if not asked.json:
        _say(f"prepared in {time.perf_counter() - begun:.1f} s")
    requests = arrivals(network, asked.trajectories, _apart(asked.seed))
    earned, _ = run(network, policy, requests)
    processor, wall = decided(network, policy, requests[:TIMED])
    if not asked.json:
        _say(f"a decision, 99th percentile by the wall's clock: {np.quantile(wall, 0.99):.6f} s")
    wide = 1.96 * earned.std(ddof=1) / len(earned) ** 0.5 if len(earned) > 1 else 0.0
    result = {
        "revenue": round(float(earned.mean()), 2),
        "ci95": round(float(wide), 2),
        "hindsight": round(float(hindsight(network, requests).mean()), 2),
        "seconds_per_decision_p99": round(float(np.quantile(processor, 0.99)), 7),
    }
    _say(json.dumps(result))
    return 0


def decided(network: Network, policy: Policy, requests: Whole) -> tuple[Floats, Floats]:
    """Seconds of every decision by the processor's clock and by the wall's.

    Each decision is made alone, as an online system makes it: from the request (period, product,
    units left) to the answer, taking the units included; preparing the policy and drawing requests
    are not. The wall's clock also counts what other programs do in between.
    """
    uses, spent = takes(network), [(0.0, 0.0)]
    for row in requests:
        left = np.append(network.capacities, 1)[None]
        for period in np.flatnonzero(row != NOBODY):
            begun = time.thread_time(), time.perf_counter()
            use = uses[row[period]]
            cost = policy.costs(int(period), left, use[:1], use[1:])[0]
            if network.fares[row[period]] >= cost:
                left[0, [leg for leg in use if leg < len(network.capacities)]] -= 1
            spent.append((time.thread_time() - begun[0], time.perf_counter() - begun[1]))
    processor, wall = np.array(spent).T
    return processor, wall


def _apart(seed: int) -> int:
    """The evaluation's stream of requests: another than any that the policy was prepared on."""
    return int(np.random.SeedSequence([abs(seed), 0xE7A1]).generate_state(1)[0])


def _positive(word: str) -> int:
    if (found := int(word)) < 1:
        raise argparse.ArgumentTypeError("one trajectory at least")
    return found


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _refused(line: str) -> int:
    sys.stderr.write(line + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
