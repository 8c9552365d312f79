"""The guard: whether a foreign patient may start a stay, so that no domestic patient waits for it.

A promise made ahead lies within the residual at the protection level (`residual`), and may fail:
then the foreign patient is offered another day. A stay that has started cannot be displaced any
more; so before it starts, every day of it at its longest must leave room for the worst that the
state task may bring. That worst is a bound on the tail of the domestic use, proven and not
estimated: P(use > bound) ≤ risk for whatever distribution has the stated means, spreads and mosts
(Chernoff; the least such bound is the entropic value at risk, Ahmadi-Javid, J. Optim. Theory Appl.
155, 2012). What patients may use is bounded by Bennett's two-point distribution (J. Am. Stat.
Assoc. 57, 1962). docs/algorithms/capacity.md says what it assumes.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.capacity.plans import BadPlan, MonthPlan

Numbers = NDArray[np.float64]
Amounts = NDArray[np.int64]

RISK = 1e-7
"""For one resource on one day of a stay: in ten million the bound may fail once.

A clinic with fifty foreign stays of fifteen days a year takes it 750 times: less than once in ten
thousand years, if what it knows of its patients is right.
"""

SURGE = 1.25
"""So many times the expected emergencies are reckoned with."""

_NOBODY_KNOWS: Mapping[str, float] = MappingProxyType({})

_ENDLESS = 1e200
"""Where the bound says nothing; finite, so that it may be multiplied by nobody."""

_POINTS = np.geomspace(0.02, 300, 24)
"""Where the bound is tried, in parts of the largest single use; it holds at each of them."""


@dataclass(frozen=True, eq=False)
class Course:
    """What one patient may use: rows are resources, columns days from admission (or from today).

    On average, its standard deviation, and at most; a bed is 1 at most. `scale` is the largest use
    of a single patient by resource, the same for all courses of a clinic; it steers how near the
    bound comes, not whether it holds. Raises `BadPlan`.
    """

    mean: Numbers
    spread: Numbers
    most: Numbers
    scale: Numbers

    def __post_init__(self) -> None:
        if not self.mean.shape == self.spread.shape == self.most.shape:
            raise BadPlan("a course of unlike shapes")
        if self.scale.shape != self.mean.shape[:1] or (self.scale <= 0).any():
            raise BadPlan("a scale above zero for each resource")
        if (self.mean < 0).any() or (self.spread < 0).any() or (self.most < self.mean).any():
            raise BadPlan("a course below zero or above its most")

    @cached_property
    def exponents(self) -> Numbers:
        """log E exp(θ use), at most, for each point θ: (points, resources, days).

        Of all uses with this mean, spread and most, the largest has two values (Bennett).
        """
        theta = _POINTS[:, None, None] / self.scale[None, :, None]
        above = np.maximum(self.most - self.mean, 1e-12)
        share = self.spread**2 / (self.spread**2 + above**2)
        high, low = theta * above, -theta * self.spread**2 / above
        with np.errstate(divide="ignore"):
            tail: Numbers = np.logaddexp(np.log(share) + high, np.log1p(-share) + low)
        found: Numbers = theta * self.mean + np.where(self.spread > 0, tail, 0.0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Domestic patients of one course who may be admitted on each of the days from today.

    Where `sure`, `numbers` are people, all of whom are reckoned to come: those in bed, those booked
    and every place left on the timetable. Else they are expected numbers of people who come of
    themselves: emergencies. `overdispersion` is the variance of their number beside its mean, 1 or
    more (Poisson, negative binomial). The first number is of the day `since` days before today.
    """

    course: Course
    numbers: Numbers
    sure: bool
    overdispersion: float = 1.0
    since: int = 0


class Tail:
    """The worst that groups of patients together may use, on each of so many days from today.

    Groups may be added one after the other; `beds` are the rows of resources whose uses are whole,
    so that part of one is none. Raises `BadPlan` for a risk outside 0 to 1.
    """

    def __init__(
        self, groups: Sequence[Group], days: int, *, beds: Sequence[int] = (), risk: float = RISK
    ) -> None:
        if not 0 < risk < 1 or not groups:
            raise BadPlan(f"a risk of {risk}, {len(groups)} groups")
        self.scale, self.days, self.beds, self.risk = groups[0].course.scale, days, beds, risk
        self._exponents = np.zeros((len(_POINTS), len(self.scale), days))
        for group in groups:
            self.add(group)

    def add(self, group: Group) -> None:
        """Reckon with these patients too."""
        self._exponents += _over_days(group, self.days)

    def worst(self, chance: Numbers | None = None) -> Amounts:
        """What is used at worst: (resources, days from today), in whole units.

        On each day more than that is used with a probability of at most the risk; with `chance`, of
        at most risk / chance: what matters is that both happen, a use that large and something
        independent of it that has this chance.
        """
        doubt = math.log(1 / self.risk)
        level = doubt if chance is None else np.maximum(doubt + np.log(chance), 0.0)
        scaled = self.scale[None, :, None] / _POINTS[:, None, None]
        bound = ((self._exponents + level) * scaled).min(0)
        bound = np.where(self._exponents.max(0) > 0, bound, 0.0)
        whole = np.ceil(bound)
        whole[list(self.beds)] = np.floor(bound[list(self.beds)])
        return np.minimum(whole, 2.0**53).astype(np.int64)


