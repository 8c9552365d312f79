"""The potential …"""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanamost.engines.capacity.potential import Limit
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential import selectors
from sanamost.insight.potential.counting import count_potential
from sanamost.insight.potential.selectors import coordinator
from sanamost.insight.potential.selectors.clinic import part_of
from sanamost.insight.potential.selectors.gathering import gather
from sanamost.insight.potential.selectors.planning import plan_of
from tests.insight.selling import DECEMBER, PRICE, cost, demand, small_clinic, state_task
from tests.registry.catalogue.conftest import reference
from tests.world import NOON, World, acting_as

__all__ = ["reference"]
pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _lists(reference: None) -> None:
    """Areas and countries to choose from."""


def part(clinic: int) -> selectors.Own:
    return part_of(plan_of(gather(TODAY)), clinic)


def report(world: World, who: str, **asked: Any) -> selectors.Report:
    count_potential(now=NOON)
    return kept_report(world, who, **asked)


def kept_report(world: World, who: str, **asked: Any) -> selectors.Report:
    actor = world.actor(who)
    with acting_as(actor):
        found = selectors.report(actor, today=TODAY, now=NOON, **asked)
    assert found is not None
    return found


def test_is_what_the_beds_allow_where_nobody_said_anything_of_demand(world: World) -> None:
    clinic = small_clinic()
    own = part(clinic)
    by_month = own.by_month()
    assert next(iter(by_month)) == DECEMBER
    assert len(by_month) == 12
    assert by_month[DECEMBER].people == 6  # 62 bed-days / 10 days
    assert by_month[DECEMBER].revenue == 6 * PRICE
    february = by_month[dt.date(2027, 2, 1)]
    assert february.people == 5  # 56 / 10

    beds, mri = own.worths
    assert (beds.resource.name, beds.scarce, beds.free) == ("Beds", 12, 2 * 365)
    assert beds.small == PRICE / 10  # one more bed-day is a tenth of a case
    assert beds.unit == PRICE / 10 * 365  # 26,280,000; worths have four digits
    assert (mri.scarce, mri.unit) == (0, Decimal(0))
    ((limit, _key),) = own.shares
    assert limit is Limit.RESOURCE
    assert own.without_recipe == ("cardiology",)


def test_is_no_more_than_patients_who_want_to_come(world: World) -> None:
    clinic = small_clinic()
    demand(world, "national-centre", "china", 3)
    demand(world, "national-centre", "kazakhstan", 1)
    own = part(clinic)
    total = own.by_month()[DECEMBER]
    assert total.people == 4
    # A citizen of Kazakhstan pays the price of the Eurasian Economic Union: 1.15 × 480,000.
    assert total.revenue == 3 * PRICE + Decimal(552_000)
    assert {limit for limit, _ in own.shares} == {Limit.DEMAND}


def test_asks_only_those_whom_somebody_named_in_months_with_a_demand(world: World) -> None:
    clinic = small_clinic()
    demand(world, "national-centre", "china", 2, last_month=DECEMBER)
    by_month = part(clinic).by_month()
    assert by_month[DECEMBER].people == 2
    assert by_month[dt.date(2027, 1, 1)].people == 6


def test_of_a_region_follows_its_own_demand_before_the_countrys(world: World) -> None:
    near, far = small_clinic("near"), small_clinic("far", region="45")
    demand(world, "national-centre", "china", 1)
    demand(world, "region-primorye", "china", 4)
    assert part(near).by_month()[DECEMBER].people == 4
    assert part(far).by_month()[DECEMBER].people == 1


