"""Days of the week as one small number: bits from Monday (1) to Sunday (64); 0 is not said."""

from collections.abc import Iterable
from functools import cache

ISO_DAYS = range(1, 8)
"""Monday is 1, Sunday 7 (ISO 8601)."""
EVERY_DAY = 0b1111111


@cache
def days(weekdays: int) -> tuple[int, ...]:
    """The days by their ISO numbers, Monday first."""
    return tuple(day for day in ISO_DAYS if weekdays >> (day - 1) & 1)


def weekdays_of(listed: Iterable[int]) -> int:
    """The number of the days by their ISO numbers; raises `ValueError` for what is no day."""
    bits = 0
    for day in listed:
        if day not in ISO_DAYS:
            raise ValueError(f"not a day of the week: {day}")
        bits |= 1 << (day - 1)
    return bits
