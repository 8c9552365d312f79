"""The calendar of capacity: what is free after the state task, day by day, and why."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings import selectors as bookings
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.patients import selectors as patients
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as counting
from sanamost.web.acting import Request
from sanamost.web.clinic import capacity_calendar as capacity
from sanamost.web.clinic.capacity import tabs
from sanamost.web.clinic.forms.capacity import CapacityFilter
from sanamost.web.components.pages import show
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import route

DAYS = 28
FURTHEST = dt.timedelta(days=800)
SHORT_AHEAD = dt.timedelta(days=183)
"""How far ahead broken promises are looked for."""
CALENDAR = "RU"
DAY = dt.timedelta(days=1)
STAFF = (Role.COORDINATOR, Role.PHYSICIAN, Role.FINANCE)
READS = "bookings.day.read"


@route("clinic", "places", "places/", policies.care_staff(*STAFF))
def places(request: Request) -> HttpResponse:
    """Resources by days: free after the state task; four weeks at a time."""
    clinic = _clinic(request)
    monday = _monday(_asked(request.GET.get("from", "")))
    rows = resources.resources_of(organisation_id=clinic)
    names = _area_names()
    sites = {row.site.public_id: row.site for row in rows if row.site is not None}
    form = CapacityFilter(
        request.GET,
        areas=[(code, names.get(code, code)) for code in sorted({r.area for r in rows if r.area})],
        sites=[(key, pick_text(site.names)) for key, site in sites.items()],
    )
    chosen = form.cleaned_data if form.is_valid() else {}
    area, site = chosen.get("area", ""), chosen.get("site", "")
    shown = [
        row
        for row in rows
        if (not area or row.area in {area, ""})
        and (not site or (row.site is not None and row.site.public_id == site))
    ]
    kept = {"area": area, "site": site}
    short = resources.short_days(
        organisation_id=clinic,
        first=timezone.localdate(),
        before=timezone.localdate() + SHORT_AHEAD,
    )
    columns = _columns(monday, DAYS)
    context = {
        "columns": columns,
        "groups": _groups(clinic, shown, columns, names),
        "any": rows,
        "form": form if rows else None,
        "from": monday,
        "last": columns[-1].day,
        "today": _query(kept),
        "earlier": _query({**kept, "from": monday - DAYS * DAY}),
        "later": _query({**kept, "from": monday + DAYS * DAY}),
        "short": len({row.day for row in short}),
        "may_wait": request.actor.has(Role.COORDINATOR),
        "tabs": tabs(request, "places"),
    }
    return show(request, "clinic/places.html", context, portal="clinic", current="clinic:places")


@route(
    "clinic",
    "resource_day",
    "places/<resource:resource>/",
    policies.care_staff(*STAFF, reads=READS),
)
def resource_day(request: Request, resource: str) -> HttpResponse:
    """One resource on one day: what there is, what is kept and why, who takes the rest."""
    clinic = _clinic(request)
    one = resources.access_resource(request.actor, resource)
    day = _asked(request.GET.get("day", ""))
    week = _columns(_monday(day), 7)
    rows = resources.days_of(
        organisation_id=clinic,
        first=week[0].day,
        before=week[-1].day + DAY,
        resource=one.public_id,
    )
    breaks = resources.breaks_between(
        organisation_id=clinic, first=week[0].day, before=week[-1].day + DAY
    )
    line = capacity.lines([one], week, rows, breaks)[one.area][0]
    cell = next(found for found in line.cells if found.head.day == day)
    context = {
        "resource": one,
        "area": _area_names().get(one.area, ""),
        "line": line,
        "cell": cell,
        "before": day - DAY,
        "after": day + DAY,
        "calendar": _query({"from": week[0].day}),
        "supply": capacity.supply_words(one, cell.head, cell.row, breaks.get(one.pk, ())),
        **_kept(clinic, one, day),
        **_taken(request, one, cell),
    }
    return show(
        request, "clinic/resource_day.html", context, portal="clinic", current="clinic:places"
    )


@route("clinic", "shortfalls", "places/short/", policies.care_staff(*STAFF, reads=READS))
def shortfalls(request: Request) -> HttpResponse:
    """Days on which more was promised than is left, and who was promised it last."""
    today = timezone.localdate()
    found = bookings.shortfalls(request.actor, first=today, before=today + SHORT_AHEAD)
    people = _people(request, [part for one in found for part in one.parts])
    context = {
        "rows": [
            {
                "row": one.row,
                "short": capacity.amount(one.row.resource.kind, one.row.promised_short),
                "head": capacity.Head(one.row.day, "", today=False),
                "parts": _parts(request, one.row.resource.kind, one.parts, people),
            }
            for one in found
        ]
    }
    return show(
        request, "clinic/shortfalls.html", context, portal="clinic", current="clinic:places"
    )


def _groups(
    clinic: int, rows: Sequence[Any], columns: list[capacity.Head], names: dict[str, str]
) -> list[capacity.Group]:
    first, before = columns[0].day, columns[-1].day + DAY
    days = resources.days_of(organisation_id=clinic, first=first, before=before)
    breaks = resources.breaks_between(organisation_id=clinic, first=first, before=before)
    lines = capacity.lines(rows, columns, days, breaks)
    return [
        capacity.Group(
            code=code,
            name=names.get(code, code) if code else _("Shared by all areas"),
            arrivals=_arrivals(clinic, code, columns) if code else (),
            lines=lines[code],
        )
        for code in sorted(lines, key=lambda code: (not code, names.get(code, code)))
    ]


def _arrivals(clinic: int, area: str, columns: list[capacity.Head]) -> list[capacity.Arrival]:
    """Patients of the area's usual treatment who could arrive on each day."""
    tomorrow = timezone.localdate() + DAY
    first, before = max(columns[0].day, tomorrow), columns[-1].day + DAY
    free = (
        resources.arrival_days(organisation_id=clinic, area=area, first=first, before=before)
        if first < before
        else []
    )
    patients = {one.day: one.patients for one in free}
    return [
        capacity.Arrival(head, patients.get(head.day, 0) if head.day >= tomorrow else None)
        for head in columns
    ]


