"""A clinic's price beside prices elsewhere: only what somebody entered with its source."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Q

from sanamost.commerce.comparison.models import PppFactor, ReferencePrice
from sanamost.commerce.rates import selectors as rates
from sanamost.commerce.rates.selectors import RateQuote
from sanamost.engines.comparing import difference, international
from sanamost.engines.money import Money, convert_through
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors as catalogue

RATE_SOURCE = "cbr"
MOST = 8
"""Countries on a page."""


@dataclass(frozen=True, slots=True)
class Purchasing:
    """Both prices in international dollars of one year."""

    here: Decimal
    there: Decimal
    year: int
    factor_here: Decimal
    factor_there: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One price elsewhere beside the clinic's; what cannot be worked out honestly is None."""

    country: str
    there: Money
    source: str
    source_page: str
    as_of: dt.date
    remark: str
    area: str
    """Where the price is a usual one of the area, not of this very service."""
    demonstration: bool
    old: bool
    """Older than `REFERENCE_PRICE_FRESH_DAYS`: the page says how old."""
    here: Money | None
    """The clinic's price in the other price's currency; None without a rate fresh enough."""
    rate: RateQuote | None
    """By which it was put so; None where both are in one currency."""
    share: Decimal | None
    """How much dearer (above zero) or cheaper the clinic is, as a share of the other price."""
    purchasing: Purchasing | None


def prices_of(*, country: str = "") -> list[ReferencePrice]:
    """Everything that was ever entered, of one country where one is named; the newest first."""
    rows = ReferencePrice.objects.select_related("organisation", "entered_by", "withdrawn_by")
    rows = rows.filter(country=country) if country else rows
    return list(rows.order_by("withdrawn_at", "country", "-as_of", "-pk")[:500])


def factors_of(*, country: str = "") -> list[PppFactor]:
    """Factors that were entered, of one country where one is named; the newest years first."""
    rows = PppFactor.objects.select_related("organisation", "entered_by", "withdrawn_by")
    rows = rows.filter(country=country) if country else rows
    return list(rows.order_by("country", "-year", "-pk")[:500])


def price(public_id: str) -> ReferencePrice:
    """One price; raises `NotVisible` for an unknown one."""
    row = ReferencePrice.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def factor(public_id: str) -> PppFactor:
    """One factor; raises `NotVisible` for an unknown one."""
    row = PppFactor.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def compared(
    price_here: Money,
    *,
    nomenclature_code: str,
    area: str,
    day: dt.date,
    clinic_country: str = "RU",
    only: str = "",
) -> list[Compared]:
    """The clinic's price beside the newest one of each country (of `only`, where it is named).

    A price of the very service goes before a usual one of its area. Nothing is there that nobody
    entered: no reference, no row; no rate or factor, no figure made with it. By country's code.
    """
    newest: dict[str, ReferencePrice] = {}
    for row in _standing(nomenclature_code, area, only, clinic_country):
        newest.setdefault(row.country, row)
    chosen = sorted(newest.values(), key=lambda row: row.country)[:MOST]
    if not chosen:
        return []
    factors = _factors([clinic_country, *newest])
    currencies = {one.code: one.currency for one in catalogue.countries("en")}
    return [_compared(row, price_here, day, clinic_country, factors, currencies) for row in chosen]


Factors = dict[tuple[str, int], PppFactor]


def _standing(code: str, area: str, only: str, clinic_country: str) -> list[ReferencePrice]:
    """Those of the service first, the newest of each first."""
    wanted = Q(nomenclature_code=code) if code else Q(pk__in=())
    wanted |= Q(area=area) if area else Q(pk__in=())
    rows = ReferencePrice.objects.filter(wanted, withdrawn_at__isnull=True)
    rows = rows.filter(country=only) if only else rows.exclude(country=clinic_country)
    return list(rows.order_by("area", "-as_of", "-pk"))  # an empty area stands first


def _factors(countries: Iterable[str]) -> Factors:
    rows = PppFactor.objects.filter(country__in=list(countries), withdrawn_at__isnull=True)
    return {(row.country, row.year): row for row in rows}


def _compared(
    row: ReferencePrice,
    price_here: Money,
    day: dt.date,
    clinic_country: str,
    factors: Factors,
    currencies: dict[str, str],
) -> Compared:
    there = Money(row.amount, row.currency)
    here, rate = _exchanged(price_here, row.currency, day)
    lived_in = currencies.get(row.country) == row.currency
    here_too = currencies.get(clinic_country) == price_here.currency
    return Compared(
        country=row.country,
        there=there,
        source=row.source,
        source_page=row.source_page,
        as_of=row.as_of,
        remark=row.remark,
        area=row.area,
        demonstration=row.demonstration,
        old=(day - row.as_of).days > settings.REFERENCE_PRICE_FRESH_DAYS,
        here=here,
        rate=rate,
        share=difference(here, there) if here is not None else None,
        # A factor is of the country's own currency: a price in dollars says nothing about it.
        purchasing=_purchasing(row.country, there, clinic_country, price_here, factors)
        if lived_in and here_too
        else None,
    )


def _exchanged(
    price_here: Money, currency: str, day: dt.date
) -> tuple[Money | None, RateQuote | None]:
    if price_here.currency == currency:
        return price_here, None
    try:
        rate = rates.rate_on(
            RATE_SOURCE, price_here.currency, currency, day, fresh_days=settings.RATE_FRESH_DAYS
        )
    except (rates.UnknownRate, rates.StaleRate):
        return None, None
    return convert_through(price_here, currency, rate.legs).result, rate


def _purchasing(
    country: str, there: Money, clinic_country: str, here: Money, factors: Factors
) -> Purchasing | None:
    """By the factors of the latest year that both countries have."""
    years = {year for code, year in factors if code == country}
    years &= {year for code, year in factors if code == clinic_country}
    if not years:
        return None
    year = max(years)
    theirs, ours = factors[country, year], factors[clinic_country, year]
    return Purchasing(
        here=international(here, ours.factor),
        there=international(there, theirs.factor),
        year=year,
        factor_here=ours.factor,
        factor_there=theirs.factor,
        sources=tuple(dict.fromkeys([ours.source, theirs.source])),
    )