def test_gives_way_to_the_state_task(world: World) -> None:
    clinic = small_clinic()
    free = part(clinic).total.people
    state_task(clinic, 4)
    own = part(clinic)
    assert own.total.people < free
    hand = selectors.by_hand(own, area="orthopaedics", month=DECEMBER)
    beds = next(one for one in hand.steps if one.resource.name == "Beds")
    assert (beds.month.supply, beds.for_state) == (62, 20)  # 4 cases of 5 days
    left = (
        beds.month.supply
        - beds.for_state
        - beds.beyond
        + beds.month.conceded
        - beds.month.taken
        + beds.month.short
        - beds.dearer
    )
    assert left == pytest.approx(beds.quotient.left)
    assert hand.answer.patients == int(beds.quotient.left // 10)


def test_by_hand_names_every_number_on_the_way(world: World) -> None:
    clinic = small_clinic()
    demand(world, "national-centre", "china", 3)
    hand = selectors.by_hand(part(clinic), area="orthopaedics", month=DECEMBER)
    by_name = {one.resource.name: one for one in hand.steps}
    assert by_name["Beds"].quotient.suffices_for == pytest.approx(6.2)
    assert by_name["Beds"].least
    # December 2026 has 23 working days of the calendar; holidays are taken out of the supply.
    assert by_name["MRI"].quotient.left % 600 == 0
    assert by_name["MRI"].quotient.per_case == 45
    assert (hand.answer.patients, hand.planned.people) == (6, 3)


def test_changes_with_what_if(world: World) -> None:
    clinic = small_clinic()
    own = part(clinic)
    bed = own.worths[0].resource.public_id

    more = selectors.changed(own, selectors.WhatIf(resource=bed, units=Decimal(1)))
    assert selectors.grouped(more.after.cells, lambda one: one.month)[DECEMBER].people == 9  # 93/10
    longer = selectors.changed(own, selectors.WhatIf(stay_percent=Decimal(10)))
    assert selectors.grouped(longer.after.cells, lambda c: c.month)[DECEMBER].people == 5  # 62/11
    dearer = selectors.changed(own, selectors.WhatIf(price_percent=Decimal(10)))
    before, after = (selectors.total(plan.cells) for plan in (dearer.before, dearer.after))
    assert after.people == before.people == own.total.people
    assert after.revenue == before.revenue * Decimal("1.1")
    nothing = selectors.changed(own, selectors.WhatIf())
    assert nothing.before.cells == nothing.after.cells


def test_of_longer_hours_of_a_machine_that_is_scarce_is_more(world: World) -> None:
    clinic = small_clinic(beds=200)
    own = part(clinic)
    mri = next(one for one in own.worths if one.resource.name == "MRI")
    assert mri.scarce == 12
    shift = selectors.WhatIf(resource=mri.resource.public_id, minutes=300)
    found = selectors.changed(own, shift)
    before, after = (selectors.total(plan.cells).people for plan in (found.before, found.after))
    assert after == pytest.approx(1.5 * before, abs=12)


def test_of_a_stranger_cannot_be_changed(world: World) -> None:
    own, other = part(small_clinic()), part(small_clinic("other"))
    foreign = other.worths[0].resource.public_id
    with pytest.raises(NotVisible):
        selectors.changed(own, selectors.WhatIf(resource=foreign, units=Decimal(1)))


def test_of_a_region_is_the_sum_of_its_clinics_to_the_last_person(world: World) -> None:
    clinics = [small_clinic(f"c{n}", beds=2 + n) for n in range(3)]
    for group, patients in (("china", 5), ("uzbekistan", 4), ("kazakhstan", 3)):
        demand(world, "national-centre", group, patients)
    found = report(world, "lee")
    parts = [part(clinic).total for clinic in clinics]
    assert found.total.people == sum(one.people for one in parts)
    assert found.total.revenue == sum(one.revenue for one in parts)
    assert found.total.people == sum(one.total.people for one in found.clinics)
    assert found.total == selectors.total(found.cells)
    assert sum(one.people for one in found.by_month().values()) == found.total.people
    for (_group, _month), people in itertools.groupby(
        sorted(found.cells, key=lambda c: (c.group, c.month)), key=lambda c: (c.group, c.month)
    ):
        limit = {"china": 5, "uzbekistan": 4, "kazakhstan": 3}[_group]
        assert sum(one.people for one in people) <= limit


def test_shows_a_regional_coordinator_the_own_region_and_the_national_all(world: World) -> None:
    small_clinic("near")
    small_clinic("far", region="45")
    near, wide = report(world, "lee"), report(world, "ivanova")
    assert {one.card.code for one in near.clinics} >= {"near"}
    assert "far" not in {one.card.code for one in near.clinics}
    assert {"near", "far"} <= {one.card.code for one in wide.clinics}
    assert {code: total.people for code, total, _ in wide.by_region()}["05"] == near.total.people
    assert near.by_region() == []
    actor = world.actor("lee")
    with acting_as(actor), pytest.raises(NotVisible):
        selectors.report(actor, today=TODAY, now=NOON, region="45")
    actor = world.actor("petrova")
    with acting_as(actor), pytest.raises(NotVisible):
        selectors.report(actor, today=TODAY, now=NOON)


def test_under_a_budget_wins_those_who_cost_least(world: World) -> None:
    small_clinic()
    demand(world, "national-centre", "china", 5)
    demand(world, "national-centre", "uzbekistan", 5)
    cost(world, "national-centre", "china", 96_000)
    cost(world, "national-centre", "uzbekistan", 32_000)
    cost(world, "region-primorye", "china", 64_000)
    # Uzbekistan first: 5 × 12 months × 32,000 = 1,920,000; 640,000 are left for 10 from China.
    found = report(world, "lee", budget=Decimal(2_560_000))
    assert found.under_budget is not None
    under = found.under_budget
    assert under.total.promotion <= 2_560_000
    assert under.by_group["uzbekistan"].people == 60
    # One more rouble brings 720,000 / 64,000 = 11.25 roubles: the region's own cost counts.
    assert under.next_rouble == Decimal("11.25")
    ample = report(world, "lee", budget=Decimal(10**9)).under_budget
    assert ample is not None
    assert (ample.total.people, ample.next_rouble) == (found.total.people, Decimal(0))
    by_group = {one.group: one for one in found.promotion}
    assert by_group["china"].cost is not None
    assert by_group["china"].cost.amount == 64_000
    assert by_group["china"].total.promotion == by_group["china"].total.people * 64_000


def test_under_a_budget_of_many_clinics_chooses_among_the_patients_of_the_plan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_clinic()
    demand(world, "national-centre", "china", 3)
    demand(world, "national-centre", "uzbekistan", 2)
    cost(world, "national-centre", "china", 96_000)
    cost(world, "national-centre", "uzbekistan", 32_000)
    budget = Decimal(24 * 32_000 + 10 * 96_000 + 50_000)
    best = report(world, "lee", budget=budget).under_budget
    monkeypatch.setattr(coordinator, "FEW", 0)
    found = report(world, "lee", budget=budget).under_budget
    assert best is not None
    assert found is not None
    assert (best.solved, found.solved) == (True, False)
    assert {group: one.people for group, one in found.by_group.items()} == {
        "uzbekistan": 24,
        "china": 10,
    }
    assert found.total.promotion <= budget
    assert found.total.revenue <= best.total.revenue
    assert found.next_rouble == Decimal("7.50")  # 720,000 / 96,000
    ample = report(world, "lee", budget=Decimal(10**9)).under_budget
    assert ample is not None
    assert (ample.total.people, ample.next_rouble) == (60, Decimal(0))


def test_names_clinics_that_entered_no_capacity(world: World) -> None:
    small_clinic()
    with_capacity = {one.card.code for one in report(world, "ivanova").clinics}
    silent = {card.code for card in report(world, "ivanova").silent}
    assert "small" in with_capacity
    assert not silent & with_capacity


def test_asks_as_many_questions_for_many_clinics_as_for_few(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            kept_report(world, "ivanova", budget=Decimal(1_000_000))
        return len(caught)

    small_clinic("c0")
    demand(world, "national-centre", "china", 9)
    count_potential(now=NOON)
    queries()  # what is kept in the process is kept from now on
    few = queries()
    for number in range(1, 6):
        small_clinic(f"c{number}")
    count_potential(now=NOON)
    assert queries() == few
