"""What an amount is worth in roubles and in dollars, by the rate in force on its day."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from sanamost.commerce.rates import selectors as rates
from sanamost.engines.money import Money, convert_through
from sanamost.foundation.languages.errors import Refusal

# The Bank of Russia first: it is the reporting country's own. Then what people typed, then the ECB.
SOURCES = ("cbr", "manual", "ecb")


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An amount in another currency, with the rate behind it: whose, and of which day."""

    money: Money
    source: str
    day: dt.date


def equivalent(money: Money, currency: str, on: dt.date) -> Equivalent | None:
    """`money` in `currency` by the rate in force on the day; None where no source has one.

    A rate more than `settings.RATE_FRESH_DAYS` older than the day is none. The same currency needs
    no rate: source is then empty.
    """
    if money.currency == currency:
        return Equivalent(money, "", on)
    found = (
        by_rate_of(source, on, money, currency, fresh_days=settings.RATE_FRESH_DAYS)
        for source in SOURCES
    )
    return next((one for one in found if one), None)


def by_rate_of(
    source: str, day: dt.date, money: Money, currency: str, *, fresh_days: int = 0
) -> Equivalent | None:
    """`money` in `currency` by the source's rate of that very day, or at most so many days older.

    None where the source has none. A rate once published never changes, so neither does this.
    """
    try:
        quote = rates.rate_on(source, money.currency, currency, day, fresh_days=fresh_days)
    except Refusal:
        return None
    return Equivalent(convert_through(money, currency, quote.legs).result, source, quote.day)
