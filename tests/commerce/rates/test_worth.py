"""A unit of a currency is worth …"""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import override_settings

from sanamost.commerce.rates.models import Rate
from sanamost.commerce.rates.worth import Worth, worth_in_base, worths_in_base

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 22)


def publish(source: str, currency: str, quote: str, value: str, day: dt.date = DAY) -> None:
    Rate.objects.create(
        source=source, day=day, currency=currency, quote=quote, nominal=1, value=Decimal(value)
    )


def test_one_rouble_in_roubles_without_any_rate() -> None:
    assert worth_in_base("RUB", DAY) == 1


def test_what_the_bank_of_russia_says_before_the_european_one() -> None:
    publish("cbr", "USD", "RUB", "90.5")
    publish("ecb", "EUR", "USD", "1.25")
    publish("ecb", "EUR", "RUB", "100")

    assert worth_in_base("USD", DAY) == Decimal("90.5")


def test_what_the_european_bank_says_where_no_other_does() -> None:
    publish("ecb", "EUR", "USD", "1.25")
    publish("ecb", "EUR", "RUB", "100")

    assert worth_in_base("USD", DAY) == 80


@override_settings(RATE_FRESH_DAYS=14)
def test_nothing_known_where_the_rate_is_old() -> None:
    publish("cbr", "USD", "RUB", "90.5", DAY - dt.timedelta(days=15))

    assert worth_in_base("USD", DAY) is None
    assert worth_in_base("XAU", DAY) is None


@override_settings(RATE_FRESH_DAYS=14)
def test_what_it_was_worth_last_of_every_currency_with_a_fresh_rate() -> None:
    yesterday = DAY - dt.timedelta(days=1)
    publish("cbr", "USD", "RUB", "90", yesterday)
    publish("cbr", "USD", "RUB", "90.5")
    publish("cbr", "USD", "RUB", "91", DAY + dt.timedelta(days=1))
    publish("cbr", "CNY", "RUB", "12", yesterday)
    publish("cbr", "EUR", "RUB", "99", DAY - dt.timedelta(days=15))
    publish("ecb", "TRY", "RUB", "2")

    assert worths_in_base(["USD", "CNY", "EUR", "TRY"], DAY) == {
        "USD": Worth(Decimal("90.5"), DAY),
        "CNY": Worth(Decimal(12), yesterday),
    }
