"""Capacity, day by day …"""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.models import CapacityDay, Opening
from tests.registry.resources.capacity import BEDS, MONDAY, THEATRE, day_of, enter, plans
from tests.world import NOON, World, acting_as, system

DAY = dt.timedelta(days=1)


def needs(organisation_id: int, day: dt.date = MONDAY, stay: int = 3) -> services.Needs:
    recipe = selectors.recipe_for(organisation_id=organisation_id, area="urology")
    return selectors.needs(recipe, arrives_on=day, stay_days=stay)


def taken(name: str) -> list[int]:
    return [day_of(name, MONDAY + number * DAY).held for number in range(4)]


def test_is_taken_on_every_day_of_the_stay(world: World) -> None:
    clinic = enter(world)
    with acting_as(system("test")):
        services.take(needs(clinic))

    assert taken(BEDS[2]) == [1, 1, 1, 0]
    assert taken(THEATRE[2]) == [0, 100, 0, 0]


def test_is_taken_whole_or_not_at_all(world: World) -> None:
    clinic = enter(world)
    with acting_as(system("test")):
        for _ in range(4):
            services.take(needs(clinic))
        with pytest.raises(services.NoPlaceLeft):  # 400 minutes of the theatre are gone
            services.take(needs(clinic))

    assert taken(BEDS[2]) == [4, 4, 4, 0]


def test_is_taken_from_no_day_of_which_nothing_is_known(world: World) -> None:
    clinic = enter(world)
    with acting_as(system("test")), pytest.raises(NotVisible):
        services.take(needs(clinic, MONDAY + dt.timedelta(days=3000)))


def test_is_free_again_when_it_is_given_back(world: World) -> None:
    clinic = enter(world)
    with acting_as(system("test")):
        parts = services.take(needs(clinic))
        services.confirm(parts)
        assert day_of(BEDS[2]).booked == 1
        services.give_back(parts, booked=True)

    row = day_of(BEDS[2])
    assert (row.held, row.booked) == (0, 0)


def test_offers_days_on_which_the_whole_stay_fits(world: World) -> None:
    clinic = enter(world)
    with acting_as(system("test")):
        for _ in range(4):
            services.take(needs(clinic))
        free = selectors.arrival_days(
            organisation_id=clinic, area="urology", first=MONDAY - 3 * DAY, before=MONDAY + 7 * DAY
        )

    # The theatre rests at the weekend: who arrives on Friday or Saturday cannot be operated on.
    assert [(one.day.day, one.patients) for one in free] == [
        (31, 4), (2, 4), (3, 4), (4, 4), (7, 4),
    ]  # fmt: skip


