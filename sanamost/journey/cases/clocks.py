"""When something is due: the platform's clocks, a clinic's own where it has them."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sanamost.engines import periods
from sanamost.journey.cases.states import ClockKind
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations

CODES: dict[str, str] = {
    ClockKind.ACKNOWLEDGE: "ACKNOWLEDGE",
    ClockKind.CALL_BACK: "CALL_BACK",
    ClockKind.COMPLETE: "COMPLETE_OR_ASK",
    ClockKind.VERDICT: "VERDICT",
    ClockKind.PROPOSAL: "PROPOSAL",
    ClockKind.PROPOSAL_VALID: "HOLD",
    ClockKind.INVITATION: "INVITATION",
    ClockKind.ARRIVAL_NOTICE: "ARRIVAL_NOTICE",
    ClockKind.DEPARTURE_NOTICE: "DEPARTURE_NOTICE",
    ClockKind.EXTRACT: "EXTRACT",
    ClockKind.FINAL_INVOICE: "FINAL_INVOICE",
}
AHEAD = dt.timedelta(days=120)  # the longest clock with every holiday in between


def due(kind: ClockKind, start: dt.datetime, organisation_id: int | None = None) -> dt.datetime:
    """The moment by which `kind` is due when it starts at `start`, in UTC."""
    return dues((kind,), start, organisation_id)[kind]


def dues(
    kinds: Iterable[ClockKind],
    start: dt.datetime,
    organisation_id: int | None = None,
    card: organisations.Timed | None = None,
) -> dict[ClockKind, dt.datetime]:
    """The moments by which several are due that start together; the calendar is read once.

    `card` is the organisation's, where the caller has read it already.
    """
    card = card or organisations.timing_of(organisation_id)
    zone = ZoneInfo(card.time_zone)
    days = calendar(card.calendar, start)
    moments = {}
    for kind in kinds:
        code = CODES[kind]
        clock = (
            periods.parse_clock(card.clocks[code])
            if code in card.clocks
            else periods.DEFAULT_CLOCKS[code]
        )
        moments[kind] = periods.due(start, clock, calendar=days, zone=zone).astimezone(dt.UTC)
    return moments


def calendar(code: str, start: dt.datetime) -> periods.Calendar:
    """The working days of a calendar around `start`."""
    first = start.date() - dt.timedelta(days=2)
    days = catalogue.special_days(code, first=first, before=first + AHEAD)
    return periods.Calendar(
        holidays=frozenset(d.day for d in days if d.kind == "holiday"),
        working_saturdays=frozenset(d.day for d in days if d.kind == "working"),
    )
