"""Half-open spans of days or of instants."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Generic, TypeVar

Point = TypeVar("Point", dt.date, dt.datetime)


class EmptyPeriod(ValueError):
    """A period ends after it starts."""

    code = "empty_period"


@dataclasses.dataclass(frozen=True, slots=True)
class Period(Generic[Point]):
    """From `start` up to, but not including, `end`; without `end` it goes on for ever.

    Of days or of aware instants, never of both. Raises `EmptyPeriod`, `TypeError`.
    """

    start: Point
    end: Point | None = None

    def __post_init__(self) -> None:
        if self.end is None:
            return
        if isinstance(self.start, dt.datetime) != isinstance(self.end, dt.datetime):
            raise TypeError("a period is of days or of instants, not of both")
        if self.end <= self.start:
            raise EmptyPeriod(f"{self.start} to {self.end}")

    def __contains__(self, point: Point) -> bool:
        return self.start <= point and (self.end is None or point < self.end)

    def overlaps(self, other: Period[Point]) -> bool:
        """Whether some moment lies in both; periods that only touch do not overlap."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )

    def shared_with(self, other: Period[Point]) -> Period[Point] | None:
        """What lies in both, or nothing."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends) if ends else None)

    def covers(self, other: Period[Point]) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and (
            self.end is None or (other.end is not None and other.end <= self.end)
        )
