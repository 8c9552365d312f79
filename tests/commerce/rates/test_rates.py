"""Rates in the database: written once, read as of a day."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from sanamost.commerce.rates import selectors, services
from sanamost.commerce.rates.models import Rate
from sanamost.commerce.rates.quotations import BadRates, Quotation
from sanamost.engines.money import Money, convert_through
from sanamost.registry.catalogue.services import REFERENCE

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
NAMED_DAY = dt.date(2024, 10, 4)
SAMPLES = Path(__file__).parent / "samples"


def bank_of_russia() -> None:
    for path in (*SAMPLES.glob("*.xml"), REFERENCE / "cbr_2024-10-04.xml"):
        services.import_file(path=path, now=NOW)


def euro(day: str, quote: str, value: str) -> Quotation:
    return Quotation(dt.date.fromisoformat(day), "EUR", quote, 1, Decimal(value))


@pytest.mark.parametrize(
    ("to", "nominal", "value"),
    [
        ("CNY", "13.4808", "1"),
        ("AED", "25.8751", "1"),
        ("UZS", "74.484", "10000"),
        ("USD", "95.0262", "1"),
        ("EUR", "104.8664", "1"),
        ("KZT", "19.6648", "100"),
    ],
)
def test_the_named_day_has_the_rates_that_proposals_need(to: str, nominal: str, value: str) -> None:
    bank_of_russia()

    rate = selectors.rate_on("cbr", "RUB", to, NAMED_DAY)

    assert (rate.day, rate.nominal, rate.value) == (NAMED_DAY, Decimal(nominal), Decimal(value))


@pytest.mark.parametrize(
    ("day", "roubles"), [(dt.date(2020, 7, 4), "9975.22"), (dt.date(2022, 3, 15), "18221.80")]
)
def test_the_nominal_of_the_day_is_used(day: dt.date, roubles: str) -> None:
    bank_of_russia()
    rate = selectors.rate_on("cbr", "CNY", "RUB", day)

    converted = convert_through(Money(Decimal(1000), "CNY"), "RUB", rate.legs)

    assert converted.result == Money(Decimal(roubles), "RUB")


def test_a_cross_rate_is_exact_and_keeps_both_published_rates() -> None:
    bank_of_russia()

    rate = selectors.rate_on("cbr", "UZS", "CNY", NAMED_DAY)

    # 10,000 UZS = 74.4840 RUB and 1 CNY = 13.4808 RUB.
    assert rate.value * Decimal("13.4808") * 10_000 == rate.nominal * Decimal("74.4840")
    assert [(leg.currency, leg.nominal) for leg in rate.legs] == [("UZS", 10_000), ("CNY", 1)]
    converted = convert_through(Money(Decimal(1_000_000), "UZS"), "CNY", rate.legs)
    assert converted.result == Money(Decimal("552.52"), "CNY")


def test_european_cross_rates_go_through_the_euro_on_one_day() -> None:
    services.import_rates(
        source="ecb",
        quotations=[
            euro("2026-10-29", "USD", "1.1130"),
            euro("2026-10-29", "CNY", "7.4144"),
            euro("2026-10-30", "USD", "1.1172"),
        ],
        now=NOW,
    )

    rate = selectors.rate_on("ecb", "USD", "CNY", dt.date(2026, 11, 1))

    assert rate.day == dt.date(2026, 10, 29)
    assert (rate.nominal, rate.value) == (Decimal("1.113"), Decimal("7.4144"))
    assert rate.per_unit.quantize(Decimal("0.0001")) == Decimal("6.6616")


def test_the_latest_rate_on_or_before_the_day_is_in_force() -> None:
    services.import_rates(
        source="ecb",
        quotations=[euro("2026-10-29", "USD", "1.1130"), euro("2026-10-30", "USD", "1.1172")],
        now=NOW,
    )

    assert selectors.rate_on("ecb", "EUR", "USD", dt.date(2026, 10, 29)).value == Decimal("1.113")
    assert selectors.rate_on("ecb", "EUR", "USD", dt.date(2026, 11, 13)).day.day == 30
    with pytest.raises(selectors.StaleRate, match="2026-10-30"):
        selectors.rate_on("ecb", "EUR", "USD", dt.date(2026, 11, 14))
    with pytest.raises(selectors.UnknownRate):
        selectors.rate_on("ecb", "EUR", "USD", dt.date(2026, 10, 28))
    assert selectors.latest_day("ecb") == dt.date(2026, 10, 30)
    assert selectors.latest_day("cbr") is None


@pytest.mark.parametrize(("currency", "quote"), [("AED", "RUB"), ("RUB", "AED"), ("AED", "CNY")])
def test_a_rate_never_published_is_refused(currency: str, quote: str) -> None:
    services.import_file(path=SAMPLES / "cbr_2022-03-15.xml", now=NOW)

    with pytest.raises(selectors.UnknownRate):
        selectors.rate_on("cbr", currency, quote, dt.date(2022, 3, 15))


def test_the_same_file_twice_changes_nothing() -> None:
    path = SAMPLES / "cbr_2022-03-15.xml"

    assert services.import_file(path=path, now=NOW).new == 15
    again = services.import_file(path=path, now=NOW)

    assert (again.new, again.unchanged) == (0, 15)


def test_another_value_for_a_known_day_is_refused_and_nothing_is_taken(tmp_path: Path) -> None:
    original = SAMPLES / "cbr_2022-03-15.xml"
    services.import_file(path=original, now=NOW)
    changed = tmp_path / "again.xml"
    content = original.read_bytes().replace(b"18,2218", b"18,2219").replace(b"AUD", b"BRL")
    changed.write_bytes(content)

    with pytest.raises(services.RateChanged, match=r"cbr CNY RUB 2022-03-15: .*18\.2218.*18\.2219"):
        services.import_file(path=changed, now=NOW)

    assert not Rate.objects.filter(currency="BRL").exists()


def test_the_database_itself_refuses_to_change_a_rate() -> None:
    bank_of_russia()

    for change in (lambda: Rate.objects.update(value=1), lambda: Rate.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_rate_of_a_day_to_come_is_refused() -> None:
    with pytest.raises(BadRates, match="a day to come"):
        services.import_rates(source="ecb", quotations=[euro("2026-12-24", "USD", "1.1")], now=NOW)


def test_typed_rates_say_where_they_were_read(tmp_path: Path) -> None:
    path = tmp_path / "typed.csv"
    path.write_text(
        "day,currency,quote,nominal,value,remark\n2026-11-20,AED,RUB,10,221.5,bank's own board\n",
        encoding="utf-8",
    )

    call_command("import_rates", str(path))

    assert selectors.rate_on("manual", "AED", "RUB", NOW.date()).value == Decimal("221.5")
    path.write_text(
        "day,currency,quote,nominal,value,remark\n2026-11-21,AED,RUB,10,221.5,\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="line 2"):
        call_command("import_rates", str(path))


@pytest.mark.parametrize(("name", "content"), [("a.xml", b""), ("a.csv", b""), ("a.gz", b"PK")])
def test_a_file_that_is_none_of_the_three_is_refused(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CommandError, match=name):
        call_command("import_rates", str(tmp_path / name))
