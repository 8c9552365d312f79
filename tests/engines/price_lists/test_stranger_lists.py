"""A list of somebody who has never seen the importer …"""

import io
from decimal import Decimal

import pytest

from sanamost.engines.price_lists import Nomenclature, Outcome, Reading, Verdict, open_price_list
from tests.engines.price_lists.stranger_lists import STRANGERS, Stranger


def _read(one: Stranger, listed: Nomenclature) -> tuple[Reading, list[Verdict]]:
    reading = open_price_list(io.BytesIO(one.make()), listed)
    return reading, list(reading.verdicts())


@pytest.mark.parametrize("one", STRANGERS, ids=lambda one: one.file)
def test_has_its_services_taken_at_their_prices(one: Stranger, listed: Nomenclature) -> None:
    _, verdicts = _read(one, listed)
    found = {
        verdict.service.name: verdict.service.prices["resident"].amount
        for verdict in verdicts
        if verdict.service and verdict.outcome is not Outcome.REFUSED
    }
    assert found == {name: Decimal(price) for name, price in one.taken.items()}


@pytest.mark.parametrize("one", STRANGERS, ids=lambda one: one.file)
def test_has_every_other_row_refused_with_its_reason(one: Stranger, listed: Nomenclature) -> None:
    _, verdicts = _read(one, listed)
    refused = {v.row: v.doubts[0].kind for v in verdicts if v.outcome is Outcome.REFUSED}
    assert refused == one.refused


@pytest.mark.parametrize("one", STRANGERS, ids=lambda one: one.file)
def test_has_its_oddities_told_and_its_rows_counted(one: Stranger, listed: Nomenclature) -> None:
    reading, verdicts = _read(one, listed)
    told = {doubt.kind for verdict in verdicts for doubt in verdict.doubts}
    told |= {doubt.kind for doubt in reading.column_doubts}
    assert told >= one.doubted
    assert sum(reading.counts.values()) == reading.rows
