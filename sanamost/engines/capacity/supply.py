"""What a resource gives on each day: whole beds, or minutes of theatres, machines, posts, rooms."""

import datetime as dt
import enum
from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import numpy as np
from numpy.typing import NDArray

EVERY_DAY = frozenset(range(7))
MONDAY_TO_FRIDAY = frozenset(range(5))
_DAY = dt.timedelta(days=1)


class BadResource(ValueError):
    """A resource whose figures cannot be."""

    code = "bad_resource"


class Kind(enum.StrEnum):
    """What a resource is; beds count in beds, all others in minutes."""

    BEDS = "beds"
    THEATRE = "theatre"
    EQUIPMENT = "equipment"
    STAFF = "staff"
    ROOM = "room"


@dataclass(frozen=True, slots=True)
class Break:
    """From `first` up to, not including, `last` only a share is left: a repair, a leave, a season.

    `share_left` lies between 0 (closed) and 1. Raises `BadResource`.
    """

    first: dt.date
    last: dt.date
    share_left: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "share_left", exact(self.share_left))
        if self.last <= self.first:
            raise BadResource(f"a break from {self.first} to {self.last}")
        if not 0 <= self.share_left <= 1:
            raise BadResource(f"a break that leaves {self.share_left}")


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of beds, or so many theatres, machines, posts or rooms that work alike.

    `units` may be a part (half a post). `minutes_a_day` are one unit's on a working day, and None
    for beds alone. `downtime` is the share lost to repairs, cleaning and preparation. `weekdays`
    (Monday is 0) are worked unless they are holidays; with `open_on_holidays` on those as well.
    Beds are open on every day. Raises `BadResource`.
    """

    key: str
    kind: Kind
    units: Decimal
    minutes_a_day: int | None = None
    downtime: Decimal = Decimal(0)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    breaks: tuple[Break, ...] = ()
    open_on_holidays: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", exact(self.units))
        object.__setattr__(self, "downtime", exact(self.downtime))
        object.__setattr__(self, "breaks", tuple(self.breaks))
        if self.units < 0 or not 0 <= self.downtime <= 1:
            raise BadResource(f"{self.key}: {self.units} units, {self.downtime} lost")
        if (self.kind is Kind.BEDS) != (self.minutes_a_day is None):
            raise BadResource(f"{self.key}: beds have no minutes, all others have them")
        if self.minutes_a_day is not None and not 0 <= self.minutes_a_day <= 24 * 60:
            raise BadResource(f"{self.key}: {self.minutes_a_day} minutes a day")
        if not self.weekdays <= EVERY_DAY:
            raise BadResource(f"{self.key}: weekdays are 0 to 6")

    def works_on(self, day: dt.date, holidays: Set[dt.date] = frozenset()) -> bool:
        """Whether it gives anything on the day, breaks aside."""
        if self.kind is Kind.BEDS:
            return True
        return day.weekday() in self.weekdays and (self.open_on_holidays or day not in holidays)


def exact(number: Decimal | float) -> Decimal:
    """The number as it is written: 0.1 is a tenth, not the nearest binary fraction."""
    found = number if isinstance(number, Decimal) else Decimal(str(number))
    if not found.is_finite():
        raise BadResource(str(number))
    return found


def supply(
    resource: Resource, days: Sequence[dt.date], holidays: Set[dt.date] = frozenset()
) -> NDArray[np.int64]:
    """What the resource gives on each of the days, in whole beds or minutes, never rounded up.

    units × minutes × (1 − downtime) × share left by breaks. Where breaks overlap, their losses add
    up: two repairs that leave three quarters each leave a half.
    """
    whole = resource.units * (1 - resource.downtime) * (resource.minutes_a_day or 1)
    if resource.kind is not Kind.BEDS and resource.minutes_a_day == 0:
        whole = Decimal(0)
    given = np.zeros(len(days), dtype=np.int64)
    for place, day in enumerate(days):
        if resource.works_on(day, holidays):
            given[place] = int((whole * _left(resource, day)).to_integral_value(ROUND_FLOOR))
    return given


def supplies(
    resources: Sequence[Resource], days: Sequence[dt.date], holidays: Set[dt.date] = frozenset()
) -> NDArray[np.int64]:
    """The same for several resources: a row for each, a column for each day."""
    given = np.zeros((len(resources), len(days)), dtype=np.int64)
    for row, resource in enumerate(resources):
        given[row] = supply(resource, days, holidays)
    return given


def days_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Every day from `first` up to, not including, `last`."""
    return tuple(first + number * _DAY for number in range((last - first).days))


def _left(resource: Resource, day: dt.date) -> Decimal:
    lost = sum(
        (1 - one.share_left for one in resource.breaks if one.first <= day < one.last), Decimal(0)
    )
    return max(1 - lost, Decimal(0))
