"""A code cell …"""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.price_lists import Nomenclature
from sanamost.engines.price_lists.codes import LONGEST, read_code
from sanamost.engines.price_lists.grids import Moment

LIKE = {"A": "АA", "B": "ВBБ", "0": "0ОO", "3": "3З", ".": ".:,", "1": "1", "2": "2"}


@pytest.mark.parametrize(
    ("text", "official", "kind"),
    [
        ("A16.07.002", "A16.07.002", ""),
        ("А16.07.002", "A16.07.002", "lookalike"),
        ("А16.О7.ОО2", "A16.07.002", "lookalike"),
        ("A16:07:002", "A16.07.002", "separators"),
        ("A16.07,002", "A16.07.002", "separators"),
        ("A16 07 002", "A16.07.002", "separators"),
        ("A1607002", "A16.07.002", "separators"),
        ("A16.07.0З0", "A16.07.030", "lookalike"),
        ("A16.7.2", "A16.07.002", "padded"),
        ("a16.07.002", "A16.07.002", "shape"),
        ("В01.065.001", "B01.065.001", "lookalike"),
        (" A16.07.002 ", "A16.07.002", ""),
        ("A16.07.002*", "A16.07.002", "separators"),
        ("(A16.07.002)", "A16.07.002", "separators"),
        ("A16.07.002-1", "A16.07.002", "variant"),
        ("A16.07.002 (ВМП)", "A16.07.002", "variant"),
        ("A16.07.999", "A16.07.999", ""),
        ("К-15", "", ""),
        ("1.2", "", ""),
        ("A16.07.002+B01.065.001", "", "two"),
        ("01.02.2003", "", "date"),
    ],
)
def test_is_read(text: str, official: str, kind: str, listed: Nomenclature) -> None:
    read = read_code(text, listed.has)
    assert (read.official, read.kind, read.raw) == (official, kind, text)


def test_that_became_a_date_is_shown_as_it_looks(listed: Nomenclature) -> None:
    read = read_code(Moment(dt.date(2003, 2, 1), Decimal(37653)), listed.has)
    assert (read.suggested, read.official, read.kind) == ("01.02.2003", "", "date")


@given(st.data())
def test_is_known_again_whatever_letters_and_marks_were_typed(
    listed: Nomenclature, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(["A16.07.002.001", "B01.023.001", "A12.30.001", "A03.30.002"]))
    typed = "".join(data.draw(st.sampled_from(LIKE.get(sign, sign))) for sign in code)
    assert read_code(typed, listed.has).official == code


@given(st.text(max_size=120))
def test_is_never_lost_and_never_too_long(text: str) -> None:
    read = read_code(text, lambda _: False)
    assert read.raw == text
    assert len(read.own) <= LONGEST
