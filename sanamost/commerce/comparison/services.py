"""Entering and withdrawing figures of other countries; nothing is ever changed in silence."""

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.comparison import policies
from sanamost.commerce.comparison.models import PppFactor, ReferencePrice
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import figures
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors as catalogue

FACTORS_FILE = Path(__file__).parent / "reference" / "ppp_worldbank.csv"
FACTORS_SOURCE = "World Bank, PPP conversion factor, GDP (PA.NUS.PPP), CC BY 4.0"
FACTORS_PAGE = "https://data.worldbank.org/indicator/PA.NUS.PPP"
DEAREST = Decimal(10) ** 13


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceFacts:
    """One price in another country, as its source says it. Either a service or an area."""

    country: str
    amount: Decimal
    currency: str
    as_of: dt.date
    source: str
    nomenclature_code: str = ""
    area: str = ""
    source_page: str = ""
    remark: str = ""
    demonstration: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorFacts:
    """One year's factor of one country, as its source says it."""

    country: str
    year: int
    factor: Decimal
    source: str
    source_page: str = ""


def enter_price(*, actor: Actor, facts: PriceFacts, now: dt.datetime) -> ReferencePrice:
    """Keep a price of another country. Raises `FigureRefused`, `NotVisible`."""
    organisation_id = None if actor.system else policies.require_keeper(actor)
    _check_price(facts, now.date())
    same = ReferencePrice.objects.filter(
        withdrawn_at__isnull=True,
        **{n: getattr(facts, n) for n in ("country", "nomenclature_code", "area", "source")},
        as_of=facts.as_of,
        currency=facts.currency,
    )
    if same.exists():
        raise figures.refused("amount", _("This source's price of this day is there already."))
    made = ReferencePrice.objects.create(
        **asdict(facts),
        entered_by_id=actor.user_id,
        organisation_id=organisation_id,
        entered_at=now,
    )
    audit.record(action="comparison.price.entered", subject=made.public_id, now=now)
    return made


def withdraw_price(
    *, actor: Actor, public_id: str, reason: str, now: dt.datetime
) -> ReferencePrice:
    """Take a price off every page; it stays in the record with the reason.

    Raises `NotVisible`, `WithdrawReasonMissing`, `WithdrawnAlready`.
    """
    row = ReferencePrice.objects.select_for_update().filter(public_id=public_id).first()
    _withdraw(actor, row, reason, now)
    audit.record(action="comparison.price.withdrawn", subject=public_id, now=now)
    return row  # type: ignore[return-value]  # _withdraw refused None


def enter_factor(*, actor: Actor, facts: FactorFacts, now: dt.datetime) -> PppFactor:
    """Keep a year's factor of a country. Raises `FigureRefused`, `NotVisible`."""
    organisation_id = None if actor.system else policies.require_keeper(actor)
    _check_factor(facts, now.date())
    same = PppFactor.objects.filter(
        country=facts.country, year=facts.year, withdrawn_at__isnull=True
    )
    if same.exists():
        raise figures.refused("year", _("This year's factor is there already: withdraw it first."))
    made = PppFactor.objects.create(
        **asdict(facts),
        entered_by_id=actor.user_id,
        organisation_id=organisation_id,
        entered_at=now,
    )
    audit.record(action="comparison.factor.entered", subject=made.public_id, now=now)
    return made


def withdraw_factor(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> PppFactor:
    """Take a factor out of every comparison; it stays in the record with the reason.

    Raises `NotVisible`, `WithdrawReasonMissing`, `WithdrawnAlready`.
    """
    row = PppFactor.objects.select_for_update().filter(public_id=public_id).first()
    _withdraw(actor, row, reason, now)
    audit.record(action="comparison.factor.withdrawn", subject=public_id, now=now)
    return row  # type: ignore[return-value]  # _withdraw refused None


def load_factors(*, now: dt.datetime, rows: Iterable[Mapping[str, str]] | None = None) -> int:
    """Enter the World Bank's factors that ship with the package; how many were new.

    A country's year that has been entered before, also one that was withdrawn, is left alone.
    """
    known = set(PppFactor.objects.values_list("country", "year"))
    if rows is None:
        with FACTORS_FILE.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    fresh = [row for row in rows if (row["country"], int(row["year"])) not in known]
    PppFactor.objects.bulk_create(
        PppFactor(
            country=row["country"],
            year=int(row["year"]),
            factor=Decimal(row["factor"]),
            source=FACTORS_SOURCE,
            source_page=FACTORS_PAGE,
            entered_at=now,
        )
        for row in fresh
    )
    return len(fresh)


def _withdraw(actor: Actor, row: Any, reason: str, now: dt.datetime) -> None:
    if row is None or not policies.may_withdraw(actor, row.organisation_id):
        raise NotVisible
    figures.withdraw(row, actor=actor, reason=reason, now=now)


def _check_price(facts: PriceFacts, today: dt.date) -> None:
    _check_country(facts.country)
    if facts.currency not in {one.code for one in catalogue.currencies("en")}:
        raise figures.refused("currency", _("Choose a currency from the list."))
    if not _plausible(facts.amount):
        raise figures.refused(
            "amount", _("The price is more than zero, with two decimals at most.")
        )
    if bool(facts.nomenclature_code) == bool(facts.area):
        raise figures.refused(
            "nomenclature_code", _("Name either the official code of a service or an area of care.")
        )
    if facts.nomenclature_code and not _known_service(facts.nomenclature_code):
        raise figures.refused("nomenclature_code", _("The nomenclature does not know this code."))
    if facts.area and facts.area not in {one.code for one in catalogue.areas("en")}:
        raise figures.refused("area", _("Choose an area from the list."))
    if not figures.OLDEST <= facts.as_of <= today:
        raise figures.refused(
            "as_of", _("The day of the price is not in the future and not before 2000.")
        )
    figures.check_source(facts.source)


def _check_factor(facts: FactorFacts, today: dt.date) -> None:
    _check_country(facts.country)
    if not 1990 <= facts.year <= today.year:
        raise figures.refused("year", _("The year is not in the future and not before 1990."))
    if not facts.factor.is_finite() or not 0 < facts.factor < Decimal(10) ** 9:
        raise figures.refused("factor", _("The factor is a number above zero."))
    figures.check_source(facts.source)


def _check_country(code: str) -> None:
    if code not in {one.code for one in catalogue.countries("en")}:
        raise figures.refused("country", _("Choose a country from the list."))


def _plausible(amount: Decimal) -> bool:
    try:
        exact = amount == amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        return False
    return exact and 0 < amount < DEAREST


def _known_service(code: str) -> bool:
    return any(found.code == code for found in catalogue.nomenclature(code, limit=1))
