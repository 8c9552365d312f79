"""A file's name …"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.foundation.files import names


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("scan.pdf", "scan.pdf"),
        ("МРТ колена 12.05.2024.pdf", "МРТ колена 12.05.2024.pdf"),
        ("الرنين.jpg", "الرنين.jpg"),
        ("检查报告.png", "检查报告.png"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Amina\\scan.pdf", "scan.pdf"),
        ("a\uff0fb.pdf", "b.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066a\u2069.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('a"b.pdf', "a_b.pdf"),
        ("  . scan.pdf . ", "scan.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("", "file"),
        ("...", "file"),
        ("\u200b\ufeff", "file"),
    ],
)
def test_is_made_safe(declared: str, shown: str) -> None:
    assert names.clean(declared) == shown


def test_keeps_its_ending_when_it_is_cut() -> None:
    assert names.clean("ы" * 500 + ".pdf").endswith("ы.pdf")
    assert len(names.clean("ы" * 500 + ".pdf")) <= names.MOST_CHARACTERS


@given(st.text())
def test_is_always_short_visible_and_without_a_path(declared: str) -> None:
    name = names.clean(declared)
    assert 0 < len(name) <= names.MOST_CHARACTERS
    assert len(name.encode()) <= names.MOST_BYTES + 4
    assert not set(name) & set('/\\\r\n\0"<>')
    kinds = {unicodedata.category(letter)[0] for letter in name if letter not in names.JOINERS}
    assert "C" not in kinds


@given(st.text())
def test_stays_as_it_is_once_it_is_safe(declared: str) -> None:
    name = names.clean(declared)
    assert names.clean(name) == name
