"""Days in a place: when one starts, which one it is, what week and quarter it is in, ages."""

import datetime as dt

from sanamost.engines.periods.spans import Period

DAY = dt.timedelta(days=1)


class NaiveTime(ValueError):
    """A moment without a time zone could be any of 26 hours."""

    code = "naive_time"


class BornLater(ValueError):
    """The person was not yet born on that day."""

    code = "born_later"


def day_of(moment: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The calendar day that `moment` falls on in `zone`; raises `NaiveTime`."""
    if moment.tzinfo is None:
        raise NaiveTime(f"{moment}")
    return moment.astimezone(zone).date()


def start_of_day(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The first instant of `day` in `zone`, in UTC.

    Where clocks jump over midnight (Cairo, Beirut), that is the jump itself.
    """
    return at_time(day, dt.time(0), zone)


def at_time(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The instant, in UTC, when clocks in `zone` first show `time` on `day`.

    A time that clocks jump over stands as far after the jump as it would have stood.
    """
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def age_on(birth: dt.date, day: dt.date) -> int:
    """Completed years of age; raises `BornLater`.

    Born on 29 February, one is a year older on 1 March of a common year: a term of years that has
    no such day ends with the last day of the month (Russian Civil Code, art. 192 (3)).
    """
    if day < birth:
        raise BornLater(f"{birth} is after {day}")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def week_of(day: dt.date) -> Period[dt.date]:
    """The ISO 8601 week of `day`: Monday up to the next Monday."""
    monday = day - day.weekday() * DAY
    return Period(monday, monday + 7 * DAY)


def month_of(day: dt.date) -> Period[dt.date]:
    """The calendar month of `day`."""
    return Period(day.replace(day=1), _first_of(day.year, day.month + 1))


def quarter_of(day: dt.date) -> Period[dt.date]:
    """The calendar quarter of `day`."""
    first = day.month - (day.month - 1) % 3
    return Period(dt.date(day.year, first, 1), _first_of(day.year, first + 3))


def year_of(day: dt.date) -> Period[dt.date]:
    """The calendar year of `day`."""
    return Period(dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1))


def _first_of(year: int, month: int) -> dt.date:
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
