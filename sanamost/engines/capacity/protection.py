"""What is kept for the state task on each day, how that is reckoned, and whether months add up.

A day's use is the sum over the patients admitted on it and before it: each of them is in one day of
the recipe. Its mean and variance follow from the expected admissions; what is kept is a quantile of
a gamma distribution with that mean and variance. docs/algorithms/capacity.md shows it by hand.
"""

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.capacity.plans import BadPlan, MonthPlan, Rates
from sanamost.engines.capacity.recipes import Use

Expected = tuple[MonthPlan, Rates]
"""A plan and its expected admissions by day."""

_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """What one plan adds to a day's use of a resource: its mean and variance."""

    key: str
    month: dt.date
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Every number between the plans and what is kept on one day, so that it can be told in words.

    `kept` = `quantile` rounded up + `raised`, which the month's check added; nothing is promised at
    all where the month is `unreachable` or the day is `unplanned`.
    """

    resource: str
    day: dt.date
    level: float
    parts: tuple[Part, ...]
    mean: float
    deviation: float
    quantile: float
    raised: int
    kept: int
    unreachable: bool
    unplanned: bool


@dataclass(frozen=True, slots=True)
class MonthCheck:
    """Whether the days of a month keep enough for what remains of its plan.

    Over the `days` listed from `as_of` on: `mean` is the expected use, `needed` its quantile at the
    level, `supply` what the resource gives, `kept` what was kept within the supply before the
    check, `raised` what the check added. `unreachable`: the supply itself does not reach `needed`,
    so all of it is kept and nothing is left to promise.
    """

    resource: str
    month: dt.date
    as_of: dt.date
    days: int
    mean: float
    needed: int
    supply: int
    kept: int
    raised: int
    unreachable: bool


@dataclass(frozen=True, slots=True, eq=False)
class Protection:
    """What is kept: a row for each resource, a column for each day.

    `unplanned` marks days of months for which a service of the plans has no plan, `missing` says
    which: `residual(…, closed=protection.unplanned)` promises nothing on them.
    """

    resources: tuple[str, ...]
    days: tuple[dt.date, ...]
    level: float
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    protected: NDArray[np.int64]
    raised: NDArray[np.int64]
    unplanned: NDArray[np.bool_]
    missing: Mapping[dt.date, tuple[str, ...]]
    months: tuple[MonthCheck, ...]
    plans: tuple[MonthPlan, ...]

    def reason(self, resource: str, day: dt.date) -> Reason:
        """How the amount kept of the resource on the day came about."""
        row, column = self.resources.index(resource), self.days.index(day)
        mean, deviation = float(self.mean[row, column]), float(self.deviation[row, column])
        month = day.replace(day=1)
        return Reason(
            resource=resource,
            day=day,
            level=self.level,
            parts=tuple(part for plan in self.plans if (part := _part(plan, resource, day))),
            mean=mean,
            deviation=deviation,
            quantile=float(quantile(np.array(mean), np.array(deviation), self.level)),
            raised=int(self.raised[row, column]),
            kept=int(self.protected[row, column]),
            unreachable=any(
                check.unreachable and (check.resource, check.month) == (resource, month)
                for check in self.months
            ),
            unplanned=bool(self.unplanned[column]),
        )


def protect(
    plans: Sequence[MonthPlan],
    resources: Sequence[str],
    days: Sequence[dt.date],
    supply: NDArray[np.int64],
    *,
    level: float,
) -> Protection:
    """What the plans keep of each resource on each of the consecutive days, at the level.

    `level` is the part of days on which the state task's use is to lie within what is kept: 0.5 to
    below 1. `supply` has a row for each resource and a column for each day. Plans of the months
    before the first day count too: their patients may still be there. Raises `BadPlan`: days with
    gaps, another shape, a recipe that names an unknown resource, one service planned twice.
    """
    rows = _checked(plans, resources, days, supply, level)
    expected = [(plan, plan.rates()) for plan in plans]
    mean, variance = _day_uses(expected, rows, days)
    deviation = np.sqrt(variance)
    protected = _whole(quantile(mean, deviation, level))
    before = protected.copy()
    checks = tuple(_months(expected, resources, days, supply, mean, protected, level))
    missing = _missing(plans, days)
    return Protection(
        resources=tuple(resources),
        days=tuple(days),
        level=level,
        mean=mean,
        deviation=deviation,
        protected=protected,
        raised=protected - before,
        unplanned=np.array([day.replace(day=1) in missing for day in days], dtype=np.bool_),
        missing=missing,
        months=checks,
        plans=tuple(plans),
    )


def quantile(mean: Rates, deviation: Rates, level: float) -> Rates:
    """The quantile of a gamma distribution of this mean and deviation; at least a normal one's.

    Wilson and Hilferty's cube (Proc. Nat. Acad. Sci. 17, 1931), which is close where the mean is
    above the deviation; for rarer uses the normal quantile is the larger and holds. Monotone in the
    level, and never below the mean.
    """
    z = NormalDist().inv_cdf(level)
    share = np.divide(deviation, mean, out=np.zeros(mean.shape), where=mean > 0)
    cube = mean * np.maximum(1 - share**2 / 9 + z * share / 3, 0) ** 3
    found: Rates = np.maximum(np.maximum(cube, mean + z * deviation), mean)
    return found


def _checked(
    plans: Sequence[MonthPlan],
    resources: Sequence[str],
    days: Sequence[dt.date],
    supply: NDArray[np.int64],
    level: float,
) -> dict[str, int]:
    """The row of each resource."""
    if not 0.5 <= level < 1:
        raise BadPlan(f"a level of {level}: from 0.5 to below 1")
    if supply.shape != (len(resources), len(days)):
        raise BadPlan(f"supply of shape {supply.shape}")
    if any((later - day).days != 1 for day, later in itertools.pairwise(days)):
        raise BadPlan("days follow each other")
    if len({(plan.key, plan.month) for plan in plans}) != len(plans):
        raise BadPlan("one service is planned twice for one month")
    rows = {key: row for row, key in enumerate(resources)}
    named = {use.resource for plan in plans for use in plan.recipe.uses}
    if unknown := named - rows.keys():
        raise BadPlan(f"unknown resources: {', '.join(sorted(unknown))}")
    return rows


def _day_uses(
    plans: Sequence[Expected], rows: Mapping[str, int], days: Sequence[dt.date]
) -> tuple[Rates, Rates]:
    """Mean and variance of the use by resource and day: admissions drawn through the recipe."""
    mean, variance = np.zeros((len(rows), len(days))), np.zeros((len(rows), len(days)))
    for plan, rates in plans:
        for use in plan.recipe.uses:
            first = (plan.month - days[0]).days + use.day if days else 0
            begin, end = max(first, 0), min(first + len(rates), len(days))
            if begin < end:
                admitted, row = rates[begin - first : end - first], rows[use.resource]
                mean[row, begin:end] += admitted * use.amount
                variance[row, begin:end] += admitted * _variance(plan, use)
    return mean, variance


def _variance(plan: MonthPlan, use: Use) -> float:
    """What an expected patient adds to a day's variance: whether they come, and what they use."""
    return plan.overdispersion * use.amount**2 + use.spread**2