def patient(course: Course) -> Group:
    """One patient who is there, or is to be admitted today."""
    return Group(course, np.ones(1), sure=True)


def groups_of(
    plans: Sequence[MonthPlan],
    beds: Sequence[str],
    today: dt.date,
    *,
    urgent: Mapping[str, float] = _NOBODY_KNOWS,
    surge: float = SURGE,
) -> list[Group]:
    """Domestic patients as plans expect them, where it is not known who lies in which bed.

    `urgent` says, by key of the plan, which part of its patients comes as emergencies; all of them
    where it says nothing. Emergencies, those admitted before today too, are reckoned `surge` times
    as many and to come of themselves: more careful than knowing them. All others are on a timetable
    that has the plan's patients, as evenly as whole people can be spread over its days, and every
    one of them is taken to come. Rows are the `beds`, in their order; hours need no guard, for
    domestic patients have them first on each day.
    """
    rows = {key: row for row, key in enumerate(beds)}
    found = []
    for plan in plans:
        uses = [use for use in plan.recipe.uses if use.resource in rows]
        if uses:
            mean = np.zeros((len(rows), 1 + max(use.day for use in uses)))
            for use in uses:
                mean[rows[use.resource], use.day] += use.amount
            mean = np.minimum(mean, 1.0)
            most = (mean > 0).astype(np.float64)
            course = Course(mean, np.sqrt(mean * (1 - mean)), most, np.ones(len(rows)))
            since = (today - plan.month).days
            spread = 1 + surge * max(plan.overdispersion - 1, 0.0)
            part, rates = urgent.get(plan.key, 1.0), plan.rates()
            if part > 0:
                come = surge * part * rates
                found.append(Group(course, come, sure=False, overdispersion=spread, since=since))
            if part < 1:
                places = timetable((1 - part) * rates)
                found.append(Group(course, places, sure=True, since=since))
    return found


def timetable(rates: Numbers) -> Numbers:
    """Whole people on each day, as evenly as they can be: up to any day no fewer than expected."""
    through = np.ceil(np.cumsum(rates) - 1e-9)
    places: Numbers = np.diff(through, prepend=0.0)
    return places


def _over_days(group: Group, days: int) -> Numbers:
    """Added over the days of admission: those admitted on a day are in their course's first."""
    exponents, numbers = _of_number(group), group.numbers
    if not group.since and not numbers[1:].any():
        found = np.zeros((*exponents.shape[:2], days))
        length = min(days, exponents.shape[2])
        found[:, :, :length] = numbers[0] * exponents[:, :, :length]
        return found
    ago = np.arange(days)[None, :] - np.arange(exponents.shape[2])[:, None] + group.since
    inside = (ago >= 0) & (ago < len(numbers))
    admitted = np.where(inside, numbers[np.clip(ago, 0, len(numbers) - 1)], 0.0)
    total: Numbers = exponents @ admitted
    return total


def _of_number(group: Group) -> Numbers:
    """The exponent that one patient, sure or expected, adds."""
    exponents = group.course.exponents
    if group.sure:
        return exponents
    more = group.overdispersion - 1
    if more < 0:
        raise BadPlan("an overdispersion below 1")
    grown: Numbers = np.expm1(np.minimum(exponents, 400))
    if more == 0:
        return grown
    with np.errstate(invalid="ignore", divide="ignore"):
        many: Numbers = np.where(more * grown < 1, -np.log1p(-more * grown) / more, _ENDLESS)
    return many


@dataclass(frozen=True, slots=True)
class Refused:
    """Where a stay does not fit: so much is lacking of a resource on a day from today."""

    resource: int
    day: int
    lacking: int


def may_start(tail: Tail, course: Course, supply: Amounts) -> Refused | None:
    """Whether a foreign patient of this course may start a stay today; None where they may.

    The first lack (`lacking`) is named. Who starts is then added to the tail:
    `tail.add(patient(course))`.
    """
    lacks = lacking(tail, course, supply)
    if (lacks <= 0).all():
        return None
    day = int(np.argmax((lacks > 0).any(0)))
    resource = int(np.argmax(lacks[:, day]))
    return Refused(resource, day, int(lacks[resource, day]))


def lacking(tail: Tail, course: Course, supply: Amounts) -> Amounts:
    """How much is lacking for a stay of this course that starts today; above 0 where it is.

    `tail` reckons with all domestic patients, and with the foreign patients who have started;
    `supply` is by (resource, day from today), as is the answer. On every day and of every resource
    that this patient may use, the worst and the patient's most must fit together; the last days of
    a stay weigh as much as the chance that the patient is still there.
    """
    most, chance = np.zeros((2, len(tail.scale), tail.days))
    length = min(course.most.shape[1], tail.days)
    most[:, :length] = course.most[:, :length]
    beds = list(tail.beds)
    chance[:, :length] = course.most[:, :length] > 0
    chance[beds, :length] = course.mean[beds, :length]
    uses = chance > tail.risk
    worst = tail.worst(np.where(uses, chance, 1.0))
    lacks: Amounts = np.where(uses, worst + np.ceil(most).astype(np.int64) - supply, 0)
    return lacks
