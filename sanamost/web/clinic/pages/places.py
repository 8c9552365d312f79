"""The calendar of capacity: what is free after the state task, day by day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources import selectors as resources
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.routing import route

DAYS = 28
FURTHEST = dt.timedelta(days=800)


@dataclass(frozen=True)
class Cell:
    """One resource on one day; `heat` is a class of the style sheet."""

    day: dt.date
    row: Any

    @property
    def heat(self) -> str:
        """How full, in steps; the cell says it in figures too."""
        if self.row is None or not self.row.supply:
            return "heat-none"
        if self.row.shortfall:
            return "heat-over"
        if not self.row.free:
            return "heat-full"
        if self.row.free * 2 >= self.row.supply:
            return "heat-free"
        return "heat-few" if self.row.free * 5 <= self.row.supply else "heat-some"


@dataclass(frozen=True)
class Line:
    """A resource and its days."""

    resource: Any
    area: str
    cells: Sequence[Cell]


@route(
    "clinic",
    "places",
    "places/",
    policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, Role.FINANCE),
)
def places(request: Request) -> HttpResponse:
    """Resources by days: free after the state task; four weeks at a time."""
    clinic = request.actor.organisation_id
    if clinic is None:
        raise NotVisible
    first = _first(request.GET.get("from", ""))
    days = [first + dt.timedelta(days=number) for number in range(DAYS)]
    context = {
        "days": days,
        "lines": _lines(clinic, days),
        "earlier": first - dt.timedelta(days=DAYS),
        "later": first + dt.timedelta(days=DAYS),
        "from": first,
    }
    return show(request, "clinic/places.html", context, portal="clinic", current="clinic:places")


def _lines(clinic: int, days: Sequence[dt.date]) -> list[Line]:
    known = resources.days_of(
        organisation_id=clinic, first=days[0], before=days[-1] + dt.timedelta(days=1)
    )
    by_key = {(row.resource_id, row.day): row for row in known}
    names = {choice.code: choice.name for choice in catalogue.areas(get_language() or "en")}
    return [
        Line(
            resource=row,
            area=names.get(row.area, ""),
            cells=[Cell(day, by_key.get((row.pk, day))) for day in days],
        )
        for row in resources.resources_of(organisation_id=clinic)
    ]


def _first(asked: str) -> dt.date:
    """The Monday to begin with: of the day asked for, else of today."""
    today = timezone.localdate()
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        day = today
    if abs(day - today) > FURTHEST:
        day = today
    return day - dt.timedelta(days=day.weekday())
