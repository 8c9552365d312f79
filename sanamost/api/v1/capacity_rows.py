"""Bodies as the rows of a workbook, and what became of the rows as an answer."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from sanamost.api.v1 import capacity_shapes as shapes
from sanamost.api.v1.keyed import Call
from sanamost.api.v1.refusals import Error, ManyErrors, error
from sanamost.engines.capacity import workbooks as engine
from sanamost.engines.price_lists.grids import Row
from sanamost.registry.resources import services

Named = tuple[str, str, str]
Cells = Sequence[str | int | Decimal | dt.date | None]
Placed = tuple[str, Cells]
"""A row's cells, in a workbook's order, behind the JSON pointer to it."""
FIELDS = {
    "minutes": "minutes_a_day",
    "downtime": "downtime_percent",
    "day": "first_on",
    "last_day": "last_on",
    "period_reversed": "last_on",
    "left": "left_percent",
    "cases": "planned",
    "stay": "stay_days",
    "use_day": "day",
    "unknown_resource": "resource",
    "twice": "",
    "fault": "",
    "too_long": "",
}
"""Fields that a refused row's code names by another word."""
OF_RECIPE = {"area", "stay", "stay_differs"}
"""Codes that are about the recipe and not about one of its uses."""


def entered(
    call: Call,
    section: str,
    rows: Iterable[Placed],
    *,
    now: dt.datetime,
    dry_run: bool,
    emptied: Sequence[Named] = (),
) -> shapes.Written:
    """Enter the rows as a workbook's are entered; raises `ManyErrors` where some are refused."""
    placed = list(rows)
    pointers = [pointer for pointer, _cells in placed]
    try:
        brought = services.enter_rows(
            actor=call.auth,
            rows={section: [_row(n, cells) for n, (_p, cells) in enumerate(placed)]},
            emptied=emptied,
            now=now,
        )
    except services.RowsRefused as refused:
        raise ManyErrors(_errors(refused.brought, pointers)) from refused
    return shapes.Written(
        dry_run=dry_run,
        rows=[
            shapes.Row(
                field=pointers[line.row],
                change=cast("shapes.Change", line.change or "taken"),
                doubts=[
                    shapes.Doubt(code=code, message=str(services.ROW_DOUBTS[code]))
                    for code in line.doubts
                ],
            )
            for line in brought.lines
        ],
    )


def resource_rows(resources: Iterable[shapes.Resource]) -> Iterator[Placed]:
    """Rows of the first sheet."""
    for place, one in enumerate(resources):
        yield (
            f"/resources/{place}",
            (
                *(one.area, one.kind, one.name, one.units, one.minutes_a_day),
                *(one.downtime_percent, one.weekdays, one.gender, one.detail, one.site),
            ),
        )


def break_rows(named: Named, breaks: Iterable[shapes.Break]) -> Iterator[Placed]:
    """Rows of the second sheet, all of one resource."""
    for place, one in enumerate(breaks):
        said = (one.first_on, one.last_on, one.left_percent, one.reason)
        yield f"/breaks/{place}", (*named, *said)


def plan_rows(plans: Iterable[shapes.Plan]) -> Iterator[Placed]:
    """Rows of the third sheet."""
    for place, one in enumerate(plans):
        said = (one.area, one.source, one.month, one.planned, one.done, one.done_until)
        yield f"/plans/{place}", (*said, one.stay_days)


def recipe_rows(recipes: Iterable[shapes.Recipe], known: Mapping[str, Named]) -> Iterator[Placed]:
    """Rows of the fourth sheet; a resource that is not known stays unknown by its id."""
    for place, recipe in enumerate(recipes):
        for number, use in enumerate(recipe.uses):
            named = known.get(use.resource, ("", engine.BEDS, use.resource[:40]))
            said = (recipe.area, recipe.stay_days, *named, use.day, use.amount, use.spread)
            yield f"/recipes/{place}/uses/{number}", said


def _row(number: int, cells: Cells) -> Row:
    return Row(
        number, {place: _value(cell) for place, cell in enumerate(cells) if cell is not None}
    )


def _value(cell: str | int | Decimal | dt.date) -> str | Decimal:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return Decimal(cell) if isinstance(cell, int) else cell


def _errors(brought: engine.Brought, pointers: Sequence[str]) -> list[Error]:
    found: dict[tuple[str, str], Error] = {}
    for line in brought.lines:
        if line.refused:
            field = _field(line, pointers[line.row])
            words: Any = services.ROW_REASONS[line.refused]
            found.setdefault((field, line.refused), error(line.refused, words, field))
    return list(found.values())


def _field(line: engine.Line, pointer: str) -> str:
    if line.section == engine.RECIPES and line.refused in OF_RECIPE:
        pointer = pointer.partition("/uses/")[0]
    name = FIELDS.get(line.refused, line.refused)
    return f"{pointer}/{name}" if name else pointer
