"""Reads of exchange rates: what was in force on a day, or a clear no."""

import dataclasses
import datetime as dt
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sanamost.commerce.rates.models import Rate
from sanamost.engines.money import Quote
from sanamost.foundation.languages.errors import Refusal

# The longest gap of a bank's own: Russia's New Year holidays with the weekends around them.
FRESH_DAYS = 14
# What each source quotes everything against; between two others the way leads through it.
PIVOT = {Rate.Source.ECB: "EUR", Rate.Source.CBR: "RUB"}


class UnknownRate(Refusal):
    """The source has never said on or before the day what the currency costs."""

    code = "unknown_rate"
    message = _("There is no rate of %(currency)s in %(quote)s on or before %(day)s.")


class StaleRate(Refusal):
    """The last rate is of a day too long before."""

    code = "stale_rate"
    message = _("The last rate of %(currency)s in %(quote)s is of %(day)s: too old to be used.")


@dataclasses.dataclass(frozen=True, slots=True)
class RateQuote:
    """`nominal` units of `currency` cost `value` units of `quote`, exactly, nothing rounded.

    `legs` are the published rates behind it, as `engines.money.convert_through` takes them; a rate
    read backwards or through a third currency has the same legs, so its origin stays checkable.
    """

    source: str
    day: dt.date
    currency: str
    quote: str
    nominal: Decimal
    value: Decimal
    legs: tuple[Quote, ...]

    @property
    def per_unit(self) -> Decimal:
        """What one unit costs, for showing; compute with `legs`."""
        return self.value / self.nominal


def rate_on(
    source: str, currency: str, quote: str, day: dt.date, *, fresh_days: int = FRESH_DAYS
) -> RateQuote:
    """The source's rate of `currency` in `quote` in force on `day`: the latest on or before it.

    Published directly, read backwards, or through the source's own currency (EUR, RUB), both legs
    of one day. Raises `UnknownRate`, and `StaleRate` when the rate is more than `fresh_days` old.
    """
    legs = _published(source, currency, quote, day) or _through_pivot(source, currency, quote, day)
    if not legs:
        raise UnknownRate(currency=currency, quote=quote, day=day.isoformat())
    if (day - legs[0].day).days > fresh_days:
        raise StaleRate(currency=currency, quote=quote, day=legs[0].day.isoformat())
    nominal = value = Decimal(1)
    at = currency
    for leg in legs:
        gains, costs = leg.ratio(at)
        value, nominal = value * gains, nominal * costs
        at = leg.other(at)
    return RateQuote(source, legs[0].day, currency, quote, nominal, value, legs)


def latest_day(source: str) -> dt.date | None:
    """The day of the newest rate of the source; None where there is none."""
    return Rate.objects.filter(source=source).order_by("-day").values_list("day", flat=True).first()


def _published(source: str, currency: str, quote: str, day: dt.date) -> tuple[Quote, ...]:
    """The pair's own rate, in either direction; the newer one where both are published."""
    pairs = ((currency, quote), (quote, currency))
    rows = [
        Rate.objects.filter(source=source, currency=one, quote=other, day__lte=day)
        .order_by("-day")
        .first()
        for one, other in pairs
    ]
    found = [row for row in rows if row is not None]
    return (_quote(max(found, key=lambda row: row.day)),) if found else ()


def _through_pivot(source: str, currency: str, quote: str, day: dt.date) -> tuple[Quote, ...]:
    """Two rates of the latest day that has both."""
    pivot = PIVOT.get(Rate.Source(source))
    if pivot is None or pivot in {currency, quote}:
        return ()
    rates = Rate.objects.filter(source=source, day__lte=day)
    if source == Rate.Source.ECB:
        first, second = (rates.filter(currency=pivot, quote=code) for code in (currency, quote))
    else:
        first, second = (rates.filter(currency=code, quote=pivot) for code in (currency, quote))
    one = first.filter(Exists(second.filter(day=OuterRef("day")))).order_by("-day").first()
    if one is None:
        return ()
    return _quote(one), _quote(second.get(day=one.day))


def _quote(row: Rate) -> Quote:
    value = _as_published(row.value)
    return Quote(row.source, row.day, row.currency, row.quote, row.nominal, value)


def _as_published(value: Decimal) -> Decimal:
    """The value without the zeros that the column's scale adds; 100 stays 100, not 1E+2."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
