"""Rates typed by a person: a CSV file that says for each where it was read."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator

from sanamost.commerce.rates.quotations import BadRates, Quotation, quotation

COLUMNS = ["day", "currency", "quote", "nominal", "value", "remark"]


def read(lines: Iterable[str]) -> Iterator[Quotation]:
    """The quotations of a file with the columns `COLUMNS`; every row needs its remark.

    Raises `BadRates` naming the line at fault.
    """
    rows = csv.DictReader(lines)
    if rows.fieldnames != COLUMNS:
        raise BadRates("the first line", f"the columns are {', '.join(COLUMNS)}")
    for number, row in enumerate(rows, start=2):
        place = f"line {number}"
        if None in row or None in row.values():
            raise BadRates(place, f"not {len(COLUMNS)} columns")
        remark = row["remark"].strip()
        if not 0 < len(remark) <= 200:
            raise BadRates(place, "say in the remark where the rate was read (200 characters)")
        try:
            day = dt.date.fromisoformat(row["day"])
        except ValueError:
            raise BadRates(place, f"day {row['day'][:20]!r}") from None
        yield quotation(
            place,
            day=day,
            currency=row["currency"],
            quote=row["quote"],
            nominal=row["nominal"],
            value=row["value"],
            remark=remark,
        )
