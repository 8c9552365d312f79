"""The calendar of places that the clinic keeps for foreign patients."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources import selectors as resources
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.proposals import week_words
from sanamost.web.components.pages import show
from sanamost.web.routing import route

WEEKS = 12
FURTHEST = dt.timedelta(weeks=520)


@dataclass(frozen=True)
class Cell:
    """One area in one week; `heat` is a class of the style sheet."""

    places: int
    held: int
    booked: int

    @property
    def free(self) -> int:
        """Places that are neither held nor booked."""
        return self.places - self.held - self.booked

    @property
    def heat(self) -> str:
        """How full, in five steps; the cell says it in words too."""
        if not self.places:
            return "heat-none"
        if not self.free:
            return "heat-full"
        if self.free == self.places:
            return "heat-free"
        return "heat-few" if self.free * 3 <= self.places else "heat-some"


@route(
    "clinic",
    "places",
    "places/",
    policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, Role.FINANCE),
)
def places(request: Request) -> HttpResponse:
    """Weeks by areas: free, held, booked; twelve weeks at a time."""
    clinic = request.actor.organisation_id
    if clinic is None:
        raise NotVisible
    first = _first(request.GET.get("from", ""))
    rows = resources.weeks_of(organisation_id=clinic, first=first, weeks=WEEKS)
    names = {choice.code: choice.name for choice in catalogue.areas(get_language() or "en")}
    areas = sorted({row.area for row in rows})
    by_key = {(row.week, row.area): row for row in rows}
    weeks = [first + dt.timedelta(weeks=number) for number in range(WEEKS)]
    context = {
        "areas": [names.get(area, area) for area in areas],
        "weeks": [
            (
                week_words(week),
                [
                    (
                        names.get(area, area),
                        Cell(row.places, row.held, row.booked)
                        if (row := by_key.get((week, area)))
                        else None,
                    )
                    for area in areas
                ],
            )
            for week in weeks
        ],
        "earlier": first - dt.timedelta(weeks=WEEKS),
        "later": first + dt.timedelta(weeks=WEEKS),
        "from": first,
    }
    return show(request, "clinic/places.html", context, portal="clinic", current="clinic:places")


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
