"""Whole people out of a plan in parts of people, so that every sum of them is exact.

A clinic's cases of one area and month are rounded down together, then divided among the countries
by the largest remainder; no country gets more patients than want to come.
"""

import math
from collections import defaultdict
from collections.abc import Mapping

Place = tuple[str, str]
"""A clinic and a group of countries."""
_NEARLY = 1e-3
"""What is a thousandth short of a person counts as one: the optimum is that exact."""


def whole_people(cases: Mapping[Place, float], limits: Mapping[str, float]) -> dict[Place, int]:
    """People by clinic and group of countries, of one area and month.

    A clinic never has more of them than its own cases rounded down, a group never more than its
    limit (none where it is not in `limits`).
    """
    found = {place: math.floor(amount + _NEARLY) for place, amount in cases.items()}
    left = {group: math.floor(limit + _NEARLY) for group, limit in limits.items() if limit < 1e12}
    rest: defaultdict[str, float] = defaultdict(float)
    for (clinic, group), people in found.items():
        rest[clinic] += cases[clinic, group] - people
        if group in left:
            left[group] -= people
    open_seats = {clinic: math.floor(parts + _NEARLY) for clinic, parts in rest.items()}
    # The largest remainder first; equal ones by name: the same figures give the same people.
    order = sorted(cases, key=lambda place: (found[place] - cases[place], place))
    for place in order:
        clinic, group = place
        if open_seats[clinic] > 0 and left.get(group, 1) > 0:
            found[place] += 1
            open_seats[clinic] -= 1
            if group in left:
                left[group] -= 1
    return {place: people for place, people in found.items() if people > 0}
