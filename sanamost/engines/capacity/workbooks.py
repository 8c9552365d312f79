"""A clinic's capacity from a workbook: the template filled in, or one like it.

A sheet is known by the mark in its first cell, so that its name and heading may be in any language.
Every row ends as taken or as refused with its reason; nothing is dropped in silence. What is taken
but looks odd carries doubts.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from typing import Any

from sanamost.engines.price_lists.grids import (
    Fault,
    Formula,
    Moment,
    Row,
    Sheet,
    UnreadableFile,
    Value,
)

MARK = "sanamost:"
RESOURCES, BREAKS, PLANS, RECIPES = "resources", "breaks", "plans", "recipes"
PROTECTION, SERVICES = "protection", "services"
SECTIONS = (RESOURCES, BREAKS, PLANS, PROTECTION, RECIPES, SERVICES)
HEADING_ROWS = 2
MOST_ROWS = 2_000
COLUMNS = 12
BEDS = "beds"
YEARS = range(2000, 2101)
Named = tuple[str, str, str]
"""A resource by its area, kind and name."""


class Refused(ValueError):
    """A row that cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Words:
    """What codes may be called, by their names in small letters; codes name themselves."""

    areas: Mapping[str, str]
    kinds: Mapping[str, str]
    genders: Mapping[str, str]
    sources: Mapping[str, str]
    reasons: Mapping[str, str]
    sites: Mapping[str, str]
    services: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Of the clinic's own services on offer the public id and the area, by code."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the clinic has entered already, to compare with."""

    resources: Mapping[Named, Mapping[str, str]] = field(default_factory=dict)
    plans: Mapping[tuple[str, str, str], Mapping[str, str]] = field(default_factory=dict)
    """By area, source and month."""
    recipes: frozenset[str] = frozenset()
    """Areas whose usual treatment is known."""
    protection: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The level under an empty name, and emergencies of a hundred patients by area."""


@dataclass(slots=True)
class Line:
    """One row: what it says, and what becomes of it."""

    section: str
    row: int
    found: str
    values: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    """A code of `Refused`; empty where the row is taken."""
    change: str = ""
    """What it does: `new`, `changed`, `same`; empty where rows of its kind are not compared."""
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Brought:
    """What a workbook holds; sheets that are not there stay as they were."""

    sections: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def taken(self, section: str) -> list[Line]:
        """The rows of a sheet that are not refused."""
        return [line for line in self.lines if line.section == section and not line.refused]


def read_capacity(sheets: Iterable[Sheet], words: Words, held: Held, *, today: dt.date) -> Brought:
    """Read the sheets; raises `UnreadableFile` where none of them is ours, or one is too long."""
    rows: dict[str, list[Row]] = {}
    for sheet in sheets:
        found = _rows(sheet)
        first = str(found[0].cells.get(0, "")) if found else ""
        section = first.removeprefix(MARK).strip().lower()
        if first.startswith(MARK) and section in SECTIONS and section not in rows:
            rows[section] = [row for row in found if row.number > HEADING_ROWS]
    if not rows:
        raise UnreadableFile("not_a_table")
    return judge_rows(rows, words, held, today=today)


def judge_rows(
    rows: Mapping[str, list[Row]], words: Words, held: Held, *, today: dt.date
) -> Brought:
    """The same for rows by section, wherever they come from."""
    brought = Brought(sections=[section for section in SECTIONS if section in rows])
    for section in brought.sections:
        _read(section, rows[section], brought, words)
    _judge(brought, held, today)
    return brought


def _rows(sheet: Sheet) -> list[Row]:
    found = []
    for row in sheet.rows():
        found.append(row)
        if len(found) > MOST_ROWS:
            raise UnreadableFile("too_large")
    return found


def _read(section: str, rows: list[Row], brought: Brought, words: Words) -> None:
    make = _MAKERS[section]
    for row in rows:
        cells = [_cell(row.cells.get(column)) for column in range(COLUMNS)]
        if not any(cells):
            continue
        line = Line(section, row.number, " · ".join(filter(None, cells))[:300])
        try:
            if any(isinstance(value, (Fault, Formula)) for value in row.cells.values()):
                raise Refused("fault")
            line.values = make(cells, words)
        except Refused as refused:
            line.refused = refused.code
        brought.lines.append(line)


def _resource(cells: list[str], words: Words) -> dict[str, str]:
    area, kind, name = _named(cells[0:3], words)
    beds = kind == BEDS
    minutes = _whole(cells[4], "minutes", least=1, most=1440) if cells[4] else ""
    if beds != (minutes == ""):
        raise Refused("minutes")
    return {
        "area": area,
        "kind": kind,
        "name": name,
        "units": _number(cells[3], "units", least="0.01", most="99999"),
        "minutes_a_day": minutes,
        "downtime_percent": _number(cells[5] or "0", "downtime", most="99"),
        "weekdays": _weekdays(cells[6]),
        "gender": _code(cells[7] or "any", words.genders, "gender") if beds else "",
        "detail": "" if beds else _text(cells[8], 120),
        "site": _code(cells[9], words.sites, "site") if cells[9] else "",
    }


def _break(cells: list[str], words: Words) -> dict[str, str]:
    area, kind, name = _named(cells[0:3], words)
    first, last = _day(cells[3], "day"), _day(cells[4], "last_day")
    if last < first:
        raise Refused("period_reversed")
    return {
        "area": area,
        "kind": kind,
        "name": name,
        "first_on": first.isoformat(),
        "last_on": last.isoformat(),
        "left_percent": _whole(cells[5].removesuffix("%") or "0", "left", most=99),
        "reason": _code(cells[6] or "other", words.reasons, "reason"),
    }


def _plan(cells: list[str], words: Words) -> dict[str, str]:
    month = _month(cells[2])
    done = _whole(cells[4] or "0", "done", most=100_000)
    until = _day(cells[5], "done_until").isoformat() if cells[5] else ""
    if done != "0" and (not until or until < month.isoformat()):
        raise Refused("done_until")
    return {
        "area": _code(cells[0], words.areas, "area"),
        "source": _code(cells[1], words.sources, "source"),
        "month": month.isoformat(),
        "planned": _whole(cells[3], "cases", most=100_000),
        "done": done,
        "done_until": until,
        "stay_days": _number(cells[6], "stay", least="0.1", most="365"),
    }


def _use(cells: list[str], words: Words) -> dict[str, str]:
    area = _code(cells[0], words.areas, "area")
    stay = _whole(cells[1], "stay", least=1, most=365)
    of_area, kind, name = _named(cells[2:5], words)
    return {
        "area": area,
        "stay_days": stay,
        "of_area": of_area,
        "kind": kind,
        "name": name,
        "day": _whole(cells[5] or "0", "use_day", most=int(stay) + 30),
        "amount": _number(cells[6], "amount", least="0.01", most="999999"),
        "spread": _number(cells[7] or "0", "spread", most="999999"),
    }


def _kept(cells: list[str], words: Words) -> dict[str, str]:
    """The level of protection with its reason; of an area, how many come as emergencies."""
    if cells[0]:
        percent = _whole(cells[1].removesuffix("%"), "urgent", most=100)
        return {
            "area": _code(cells[0], words.areas, "area"), "percent": percent, "reason": "",
        }  # fmt: skip
    percent = _number(cells[1], "level", least="50", most="99.9")
    if Decimal(percent) != round(Decimal(percent), 1):
        raise Refused("level")
    if not cells[2] or len(cells[2]) > 1000:
        raise Refused("level_reason")
    return {"area": "", "percent": percent, "reason": cells[2]}


def _service_use(cells: list[str], words: Words) -> dict[str, str]:
    """As a use of an area's usual treatment, for one of the clinic's services by its code."""
    known = words.services.get(" ".join(cells[0].split()).casefold())
    if known is None:
        raise Refused("service")
    service, area = known
    return {**_use([area, *cells[1:]], words), "service": service}


_MAKERS: Mapping[str, Callable[[list[str], Words], dict[str, str]]] = {
    RESOURCES: _resource,
    BREAKS: _break,
    PLANS: _plan,
    PROTECTION: _kept,
    RECIPES: _use,
    SERVICES: _service_use,
}


def _judge(brought: Brought, held: Held, today: dt.date) -> None:
    """What rows say together, and beside what stands there already."""
    _once(brought, RESOURCES, ("area", "kind", "name"))
    _once(brought, PLANS, ("area", "source", "month"))
    _once(brought, RECIPES, ("area", "of_area", "kind", "name", "day"))
    _once(brought, SERVICES, ("service", "of_area", "kind", "name", "day"))
    _once(brought, PROTECTION, ("area",))
    known = set(held.resources) | {_key(line) for line in brought.taken(RESOURCES)}
    using = (*brought.taken(RECIPES), *brought.taken(SERVICES))
    for line in (*brought.taken(BREAKS), *using):
        of = line.values.get("of_area", line.values["area"])
        if (of, line.values["kind"], line.values["name"]) not in known:
            line.refused = "unknown_resource"
    _one_stay(brought)
    for line in brought.taken(RESOURCES):
        _compare(line, held.resources.get(_key(line)), "units")
    for line in brought.taken(PROTECTION):
        before = held.protection.get(line.values["area"])
        _compare(line, before, "percent")
        line.doubts = []
        if before and Decimal(line.values["percent"]) < Decimal(before["percent"]):
            line.doubts.append("fewer_urgent" if line.values["area"] else "level_lower")
    recipes = held.recipes | {line.values["area"] for line in brought.taken(RECIPES)}
    for line in brought.taken(PLANS):
        values = line.values
        _compare(
            line, held.plans.get((values["area"], values["source"], values["month"])), "planned"
        )
        if line.change != "same" and values["month"] < today.replace(day=1).isoformat():
            line.doubts.append("month_over")
        if values["done_until"] > today.isoformat():
            line.doubts.append("done_ahead")
        if values["area"] not in recipes:
            line.doubts.append("no_recipe")


def _key(line: Line) -> Named:
    return line.values["area"], line.values["kind"], line.values["name"]


def _once(brought: Brought, section: str, names: tuple[str, ...]) -> None:
    seen: set[tuple[str, ...]] = set()
    for line in brought.taken(section):
        key = tuple(line.values[name] for name in names)
        if key in seen:
            line.refused = "twice"
        seen.add(key)


def _one_stay(brought: Brought) -> None:
    stays: dict[tuple[str, str], str] = {}
    for line in (*brought.taken(RECIPES), *brought.taken(SERVICES)):
        values = line.values
        key = values["area"], values.get("service", "")
        if stays.setdefault(key, values["stay_days"]) != values["stay_days"]:
            line.refused = "stay_differs"


def _compare(line: Line, before: Mapping[str, str] | None, figure: str) -> None:
    if before is None:
        line.change = "new"
        return
    line.change = "same" if all(line.values[n] == v for n, v in before.items()) else "changed"
    now, then = Decimal(line.values[figure]), Decimal(before[figure])
    if now > 2 * then:
        line.doubts.append("much_more")
    elif now * 2 < then:
        line.doubts.append("much_less")


def _named(cells: list[str], words: Words) -> Named:
    area = _code(cells[0], words.areas, "area") if cells[0] else ""
    if not cells[2]:
        raise Refused("name")
    return area, _code(cells[1], words.kinds, "kind"), _text(cells[2], 120)


def _cell(value: Value | None) -> str:
    """A cell as text; 2 that a program keeps as 2.0 is 2, a date is written as ISO does."""
    if value is None:
        return ""
    if isinstance(value, Moment):
        return value.day.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    return str(value).strip()


def plain(number: Decimal) -> str:
    """The number without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def _text(text: str, longest: int) -> str:
    """Words as they are; an apostrophe that a table writer put before a sign goes."""
    if len(text) > longest:
        raise Refused("too_long")
    return text[1:] if text[:2] in {"'=", "'+", "'-", "'@", "'%", "'|"} else text


