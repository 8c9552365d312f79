"""Why nothing is free on a day: the same reckoning as the days', in codes with words."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources.models import CapacityDay, ResourceBreak
from sanamost.registry.resources.selectors.days import days_of
from sanamost.registry.resources.selectors.standing import breaks_between
from sanamost.registry.resources.services.counting import (
    AHEAD,
    CALENDAR,
    Counted,
    areas_without_recipe,
    reckon,
)
from sanamost.registry.resources.states import ResourceKind

DAY = dt.timedelta(days=1)
DAY_REASONS: Mapping[str, str | Promise] = {
    "break": _("A time of less is entered."),
    "holiday": _("The day is a holiday."),
    "weekday": _("It does not work on this day of the week."),
    "no_recipe": _("It is not known what patients of a planned area use."),
    "no_plan": _("An area has no plan for this month: until it is entered, nothing is promised."),
    "plan_out_of_reach": _(
        "The month's plan needs more than there is: everything is kept, nothing is promised."
    ),
    "state_task": _("The state task keeps all there is."),
    "taken": _("Foreign patients have taken what the state task leaves."),
}
"""Why a day has nothing free; a day may have several reasons."""


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One resource on one day, with the reasons where nothing of it is free."""

    row: CapacityDay
    reasons: tuple[str, ...]


def told_days(
    *, organisation_id: int, first: dt.date, before: dt.date, today: dt.date, resource: str = ""
) -> list[ToldDay]:
    """The counted days of the clinic's resources in use (or of one); writes nothing.

    Of days before `today` the plan no longer says why they were closed: they have no reasons.
    """
    rows = days_of(organisation_id=organisation_id, first=first, before=before, resource=resource)
    closed = [row for row in rows if not getattr(row, "free", 0) and row.day >= today]
    why = _Reasons(organisation_id, closed, today) if closed else None
    asked = {row.pk for row in closed}
    return [ToldDay(row, why.of(row) if why and row.pk in asked else ()) for row in rows]


class _Reasons:
    """What is known of the months of some days, read once for all of them."""

    def __init__(self, organisation_id: int, rows: Sequence[CapacityDay], today: dt.date) -> None:
        days = [row.day for row in rows]
        # Months are checked as a whole, so they are reckoned as a whole.
        first = max(today, min(days).replace(day=1))
        before = min((max(days).replace(day=1) + 32 * DAY).replace(day=1), today + AHEAD)
        self.counted: Counted = reckon(
            organisation_id=organisation_id, first=first, before=max(before, first + DAY)
        )
        self.unknown = areas_without_recipe(organisation_id=organisation_id)
        self.breaks: Mapping[int, Sequence[ResourceBreak]] = breaks_between(
            organisation_id=organisation_id, first=min(days), before=max(days) + DAY
        )
        special = catalogue.special_days(CALENDAR, first=min(days), before=max(days) + DAY)
        self.holidays = {one.day for one in special if one.kind == "holiday"}
        protection = self.counted.protection
        self.unplanned = {
            day for day, closed in zip(protection.days, protection.unplanned, strict=True) if closed
        }
        self.unreachable = {
            (check.resource, check.month) for check in protection.months if check.unreachable
        }

    def of(self, row: Any) -> tuple[str, ...]:
        """Codes of `DAY_REASONS`."""
        return tuple(self._codes(row))

    def _codes(self, row: Any) -> Iterator[str]:
        if not row.supply + row.conceded:
            yield from self._rests(row)
            return
        if self.unknown and (not row.resource.area or row.resource.area in self.unknown):
            yield "no_recipe"
        elif row.day in self.unplanned:
            yield "no_plan"
        elif (str(row.resource_id), row.day.replace(day=1)) in self.unreachable:
            yield "plan_out_of_reach"
        elif row.protected >= row.supply + row.conceded:
            yield "state_task"
        if row.held + row.booked:
            yield "taken"

    def _rests(self, row: Any) -> Iterator[str]:
        if any(
            one.first_on <= row.day < one.before for one in self.breaks.get(row.resource_id, ())
        ):
            yield "break"
        if row.resource.kind == ResourceKind.BEDS:
            return
        if row.day in self.holidays:
            yield "holiday"
        if not row.resource.weekdays >> row.day.weekday() & 1:
            yield "weekday"
