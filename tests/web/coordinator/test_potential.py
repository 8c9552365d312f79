"""The coordinator's pages of the potential."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from sanamost.insight.potential.counting import count_potential
from sanamost.insight.potential.models import DemandLimit, PromotionCost
from sanamost.registry.catalogue import remembering
from sanamost.registry.resources.models import CapacityDay, Concession, Resource
from tests.insight.selling import cost, demand, small_clinic
from tests.registry.catalogue.conftest import reference
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.web.reading import words_on
from tests.world import World, acting_as, system

__all__ = ["reference"]
PAGE, DEMAND = "/coordinator/potential/", "/coordinator/potential/demand/"


@pytest.fixture(autouse=True)
def _furnished(world: World, reference: None) -> Iterator[None]:
    yield
    remembering.forget()


def counted(client: Any) -> Any:
    """The coordinator's client once the plan was counted."""
    count_potential(now=timezone.now())
    return client


def said(page: Any) -> str:
    return " ".join(words_on(page.content.decode()).split())


def typed(**other: str) -> dict[str, str]:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    given = {
        "country_group": "china",
        "area": "orthopaedics",
        "first_month": "2026-12",
        "last_month": "2027-11",
        "patients": "3",
        "as_of": yesterday.isoformat(),
        "source": "A survey of agencies in Harbin",
    }
    return {**given, **other}


def test_show_people_money_and_what_limits(world: World, client_of: ClientOf) -> None:
    small_clinic()
    page = said(counted(client_of("lee")).get(PAGE))
    assert "No demand has been entered" in page
    assert "Clinic small" in page
    assert "Beds · Orthopaedics" in page
    assert "One more bed for the year" in page


def test_show_the_budget_and_what_one_more_rouble_brings(world: World, client_of: ClientOf) -> None:
    small_clinic()
    demand(world, "national-centre", "china", 3)
    cost(world, "national-centre", "china", 90_000)
    lee = counted(client_of("lee"))
    page = said(lee.get(PAGE))
    assert "3,240,000" in page  # 36 people × 90,000
    page = said(lee.get(PAGE, {"budget": "900000"}))
    assert "RUB 900,000: 10 patients" in page or "10 patients" in page
    assert "One more rouble brings" in page
    assert "RUB 8" in page  # 720,000 / 90,000


def test_leave_as_files_that_add_up(world: World, client_of: ClientOf) -> None:
    small_clinic("a")
    small_clinic("b")
    demand(world, "national-centre", "china", 3)
    lee = counted(client_of("lee"))
    for table in ("cells", "clinics", "equipment", "promotion", "concessions", "shortfalls"):
        address = reverse("coordinator:potential_sheet", args=[table])
        assert lee.get(address, {"format": "csv"}).status_code == 200
    answer = lee.get(reverse("coordinator:potential_sheet", args=["cells"]), {"format": "csv"})
    lines = answer.content.decode("utf-8-sig").strip().splitlines()
    people = [int(line.split(",")[5]) for line in lines[1:]]
    assert people[-1] == sum(people[:-1]) == 36
    assert lee.get(reverse("coordinator:potential_sheet", args=["nothing"])).status_code == 404


def test_name_concessions_with_reasons_and_days_that_promise_too_much(
    world: World, client_of: ClientOf
) -> None:
    clinic = small_clinic()
    asker, decider = (world.actor(who).user_id or 0 for who in ("petrova", "lee"))
    with acting_as(system("test")):
        bed = Resource.objects.get(organisation_id=clinic, kind="beds")
        Concession.objects.create(
            organisation_id=clinic,
            resource=bed,
            first_on=dt.date(2027, 1, 11),
            before=dt.date(2027, 1, 12),
            amount=1,
            reason="A child who cannot wait for the next free week.",
            state="granted",
            asked_by_id=asker,
            asked_at=timezone.now(),
            decided_by_id=decider,
            decided_at=timezone.now(),
        )
        days = CapacityDay.objects.filter(resource=bed)
        days.filter(day=dt.date(2027, 1, 20)).update(held=2)
        # A fuller plan of the state task: 3 beds with what is held, where there are 2.
        days.filter(day=dt.date(2027, 1, 20)).update(protected=3)
        # Too much for the state task alone is promised to nobody.
        days.filter(day=dt.date(2027, 1, 21)).update(protected=9)
    page = said(counted(client_of("lee")).get(PAGE))
    assert "A child who cannot wait for the next free week." in page
    assert "1 day, 3 bed-days missing" in page


def test_are_for_the_own_region_and_for_coordinators_alone(
    world: World, client_of: ClientOf
) -> None:
    small_clinic("far", region="45")
    assert "Clinic far" not in said(counted(client_of("lee")).get(PAGE))
    assert counted(client_of("lee")).get(PAGE, {"region": "45"}).status_code == 200
    assert "Clinic far" in said(counted(client_of("ivanova")).get(PAGE, {"region": "45"}))
    assert client_of("petrova").get(PAGE).status_code in {403, 404}


def test_take_demand_and_costs_and_let_them_be_withdrawn(world: World, client_of: ClientOf) -> None:
    lee = client_of("lee")
    assert "No demand has been entered" in said(lee.get(DEMAND))
    new = reverse("coordinator:new_demand")
    assert send(lee, new, **typed(source="x")).status_code == 422
    assert send(lee, new, **typed(last_month="2026-11")).status_code == 422
    assert DemandLimit.objects.count() == 0
    assert send(lee, new, **typed())["Location"] == DEMAND
    assert send(lee, new, **typed(patients="5", last_month="2026-12"))["Location"] == DEMAND
    with acting_as(system("test")):
        rows = list(DemandLimit.objects.filter(withdrawn_at__isnull=True).order_by("month"))
    assert [row.patients for row in rows] == [5, *[3] * 11]
    page = said(lee.get(DEMAND))
    assert "A survey of agencies in Harbin" in page
    assert "Replaced" in page

    away = reverse("coordinator:withdraw_demand", args=[rows[0].public_id])
    assert send(lee, away, reason="").status_code == 422
    assert send(lee, away, reason="Misread.").status_code == 302
    assert "Misread." in said(lee.get(DEMAND))
    assert client_of("ivanova").get(away).status_code == 404

    day = typed()["as_of"]
    sent = {"country_group": "china", "amount": "96000", "as_of": day, "source": "A campaign"}
    assert send(lee, reverse("coordinator:new_cost"), **sent)["Location"] == DEMAND
    with acting_as(system("test")):
        row = PromotionCost.objects.get()
    away = reverse("coordinator:withdraw_cost", args=[row.public_id])
    assert client_of("ivanova").get(away).status_code == 404
    assert send(lee, away, reason="Misread.").status_code == 302
