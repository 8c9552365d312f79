"""The policy, made from the network alone: proven values of units, then learned corrections."""

import numpy as np

from sanamost.engines.capacity.admission.learning import learned
from sanamost.engines.capacity.admission.networks import Network
from sanamost.engines.capacity.admission.relaxation import relax
from sanamost.engines.capacity.admission.sampling import Samples, sample
from sanamost.engines.capacity.admission.simulating import arrivals, run
from sanamost.engines.capacity.admission.valuation import Valuation, plain

ROUNDS = 150
# By turn: states, and the part of all periods that futures are followed; to the end at first, for
# nothing better than the bound is known then of what comes after.
TURNS = ((300, 1.0), (700, 0.25), (2000, 0.25))
KEPT = 2
TRIALS = 4000


def prepare(network: Network, *, seed: int, effort: float = 1.0) -> Valuation:
    """The best of the policies found in turn, by their means over trial trajectories.

    `seed` draws the requests of training and trial; trajectories that the policy is judged on
    should come from another. `effort` scales how many states are simulated.
    """
    seeds = [
        int(one) for one in np.random.SeedSequence([seed, 0xAD]).generate_state(len(TURNS) + 1)
    ]
    trials = arrivals(network, max(200, int(TRIALS * effort)), seeds[-1])
    first = plain(network, relax(network, rounds=ROUNDS).values)
    found, samples = [first], list[list[Samples]]()
    for (states, part), drawn in zip(TURNS, seeds, strict=False):
        count, ahead = max(10, int(states * effort)), max(1, round(part * network.periods))
        fresh = sample(network, found[-1], states=count, seed=drawn, ahead=ahead)
        samples = [*samples, fresh][-KEPT:]
        found.append(learned(network, first, [one for kept in samples for one in kept]))
    means = [float(run(network, policy, trials)[0].mean()) for policy in found]
    return found[int(np.argmax(means))]
