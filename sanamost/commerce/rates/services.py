"""Writes of exchange rates: what a source said on a day is written once and never changed."""

import contextlib
import datetime as dt
import gzip
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.rates import cbr, ecb, manual
from sanamost.commerce.rates.models import Rate
from sanamost.commerce.rates.quotations import BadRates, Quotation
from sanamost.foundation.bulk import ChangedRow, DuplicateKey, Outcome, Target, add_only
from sanamost.foundation.languages.errors import Refusal

FIELDS = ("source", "day", "currency", "quote", "nominal", "value", "remark")
KEY = ("source", "currency", "quote", "day")
# Before long holidays the Bank of Russia sets rates for the days after them.
AHEAD = dt.timedelta(days=14)


class RateChanged(Refusal):
    """The file gives another rate for a day that already has one; nothing of it was taken."""

    code = "rate_changed"
    message = _("A published rate never changes, but this file has another one: %(difference)s")
    field = "file"


def import_rates(*, source: str, quotations: Iterable[Quotation], now: dt.datetime) -> Outcome:
    """Add the quotations of one source; those already there, the same, are left alone.

    All or nothing: raises `RateChanged` naming the rate that differs from the one written before,
    `BadRates` for a rate that stands twice or is of a day to come.
    """
    latest = now.date() + AHEAD
    target = Target(Rate, FIELDS, KEY)
    try:
        return add_only(target, _rows(source, quotations, latest), ignoring="remark")
    except ChangedRow as difference:
        raise RateChanged(difference=str(difference)) from None
    except DuplicateKey as key:
        raise BadRates(str(key), "stands twice") from None


def import_file(*, path: Path, now: dt.datetime) -> Outcome:
    """Add the rates of one file, which says itself what it is.

    The Bank of Russia's XML, the European Central Bank's history or a typed CSV (`manual.COLUMNS`),
    the last two also compressed (.gz). Raises as `import_rates` does.
    """
    if path.suffix == ".xml":
        with path.open("rb") as stream:
            content = stream.read(cbr.LARGEST_FILE + 1)
        return import_rates(source=Rate.Source.CBR, quotations=cbr.parse(content), now=now)
    with _text(path) as lines:
        first = lines.readline(10_000)
        everything = _again(first, lines)
        if first.startswith("Date,"):
            return import_rates(source=Rate.Source.ECB, quotations=ecb.read(everything), now=now)
        typed = manual.read(everything)
        return import_rates(source=Rate.Source.MANUAL, quotations=typed, now=now)


def _rows(
    source: str, quotations: Iterable[Quotation], latest: dt.date
) -> Iterator[tuple[object, ...]]:
    for q in quotations:
        if q.day > latest:
            raise BadRates(f"{q.currency}/{q.quote} {q.day}", "a day to come")
        yield source, q.day, q.currency, q.quote, q.nominal, q.value, q.remark


def _text(path: Path) -> contextlib.AbstractContextManager[io.TextIOBase]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest
