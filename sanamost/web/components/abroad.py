"""A clinic's price beside prices elsewhere, in the reader's words; nothing that nobody entered.

The formula and its sources: docs/algorithms/comparison.md.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.commerce.comparison import selectors
from sanamost.commerce.comparison.selectors import Compared
from sanamost.engines.money import Money, Rounding
from sanamost.web.components.wording import country_words, day_words, money_words, share_words

ABOUT_SAME = Decimal("0.005")
YEAR = 365


@dataclass(frozen=True, slots=True)
class Abroad:
    """One country's price beside the clinic's."""

    country: str
    compared: Compared
    here: str
    """The clinic's price in the other price's currency, in whole units; empty without a rate."""
    difference: str
    """How the clinic's price lies to it, by the exchange rate; empty without a rate."""
    rate: str
    age: str
    """How old the price is, where it is old."""


def abroad_of(
    price: Decimal | None,
    currency: str,
    *,
    nomenclature_code: str,
    area: str,
    day: dt.date,
    only: str = "",
) -> list[Abroad]:
    """What the same costs in other countries (in `only`, where it is named)."""
    if price is None or price <= 0:
        return []
    rows = selectors.compared(
        Money(price, currency), nomenclature_code=nomenclature_code, area=area, day=day, only=only
    )
    return [
        Abroad(
            country=country_words(row.country),
            compared=row,
            here=_whole(row.here),
            difference=_difference(row.share),
            rate=_rate(row),
            age=_age(row, day),
        )
        for row in rows
    ]


def _whole(price: Money | None) -> str:
    if price is None:
        return ""
    return money_words(Rounding.HALF_UP.apply(price.amount, 0), price.currency)


def _difference(share: Decimal | None) -> str:
    if share is None:
        return ""
    if abs(share) < ABOUT_SAME:
        return _("about the same as there")
    words = _("%(share)s less than there") if share < 0 else _("%(share)s more than there")
    return words % {"share": share_words(abs(share))}


def _rate(row: Compared) -> str:
    if row.rate is None:
        return ""
    return _("at the Bank of Russia's rate of %(day)s") % {"day": day_words(row.rate.day)}


def _age(row: Compared, day: dt.date) -> str:
    if not row.old:
        return ""
    years = (day - row.as_of).days // YEAR
    words = ngettext("more than %(years)s year old", "more than %(years)s years old", max(1, years))
    return words % {"years": max(1, years)}
