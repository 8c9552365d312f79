"""What a check-up costs at each clinic …"""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sanamost.engines.checkups import Item
from sanamost.jobs.world import price_lists
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.selectors import official_services
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.checkups import selectors
from sanamost.registry.organisations.models import Organisation
from tests.world import World, acting_as, system

NAMES = {"en": "x", "ru": "x", "zh-hans": "x", "ar": "x"}
GLUCOSE = Item("glucose", NAMES, ("A09.05.023",))
ECG = Item("ecg", NAMES, ("A05.10.006",))
COLONOSCOPY = Item("colonoscopy", NAMES, ("A03.18.001", "A03.18.001.001"))
NOWHERE = Item("nowhere", NAMES, ("A26.20.009",))


@pytest.fixture
def priced(world: World) -> World:
    """Both clinics with their demonstration price lists."""
    with acting_as(system("test")):
        for clinic in price_lists.CLINICS:
            price_lists.load(clinic, world.organisation(clinic))
    return world


def prices(*items: Item) -> list[selectors.ClinicPrice]:
    return selectors.prices(items, day=timezone.localdate())


def test_is_the_sum_of_its_price_list_for_foreigners(priced: World) -> None:
    found = {one.clinic.code: one for one in prices(GLUCOSE, ECG)}

    ortho = found["demo-ortho"]
    assert ortho.complete
    assert ortho.total == Decimal(435 + 1350)  # 290 and 900, each 1.5 times
    assert ortho.total == sum(line.price.amount for line in ortho.lines)


def test_names_what_a_clinic_lacks_and_puts_the_fullest_first(priced: World) -> None:
    found = prices(GLUCOSE, COLONOSCOPY)

    assert [one.clinic.code for one in found] == ["demo-heart", "demo-ortho"]
    assert found[0].complete
    assert [item.code for item in found[1].missing] == ["colonoscopy"]
    assert found[1].total == Decimal(435)


def test_guesses_no_price(priced: World) -> None:
    assert prices(NOWHERE) == []
    with_it = prices(GLUCOSE, NOWHERE)
    assert all([item.code for item in one.missing] == ["nowhere"] for one in with_it)


def test_leaves_out_clinics_that_take_nobody_and_lists_that_are_over(priced: World) -> None:
    now = timezone.now()
    with acting_as(system("test")):
        Organisation.objects.filter(code="demo-ortho").update(suspended_at=now)

    assert [one.clinic.code for one in prices(GLUCOSE)] == ["demo-heart"]
    past = selectors.prices([GLUCOSE], day=now.date().replace(year=2020))
    assert past == []


def test_adds_no_two_currencies(priced: World) -> None:
    clinic = priced.organisation("demo-ortho")
    facts = [("USD-1", "A26.20.009", "USD"), ("RUB-1", "A26.19.020", "RUB")]
    with acting_as(system("test")):
        catalogue.enter_services(
            organisation_id=clinic,
            rows=[
                ServiceFacts(code=code, nomenclature_code=official, names=NAMES, kind="diagnostics")
                for code, official, _currency in facts
            ],
        )
        catalogue.publish_price_list(
            organisation_id=clinic,
            number="two currencies",
            valid_from=timezone.localdate(),
            prices=[
                PriceRow(code, PatientGroup.FOREIGN, Decimal(50), currency)
                for code, _official, currency in facts
            ],
        )
    found = prices(NOWHERE, Item("helicobacter", NAMES, ("A26.19.020",)))

    assert [(one.complete, one.total, len(one.lines)) for one in found] == [(True, None, 2)]


def test_takes_two_queries_however_many_examinations(priced: World) -> None:
    counts = []
    for items in ([GLUCOSE], list(selectors.rules().items)):
        with CaptureQueriesContext(connection) as queries:
            prices(*items)
        counts.append(len(queries))

    assert counts == [2, 2]


def test_is_asked_by_codes_that_the_nomenclature_knows(db: None) -> None:
    known = official_services()

    assert [
        code for item in selectors.rules().items for code in item.codes if not known.has(code)
    ] == []


def test_of_an_unknown_version_is_that_of_the_newest_rules() -> None:
    newest = selectors.rules()

    assert selectors.rules("1900-01-01") is newest
    assert selectors.rules(newest.version) is newest
