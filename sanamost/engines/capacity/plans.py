"""The state task of one service and month, and on which days its patients are to be expected."""

import datetime as dt
import math
from collections.abc import Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.capacity.recipes import Recipe

Rates = NDArray[np.float64]
MONDAY_TO_FRIDAY = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


class BadPlan(ValueError):
    """A plan whose figures cannot be."""

    code = "bad_plan"


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """How many patients one service treats for the state in one month.

    `month` is its first day. `done` patients were admitted before `as_of`; the others are expected
    from that day on. `weekdays` are seven weights from Monday: how admissions spread over the week;
    nobody is expected on `without` (holidays). Seasons are in the months' own numbers.
    `overdispersion` is the variance of a day's admissions beside their mean: 1 for patients who
    come independently of each other (Poisson), 0 for a fixed timetable, above 1 where they come in
    waves. Raises `BadPlan`.
    """

    key: str
    month: dt.date
    planned: int
    done: int
    as_of: dt.date
    recipe: Recipe
    weekdays: tuple[float, ...] = MONDAY_TO_FRIDAY
    overdispersion: float = 1.0
    without: Set[dt.date] = frozenset()

    def __post_init__(self) -> None:
        where = f"{self.key}, {self.month}"
        if self.month.day != 1:
            raise BadPlan(f"{where}: a month is named by its first day")
        if self.planned < 0 or self.done < 0:
            raise BadPlan(f"{where}: {self.planned} planned, {self.done} done")
        if self.done and self.as_of <= self.month:
            raise BadPlan(f"{where}: {self.done} done before the month began")
        if len(self.weekdays) != 7 or not all(0 <= one < math.inf for one in self.weekdays):
            raise BadPlan(f"{where}: seven weights of weekdays, none below zero")
        if not 0 <= self.overdispersion < math.inf:
            raise BadPlan(f"{where}: overdispersion {self.overdispersion}")

    @property
    def end(self) -> dt.date:
        """The first day of the next month."""
        return next_month(self.month)

    @property
    def remaining(self) -> int:
        """Patients of the plan who are still to come; 0 once the month is over."""
        return max(self.planned - self.done, 0) if self.as_of < self.end else 0

    def rates(self) -> Rates:
        """Expected admissions on each day of the month.

        Those done are spread over the days before `as_of`, those to come over the days from it, by
        the weights of weekdays; evenly where no day has a weight, so that no patient is lost.
        """
        days = np.array(
            [self.month + dt.timedelta(days=n) for n in range((self.end - self.month).days)]
        )
        weights = np.array(
            [0.0 if day in self.without else self.weekdays[day.weekday()] for day in days]
        )
        past = days < self.as_of
        found = np.zeros(len(days))
        for which, patients in ((past, self.done), (~past, self.remaining)):
            if patients and which.any():
                found[which] = patients * _shares(weights[which])
        return found


def next_month(day: dt.date) -> dt.date:
    """The first day of the month after the day's."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _shares(weights: Rates) -> Rates:
    total = weights.sum()
    shares: Rates = weights / total if total > 0 else np.full(len(weights), 1 / len(weights))
    return shares
