"""What a unit of a currency is worth for showing and comparing prices; never for a bill."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from sanamost.commerce.rates.models import Rate
from sanamost.commerce.rates.selectors import StaleRate, UnknownRate, rate_on

BASE = "RUB"
SOURCES = (Rate.Source.CBR, Rate.Source.ECB)
"""Asked in this order: prices in Russia follow the Bank of Russia."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Roubles for one unit, and the day of the rate."""

    roubles: Decimal
    day: dt.date


def worths_in_base(currencies: Iterable[str], day: dt.date) -> dict[str, Worth]:
    """Of these currencies those with a fresh rate of the Bank of Russia in force on the day.

    One query.
    """
    rows = Rate.objects.filter(
        source=Rate.Source.CBR,
        quote=BASE,
        currency__in=list(currencies),
        day__lte=day,
        day__gte=day - dt.timedelta(days=settings.RATE_FRESH_DAYS),
    )
    newest = rows.order_by("currency", "-day").distinct("currency")
    return {rate.currency: Worth(rate.value / rate.nominal, rate.day) for rate in newest}


def worth_in_base(currency: str, day: dt.date) -> Decimal | None:
    """Roubles for one unit by the rate in force on the day; None where no fresh one is known."""
    if currency == BASE:
        return Decimal(1)
    for source in SOURCES:
        try:
            rate = rate_on(source, currency, BASE, day, fresh_days=settings.RATE_FRESH_DAYS)
        except (UnknownRate, StaleRate):
            continue
        return rate.per_unit
    return None
