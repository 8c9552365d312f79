"""What the first unit is worth of something of which there is nothing at all."""

from dataclasses import replace

import numpy as np

from sanamost.engines.capacity.potential.coupling import Coupling
from sanamost.engines.capacity.potential.program import NOBODY, Optimum, Program


def priced_at_nothing(program: Program, best: Optimum) -> Optimum:
    """The optimum with prices for resources and demands that are zero.

    No plan uses them, so the method gives them no price. A first unit is worth what the best offer
    would bring that lacks this alone, after its other costs; two missing things have no price each.
    """
    lacking = program.capacity <= 0
    unwanted = program.demand <= 0
    if not lacking.any() and not unwanted.any():
        return best
    tie = Coupling(program)
    needed = program.uses[:, None] > 0  # C, 1, O, R
    missing = (needed & lacking[:, :, None, :]).sum(-1) + tie.spread(unwanted.astype(float))
    cost = best.resource_prices @ program.uses.transpose(0, 2, 1) + tie.spread(best.demand_prices)
    cost = cost + best.budget_price * program.promotion[:, None, :]
    sold = (program.product != NOBODY)[:, None, :] & (missing == 1) & (program.budget != 0)
    gain = np.where(sold, np.maximum(program.revenue[:, None, :] - cost, 0), 0)
    resources = best.resource_prices.copy()
    for place in range(program.uses.shape[2]):
        use = program.uses[:, None, :, place]
        first = np.divide(gain, use, out=np.zeros_like(gain), where=use > 0).max(-1, initial=0)
        resources[:, :, place] = np.where(lacking[:, :, place], first, resources[:, :, place])
    demand = best.demand_prices.copy()
    for month, product in np.argwhere(unwanted):
        offered = program.product == product
        demand[month, product] = gain[:, month][offered].max(initial=0)
    return replace(best, resource_prices=resources, demand_prices=demand)
