"""A workbook …"""

import contextlib
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sanamost.engines.price_lists import Nomenclature, UnreadableFile, open_price_list
from sanamost.engines.price_lists.grids import Moment, column_of, letters
from sanamost.engines.price_lists.workbooks import open_workbook

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
).filter(lambda text: bool(text.strip()) and not text.startswith("=") and "_x" not in text)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4)),
    st.booleans(),
)


def _saved(rows: list[list[object]]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_holds_what_another_reader_finds_in_it(rows: list[list[object]]) -> None:
    stream = _saved(rows)
    theirs = load_workbook(stream, data_only=True).worksheets[0]
    ours = {
        (row.number, column): value
        for row in open_workbook(stream)[0].rows()
        for column, value in row.cells.items()
    }
    for number, row in enumerate(theirs.iter_rows(values_only=True), 1):
        for column, value in enumerate(row):
            found = ours.get((number, column))
            if isinstance(value, bool) or value is None or isinstance(value, str):
                assert found == value or str(found) == value
            else:
                assert isinstance(found, Decimal)
                assert float(found) == pytest.approx(value, rel=1e-12)


def test_says_which_dates_are_dates() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = dt.date(2026, 1, 2)
    book.worksheets[0]["B1"] = 46024
    stream = io.BytesIO()
    book.save(stream)
    row = next(iter(open_workbook(stream)[0].rows()))
    assert row.cells == {0: Moment(dt.date(2026, 1, 2), Decimal(46024)), 1: Decimal(46024)}


@given(st.integers(0, 20_000))
def test_names_columns_by_the_same_letters_both_ways(column: int) -> None:
    assert column_of(letters(column)) == column


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old_excel"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
    ],
)
def test_that_is_none_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        list(open_price_list(io.BytesIO(content), Nomenclature([])).verdicts())
    assert refused.value.code == code


@given(st.binary(max_size=300))
def test_of_any_bytes_is_read_or_refused_and_adds_up(content: bytes) -> None:
    try:
        reading = open_price_list(io.BytesIO(content), Nomenclature([]))
        verdicts = list(reading.verdicts())
    except UnreadableFile:
        return
    assert sum(reading.counts.values()) == reading.rows == len({one.row for one in verdicts})


@given(st.binary(min_size=1, max_size=40), st.integers(0, 4000))
def test_with_bytes_changed_is_read_or_refused(garbage: bytes, place: int) -> None:
    content = bytearray(_saved([["Код", "Услуга", "Цена"], ["K-1", "Осмотр", 100]]).getvalue())
    place %= len(content)
    content[place : place + len(garbage)] = garbage
    with contextlib.suppress(UnreadableFile):
        reading = open_price_list(io.BytesIO(bytes(content)), Nomenclature([]))
        verdicts = list(reading.verdicts())
        assert sum(reading.counts.values()) == reading.rows == len(verdicts)