def _kept(clinic: int, one: Any, day: dt.date) -> dict[str, Any]:
    """What is kept for the state task: the same reckoning as the days', told in words."""
    today = timezone.localdate()
    if day < today or one.retired_at is not None:
        return {"kept": [], "plans": []}
    first = max(today, day.replace(day=1))
    before = (day.replace(day=1) + 32 * DAY).replace(day=1)
    counted = counting.reckon(organisation_id=clinic, first=first, before=before)
    reason = counted.protection.reason(str(one.pk), day)
    unknown = counting.areas_without_recipe(organisation_id=clinic)
    names = _area_names()
    no_recipe = sorted(names.get(code, code) for code in unknown if one.area in {"", code})
    return {
        "kept": capacity.kept_words(one.kind, reason, no_recipe=no_recipe),
        "plans": capacity.plan_parts(one.kind, reason.parts, names),
    }


def _taken(request: Request, one: Any, cell: capacity.Cell) -> dict[str, Any]:
    """What was conceded, held and booked, with the cases that the reader may see."""
    row = cell.row
    if row is None:
        return {"figures": [], "parts": [], "concessions": []}
    parts = bookings.parts_of_day(request.actor, [row.pk])[row.pk]
    people = _people(request, parts)
    shown = sum(part.amount for part in parts)
    unseen = row.held + row.booked - shown
    return {
        "figures": [
            (_("There is"), capacity.amount(one.kind, row.supply)),
            (_("Kept for the state task"), capacity.amount(one.kind, row.protected)),
            (_("Conceded to foreign patients"), capacity.amount(one.kind, row.conceded)),
            (_("Held for proposals"), capacity.amount(one.kind, row.held)),
            (_("Booked"), capacity.amount(one.kind, row.booked)),
            (_("Free"), capacity.amount(one.kind, row.free)),
        ],
        "parts": _parts(request, one.kind, parts, people),
        "unseen": capacity.amount(one.kind, unseen) if unseen > 0 else "",
        "short": capacity.amount(one.kind, cell.short) if cell.short else "",
        "concessions": [
            (found, capacity.amount(one.kind, found.amount))
            for found in resources.concessions_on(request.actor, one.pk, cell.head.day)
        ],
    }


def _people(request: Request, parts: Sequence[Any]) -> dict[int, Any]:
    keys = {part.case.patient_id for part in parts if part.case is not None}
    return patients.patients_by_key(request.actor, keys)


def _parts(
    request: Request, kind: str, parts: Sequence[Any], people: dict[int, Any]
) -> list[dict[str, Any]]:
    may_move = request.actor.has(Role.COORDINATOR)
    return [
        {
            "part": part,
            "amount": capacity.amount(kind, part.amount),
            "patient": people.get(part.case.patient_id) if part.case else None,
            "agreement": part.agreement if may_move else "",
        }
        for part in parts
    ]


def _columns(first: dt.date, number: int) -> list[capacity.Head]:
    days = [first + place * DAY for place in range(number)]
    special = catalogue.special_days(CALENDAR, first=first, before=days[-1] + DAY)
    return capacity.heads(days, special, timezone.localdate())


def _area_names() -> dict[str, str]:
    return {choice.code: choice.name for choice in catalogue.areas(get_language() or "en")}


def _clinic(request: Request) -> int:
    """The clinic whose calendar it is; the neutral desk has none."""
    actor = request.actor
    if actor.organisation_id is None or actor.organisation_kind != "clinic":
        raise NotVisible
    return actor.organisation_id


def _query(said: dict[str, Any]) -> str:
    return "?" + urlencode({name: value for name, value in said.items() if value})


def _asked(asked: str) -> dt.date:
    """The day asked for, else today."""
    today = timezone.localdate()
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        return today
    return day if abs(day - today) <= FURTHEST else today


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY
