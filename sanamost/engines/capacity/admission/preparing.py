"""The policy, made from the network alone: proven values of units, then learned corrections."""

import numpy as np

from sanamost.engines.capacity.admission.learning import Samples, learned, sample
from sanamost.engines.capacity.admission.networks import Network
from sanamost.engines.capacity.admission.relaxation import relax
from sanamost.engines.capacity.admission.simulating import arrivals, run
from sanamost.engines.capacity.admission.valuation import Valuation, plain

ROUNDS = 150
STATES = 300
TURNS = 4
KEPT = 3
TRIALS = 4000


def prepare(network: Network, *, seed: int, effort: float = 1.0) -> Valuation:
    """The best of the policies found in turn, by their means over trial trajectories.

    `seed` draws the requests of training and trial; trajectories that the policy is judged on
    should come from another. `effort` scales how many states are simulated.
    """
    seeds = [int(one) for one in np.random.SeedSequence([seed, 0xAD]).generate_state(TURNS + 1)]
    trials = arrivals(network, max(200, int(TRIALS * effort)), seeds[-1])
    first = plain(network, relax(network, rounds=ROUNDS).values)
    found, samples = [first], list[list[Samples]]()
    for turn in range(TURNS):
        fresh = sample(network, found[-1], states=max(10, int(STATES * effort)), seed=seeds[turn])
        samples = [*samples, fresh][-KEPT:]
        found.append(learned(network, first, [one for kept in samples for one in kept]))
    means = [float(run(network, policy, trials)[0].mean()) for policy in found]
    return found[int(np.argmax(means))]
