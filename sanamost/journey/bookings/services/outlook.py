"""A clinic's coming days as the guard sees them: what there is, who is in, and who may begin.

Reckoned from what the clinic has entered and what is booked (docs/algorithms/capacity.md, section
6); it writes nothing, and is asked by `starting` in the same transaction.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sanamost.engines.capacity import guard as engine
from sanamost.engines.capacity.plans import next_month
from sanamost.journey.bookings.models import Booking, HoldUse
from sanamost.journey.bookings.states import BookingState
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as capacity
from sanamost.registry.resources.states import ResourceKind

WAIT = 3
"""So many days longer than booked a foreign patient may lie in bed: they wait for hours that nobody
else needs (rule 3 of the guard)."""
_DAY = dt.timedelta(days=1)

Uses = Mapping[tuple[int, dt.date], int]
"""What a stay uses by (key of the resource, day)."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a stay would take from the state task: at most so much, on days from first to last.

    `of_month`: not on any one day, but the month's plan could no longer be reached.
    """

    resource: Any
    first_on: dt.date
    last_on: dt.date
    amount: int
    of_month: bool = False

    @property
    def a_day(self) -> int:
        """What would have to be conceded on each of the days."""
        days = (self.last_on - self.first_on).days + 1
        return -(-self.amount // days) if self.of_month else self.amount


class Outlook:
    """A clinic's coming days: what there is, who is in, and who may begin."""

    def __init__(self, clinic: int, today: dt.date, rows: Iterable[Booking]) -> None:
        """From today to the end of the last of these stays, with who is in already."""
        self.clinic, self.today = clinic, today
        self.planned = _uses(row.hold_id for row in rows)
        self.inside = [_from(uses, today) for uses in _present(clinic, today)]
        last = max((day for uses in self.planned.values() for _r, day in uses), default=today)
        # Those who come late use later days than they were booked for.
        last = max(last, today + (last - min(row.arrives_on for row in rows))) + WAIT * _DAY
        self.counted = capacity.reckon(organisation_id=clinic, first=today, before=next_month(last))
        self.rows = {row.pk: place for place, row in enumerate(self.counted.resources)}
        self.supply = self.counted.supply + self._conceded()
        self.urgent = resources.urgent_parts(organisation_id=clinic)

    def lacks(self, row: Booking, on: dt.date) -> list[Lack]:
        """What the state task could lack if the stay began on this day."""
        uses = self._shifted(row, on)
        return [*self._beds(uses, on), *self._months(uses)]

    def start(self, row: Booking, on: dt.date) -> None:
        """Reckon with this patient from now on."""
        self.inside.append(_lengthened(self._shifted(row, on), self._bed_keys()))

    def _shifted(self, row: Booking, on: dt.date) -> Uses:
        """What the stay uses if it begins on this day."""
        later = on - row.arrives_on
        return {
            (key, day + later): amount for (key, day), amount in self.planned[row.hold_id].items()
        }

    def _bed_keys(self) -> list[int]:
        return [row.pk for row in self.counted.resources if row.kind == ResourceKind.BEDS]

    def _conceded(self) -> engine.Amounts:
        found = np.zeros_like(self.counted.supply)
        days = self.counted.days
        given = resources.conceded_between(
            organisation_id=self.clinic, first=days[0], before=days[-1] + _DAY
        )
        for (key, day), amount in given.items():
            if key in self.rows:
                found[self.rows[key], (day - self.today).days] += amount
        return found

    def _beds(self, uses: Uses, on: dt.date) -> list[Lack]:
        """Rule 2 of the guard: on every day of the stay, the worst and this patient in bed."""
        beds = [key for key in self._bed_keys() if any(key == used for used, _day in uses)]
        if not beds:
            return []
        mine = _lengthened({place: n for place, n in uses.items() if place[0] in beds}, beds)
        days = 1 + max((day - on).days for _key, day in mine)
        course = self._course(mine, beds, on, days)
        nobody = engine.Group(course, np.zeros(1), sure=True)
        tail = engine.Tail([nobody], days, beds=range(len(beds)))
        plans = self.counted.protection.plans
        parts = {plan.key: self.urgent.get(plan.key.split(" ")[0], 1.0) for plan in plans}
        for group in engine.groups_of(plans, [str(key) for key in beds], on, urgent=parts):
            tail.add(group)
        for stay in self.inside:
            there = _from(stay, on)
            if any(key in beds for key, _day in there):
                tail.add(engine.patient(self._course(there, beds, on, days)))
        first = (on - self.today).days
        supply = self.supply[[self.rows[key] for key in beds], first : first + days]
        lacks = engine.lacking(tail, course, supply)
        return [
            Lack(
                self.counted.resources[self.rows[key]],
                on + int(short[0]) * _DAY,
                on + int(short[-1]) * _DAY,
                int(lacks[place].max()),
            )
            for place, key in enumerate(beds)
            if len(short := np.flatnonzero(lacks[place] > 0))
        ]

    def _course(self, uses: Uses, beds: list[int], on: dt.date, days: int) -> engine.Course:
        """Beds that are used for sure, by day from `on`; each bed is one."""
        mean = np.zeros((len(beds), days))
        for (key, day), amount in uses.items():
            if key in beds and 0 <= (day - on).days < days:
                mean[beds.index(key), (day - on).days] = amount
        return engine.Course(mean, np.zeros_like(mean), mean, np.ones(len(beds)))

    def _months(self, uses: Uses) -> list[Lack]:
        """Whether the rest of each month still has what its plan needs beside all who are in."""
        found = []
        for check in self.counted.protection.months:
            key, end = int(check.resource), next_month(check.month)
            first = max(check.month, self.today)
            mine = _sum(uses, key, first, end)
            if not mine:
                continue
            others = sum(_sum(stay, key, first, end) for stay in self.inside)
            span = slice((first - self.today).days, (end - self.today).days)
            given = int(self.supply[self.rows[key], span].sum())
            if (lacking := check.needed + mine + others - given) > 0:
                row = self.counted.resources[self.rows[key]]
                found.append(Lack(row, first, end - _DAY, lacking, of_month=True))
        return found


