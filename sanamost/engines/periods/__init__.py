"""Half-open periods, working-day calendars, clocks that run on them, ages, weeks, quarters."""

from sanamost.engines.periods.calendars import Calendar, NoWorkingDay
from sanamost.engines.periods.clocks import (
    DEFAULT_CLOCKS,
    BadClock,
    CalendarDays,
    Clock,
    Hours,
    NextDayAt,
    Remaining,
    SameDay,
    Unit,
    WorkingDays,
    due,
    parse_clock,
    remaining,
)
from sanamost.engines.periods.days import (
    BornLater,
    NaiveTime,
    age_on,
    day_of,
    month_of,
    quarter_of,
    start_of_day,
    week_of,
    year_of,
)
from sanamost.engines.periods.spans import EmptyPeriod, Period
from sanamost.engines.periods.worked import worked

__all__ = [
    "DEFAULT_CLOCKS",
    "BadClock",
    "BornLater",
    "Calendar",
    "CalendarDays",
    "Clock",
    "EmptyPeriod",
    "Hours",
    "NaiveTime",
    "NextDayAt",
    "NoWorkingDay",
    "Period",
    "Remaining",
    "SameDay",
    "Unit",
    "WorkingDays",
    "age_on",
    "day_of",
    "due",
    "month_of",
    "parse_clock",
    "quarter_of",
    "remaining",
    "start_of_day",
    "week_of",
    "worked",
    "year_of",
]
