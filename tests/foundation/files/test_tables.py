"""A price list brought as a file is read by a limited child that …"""

import io
from decimal import Decimal

import pytest

from sanamost.engines.price_lists import UnreadableFile, read_rows
from sanamost.engines.price_lists.grids import Row, Sheet
from sanamost.engines.price_lists.text_files import open_text
from sanamost.engines.price_lists.workbooks import open_workbook
from sanamost.foundation.files.refusals import FileRefused
from sanamost.foundation.files.tables import check_table, rows_of
from tests.engines.price_lists.uglier_lists import UGLIER
from tests.engines.price_lists.ugly_lists import UGLY, Ugly


def _rows(sheets: list[Sheet]) -> list[tuple[str, bool, frozenset[int], list[Row]]]:
    return [(one.name, one.hidden, one.hidden_columns(), list(one.rows())) for one in sheets]


@pytest.mark.parametrize("ugly", [*UGLY[::3], *UGLIER[::4]], ids=lambda ugly: ugly.file)
def test_tells_the_rows_that_the_reader_finds(ugly: Ugly) -> None:
    file = io.BytesIO(ugly.make())
    text = not ugly.make().startswith(b"PK")
    expected = _rows(open_text(file) if text else open_workbook(file))
    with rows_of(file) as lines:
        sheets, delimited = read_rows(lines)
        assert (_rows(sheets), delimited) == (expected, text)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html></html>", "web_page"),
        (b"PK\x03\x04" + b"\0" * 300, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
    ],
)
def test_says_why_it_tells_nothing(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused, rows_of(io.BytesIO(content)):
        pass
    assert refused.value.code == code


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b'{"sheet":0,"name":"A"}\n[1,{"0":"x"}]\n',
        b'{"sheet":0,"name":"A"}\n[1,{"0":["n","one"]}]\n{"end":1}\n',
        b'{"sheet":0,"name":"A"}\n["x",{}]\n{"end":1}\n',
        b'{"sheet":0,"name":"A"}\n[1]\n{"end":1}\n',
        b"{nothing}\n",
    ],
)
def test_is_not_believed_where_it_makes_no_sense(lines: bytes) -> None:
    with pytest.raises(UnreadableFile):
        _rows(read_rows(io.BytesIO(lines))[0])


def test_keeps_numbers_to_the_last_digit() -> None:
    with rows_of(io.BytesIO("Код;Цена\nK-1;1000,10\n".encode())) as lines:
        sheets, _ = read_rows(lines)
        assert [row.cells[1] for row in sheets[0].rows()] == ["Цена", "1000,10"]
    line = b'{"sheet":0,"name":""}\n[1,{"0":["n","1234567890.123456789"]}]\n{"end":1}\n'
    rows = list(read_rows(io.BytesIO(line))[0][0].rows())
    assert rows[0].cells[0] == Decimal("1234567890.123456789")


@pytest.mark.parametrize(("content", "code"), [(b"", "file_empty"), (b"x" * 101, "file_too_large")])
def test_is_not_asked_about_what_is_empty_or_too_large(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check_table(io.BytesIO(content), name="list.xlsx", most_bytes=100)
    assert refused.value.code == code
