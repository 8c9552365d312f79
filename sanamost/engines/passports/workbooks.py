"""A passport's sections from a workbook: the template filled in, or one like it.

A sheet is known by the mark in its first cell, so that its name and heading may be in any language.
Every row ends as taken or as refused with its reason; nothing is dropped in silence.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from sanamost.engines.passports.figures import (
    BANDS,
    NO,
    SECTIONS,
    YES,
    Figures,
    Malformed,
    count,
    machine,
    place,
    staff_line,
)
from sanamost.engines.price_lists.grids import Fault, Formula, Row, UnreadableFile
from sanamost.engines.price_lists.workbooks import open_workbook

MARK = "sanamost:"
HEADING_ROWS = 2
MOST_UNPACKED = 20_000_000
MOST_ROWS = 1_000
REFERENCE, POPULATION = "reference", "population"
YESES = frozenset({"yes", "y", "+", "1", "true", "да", "д", "есть", "是", "有", "نعم"})
NOES = frozenset({"no", "n", "-", "0", "false", "нет", "н", "否", "无", "لا"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that is not taken, and why."""

    section: str
    row: int
    found: str
    code: str
    """A code of `Malformed`, or `unknown_code`, `fault`, `twice`."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the codes of a workbook may be called, by their names in small letters."""

    specialities: Mapping[str, str]
    machines: Mapping[str, str]
    places: Mapping[str, str]
    questions: frozenset[str]


@dataclass(slots=True)
class Brought:
    """What a workbook holds. Sections without a sheet stay as they were."""

    figures: Figures = field(default_factory=Figures)
    sections: list[str] = field(default_factory=list)
    rows: int = 0
    """Rows with something in them below the headings: `taken` and the doubts add up to it."""
    taken: int = 0
    doubts: list[Doubt] = field(default_factory=list)


def open_passport(file: BinaryIO, words: Words) -> Brought:
    """Read the workbook; raises `UnreadableFile` where it is none, or none of ours."""
    _small(file)
    brought = Brought()
    for sheet in open_workbook(file):
        rows = []
        for row in sheet.rows():
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise UnreadableFile("too_large")
        first = str(rows[0].cells.get(0, "")) if rows else ""
        section = first.removeprefix(MARK).strip().lower()
        if first.startswith(MARK) and section in SECTIONS and section not in brought.sections:
            brought.sections.append(section)
            _READERS[section](rows[HEADING_ROWS:], brought, words)
    if not brought.sections:
        raise UnreadableFile("not_a_table")
    return brought


def _small(file: BinaryIO) -> None:
    """Refuse an archive that would unpack to much more than any passport."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as fault:
        raise UnreadableFile("damaged") from fault
    if size > MOST_UNPACKED:
        raise UnreadableFile("too_large")
    file.seek(0)


def _each(
    rows: list[Row], brought: Brought, section: str, made: Callable[[list[str]], Any]
) -> list[Any]:
    """What `made` makes of each row; a row that it refuses becomes a doubt.

    A row of the template that nobody filled in, with a code and a name alone, is none.
    """
    taken: list[Any] = []
    for row in rows:
        if not any(column > 1 for column in row.cells):
            continue
        brought.rows += 1
        cells = [_cell(row.cells.get(column)) for column in range(4 + len(BANDS))]
        found = " · ".join(filter(None, cells))[:200]
        try:
            if any(isinstance(value, (Fault, Formula)) for value in row.cells.values()):
                raise Malformed("fault")
            taken.append(made(cells))
        except Malformed as refused:
            brought.doubts.append(Doubt(section, row.number, found, refused.code))
        else:
            brought.taken += 1
    return taken


def _cell(value: Any) -> str:
    """A cell as text; 2 that a program keeps as 2.0 is 2."""
    return "" if value is None else str(value).strip().removesuffix(".0")


def _staff(rows: list[Row], brought: Brought, words: Words) -> None:
    seen: set[str] = set()

    def line(cells: list[str]) -> Any:
        code = _known(cells, words.specialities)
        if code in seen:
            raise Malformed("speciality_twice", code)
        ages = {band: _number(cells[4 + column]) for column, band in enumerate(BANDS)}
        made = staff_line(code, _number(cells[2]), _number(cells[3]), ages)
        seen.add(code)
        return made

    brought.figures = replace(brought.figures, staff=tuple(_each(rows, brought, "staff", line)))


def _machines(rows: list[Row], brought: Brought, words: Words) -> None:
    def one(cells: list[str]) -> Any:
        code = _known(cells, words.machines)
        load = _number(cells[5].removesuffix("%")) if cells[5] else None
        return machine(code, _number(cells[3]), _number(cells[4]), load, cells[2])

    made = tuple(_each(rows, brought, "machines", one))
    brought.figures = replace(brought.figures, machines=made)


def _places(rows: list[Row], brought: Brought, words: Words) -> None:
    def one(cells: list[str]) -> Any:
        code = _known(cells, words.places)
        return place(code, cells[2], _number(cells[3]), _number(cells[4]))

    made = tuple(_each(rows, brought, "places", one))
    brought.figures = replace(brought.figures, places=made)


def _standards(rows: list[Row], brought: Brought, words: Words) -> None:
    answers: dict[str, str] = {}

    def answer(cells: list[str]) -> str:
        code, said = cells[0].lower(), cells[2]
        if code == REFERENCE:
            told = "" if said.casefold() in NOES else said[:200]
            brought.figures = replace(brought.figures, reference=told if said else None)
        elif code == POPULATION:
            number = count(_number(said), code, 200_000_000) if said else None
            brought.figures = replace(brought.figures, population=number)
        elif code not in words.questions:
            raise Malformed("unknown_code", code)
        elif said:
            answers[code] = _yes_or_no(said)
        return code

    _each(rows, brought, "standards", answer)
    brought.figures = replace(brought.figures, answers=answers)


def _known(cells: list[str], names: Mapping[str, str]) -> str:
    """The code of the first column, or the one whose name stands in the second."""
    code = names.get(cells[0].casefold()) or names.get(cells[1].casefold())
    if code is None:
        raise Malformed("unknown_code", cells[0] or cells[1])
    return code


def _number(text: str) -> str:
    """A number as people write it: spaces between thousands, a comma before decimals."""
    return "".join(text.split()).replace("\u00a0", "").replace(",", ".")


def _yes_or_no(said: str) -> str:
    if said.casefold() in YESES:
        return YES
    if said.casefold() in NOES:
        return NO
    raise Malformed("not_yes_or_no", said)


_READERS = {
    "staff": _staff,
    "machines": _machines,
    "places": _places,
    "standards": _standards,
}
