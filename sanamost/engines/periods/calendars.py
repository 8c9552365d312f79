"""Working days: weekends, holidays, and weekend days that are worked by decree."""

import dataclasses
import datetime as dt

from sanamost.engines.periods.days import DAY

SATURDAY_AND_SUNDAY = frozenset({5, 6})
_LONGEST_REST = 60


class NoWorkingDay(ValueError):
    """Two months without one working day: the calendar's data are wrong."""

    code = "no_working_day"


@dataclasses.dataclass(frozen=True, slots=True)
class Calendar:
    """One country's or clinic's working days; the days come from data, never from code.

    `weekend` counts Monday as 0. `working_saturdays` are weekend days worked because a holiday was
    moved (Russian Labour Code, art. 112); they win over weekend and holiday.
    """

    holidays: frozenset[dt.date] = frozenset()
    working_saturdays: frozenset[dt.date] = frozenset()
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY

    def is_working(self, day: dt.date) -> bool:
        """Whether people work on `day`."""
        if day in self.working_saturdays:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_after(self, day: dt.date) -> dt.date:
        """`day` if it is a working day, else the next one; raises `NoWorkingDay`."""
        for ahead in range(_LONGEST_REST):
            if self.is_working(day + ahead * DAY):
                return day + ahead * DAY
        raise NoWorkingDay(f"{_LONGEST_REST} days from {day}")

    def after(self, day: dt.date, working_days: int) -> dt.date:
        """The `working_days`-th working day after `day`, which itself does not count."""
        for _ in range(working_days):
            day = self.on_or_after(day + DAY)
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie from `start` up to, not including, `end`."""
        return sum(self.is_working(start + ahead * DAY) for ahead in range((end - start).days))
