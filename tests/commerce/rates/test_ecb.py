"""The European Central Bank's history, read a row at a time."""

import datetime as dt
import gzip
from collections.abc import Iterator
from decimal import Decimal

import pytest

from sanamost.commerce.rates import ecb
from sanamost.commerce.rates.quotations import BadRates
from sanamost.registry.catalogue.services import REFERENCE


def test_leaves_out_days_without_a_rate() -> None:
    found = list(
        ecb.read(["Date,USD,RUB,\n", "2026-10-30,1.1172,N/A,\n", "2022-03-01,1.1162,117.201,\n"])
    )

    assert [(q.day.year, q.currency, q.quote, q.value) for q in found] == [
        (2026, "EUR", "USD", Decimal("1.1172")),
        (2022, "EUR", "USD", Decimal("1.1162")),
        (2022, "EUR", "RUB", Decimal("117.201")),
    ]


def test_reads_the_whole_history_that_ships() -> None:
    with gzip.open(REFERENCE / "ecb_history.csv.gz", "rt", encoding="utf-8") as lines:
        roubles = [q for q in ecb.read(lines) if q.quote == "RUB"]

    assert max(q.day for q in roubles) == dt.date(2022, 3, 1)


def test_asks_for_no_more_rows_than_are_used() -> None:
    asked = 0

    def lines() -> Iterator[str]:
        nonlocal asked
        yield "Date,USD\n"
        for day in range(1, 29):
            asked += 1
            yield f"2026-02-{day:02},1.1\n"

    found = ecb.read(lines())
    next(found)
    next(found)

    assert asked == 2


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "first line"),
        (["day,currency\n"], "first line"),
        (["Date,USD\n", "yesterday,1.1\n"], "line 2"),
        (["Date,USD\n", "\n"], "line 2"),
        (["Date,USD\n", "2026-10-30,0\n"], "USD 2026-10-30: value"),
        (["Date,USD\n", "2026-10-30,-1\n"], "USD 2026-10-30: value"),
        (["Date,USD\n", "2026-10-30,nan\n"], "USD 2026-10-30: value"),
        (["Date,Dollars\n", "2026-10-30,1.1\n"], "not a currency's code"),
    ],
)
def test_refuses_what_it_cannot_trust(lines: list[str], reason: str) -> None:
    with pytest.raises(BadRates, match=reason):
        list(ecb.read(lines))
