"""Prices elsewhere: the coordinator's pages, and what patients see of them."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sanamost.commerce.comparison import services
from sanamost.commerce.comparison.models import PppFactor, ReferencePrice
from sanamost.commerce.rates import services as rates
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import services as catalogue
from tests.journey.referred import open_case, price_list, refer, sent
from tests.registry.catalogue.conftest import reference
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.web.reading import words_on
from tests.world import World, acting_as, system

__all__ = ["reference"]
LIST, NEW = "/coordinator/abroad/", "/coordinator/abroad/prices/new/"
KNEE = "A16.04.021.001"


@pytest.fixture(autouse=True)
def _furnished(world: World, reference: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lists to choose from; the nomenclature knows one code."""
    monkeypatch.setattr(services, "_known_service", lambda code: code == KNEE)
    yield
    remembering.forget()


def typed(**other: str) -> dict[str, str]:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    given = {
        "country": "UZ",
        "nomenclature_code": KNEE,
        "amount": "118000000",
        "currency": "UZS",
        "as_of": yesterday.isoformat(),
        "source": "Price list of a clinic in Tashkent",
        "remark": "With the implant",
    }
    return {**given, **other}


def said(page: Any) -> str:
    return " ".join(words_on(page.content.decode()).split())


def test_are_entered_listed_and_withdrawn(client_of: ClientOf) -> None:
    lee = client_of("lee")
    assert "No price of another country yet" in said(lee.get(LIST))

    assert send(lee, NEW, **typed())["Location"] == LIST
    row = ReferencePrice.objects.get()
    assert "Price list of a clinic in Tashkent" in said(lee.get(LIST))
    away = reverse("coordinator:withdraw_price_abroad", args=[row.public_id])
    assert send(lee, away, reason="").status_code == 422
    assert send(lee, away, reason="Misread.").status_code == 302

    page = said(lee.get(LIST))
    assert "Withdrawn" in page
    assert "Misread." in page
    assert "This figure was withdrawn already." in said(lee.get(away))


def test_say_at_its_field_what_cannot_be(client_of: ClientOf) -> None:
    page = send(client_of("lee"), NEW, **typed(nomenclature_code="A99.99.999"))

    assert page.status_code == 422
    assert "The nomenclature does not know this code." in said(page)
    assert "Price list of a clinic in Tashkent" in page.content.decode()
    assert not ReferencePrice.objects.exists()


def test_keep_factors_by_country_and_year(client_of: ClientOf) -> None:
    ivanova = client_of("ivanova")
    new = "/coordinator/abroad/factors/new/"
    made = send(
        ivanova, new, country="UZ", year="2023", factor="3041.7", source="World Bank, PA.NUS.PPP"
    )
    row = PppFactor.objects.get()

    assert made["Location"] == f"{LIST}?country=UZ"
    assert "World Bank, PA.NUS.PPP" in said(ivanova.get(made["Location"]))
    away = reverse("coordinator:withdraw_factor", args=[row.public_id])
    assert "Another organisation entered it" in said(client_of("lee").get(away))
    assert send(client_of("lee"), away, reason="No").status_code == 404
    assert send(ivanova, away, reason="Revised.").status_code == 302


@pytest.mark.parametrize("code", ["petrova", "sidorov", "karim", "amina", "mallory"])
def test_are_no_pages_for_others(client_of: ClientOf, code: str) -> None:
    for path in (LIST, NEW, "/coordinator/abroad/factors/new/"):
        assert client_of(code).get(path).status_code == 404


def test_need_a_strong_sign_in(client_of: ClientOf) -> None:
    assert client_of("lee", strong=False).get(LIST).status_code == 302


def test_stand_beside_the_clinics_price_on_its_treatment(
    world: World, client_of: ClientOf, settings: Any
) -> None:
    settings.RATE_FRESH_DAYS = 36_500
    with acting_as(system("test")):
        service = price_list(world.organisation("demo-ortho"))["PKG-1"]
        rates.import_file(path=catalogue.REFERENCE / "cbr_2024-10-04.xml", now=timezone.now())
        services.load_factors(now=timezone.now())
    address = f"/treatments/{service}/"
    assert "What it costs in other countries" not in said(Client().get(address))

    send(client_of("lee"), NEW, **typed())
    page = said(Client().get(address))

    assert "What it costs in other countries Uzbekistan" in page
    assert "With the implant" in page
    assert "at the Bank of Russia's rate of" in page.replace("&#x27;", "'")
    assert "international dollars here" in page
    assert "Source: Price list of a clinic in Tashkent" in page


def test_stand_beside_a_proposal_for_the_patients_own_country(
    world: World, client_of: ClientOf
) -> None:
    made = sent(refer(world, open_case(world)))
    address = reverse("patient:proposal", args=[made.public_id])
    send(client_of("lee"), NEW, **typed(country="KZ", currency="KZT"))
    assert "What it costs in other countries" not in said(client_of("amina").get(address))

    send(client_of("lee"), NEW, **typed())

    page = said(client_of("amina").get(address))
    assert "What it costs in other countries Uzbekistan" in page
    assert "There is no fresh exchange rate" in page  # none is loaded here
    assert Decimal(118_000_000) == ReferencePrice.objects.get(country="UZ").amount