def _code(text: str, names: Mapping[str, str], code: str) -> str:
    found = names.get(" ".join(text.split()).casefold())
    if found is None:
        raise Refused(code)
    return found


def _number(text: str, code: str, *, least: str = "0", most: str) -> str:
    """A number as people write it: spaces between thousands, a comma before decimals."""
    try:
        number = Decimal("".join(text.split()).removesuffix("%").replace(",", "."))
        if not number.is_finite() or not Decimal(least) <= number <= Decimal(most):
            raise Refused(code)
        return plain(number.quantize(Decimal("0.01")))
    except DecimalException as fault:
        raise Refused(code) from fault


def _whole(text: str, code: str, *, least: int = 0, most: int) -> str:
    number = _number(text, code, least=str(least), most=str(most))
    if "." in number:
        raise Refused(code)
    return number


def _weekdays(text: str) -> str:
    """The days as bits; digits name them, 1 is Monday. Nothing is Monday to Friday."""
    digits = {sign for sign in text if sign not in " ,;"} or set("12345")
    if digits - set("1234567"):
        raise Refused("weekdays")
    return str(sum(1 << (int(sign) - 1) for sign in digits))


def _day(text: str, code: str) -> dt.date:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
        return _meant(found, code)
    raise Refused(code)


def _meant(day: dt.date, code: str) -> dt.date:
    """The day, where it is none of another century."""
    if day.year not in YEARS:
        raise Refused(code)
    return day


def _month(text: str) -> dt.date:
    """A month as 2026-12, 12.2026, or any of its days."""
    for pattern in ("%Y-%m", "%m.%Y"):
        try:
            found = dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 a month has no zone
        except ValueError:
            continue
        return _meant(found, "month")
    return _day(text, "month").replace(day=1)


def written(brought: Brought) -> dict[str, Any]:
    """The rows as JSON keeps them."""
    return {
        "sections": brought.sections,
        "lines": [
            {name: getattr(line, name) for name in Line.__dataclass_fields__}
            for line in brought.lines
        ],
    }


def read(told: Mapping[str, Any]) -> Brought:
    """What `written` wrote."""
    return Brought(list(told["sections"]), [Line(**line) for line in told["lines"]])
