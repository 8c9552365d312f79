"""An ugly list …"""

import io

import pytest

from sanamost.engines.price_lists import (
    Nomenclature,
    Outcome,
    Reading,
    Verdict,
    open_price_list,
)
from tests.engines.price_lists.ugly_lists import UGLY, Ugly


def _read(ugly: Ugly, listed: Nomenclature) -> tuple[Reading, list[Verdict]]:
    reading = open_price_list(io.BytesIO(ugly.make()), listed)
    return reading, list(reading.verdicts())


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.file)
def test_has_each_row_counted_once_and_each_doubt_said(ugly: Ugly, listed: Nomenclature) -> None:
    reading, verdicts = _read(ugly, listed)
    doubts = [*reading.column_doubts, *(doubt for one in verdicts for doubt in one.doubts)]
    assert {(doubt.row, doubt.kind) for doubt in doubts} == ugly.expected.doubts
    assert (
        reading.counts[Outcome.IMPORTED],
        reading.counts[Outcome.MENDED],
        reading.counts[Outcome.REFUSED],
    ) == (ugly.expected.imported, ugly.expected.mended, ugly.expected.refused)


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.file)
def test_adds_up(ugly: Ugly, listed: Nomenclature) -> None:
    reading, verdicts = _read(ugly, listed)
    assert sum(reading.counts.values()) == reading.rows
    assert reading.rows == len([one for one in verdicts if one.amends is None])


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.file)
def test_has_its_columns_found(ugly: Ugly, listed: Nomenclature) -> None:
    reading, _ = _read(ugly, listed)
    found = reading.main.named()
    prices = {"price": next(iter(v for k, v in found.items() if k.startswith("price")), "")}
    assert found | prices == prices | ugly.expected.columns | {"price": found["price"]}
