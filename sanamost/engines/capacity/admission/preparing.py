"""The policy, made from the network alone: bounds, a library of them, learned corrections."""

from dataclasses import replace

import numpy as np

from sanamost.engines.capacity.admission.learning import Samples, learned, sample
from sanamost.engines.capacity.admission.library import collect, single
from sanamost.engines.capacity.admission.networks import Network
from sanamost.engines.capacity.admission.relaxation import relax
from sanamost.engines.capacity.admission.simulating import arrivals, run
from sanamost.engines.capacity.admission.valuation import Valuation, plain

ROUNDS = 150
STATES = 16
SAMPLED = 300
ITERATIONS = 4
TRIALS = 4000
DAMPINGS = (0.0, 0.4, 0.7, 1.0)


def prepare(network: Network, *, seed: int, effort: float = 1.0) -> Valuation:
    """The policy with the best mean over trial trajectories of its own seed.

    `effort` scales the number of simulated states. The seed draws trial and training requests; the
    trajectories that a policy is judged on should come from another.
    """
    seeds = [int(one) for one in np.random.SeedSequence([seed, 0xAD]).generate_state(ITERATIONS + 2)]
    relaxed = relax(network, rounds=ROUNDS)
    first = plain(network, single(relaxed))
    policy, samples = first, list[list[Samples]]()
    states = max(20, int(SAMPLED * effort))
    for turn in range(ITERATIONS):
        samples = [*samples[-2:], sample(network, policy, states=states, seed=seeds[turn])]
        policy = learned(network, first, [one for turned in samples for one in turned])
    bounds = collect(
        network, relaxed, policy, states=max(2, int(STATES * effort)), rounds=15, seed=seeds[-2]
    )
    whole = replace(first, bounds=bounds)
    fitted = learned(network, whole, [one for turned in samples for one in turned])
    trials = arrivals(network, max(200, int(TRIALS * effort)), seeds[-1])
    candidates = [policy] + [
        replace(whole, weights=damping * fitted.weights) for damping in DAMPINGS
    ]
    means = [float(run(network, one, trials)[0].mean()) for one in candidates]
    return candidates[int(np.argmax(means))]
