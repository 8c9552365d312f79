"""Many years lived with and without foreign patients, and what the controls do to the same."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sanamost.config.proofs.capacity.clinics import drawn
from sanamost.config.proofs.capacity.worlds import Policy, World, harmed

CONTROLS = (Policy.FIRST_COME, Policy.PROMISED)
EVERY = 10
"""The controls live one year of so many."""


@dataclass(slots=True)
class Proved:
    """Sums over the years. `harmed` by policy; `foreign` what became of those who asked."""

    years: int = 0
    domestic: int = 0
    control_years: int = 0
    control_domestic: int = 0
    serving: int = 0
    """Clinics in which at least one foreign patient was served."""
    harmed: Counter[str] = field(default_factory=Counter)
    served: Counter[str] = field(default_factory=Counter)
    foreign: Counter[str] = field(default_factory=Counter)
    unused: float = 0.0


def lived(seed: int, years: int, say: Callable[[str], None] = lambda _: None) -> Proved:
    """So many clinics' years; each clinic is another, and the same for the same seed."""
    found = Proved()
    for year in range(years):
        clinic = drawn(np.random.default_rng([seed, year]))
        without = World(clinic, Policy.NOBODY).lived()
        policies = (Policy.GUARDED, *(CONTROLS if year % EVERY == 0 else ()))
        for policy in policies:
            with_them = World(clinic, policy).lived()
            harm = harmed(without, with_them)
            found.harmed[policy] += harm
            found.served[policy] += with_them.foreign["served"]
            if policy is Policy.GUARDED:
                found.foreign += with_them.foreign
                found.unused += with_them.unused
                found.serving += with_them.foreign["served"] > 0
                if harm:
                    say(f"year {year}: {harm} harmed")
        found.years += 1
        found.domestic += clinic.domestic
        if len(policies) > 1:
            found.control_years += 1
            found.control_domestic += clinic.domestic
        if found.years % 100 == 0:
            say(f"{found.years} years: {found.harmed[Policy.GUARDED]} harmed")
    return found
