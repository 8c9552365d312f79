"""What one treatment uses, by day from admission, and what real treatments teach about it."""

import datetime as dt
import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 8
"""Fewer real treatments than this teach nothing: one unusual patient would change the recipe."""

_TINY = 1e-9
"""What adding binary fractions may add; it never takes another bed or minute."""


class BadRecipe(ValueError):
    """A recipe whose figures cannot be."""

    code = "bad_recipe"


@dataclass(frozen=True, slots=True)
class Use:
    """What one patient uses of a resource on one day, on average.

    `day` counts from the day of admission, which is 0. `amount` is in beds or in minutes, as the
    resource counts; `spread` is its standard deviation from patient to patient. Raises `BadRecipe`.
    """

    resource: str
    day: int
    amount: float
    spread: float = 0.0

    def __post_init__(self) -> None:
        fine = math.isfinite(self.amount) and math.isfinite(self.spread)
        if not fine or self.day < 0 or self.amount < 0 or self.spread < 0:
            raise BadRecipe(f"{self.resource}, day {self.day}: {self.amount} ± {self.spread}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """All uses of one treatment; `beds` names those resources whose use follows the stay."""

    uses: tuple[Use, ...]
    beds: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "uses", tuple(self.uses))

    @property
    def usual_stay(self) -> int:
        """Days in a bed: up to the last day on which at least half of the patients need one."""
        return 1 + max(
            (use.day for use in self.uses if use.resource in self.beds and use.amount >= 0.5),
            default=-1,
        )

    @property
    def last_day(self) -> int:
        """The last day on which anything is used; −1 where nothing is."""
        return max((use.day for use in self.uses), default=-1)


def needs(recipe: Recipe, *, arrives_on: dt.date, stay_days: int) -> dict[tuple[str, dt.date], int]:
    """What a patient who arrives on the day and stays so long needs, by resource and day.

    Whole beds and whole minutes, rounded up after the uses of a day are added. A bed is needed on
    the `stay_days` first days: a shorter stay cuts the recipe's bed days, a longer one repeats its
    last one. Other uses stay on their days. Raises `BadRecipe` for a negative stay.
    """
    if stay_days < 0:
        raise BadRecipe(f"a stay of {stay_days} days")
    found: defaultdict[tuple[str, dt.date], float] = defaultdict(float)
    for use in _stretched(recipe, stay_days):
        found[use.resource, arrives_on + dt.timedelta(days=use.day)] += use.amount
    whole = {place: math.ceil(amount - _TINY) for place, amount in found.items()}
    return {place: amount for place, amount in whole.items() if amount > 0}


def _stretched(recipe: Recipe, stay_days: int) -> Iterable[Use]:
    """The uses, with beds cut or carried on to the stay."""
    in_bed = [use for use in recipe.uses if use.resource in recipe.beds]
    last = max((use.day for use in in_bed), default=-1)
    for use in recipe.uses:
        if use.resource not in recipe.beds or use.day < stay_days:
            yield use
    for use in in_bed:
        if use.day == last:
            for day in range(last + 1, stay_days):
                yield Use(use.resource, day, use.amount, use.spread)


class Source(enum.StrEnum):
    """Where a recipe's figures are from."""

    PRIOR = "prior"
    ACTUALS = "actuals"


Actual = Mapping[tuple[str, int], float]
"""What one real treatment used: (resource, day from admission) → amount; all else was 0."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A recipe, where it is from, and how many real treatments stand behind it."""

    recipe: Recipe
    source: Source
    treatments: int
    weight: float
    """The part of the actual uses in it, from 0 (all prior) up to, not including, 1."""


def learned(prior: Recipe, actuals: Sequence[Actual], least: int = LEAST) -> Learned:
    """The recipe as real treatments amend it; the prior itself while there are fewer than `least`.

    The prior counts as much as `least` treatments would: with n real ones of mean x̄ a use becomes
    (least · prior + n · x̄) / (least + n), and its spread joins the prior's spread, that of the real
    ones and their distance (a normal mean and variance with a conjugate prior: Gelman et al.,
    Bayesian Data Analysis, 3rd ed., section 3.3). Raises `BadRecipe` for `least` under 1.
    """
    if least < 1:
        raise BadRecipe("at least one treatment must teach")
    count = len(actuals)
    if count < least:
        return Learned(prior, Source.PRIOR, count, 0.0)
    before = _by_place(prior)
    places = sorted({*before, *(place for actual in actuals for place in actual)})
    uses = (
        _joined(
            place, before.get(place, (0.0, 0.0)), [one.get(place, 0.0) for one in actuals], least
        )
        for place in places
    )
    recipe = Recipe(tuple(use for use in uses if use.amount > 0), prior.beds)
    return Learned(recipe, Source.ACTUALS, count, count / (least + count))


def _by_place(recipe: Recipe) -> dict[tuple[str, int], tuple[float, float]]:
    """Amount and variance by resource and day; uses written twice are added."""
    found: dict[tuple[str, int], tuple[float, float]] = {}
    for use in recipe.uses:
        amount, variance = found.get((use.resource, use.day), (0.0, 0.0))
        found[use.resource, use.day] = (amount + use.amount, variance + use.spread**2)
    return found


def _joined(
    place: tuple[str, int], before: tuple[float, float], seen: Sequence[float], least: int
) -> Use:
    count, (amount, variance) = len(seen), before
    mean = math.fsum(seen) / count
    around = math.fsum((one - mean) ** 2 for one in seen)
    between = least * count / (least + count) * (mean - amount) ** 2
    together = (least * variance + around + between) / (least + count)
    joined = (least * amount + count * mean) / (least + count)
    return Use(place[0], place[1], joined, math.sqrt(together))
