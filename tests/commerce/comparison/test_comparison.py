"""Prices of other countries …"""

import csv
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sanamost.commerce.comparison import selectors, services
from sanamost.commerce.comparison.models import PppFactor, ReferencePrice
from sanamost.commerce.comparison.services import FactorFacts, PriceFacts
from sanamost.commerce.rates import services as rates
from sanamost.engines.money import Money
from sanamost.foundation.audit.figures import FigureRefused, WithdrawnAlready, WithdrawReasonMissing
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import services as catalogue
from tests.world import Actor, World, acting_as, system

KNEE = "A16.04.021.006"
NOW = dt.datetime(2024, 10, 5, 9, tzinfo=dt.UTC)
DAY = NOW.date()
HERE = Money(Decimal(729_000), "RUB")
LISTS = ("areas.csv", "countries.csv", "currencies.csv")


@pytest.fixture(autouse=True)
def _lists(world: World) -> Any:
    with acting_as(system("test")):
        for file in LISTS:
            with (catalogue.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
                catalogue.load_file(file=file, rows=csv.DictReader(stream))
    yield
    remembering.forget()


@pytest.fixture(autouse=True)
def _knee(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nomenclature knows one code; its table of ten thousand is not loaded here."""
    monkeypatch.setattr(services, "_known_service", lambda code: code == KNEE)


def facts(**other: Any) -> PriceFacts:
    given: dict[str, Any] = {
        "country": "UZ",
        "nomenclature_code": KNEE,
        "amount": Decimal(118_000_000),
        "currency": "UZS",
        "as_of": DAY - dt.timedelta(days=30),
        "source": "Price list of a clinic in Tashkent, No. 3",
    }
    return PriceFacts(**{**given, **other})


def entered(actor: Actor, **other: Any) -> ReferencePrice:
    with acting_as(actor):
        return services.enter_price(actor=actor, facts=facts(**other), now=NOW)


def bank_rates() -> None:
    with acting_as(system("test")):
        path = catalogue.REFERENCE / "cbr_2024-10-04.xml"
        rates.import_file(path=path, now=NOW)


def compared(**other: Any) -> list[selectors.Compared]:
    asked: dict[str, Any] = {"nomenclature_code": KNEE, "area": "orthopaedics", "day": DAY}
    return selectors.compared(HERE, **{**asked, **other})


def test_are_entered_with_their_source_by_a_coordinator(world: World) -> None:
    lee = world.actor("lee")
    made = entered(lee)

    assert made.organisation_id == lee.organisation_id
    with acting_as(system("test")):
        assert Entry.objects.filter(action="comparison.price.entered").count() == 1


@pytest.mark.parametrize("code", ["petrova", "sidorov", "karim", "amina", "mallory", "sokolova"])
def test_are_nobody_elses_to_enter_or_withdraw(world: World, code: str) -> None:
    made, actor = entered(world.actor("lee")), world.actor(code)

    with pytest.raises(NotVisible):
        entered(actor, source="Another source")
    with pytest.raises(NotVisible), acting_as(actor):
        services.withdraw_price(actor=actor, public_id=made.public_id, reason="No", now=NOW)
    with acting_as(system("test")):
        assert ReferencePrice.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country": "XX"}, "country"),
        ({"currency": "XXX"}, "currency"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-5)}, "amount"),
        ({"amount": Decimal("1.005")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal(10) ** 20}, "amount"),
        ({"nomenclature_code": "A99.99.999"}, "nomenclature_code"),
        ({"nomenclature_code": ""}, "nomenclature_code"),
        ({"area": "orthopaedics"}, "nomenclature_code"),
        ({"nomenclature_code": "", "area": "magic"}, "area"),
        ({"as_of": DAY + dt.timedelta(days=1)}, "as_of"),
        ({"as_of": dt.date(1999, 12, 31)}, "as_of"),
        ({"source": "  "}, "source"),
    ],
)
def test_that_cannot_be_right_or_checked_are_refused(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(FigureRefused) as refused:
        entered(world.actor("lee"), **wrong)
    assert refused.value.field == field
    with acting_as(system("test")):
        assert not ReferencePrice.objects.exists()


def test_stand_once_and_never_change(world: World) -> None:
    made = entered(world.actor("lee"))

    with pytest.raises(FigureRefused):
        entered(world.actor("ivanova"), amount=Decimal(1))
    with acting_as(system("test")), pytest.raises(DatabaseError), transaction.atomic():
        ReferencePrice.objects.filter(pk=made.pk).update(amount=1)


def test_leave_every_page_with_a_reason_and_stay_in_the_list(world: World) -> None:
    lee, ivanova = world.actor("lee"), world.actor("ivanova")
    made = entered(lee)
    asked: dict[str, Any] = {"public_id": made.public_id, "now": NOW}

    with pytest.raises(WithdrawReasonMissing), acting_as(lee):
        services.withdraw_price(actor=lee, reason=" ", **asked)
    assert len(compared()) == 1
    with acting_as(ivanova):
        services.withdraw_price(actor=ivanova, reason="Misread.", **asked)
    with pytest.raises(WithdrawnAlready), acting_as(lee):
        services.withdraw_price(actor=lee, reason="Again.", **asked)

    assert compared() == []
    assert [row.withdrawn_because for row in selectors.prices_of()] == ["Misread."]
    entered(lee)  # the right one takes its place
    assert len(compared()) == 1


def test_of_the_centre_are_not_a_regions_to_withdraw(world: World) -> None:
    made, lee = entered(world.actor("ivanova")), world.actor("lee")

    with pytest.raises(NotVisible), acting_as(lee):
        services.withdraw_price(actor=lee, public_id=made.public_id, reason="No", now=NOW)


class TestComparison:
    """A clinic's price beside them …"""

    def test_shows_nothing_that_nobody_entered(self, world: World) -> None:
        bank_rates()
        services.load_factors(now=NOW)

        assert compared() == []

    def test_stands_in_the_other_currency_by_the_banks_rate(self, world: World) -> None:
        bank_rates()
        entered(world.actor("lee"))

        (one,) = compared()

        # The Bank of Russia on 4 October 2024: 10,000 soms cost 74.484 roubles.
        exact = Decimal(729_000) * 10_000 / Decimal("74.484")
        assert one.here == Money(exact.quantize(Decimal("0.01")), "UZS")
        assert one.rate is not None
        assert one.rate.day == dt.date(2024, 10, 4)
        assert one.share == ((exact - 118_000_000) / 118_000_000).quantize(Decimal("0.001"))

    def test_converts_nothing_without_a_fresh_rate(self, world: World, settings: Settings) -> None:
        settings.RATE_FRESH_DAYS = 14
        bank_rates()
        entered(world.actor("lee"))

        (one,) = compared(day=DAY + dt.timedelta(days=60))

        assert (one.here, one.rate, one.share) == (None, None, None)

    def test_divides_each_price_by_its_countrys_factor_of_one_year(self, world: World) -> None:
        services.load_factors(now=NOW)
        entered(world.actor("lee"))

        (one,) = compared()

        assert one.purchasing is not None
        assert one.purchasing.year == 2024
        assert one.purchasing.here == round(Decimal(729_000) / Decimal("29.0629745679481"))
        assert one.purchasing.there == round(Decimal(118_000_000) / Decimal("3367.64393969072"))
        assert one.purchasing.sources == (services.FACTORS_SOURCE,)

    def test_uses_the_latest_year_that_both_countries_have(self, world: World) -> None:
        services.load_factors(now=NOW)
        entered(world.actor("lee"))
        ivanova = world.actor("ivanova")
        with acting_as(ivanova):
            row = PppFactor.objects.get(country="UZ", year=2024)
            services.withdraw_factor(
                actor=ivanova, public_id=row.public_id, reason="Revised.", now=NOW
            )

        (one,) = compared()

        assert one.purchasing is not None
        assert one.purchasing.year == 2023

    def test_says_nothing_of_purchasing_power_for_a_price_in_dollars(self, world: World) -> None:
        services.load_factors(now=NOW)
        entered(world.actor("lee"), currency="USD", amount=Decimal(9000))

        (one,) = compared()

        assert one.purchasing is None

    def test_takes_the_services_own_price_before_that_of_its_area_and_the_newest(
        self, world: World
    ) -> None:
        lee = world.actor("lee")
        entered(lee, nomenclature_code="", area="orthopaedics", amount=Decimal(5), as_of=DAY)
        entered(lee, amount=Decimal(7), as_of=DAY - dt.timedelta(days=100), source="Old list")
        entered(lee, amount=Decimal(6))
        entered(lee, country="KZ", currency="KZT", nomenclature_code="", area="orthopaedics")

        found = compared()

        assert [(one.country, one.area) for one in found] == [("KZ", "orthopaedics"), ("UZ", "")]
        assert found[1].there.amount == 6

    def test_is_with_the_home_country_alone_where_it_is_named(self, world: World) -> None:
        entered(world.actor("lee"))

        assert [one.country for one in compared(only="UZ")] == ["UZ"]
        assert compared(only="CN") == []

    def test_knows_an_old_price(self, world: World, settings: Settings) -> None:
        settings.REFERENCE_PRICE_FRESH_DAYS = 365
        lee = world.actor("lee")
        entered(lee, as_of=DAY - dt.timedelta(days=365))
        entered(lee, country="CN", currency="CNY", as_of=DAY - dt.timedelta(days=366))

        assert {one.country: one.old for one in compared()} == {"UZ": False, "CN": True}

    def test_takes_the_same_queries_for_one_country_and_for_many(self, world: World) -> None:
        entered(world.actor("lee"), currency="RUB")
        compared()
        with CaptureQueriesContext(connection) as one:
            compared()
        for country in ("CN", "AE", "KZ", "KG", "TJ"):
            entered(world.actor("lee"), country=country, currency="RUB")
        with CaptureQueriesContext(connection) as many:
            assert len(compared()) == 6
        assert len(one) == len(many) <= 3


class TestFactors:
    """Factors of purchasing power …"""

    def test_ship_with_their_source_and_are_loaded_once(self) -> None:
        first, second = services.load_factors(now=NOW), services.load_factors(now=NOW)

        assert first > 900
        assert second == 0
        assert PppFactor.objects.get(country="RU", year=2024).factor == Decimal("29.06297457")

    def test_are_not_brought_back_once_withdrawn(self, world: World) -> None:
        services.load_factors(now=NOW)
        ivanova = world.actor("ivanova")
        row = PppFactor.objects.get(country="UZ", year=2024)
        with acting_as(ivanova):
            services.withdraw_factor(
                actor=ivanova, public_id=row.public_id, reason="Revised.", now=NOW
            )

        assert services.load_factors(now=NOW) == 0
        assert not PppFactor.objects.filter(country="UZ", year=2024, withdrawn_at=None).exists()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"country": "XX"}, "country"),
            ({"year": 1989}, "year"),
            ({"year": 2025}, "year"),
            ({"factor": Decimal(0)}, "factor"),
            ({"factor": Decimal("Infinity")}, "factor"),
            ({"source": ""}, "source"),
        ],
    )
    def test_that_cannot_be_right_are_refused(
        self, world: World, wrong: dict[str, Any], field: str
    ) -> None:
        given: dict[str, Any] = {
            "country": "UZ",
            "year": 2023,
            "factor": Decimal(3000),
            "source": "World Bank",
        }
        lee = world.actor("lee")
        with pytest.raises(FigureRefused) as refused, acting_as(lee):
            services.enter_factor(actor=lee, facts=FactorFacts(**{**given, **wrong}), now=NOW)
        assert refused.value.field == field
