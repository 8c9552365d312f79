"""A clinic's capacity as the services keep it …"""

import datetime as dt

import pytest

from sanamost.registry.resources import selectors, services
from tests.world import NOON, World, acting_as


def test_keeps_a_resource_that_a_treatment_uses(world: World) -> None:
    actor = world.actor("petrova")
    with acting_as(actor):
        beds = next(r for r in selectors.own_resources(actor) if r.name == "Orthopaedic beds")
        with pytest.raises(services.ResourceUsed):
            services.retire_resource(actor=actor, resource=beds.public_id, now=NOON)
        for recipe in selectors.treatments_using(actor, beds):
            services.drop_recipe(actor=actor, recipe=recipe.public_id, now=NOON)
        services.retire_resource(actor=actor, resource=beds.public_id, now=NOON)
        assert beds.pk not in {row.pk for row in selectors.own_resources(actor)}
        assert beds.pk in {row.pk for row in selectors.own_resources(actor, retired=True)}


@pytest.mark.parametrize("left", [-1, 100])
def test_takes_no_time_of_less_that_leaves_everything(world: World, left: int) -> None:
    actor, day = world.actor("petrova"), NOON.date() + dt.timedelta(days=9)
    with acting_as(actor):
        beds = selectors.own_resources(actor)[0]
        with pytest.raises(services.BreakNotPossible):
            services.add_break(
                actor=actor,
                resource=beds.public_id,
                first_on=day,
                last_on=day,
                left_percent=left,
                reason="repair",
                now=NOON,
            )


def test_lets_finance_write_the_recipe_of_an_area(world: World) -> None:
    actor = world.actor("sidorov")
    with acting_as(actor):
        before = next(
            row
            for row in selectors.live_recipes(organisation_id=actor.organisation_id or 0)
            if row.area == "orthopaedics"
        )
        beds = before.uses.order_by("day", "pk")[0].resource
        made = services.set_recipe(
            actor=actor,
            area="orthopaedics",
            stay_days=3,
            uses=[services.UseFacts(resource=beds.public_id, amount=1)],  # type: ignore[arg-type]  # a whole number will do
            now=NOON,
        )
        assert [row.version for row in selectors.versions_of(actor, made)] == [2, 1]
        assert selectors.access_recipe(actor, before.public_id).replaced_at == NOON


def test_shows_one_clinic_nothing_of_another(world: World) -> None:
    petrova, belova = world.actor("petrova"), world.actor("belova")
    with acting_as(petrova):
        own = {row.pk for row in selectors.own_resources(petrova)}
    with acting_as(belova):
        assert own.isdisjoint(row.pk for row in selectors.own_resources(belova))
        assert selectors.own_resources(petrova) == []  # the database's fence, whatever is asked
