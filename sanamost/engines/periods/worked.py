"""How long something took where only working days count."""

import datetime as dt

from sanamost.engines.periods.calendars import Calendar
from sanamost.engines.periods.days import DAY, day_of, start_of_day


def worked(
    start: dt.datetime, end: dt.datetime, *, calendar: Calendar, zone: dt.tzinfo
) -> dt.timedelta:
    """The time from `start` to `end` by a stopwatch that stands still on days off.

    A working day counts whole, 24 hours: when within a day people work, nobody declares. Zero
    where `end` is not after `start`; raises `NaiveTime`.
    """
    total = dt.timedelta(0)
    day, last = day_of(start, zone), day_of(end, zone)
    while day <= last:
        if calendar.is_working(day):
            begins = max(start, start_of_day(day, zone))
            ends = min(end, start_of_day(day + DAY, zone))
            total += max(ends - begins, dt.timedelta(0))
        day += DAY
    return total
