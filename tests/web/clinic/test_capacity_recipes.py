"""What treatments use …"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from sanamost.registry.resources import selectors, services
from tests.web.clinic.conftest import send, words_of
from tests.web.clinic.test_capacity import (
    AT,
    _names,
    petrova,
    resource_of,
    selectors_of,
)
from tests.world import World, acting_as

__all__ = ["_names", "petrova"]
USUAL = f"{AT}/recipes/write/?area=orthopaedics"


def uses(world: World, **amounts: str) -> dict[str, Any]:
    """Rows of the form: names of resources with their amounts."""
    beds, staff = "Orthopaedic beds", "Orthopaedic surgeons"
    typed: dict[str, Any] = {"rows": "3", "area": "orthopaedics", "stay_days": "6"}
    for index, name in enumerate((beds, staff)):
        typed[f"resource-{index}"] = resource_of(world, name).public_id
        typed[f"amount-{index}"] = amounts.get(name.split()[1], "1")
    return typed


def live(world: World) -> Any:
    return next(row for row in selectors_of(world) if row.area == "orthopaedics")


def test_becomes_a_new_version_and_keeps_the_old(world: World, petrova: Client) -> None:
    page = words_of(petrova.get(USUAL))
    assert 'value="110"' in page  # minutes of the theatre, as they stand
    old = live(world)
    made = send(petrova, USUAL, **uses(world, surgeons="200.5"))
    assert made.status_code == 302
    row = live(world)
    assert (row.version, row.stay_days, row.uses.count()) == (old.version + 1, 6, 2)
    page = words_of(petrova.get(made["Location"]))
    assert "200.5 minutes" in page
    assert "1–6" in page  # beds on every day of the stay
    before = words_of(petrova.get(f"{AT}/recipes/{old.public_id}/"))
    assert "Replaced" in before


def test_says_why_a_row_is_not_taken(world: World, petrova: Client) -> None:
    missing = uses(world) | {"resource-1": "", "amount-1": "30"}
    answer = send(petrova, USUAL, **missing)
    assert answer.status_code == 422
    assert "Choose a resource." in words_of(answer)
    beds = resource_of(world, "Orthopaedic beds").public_id
    twice = send(petrova, USUAL, **uses(world) | {"resource-1": beds})
    assert twice.status_code == 422
    assert "twice on the same day" in words_of(twice)
    assert live(world).version == 1


def test_blocks_everything_where_a_planned_area_has_none(world: World, petrova: Client) -> None:
    row = live(world)
    assert "Areas without a recipe" not in words_of(petrova.get(f"{AT}/recipes/"))
    assert send(petrova, f"{AT}/recipes/{row.public_id}/drop/").status_code == 302
    for page in ("recipes/", "state-task/", "protection/"):
        assert "no day is offered to a foreign patient" in words_of(petrova.get(f"{AT}/{page}"))
    clinic = world.organisation("demo-ortho")
    with acting_as(world.actor("petrova")):
        assert services.areas_without_recipe(organisation_id=clinic) == {"orthopaedics"}
        assert selectors.opening_of(organisation_id=clinic, area="orthopaedics") is None


@pytest.mark.parametrize("area", ["", "nowhere"])
def test_is_written_for_an_area_of_the_list_alone(petrova: Client, area: str) -> None:
    assert petrova.get(f"{AT}/recipes/write/?area={area}").status_code == 404


def test_offers_the_treatments_of_the_area_and_no_others(
    world: World, petrova: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one(code: str, area: str) -> Any:
        return SimpleNamespace(public_id=f"serv_{code}", code=code, names={"en": code}, area=area)

    offered = {"surgery": [one("KNEE", "orthopaedics"), one("STAY", "")], "course": []}
    monkeypatch.setattr(
        "sanamost.registry.catalogue.selectors.services_of",
        lambda *_sent, kind, **_options: offered.get(kind, []),
    )
    page = words_of(petrova.get(f"{AT}/recipes/new/?area=orthopaedics"))
    assert "KNEE" in page
    assert "STAY" not in page
