"""Capacity as people read it: a heat map of resources by days, and why a day is as it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.registry.resources.states import FinanceSource, ResourceKind
from sanamost.web.components.wording import (
    BETWEEN,
    day_words,
    number_words,
    pick_text,
    reader_locale,
    share_words,
)

SATURDAY = 5
EVERY_DAY = 0b1111111
WORKING_DAYS = 0b0011111
SHORT_NAME = 3
"""Letters that fit over a column."""
TENTHS_BELOW = 10
"""Of as many hours and more a cell says whole ones, rounded down."""


@dataclass(frozen=True)
class Head:
    """A day at the top of the calendar."""

    day: dt.date
    holiday: str
    today: bool

    @property
    def weekday(self) -> str:
        """Its weekday, as short as the language has it."""
        names = reader_locale().days["stand-alone"]
        short = str(names["abbreviated"][self.day.weekday()])
        return short if len(short) <= SHORT_NAME else str(names["narrow"][self.day.weekday()])

    @property
    def off(self) -> bool:
        """A weekend or a holiday."""
        return self.day.weekday() >= SATURDAY or bool(self.holiday)

    @property
    def words(self) -> str:
        """The whole of it, for who cannot see the column."""
        between = BETWEEN.get(reader_locale().language, ", ")
        said = f"{weekday_words(self.day)}{between}{day_words(self.day)}"
        return f"{said}{between}{self.holiday}" if self.holiday else said


@dataclass(frozen=True)
class Cell:
    """One resource on one day; figures say what colours say."""

    head: Head
    row: Any
    kind: str
    pause: str = ""
    """Why the resource gives less on the day."""

    @property
    def short(self) -> int:
        """By how much more was promised to foreign patients than is left."""
        if self.row is None:
            return 0
        return int(min(self.row.shortfall, self.row.held + self.row.booked))

    @property
    def heat(self) -> str:
        """How full, in steps: a class of the style sheet."""
        if self.row is None or not (self.row.supply + self.row.conceded + self.short):
            return "heat-none"
        if self.short:
            return "heat-over"
        if not self.row.free:
            return "heat-full"
        if self.row.free * 2 >= self.row.supply:
            return "heat-free"
        return "heat-few" if self.row.free * 5 <= self.row.supply else "heat-some"

    @property
    def figure(self) -> str:
        """What is free, or missing, as short as it can be said."""
        if self.row is None:
            return "?"
        if self.short:
            return f"−{figure(self.kind, self.short)}"
        if not self.row.supply and not self.row.conceded:
            return "–"
        if self.kind != ResourceKind.BEDS and self.row.free >= TENTHS_BELOW * 60:
            return number_words(self.row.free // 60)
        return figure(self.kind, self.row.free)

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if self.row is None:
            return _("not counted yet")
        if self.short:
            said = _("%(amount)s promised too much") % {"amount": amount(self.kind, self.short)}
        elif not self.row.supply and not self.row.conceded:
            said = _("closed")
        else:
            said = _("free: %(free)s of %(supply)s, the state task keeps %(kept)s") % {
                "free": amount(self.kind, self.row.free),
                "supply": figure(self.kind, self.row.supply),
                "kept": figure(self.kind, self.row.protected),
            }
        return f"{said}; {self.pause}" if self.pause else said


@dataclass(frozen=True)
class Line:
    """A resource and its days."""

    resource: Any
    cells: Sequence[Cell]

    @property
    def unit(self) -> str:
        """In what its cells are counted."""
        return _("beds") if self.resource.kind == ResourceKind.BEDS else _("hours")

    @property
    def works(self) -> str:
        """On which days, where that is not Monday to Friday; beds are open always."""
        if self.resource.kind == ResourceKind.BEDS or self.resource.weekdays == WORKING_DAYS:
            return ""
        return weekdays_words(self.resource.weekdays)


@dataclass(frozen=True)
class Arrival:
    """How many patients of an area could arrive on a day; none is known of days gone by."""

    head: Head
    patients: int | None

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if self.patients is None:
            return _("this day has begun")
        if not self.patients:
            return _("nobody could arrive")
        return ngettext(
            "%(number)d patient could arrive", "%(number)d patients could arrive", self.patients
        ) % {"number": self.patients}


@dataclass(frozen=True)
class Group:
    """An area with its resources; without a code what all areas share."""

    code: str
    name: str
    arrivals: Sequence[Arrival]
    lines: Sequence[Line]


@dataclass(frozen=True)
class PlanPart:
    """What one plan of the state task is expected to use on a day."""

    name: str
    month: dt.date
    mean: str
    deviation: str


def heads(days: Sequence[dt.date], special: Sequence[Any], today: dt.date) -> list[Head]:
    """The columns; holidays by name."""
    named = {one.day: pick_text(one.names) for one in special if one.kind == "holiday"}
    return [Head(day, named.get(day, ""), day == today) for day in days]


def lines(
    rows: Sequence[Any],
    columns: Sequence[Head],
    days: Sequence[Any],
    breaks: Mapping[int, Sequence[Any]],
) -> dict[str, list[Line]]:
    """Resources with their cells, by area."""
    by_key = {(row.resource_id, row.day): row for row in days}
    found: dict[str, list[Line]] = {}
    for row in rows:
        pauses = breaks.get(row.pk, ())
        cells = [
            Cell(head, by_key.get((row.pk, head.day)), row.kind, pause_on(pauses, head.day))
            for head in columns
        ]
        found.setdefault(row.area, []).append(Line(row, cells))
    return found


def pause_on(pauses: Sequence[Any], day: dt.date) -> str:
    """Why less is given on the day, in words."""
    return "; ".join(
        _("%(reason)s, %(share)s left")
        % {"reason": one.get_reason_display(), "share": share_words(one.left_percent / 100)}
        for one in pauses
        if one.first_on <= day < one.before
    )


def figure(kind: str, number: float | Decimal) -> str:
    """Beds as they are, minutes in hours with one decimal at most."""
    if kind == ResourceKind.BEDS:
        return number_words(round(float(number), 1)) if number % 1 else number_words(int(number))
    hours = round(float(number) / 60, 1)
    return number_words(int(hours) if hours == int(hours) else hours)


def amount(kind: str, number: float | Decimal) -> str:
    """The same with its unit."""
    said = figure(kind, number)
    if kind != ResourceKind.BEDS:
        return _("%(number)s h") % {"number": said}
    whole = int(number) if number == int(number) else 2
    return ngettext("%(number)s bed", "%(number)s beds", whole) % {"number": said}


def weekday_words(day: dt.date) -> str:
    """The name of the day of the week."""
    return str(reader_locale().days["stand-alone"]["wide"][day.weekday()])


def weekdays_words(bits: int) -> str:
    """Days of the week, short; every day in words."""
    if bits == EVERY_DAY:
        return _("every day")
    names = reader_locale().days["stand-alone"]["abbreviated"]
    worked = [day for day in range(7) if bits >> day & 1]
    if len(worked) > 2 and worked[-1] - worked[0] == len(worked) - 1:
        return f"{names[worked[0]]} – {names[worked[-1]]}"
    return ", ".join(str(names[day]) for day in worked)


def supply_words(resource: Any, head: Head, row: Any, pauses: Sequence[Any]) -> list[str]:
    """How a day's supply comes about, a sentence each."""
    if resource.kind == ResourceKind.BEDS:
        said = [
            _("There are %(units)s, open every day.") % {"units": amount("beds", resource.units)}
        ]
    else:
        said = [
            _("%(units)s working %(hours)s on a working day.")
            % {
                "units": number_words(resource.units.normalize()),
                "hours": amount(resource.kind, resource.minutes_a_day),
            },
            _("Working days: %(days)s.") % {"days": weekdays_words(resource.weekdays)},
        ]
        if head.holiday:
            said.append(_("The day is a holiday: %(name)s.") % {"name": head.holiday})
        elif not resource.weekdays >> head.day.weekday() & 1:
            said.append(_("It does not work on this day of the week."))
    if resource.downtime_percent:
        lost = {"share": share_words(resource.downtime_percent / 100)}
        said.append(_("%(share)s is lost to repairs, cleaning and preparation.") % lost)
    if pause := pause_on(pauses, head.day):
        said.append(_("On this day: %(pause)s.") % {"pause": pause})
    if row is not None:
        given = {"amount": amount(resource.kind, row.supply)}
        said.append(_("Together, rounded down: %(amount)s.") % given)
    return said