def test_keeps_what_the_state_task_needs(world: World) -> None:
    clinic = enter(world, plans=plans(40))
    row, theatre = day_of(BEDS[2]), day_of(THEATRE[2])

    assert 4 <= row.protected <= row.supply
    assert theatre.protected > 100
    with acting_as(system("test")):
        fits = min((row.supply - row.protected), (theatre.supply - theatre.protected) // 100)
        for _ in range(fits):
            services.take(needs(clinic, MONDAY - DAY))
        with pytest.raises(services.NoPlaceLeft):
            services.take(needs(clinic, MONDAY - DAY))


def test_promises_nothing_in_a_month_that_has_no_plan(world: World) -> None:
    enter(world, plans=plans(4, months=3))  # November to January

    assert day_of(BEDS[2], dt.date(2027, 1, 20)).protected < 10
    assert day_of(BEDS[2], dt.date(2027, 2, 20)).protected == 10


def test_promises_nothing_where_a_planned_area_has_no_recipe(world: World) -> None:
    clinic = enter(world, plans=plans(4), recipes=[])

    assert day_of(BEDS[2]).protected == 10
    with acting_as(system("test")):
        assert "urology" in services.areas_without_recipe(organisation_id=clinic)


def test_promises_nothing_in_a_month_whose_plan_cannot_be_reached(world: World) -> None:
    enter(world, plans=plans(300))

    for number in range(28):
        row = day_of(THEATRE[2], MONDAY + number * DAY)
        assert row.protected >= row.supply


def test_cannot_be_taken_beyond_the_state_task_by_anybody(world: World) -> None:
    enter(world, plans=plans(40))
    row = day_of(BEDS[2])
    for change in ("held", "booked"):
        with acting_as(system("test")), pytest.raises(IntegrityError), transaction.atomic():
            CapacityDay.objects.filter(pk=row.pk).update(**{change: row.supply - row.protected + 1})


def test_shows_a_shortfall_when_the_plan_grows_afterwards(world: World) -> None:
    clinic = enter(world)
    with acting_as(system("test")):
        for number in range(4):
            services.take(needs(clinic, MONDAY + number * DAY))
    enter(world, plans=plans(150))

    with acting_as(system("test")):
        days = selectors.days_of(organisation_id=clinic, first=MONDAY, before=MONDAY + 7 * DAY)
    beds: list[Any] = [row for row in days if row.resource.name == BEDS[2]]
    assert sum(row.held for row in beds) == 12
    assert all(row.free == 0 for row in beds if row.shortfall)
    assert any(row.shortfall for row in beds)


def test_of_a_longer_stay_is_written_down_even_where_nothing_is_free(world: World) -> None:
    clinic = enter(world, plans=plans(300))
    bed = day_of(BEDS[2])
    with acting_as(system("test")):
        (part,) = services.use_beyond({(bed.resource_id, bed.day): 1})

    row = day_of(BEDS[2])
    assert part == (row.pk, 1)
    assert (row.booked, row.conceded) == (1, row.protected + 1 - row.supply)
    assert clinic == row.organisation_id


def test_is_shown_to_everybody_as_the_nearest_days(world: World) -> None:
    clinic = enter(world)
    with acting_as(world.actor("amina")):
        opening = Opening.objects.visible_to(world.actor("amina")).get(
            organisation_id=clinic, area="urology"
        )
    assert opening.nearest_on == NOON.date() + DAY
    assert opening.days[0] == opening.nearest_on.isoformat()


def test_is_counted_again_without_a_change(world: World) -> None:
    clinic = enter(world, plans=plans(40))
    with acting_as(system("test")):
        assert services.count_days(organisation_id=clinic, now=NOON) == 0


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(st.tuples(st.integers(0, 6), st.sampled_from("tcgb")), max_size=25))
def test_adds_up_whatever_is_held_booked_and_given_back(
    world: World, moves: list[tuple[int, str]]
) -> None:
    with transaction.atomic():
        clinic = enter(world, plans=plans(20))
        kept: list[tuple[list[services.Taken], bool]] = []
        with acting_as(system("test")):
            for later, move in moves:
                _move(clinic, kept, later, move)
            for row in CapacityDay.objects.filter(resource__area="urology", day__gte=MONDAY)[:60]:
                parts = {
                    booked: sum(
                        part.amount
                        for taken, is_booked in kept
                        for part in taken
                        if part.day_id == row.pk and is_booked == booked
                    )
                    for booked in (False, True)
                }
                assert (row.held, row.booked) == (parts[False], parts[True])
                assert not parts[False] + parts[True] or (
                    row.protected + row.held + row.booked <= row.supply
                )
        transaction.set_rollback(True)


def _move(
    clinic: int, kept: list[tuple[list[services.Taken], bool]], later: int, move: str
) -> None:
    """Take, book, give back what is held, give back what is booked."""
    if move == "t":
        try:
            kept.append((services.take(needs(clinic, MONDAY + later * DAY)), False))
        except services.NoPlaceLeft:
            return
        return
    for place, (parts, booked) in enumerate(kept):
        if move == "c" and not booked:
            services.confirm(parts)
            kept[place] = (parts, True)
            return
        if move in "gb" and booked == (move == "b"):
            services.give_back(parts, booked=booked)
            del kept[place]
            return