def _part(plan: MonthPlan, resource: str, day: dt.date) -> Part | None:
    rates, mean, variance = plan.rates(), 0.0, 0.0
    for use in plan.recipe.uses:
        admitted_on = (day - plan.month).days - use.day
        if use.resource == resource and 0 <= admitted_on < len(rates):
            mean += float(rates[admitted_on]) * use.amount
            variance += float(rates[admitted_on]) * _variance(plan, use)
    return Part(plan.key, plan.month, mean, variance) if mean or variance else None


def _whole(amounts: Rates) -> NDArray[np.int64]:
    return np.ceil(amounts - _TINY).clip(0).astype(np.int64)


def _missing(plans: Sequence[MonthPlan], days: Sequence[dt.date]) -> dict[dt.date, tuple[str, ...]]:
    """Months of the days in which a service of the plans has none."""
    keys = {plan.key for plan in plans}
    planned = {(plan.month, plan.key) for plan in plans}
    found = {
        month: tuple(sorted(key for key in keys if (month, key) not in planned))
        for month in sorted({day.replace(day=1) for day in days})
    }
    return {month: without for month, without in found.items() if without}


def _months(
    plans: Sequence[Expected],
    resources: Sequence[str],
    days: Sequence[dt.date],
    supply: NDArray[np.int64],
    mean: Rates,
    protected: NDArray[np.int64],
    level: float,
) -> Iterator[MonthCheck]:
    """Check each month of each resource, and raise what is kept on its days where it must be."""
    for month in sorted({plan.month for plan, _ in plans}):
        as_of = max(min(plan.as_of for plan, _ in plans if plan.month == month), month)
        columns = [
            column for column, day in enumerate(days)
            if day >= as_of and day.replace(day=1) == month
        ]  # fmt: skip
        if not columns:
            continue
        span = slice(columns[0], columns[-1] + 1)
        for row, resource in enumerate(resources):
            expected = float(mean[row, span].sum())
            if expected <= 0:
                continue
            deviation = math.sqrt(_month_variance(plans, resource, days[span.start], len(columns)))
            needed = int(_whole(quantile(np.array(expected), np.array(deviation), level)))
            given = supply[row, span]
            kept = int(np.minimum(protected[row, span], given).sum())
            unreachable = int(given.sum()) < needed
            raised = _raised(protected[row, span], given, needed - kept)
            protected[row, span] += raised
            yield MonthCheck(
                resource, month, as_of, len(columns), expected, needed, int(given.sum()), kept,
                int(raised.sum()), unreachable,
            )  # fmt: skip


def _raised(
    protected: NDArray[np.int64], supply: NDArray[np.int64], wanting: int
) -> NDArray[np.int64]:
    """What each day keeps more, in proportion to what it has free, so that nothing is wanting."""
    free = np.maximum(supply - protected, 0)
    total = int(free.sum())
    if wanting <= 0 or total == 0:
        return np.zeros_like(free)
    more: NDArray[np.int64] = np.minimum(-(-free * wanting // total), free)
    return more


def _month_variance(plans: Sequence[Expected], resource: str, first: dt.date, count: int) -> float:
    """The variance of the use over so many days; a patient's own days rise and fall together."""
    found = 0.0
    for plan, rates in plans:
        begins = (plan.month - first).days
        if begins >= count or begins + len(rates) + plan.recipe.last_day <= 0:
            continue  # its patients come after these days, or left before them
        uses = [use for use in plan.recipe.uses if use.resource == resource]
        admitted = np.arange(len(rates)) + begins
        amount, spread = np.zeros(len(rates)), np.zeros(len(rates))
        for use in uses:
            inside = (admitted + use.day >= 0) & (admitted + use.day < count)
            amount += use.amount * inside
            spread += use.spread**2 * inside
        found += float((rates * (plan.overdispersion * amount**2 + spread)).sum())
    return found
