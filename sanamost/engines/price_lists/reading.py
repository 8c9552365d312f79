"""A whole price list: sheets opened, headings found, every row given its verdict.

Memory holds the heading's neighbourhood, the shared strings of the file and, per service, one short
entry to recognise its repetition; rows pass through.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import BinaryIO

from sanamost.engines.price_lists.columns import find_heading
from sanamost.engines.price_lists.file_kinds import is_text
from sanamost.engines.price_lists.following import gathered
from sanamost.engines.price_lists.grids import Row, Sheet, UnreadableFile, letters, shown
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.judging import Context, judge, noted
from sanamost.engines.price_lists.nomenclature import Nomenclature
from sanamost.engines.price_lists.one_column import one_column
from sanamost.engines.price_lists.prices import plain_number
from sanamost.engines.price_lists.repetition import Repetitions
from sanamost.engines.price_lists.sheet_titles import group_of, titled
from sanamost.engines.price_lists.side_by_side import tables
from sanamost.engines.price_lists.tables_below import (
    Ahead,
    above_heading,
    below_each_other,
    is_service_above,
)
from sanamost.engines.price_lists.text_files import open_text
from sanamost.engines.price_lists.verdicts import Doubt, Outcome, Verdict
from sanamost.engines.price_lists.vocabulary import Column
from sanamost.engines.price_lists.workbooks import open_workbook

BEGINNING = 250
"""Rows of a sheet that are read before its columns are settled."""
_FOREIGN = ("eaeu", "foreign")
Chosen = Callable[[Heading], Mapping[int, Column] | None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a clinic knows that its file does not say."""

    currency: str = "RUB"
    coefficients: Mapping[str, Decimal] = field(default_factory=dict)
    chosen: Chosen = field(default=lambda _: None)
    """The columns that the clinic settled for a heading; None where it settled none."""
    most_rows: int | None = None
    """More raise `UnreadableFile`; None reads whatever comes."""


