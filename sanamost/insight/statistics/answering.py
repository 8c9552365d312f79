"""How fast clinics really answer: public sums over cases that the reader may not see.

The time runs from the moment a request reaches a clinic to its physician's verdict, and stands
still on the days off of the clinic's own calendar. A question back to the patient does not stop it.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from zoneinfo import ZoneInfo

from sanamost.engines.periods import Calendar, start_of_day, worked
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.selectors import AnswerTime
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.remembering import remembered

DAYS = 365
"""The period: so many days back from today."""
FEWEST = 5
"""Below this many answers in the period a usual time says nothing, and none is shown."""
EARLIER = dt.timedelta(days=90)
"""A request may have come so long before the period in which it was answered."""


@dataclass(frozen=True, slots=True)
class AnswerSpeed:
    """One clinic's answers in the period."""

    organisation_id: int
    answered: int
    time: dt.timedelta | None
    """The median; None while there are fewer than `FEWEST`."""


UNKNOWN = AnswerSpeed(0, 0, None)


def answer_speeds(*, day: dt.date) -> dict[int, AnswerSpeed]:
    """By organisation, over the `DAYS` before the day's end; kept for five minutes."""
    return {speed.organisation_id: speed for speed in _speeds(day)}


@remembered
def _speeds(day: dt.date) -> tuple[AnswerSpeed, ...]:
    first = day - dt.timedelta(days=DAYS)
    with acting_as(system("clinics' answer times")):
        given = cases.answers_given(since=start_of_day(first, dt.UTC))
    calendars = {
        code: _calendar(code, first=(first - EARLIER), before=day + dt.timedelta(days=2))
        for code in {one.calendar for one in given}
    }
    spans: dict[int, list[float]] = defaultdict(list)
    for one in given:
        spans[one.organisation_id].append(_span(one, calendars[one.calendar]))
    return tuple(AnswerSpeed(key, len(times), _usual(times)) for key, times in spans.items())


def _usual(seconds: list[float]) -> dt.timedelta | None:
    return dt.timedelta(seconds=median(seconds)) if len(seconds) >= FEWEST else None


def _span(one: AnswerTime, calendar: Calendar) -> float:
    zone = ZoneInfo(one.time_zone)
    return worked(one.asked_at, one.answered_at, calendar=calendar, zone=zone).total_seconds()


def _calendar(code: str, *, first: dt.date, before: dt.date) -> Calendar:
    special = catalogue.special_days(code, first=first, before=before)
    return Calendar(
        holidays=frozenset(day.day for day in special if day.kind == "holiday"),
        working_saturdays=frozenset(day.day for day in special if day.kind == "working"),
    )