def kept_words(kind: str, reason: Any, *, no_recipe: Sequence[str]) -> list[str]:
    """Why so much is kept for the state task, a sentence each."""
    said = []
    if reason.mean:
        said.append(
            _(
                "Domestic patients are expected to use %(mean)s, give or take %(deviation)s (one "
                "standard deviation)."
            )
            % {"mean": amount(kind, reason.mean), "deviation": amount(kind, reason.deviation)}
        )
        said.append(
            _("So that it suffices on %(level)s of days, %(quantile)s are kept, rounded up.")
            % {"level": share_words(reason.level), "quantile": amount(kind, reason.quantile)}
        )
    else:
        said.append(_("No domestic patient of the plans uses it on this day."))
    if reason.raised:
        said.append(
            _("%(amount)s more are kept, so that the rest of the month's plan can be reached.")
            % {"amount": amount(kind, reason.raised)}
        )
    if reason.unreachable:
        said.append(
            _("The month's plan needs more than there is: everything is kept, nothing is promised.")
        )
    if reason.unplanned:
        said.append(
            _("An area has no plan for this month: until it is entered, nothing is promised.")
        )
    if no_recipe:
        said.append(
            _("Of %(areas)s it is not known what a patient uses: until then nothing is promised.")
            % {"areas": ", ".join(no_recipe)}
        )
    return said


def plan_parts(kind: str, parts: Sequence[Any], areas: Mapping[str, str]) -> list[PlanPart]:
    """The plans behind it, the largest first."""
    found = []
    for part in sorted(parts, key=lambda one: -one.mean):
        area, _space, source = part.key.rpartition(" ")
        name = f"{areas.get(area, area)} · {FinanceSource(source).label}"
        found.append(
            PlanPart(name, part.month, amount(kind, part.mean), amount(kind, part.variance**0.5))
        )
    return found
