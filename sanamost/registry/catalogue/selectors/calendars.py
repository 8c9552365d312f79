"""Days off, working weekends and shortened days."""

import dataclasses
import datetime as dt

from sanamost.registry.catalogue.models import Holiday


@dataclasses.dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from the week's own order: kind is "holiday", "working" or "short"."""

    day: dt.date
    kind: str
    names: dict[str, str]
    provisional: bool


def special_days(calendar: str, *, first: dt.date, before: dt.date) -> list[SpecialDay]:
    """The calendar's special days from `first` on and before `before`, in order.

    An unknown calendar has none, so Monday to Friday are worked in it.
    """
    rows = Holiday.objects.filter(calendar=calendar, day__gte=first, day__lt=before)
    return [
        SpecialDay(row.day, row.kind, row.names, row.provisional) for row in rows.order_by("day")
    ]
