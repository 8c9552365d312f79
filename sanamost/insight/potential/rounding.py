"""Whole people out of a plan in parts of people, within every limit.

Rounded down first; then one more where the largest part of a person was left over, as long as all
that they need is still there. So no figure that is shown breaks a limit, and every sum is exact.
"""

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

P = TypeVar("P", bound=Hashable)
L = TypeVar("L", bound=Hashable)
_NEARLY = 1e-3
"""What is a thousandth short of a person counts as one: the optimum is that exact."""


def whole_people(
    cases: Mapping[P, float], takes: Mapping[P, Mapping[L, float]], limits: Mapping[L, float]
) -> dict[P, int]:
    """People by place of the plan; `takes` says what one of them takes of which limits.

    A limit that is not in `limits` does not bind. Places without anybody are left out.
    """
    found = {place: math.floor(amount + _NEARLY) for place, amount in cases.items()}
    left = dict(limits)
    for place, people in found.items():
        for limit, amount in takes[place].items():
            if limit in left:
                left[limit] -= people * amount
    # Equal parts by their place, so that the same figures give the same people.
    order = sorted(cases, key=lambda place: (round(found[place] - cases[place], 6), str(place)))
    for place in order:
        needs = {limit: amount for limit, amount in takes[place].items() if limit in left}
        if cases[place] > found[place] and all(
            left[limit] >= amount * (1 - _NEARLY) for limit, amount in needs.items()
        ):
            found[place] += 1
            for limit, amount in needs.items():
                left[limit] -= amount
    return {place: people for place, people in found.items() if people > 0}
