"""Clocks: how long something may take, when it is due, what is left. Written as short texts."""

import dataclasses
import datetime as dt
import enum
import re

from sanamost.engines.periods.calendars import Calendar
from sanamost.engines.periods.days import DAY, NaiveTime, at_time, day_of, start_of_day


class BadClock(ValueError):
    """Not one of the forms `24h`, `3wd`, `10d`, `10d>`, `same`, `same<17:00`, `next@12:00`."""

    code = "bad_clock"


@dataclasses.dataclass(frozen=True, slots=True)
class Hours:
    """So many hours by the stopwatch, nights and holidays included. Text: `24h`."""

    hours: int

    def __str__(self) -> str:
        return f"{self.hours}h"


@dataclasses.dataclass(frozen=True, slots=True)
class WorkingDays:
    """By the end of the n-th working day after the day of the start. Text: `3wd`.

    The day of the start does not count (Russian Civil Code, art. 191).
    """

    days: int

    def __str__(self) -> str:
        return f"{self.days}wd"


@dataclasses.dataclass(frozen=True, slots=True)
class CalendarDays:
    """By the end of the n-th calendar day after the day of the start. Text: `10d`.

    With `moves` (text: `10d>`) a last day that is not worked gives way to the next working day
    (Russian Civil Code, art. 193).
    """

    days: int
    moves: bool = False

    def __str__(self) -> str:
        return f"{self.days}d{'>' * self.moves}"


@dataclasses.dataclass(frozen=True, slots=True)
class SameDay:
    """By the end of the same working day. Text: `same`, or `same<17:00`.

    What comes on a day off, or at `latest` or after, is due by the end of the next working day.
    """

    latest: dt.time | None = None

    def __str__(self) -> str:
        return "same" if self.latest is None else f"same<{self.latest:%H:%M}"


@dataclasses.dataclass(frozen=True, slots=True)
class NextDayAt:
    """Before that time on the next calendar day, worked or not. Text: `next@12:00`."""

    time: dt.time

    def __str__(self) -> str:
        return f"next@{self.time:%H:%M}"


Clock = Hours | WorkingDays | CalendarDays | SameDay | NextDayAt

DEFAULT_CLOCKS: dict[str, Clock] = {
    "ACKNOWLEDGE": Hours(24),
    "CALL_BACK": SameDay(),
    "COMPLETE_OR_ASK": WorkingDays(2),
    "VERDICT": WorkingDays(3),
    "PROPOSAL": WorkingDays(5),
    "HOLD": CalendarDays(14),
    "INVITATION": CalendarDays(14),
    "ARRIVAL_NOTICE": WorkingDays(1),
    "DEPARTURE_NOTICE": NextDayAt(dt.time(12)),
    "EXTRACT": CalendarDays(10),
    "FINAL_INVOICE": CalendarDays(10),
    "FOLLOW_UP_7": CalendarDays(7),
    "FOLLOW_UP_30": CalendarDays(30),
    "FOLLOW_UP_90": CalendarDays(90),
}
"""What holds until a clinic's own data say otherwise; sources in docs/algorithms/clocks.md."""


def parse_clock(text: str) -> Clock:
    """Read the short text that `str(clock)` writes; raises `BadClock`."""
    found = re.fullmatch(
        r"(?P<hours>[1-9]\d{0,3})h|(?P<working>[1-9]\d{0,2})wd|(?P<days>[1-9]\d{0,2})d(?P<moves>>?)"
        r"|(?P<same>same)(?:<(?P<latest>[0-2]\d:[0-5]\d))?|next@(?P<next>[0-2]\d:[0-5]\d)",
        text,
    )
    if not found:
        raise BadClock(text)
    if found["hours"]:
        return Hours(int(found["hours"]))
    if found["working"]:
        return WorkingDays(int(found["working"]))
    if found["days"]:
        return CalendarDays(int(found["days"]), moves=bool(found["moves"]))
    if found["same"]:
        return SameDay(_time(found["latest"], text) if found["latest"] else None)
    return NextDayAt(_time(found["next"], text))


def _time(written: str, text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(written)
    except ValueError:
        raise BadClock(text) from None


def due(start: dt.datetime, clock: Clock, *, calendar: Calendar, zone: dt.tzinfo) -> dt.datetime:
    """The first instant that is too late, in UTC: done before it is in time.

    Days begin and end in `zone` and are worked as `calendar` says. Raises `NaiveTime`,
    `NoWorkingDay`.
    """
    day = day_of(start, zone)
    match clock:
        case Hours(hours):
            return start.astimezone(dt.UTC) + dt.timedelta(hours=hours)
        case NextDayAt(time):
            return at_time(day + DAY, time, zone)
        case WorkingDays(days):
            last = calendar.after(day, days)
        case CalendarDays(days, moves):
            last = day + days * DAY
            last = calendar.on_or_after(last) if moves else last
        case SameDay(latest):
            late = latest is not None and start >= at_time(day, latest, zone)
            last = calendar.on_or_after(day + DAY if late else day)
    return start_of_day(last + DAY, zone)


class Unit(enum.StrEnum):
    """In what a remaining time is told."""

    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"


@dataclasses.dataclass(frozen=True, slots=True)
class Remaining:
    """How much is left, or since when it is late, in the largest unit of which there are two."""

    late: bool
    amount: int
    unit: Unit


def remaining(now: dt.datetime, due_at: dt.datetime) -> Remaining:
    """What to show beside a clock. Late from `due_at` on; amounts are whole and rounded down.

    Raises `NaiveTime`.
    """
    if now.tzinfo is None or due_at.tzinfo is None:
        raise NaiveTime(f"{now} and {due_at}")
    # In UTC: the difference of two times in one zone would forget a change of its clocks.
    left = due_at.astimezone(dt.UTC) - now.astimezone(dt.UTC)
    distance = abs(left)
    for unit, length in ((Unit.DAYS, DAY), (Unit.HOURS, dt.timedelta(hours=1))):
        if distance >= 2 * length:
            return Remaining(left <= dt.timedelta(0), distance // length, unit)
    return Remaining(left <= dt.timedelta(0), distance // dt.timedelta(minutes=1), Unit.MINUTES)