def _uses(holds: Iterable[int]) -> dict[int, dict[tuple[int, dt.date], int]]:
    found: dict[int, dict[tuple[int, dt.date], int]] = {key: {} for key in holds}
    rows = HoldUse.objects.filter(hold_id__in=found, amount__gt=0)
    for hold, resource, day, amount in rows.values_list(
        "hold_id", "capacity__resource_id", "capacity__day", "amount"
    ):
        found[hold][resource, day] = amount
    return found


def _present(clinic: int, today: dt.date) -> list[Uses]:
    """What those use who are in: as long as booked, at least today, and three days longer."""
    rows = Booking.objects.filter(
        organisation_id=clinic, state=BookingState.USED, left_on__isnull=True
    )
    # Who was admitted years ago and never discharged is a forgotten row, not a patient in bed.
    holds = list(
        rows.filter(arrives_on__gte=today - dt.timedelta(days=400)).values_list(
            "hold_id", flat=True
        )
    )
    beds = set(
        HoldUse.objects.filter(hold_id__in=holds, capacity__resource__kind="beds").values_list(
            "capacity__resource_id", flat=True
        )
    )
    return [_lengthened(_still(uses, beds, today), beds) for uses in _uses(holds).values()]


def _still(uses: Uses, beds: set[int], today: dt.date) -> Uses:
    """Whoever has not left has their bed today, whatever was booked."""
    ended = {key for key, _day in uses if key in beds} - {
        key for key, day in uses if key in beds and day >= today
    }
    last = {key: max(day for one, day in uses if one == key) for key in ended}
    return {**uses, **{(key, today): uses[key, day] for key, day in last.items()}}


def _lengthened(uses: Uses, beds: Iterable[int]) -> Uses:
    """Each bed for `WAIT` days more."""
    found: defaultdict[tuple[int, dt.date], int] = defaultdict(int, uses)
    for bed in beds:
        days = [day for key, day in uses if key == bed]
        for more in range(1, WAIT + 1) if days else ():
            found[bed, max(days) + more * _DAY] = uses[bed, max(days)]
    return dict(found)


def _from(uses: Uses, first: dt.date) -> Uses:
    return {place: amount for place, amount in uses.items() if place[1] >= first}


def _sum(uses: Uses, key: int, first: dt.date, before: dt.date) -> int:
    return sum(
        amount for (one, day), amount in uses.items() if one == key and first <= day < before
    )
