"""The European Central Bank's history of reference rates: a day a row, a currency a column."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator

from sanamost.commerce.rates.quotations import BadRates, Quotation, quotation

BASE = "EUR"
NO_RATE = {"N/A", ""}


def read(lines: Iterable[str]) -> Iterator[Quotation]:
    """The quotations one by one, 1 EUR in units of each currency; days without a rate are left out.

    Nothing is kept of the rows read. Raises `BadRates` naming the day and currency at fault.
    """
    rows = csv.reader(lines)
    header = [name.strip() for name in next(rows, [])]
    if header[:1] != ["Date"] or len(header) < 2:
        raise BadRates("the first line", "the bank's begins with Date and goes on with currencies")
    for number, row in enumerate(rows, start=2):
        day = _day(row, number)
        for currency, value in zip(header[1:], row[1:], strict=False):
            if currency and value.strip() not in NO_RATE:
                yield quotation(
                    f"{currency} {day}",
                    day=day,
                    currency=BASE,
                    quote=currency,
                    nominal="1",
                    value=value.strip(),
                )


def _day(row: list[str], number: int) -> dt.date:
    try:
        return dt.date.fromisoformat(row[0])
    except (IndexError, ValueError):
        raise BadRates(f"line {number}", "no day at its beginning") from None