@dataclass(slots=True)
class Reading:
    """One passage through a file. The counts and doubts are whole once `verdicts` has ended."""

    file: BinaryIO
    sheets: list[Sheet]
    nomenclature: Nomenclature
    options: Options = field(default_factory=Options)
    delimited: bool = False
    counts: Counter[Outcome] = field(default_factory=Counter)
    rows: int = 0
    """Rows with something in them below the headings; the three counts add up to it."""
    other: Counter[str] = field(default_factory=Counter)
    """Rows with something in them that are not among `rows`: title, heading."""
    headings: dict[str, Heading] = field(default_factory=dict)
    services_by_sheet: Counter[str] = field(default_factory=Counter)
    column_doubts: list[Doubt] = field(default_factory=list)
    apart: bool = False
    """Whether a sheet is for foreign patients alone."""
    size: int | None = None
    """Of the file in bytes, once somebody asked how far it is read."""

    def verdicts(self) -> Iterator[Verdict]:
        """Each row's verdict in the file's order; a repetition may amend an earlier one."""
        repetitions = Repetitions()
        self.apart = any(group_of(sheet.name) in _FOREIGN for sheet in self.sheets)
        before: Heading | None = None
        for sheet in self._sheets():
            heading, stream = self._begin(sheet, before)
            before = heading if heading.useful else before
            for verdict, joined in self._of_sheet(sheet, heading, stream):
                outcome = verdict.outcome
                if verdict.service is not None and verdict.service.prices:
                    self.services_by_sheet[verdict.sheet] += 1
                for final in repetitions.seen(verdict):
                    outcome = outcome if final.amends else final.outcome
                    self._count(final)
                    yield final
                for row in joined:
                    one = _joined(sheet, row, verdict.row, outcome)
                    self._count(one)
                    yield one
        self._note_nothing()

    def _sheets(self) -> Iterator[Sheet]:
        for sheet in self.sheets:
            yield from tables(one_column(sheet, looked_at=BEGINNING), looked_at=BEGINNING)

    def _note_nothing(self) -> None:
        """Say that a file has no rows below its heading, or nothing at all."""
        if self.rows:
            return
        if not self.other:
            raise UnreadableFile("empty")
        sheet, heading = next(iter(self.headings.items()))
        row = heading.rows[-1] if heading.rows else 1
        self.column_doubts.append(Doubt(sheet, row, "columns", "no_rows", ""))

    def share(self) -> float:
        """About how much of the file was read, from 0 to 1."""
        if self.size is None:
            place = self.file.tell()
            self.size = self.file.seek(0, 2)
            self.file.seek(place)
        return min(self.file.tell() / self.size, 1.0) if self.size else 1.0

    @property
    def main(self) -> Heading:
        """The heading of the sheet with most services."""
        for name, _ in self.services_by_sheet.most_common(1):
            return self.headings[name]
        return next(iter(self.headings.values()), Heading())

    def _begin(self, sheet: Sheet, before: Heading | None) -> tuple[Heading, Iterator[Row]]:
        """The sheet's heading and all of its rows."""
        stream = sheet.rows()
        beginning = list(itertools.islice(stream, BEGINNING))
        hidden = sheet.hidden_columns()
        heading = find_heading(beginning, hidden=hidden)
        if not heading.rows and before is not None and beginning and _goes_on(beginning, before):
            heading = replace(before, rows=(), first=beginning[0].number, titles=0, doubts=())
        heading = self._settled(heading, beginning, hidden)
        heading = titled(heading, sheet, beginning, apart=self.apart)
        self.headings[sheet.name] = heading
        self._note_columns(sheet, heading)
        return heading, itertools.chain(beginning, stream)

    def _settled(
        self, heading: Heading, rows: list[Row], hidden: frozenset[int] = frozenset()
    ) -> Heading:
        """The heading with the columns that the clinic settled for its words, if it did."""
        chosen = self.options.chosen(heading) if rows else None
        return heading if chosen is None else find_heading(rows, hidden=hidden, chosen=chosen)

    def _note_columns(self, sheet: Sheet, heading: Heading) -> None:
        row = heading.rows[-1] if heading.rows else heading.first
        for doubt in heading.doubts if not sheet.hidden else ():
            name = f"column {letters(doubt.column)}" if doubt.column >= 0 else "columns"
            self.column_doubts.append(Doubt(sheet.name, row, name, doubt.kind, doubt.heading))

    def _of_sheet(
        self, sheet: Sheet, heading: Heading, stream: Iterator[Row]
    ) -> Iterator[tuple[Verdict, list[Row]]]:
        """Each verdict with the rows below that were joined to its row."""
        kind = "sheet_hidden" if sheet.hidden else "" if heading.useful else "sheet_without_prices"
        if kind:
            for row in stream:
                self._note_row()
                yield _refused(sheet, row, kind), []
            return
        context = self._context(sheet, heading)
        rows = Ahead(self._without_titles(context, stream))
        for found, part in below_each_other(rows, heading, self._settled):
            if found is not heading:
                self._note_columns(sheet, found)
            context.heading = found
            yield from self._of_table(context, part)

    def _of_table(
        self, context: Context, rows: Iterator[Row]
    ) -> Iterator[tuple[Verdict, list[Row]]]:
        heading = context.heading
        for row, joined in gathered(rows, heading):
            for _ in (row, *joined):
                self._note_row()
            verdict = judge(row, context)
            if row.number < heading.first:
                verdict = above_heading(verdict, row, heading)
            yield verdict, joined

    def _note_row(self) -> None:
        self.rows += 1
        if self.options.most_rows is not None and self.rows > self.options.most_rows:
            raise UnreadableFile("too_large")

    def _context(self, sheet: Sheet, heading: Heading) -> Context:
        options = self.options
        return Context(
            sheet.name,
            heading,
            self.nomenclature,
            options.currency,
            options.coefficients,
            delimited=self.delimited,
        )

    def _without_titles(self, context: Context, stream: Iterator[Row]) -> Iterator[Row]:
        """The rows of services; those above are counted and searched for coefficients."""
        numbers: dict[tuple[int, int], Decimal] = {}
        heading, context.numbers = context.heading, numbers
        for row in stream:
            if row.number <= BEGINNING:
                numbers |= {
                    (row.number, column): number
                    for column, value in row.cells.items()
                    if (number := plain_number(value)) is not None
                }
            if row.number >= heading.first:
                yield row
            elif row.number in heading.rows:
                self.other["heading"] += 1
            elif is_service_above(row, heading):
                yield row
            else:
                self.other["title"] += 1
                known = self.options.coefficients
                self.column_doubts += noted(context.sheet, row, heading, known)

    def _count(self, verdict: Verdict) -> None:
        if verdict.amends is not None:
            self.counts[verdict.amends] -= 1
        self.counts[verdict.outcome] += 1


def open_price_list(
    file: BinaryIO, nomenclature: Nomenclature, options: Options | None = None
) -> Reading:
    """Begin to read a file of any of the kinds known. Raises `UnreadableFile`."""
    delimited = is_text(file)
    sheets = open_text(file) if delimited else open_workbook(file)
    return Reading(file, sheets, nomenclature, options or Options(), delimited)


def _goes_on(rows: list[Row], before: Heading) -> bool:
    """Whether a sheet without a heading holds the same columns as the one before."""
    found = find_heading(rows)
    return found.useful and {price.column for price in found.prices} <= {
        price.column for price in before.prices
    }


def _refused(sheet: Sheet, row: Row, kind: str) -> Verdict:
    text = " ".join(shown(value).strip() for _, value in sorted(row.cells.items()))[:200]
    doubt = Doubt(sheet.name, row.number, "row", kind, text)
    return Verdict(sheet.name, row.number, Outcome.REFUSED, (doubt,))


def _joined(sheet: Sheet, row: Row, main: int, outcome: Outcome) -> Verdict:
    """The verdict on a row whose content was put to the service above it."""
    text = " ".join(shown(value).strip() for _, value in sorted(row.cells.items()))[:200]
    doubt = Doubt(sheet.name, row.number, "row", "row_joined", text, other=main)
    taken = Outcome.REFUSED if outcome is Outcome.REFUSED else Outcome.MENDED
    return Verdict(sheet.name, row.number, taken, (doubt,))
