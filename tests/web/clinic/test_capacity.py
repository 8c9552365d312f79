"""A clinic's pages of capacity …"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Area
from sanamost.registry.resources import selectors
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as

AT = "/desk/capacity"
PAGES = (
    "resources/",
    "resources/new/",
    "resources/new/?kind=beds",
    "resources/new/?kind=staff",
    "state-task/",
    "state-task/?year=2027",
    "protection/",
    "recipes/",
    "recipes/new/",
    "recipes/new/?area=orthopaedics",
    "recipes/write/?area=orthopaedics",
    "concessions/",
    "concessions/new/",
    "file/",
    "template/",
)


@pytest.fixture(autouse=True)
def _names(_areas: None) -> None:
    Area.objects.create(code="rehabilitation", position=8, names={"en": "Rehabilitation"})
    Area.objects.create(code="neurosurgery", position=9, names={"en": "Neurosurgery"})
    remembering.forget()


@pytest.fixture
def petrova(client_of: ClientOf) -> Client:
    return client_of("petrova")


def entered(world: World, read: Any, *sent: Any, persona: str = "petrova", **options: Any) -> Any:
    """What a selector reads for the clinic."""
    actor = world.actor(persona)
    with acting_as(actor):
        return read(actor, *sent, **options)


def resource_of(world: World, name: str) -> Any:
    rows = entered(world, selectors.own_resources)
    return next(row for row in rows if row.name == name)


def room(**changes: Any) -> dict[str, Any]:
    """Fields of a new room."""
    return {
        "kind": "room",
        "name": "Dressing room",
        "units": "2",
        "minutes_a_day": "420",
        "downtime_percent": "5",
        "weekdays": ["0", "1", "2"],
    } | changes


def days(first: int, last: int) -> dict[str, str]:
    """Days from today on, as fields."""
    today = timezone.localdate()
    return {
        name: (today + dt.timedelta(days=number)).isoformat()
        for name, number in (("first_on", first), ("last_on", last))
    }


@pytest.mark.parametrize("page", PAGES)
def test_open_for_the_keepers_and_for_nobody_else(client_of: ClientOf, page: str) -> None:
    assert client_of("petrova").get(f"{AT}/{page}").status_code == 200
    assert client_of("sidorov").get(f"{AT}/{page}").status_code == 200
    reads = 200 if page == "concessions/" else 404
    assert client_of("orlova").get(f"{AT}/{page}").status_code == reads
    assert client_of("karim").get(f"{AT}/{page}").status_code == 404


def test_add_change_stop_and_retire_a_resource(world: World, petrova: Client) -> None:
    made = send(petrova, f"{AT}/resources/new/", **room())
    assert made.status_code == 302
    at = made["Location"]
    page = words_of(petrova.get(f"{AT}/resources/"))
    assert "Dressing room" in page
    assert "Mon–Wed" in page
    send(petrova, f"{at}change/", **room(units="3", area="orthopaedics"))
    row = resource_of(world, "Dressing room")
    assert (row.units, row.area, row.weekdays) == (Decimal(3), "orthopaedics", 0b111)
    assert send(petrova, f"{at}breaks/new/", **days(10, 12), reason="repair").status_code == 422
    send(petrova, f"{at}breaks/new/", **days(10, 12), reason="repair", left_percent="50")
    (pause,) = entered(world, selectors.breaks_of, row)
    assert (pause.before - pause.first_on).days == 3
    assert "Repair" in words_of(petrova.get(at))
    send(petrova, f"{AT}/breaks/{pause.public_id}/remove/")
    assert entered(world, selectors.breaks_of, row) == []
    assert send(petrova, f"{at}retire/").status_code == 302
    assert petrova.get(at).status_code == 404
    assert "Retired on" in words_of(petrova.get(f"{AT}/resources/"))


def test_count_the_days_anew_after_a_change(world: World, petrova: Client) -> None:
    clinic = world.organisation("demo-ortho")
    send(petrova, f"{AT}/resources/new/", **room(weekdays=[str(day) for day in range(7)]))
    row = resource_of(world, "Dressing room")
    today = timezone.localdate()
    with acting_as(world.actor("petrova")):
        counted = selectors.days_of(
            organisation_id=clinic,
            first=today,
            before=today + dt.timedelta(days=9),
            resource=row.public_id,
        )
    assert {day.supply for day in counted} <= {0, 798}  # 2 × 420 less 5 %; nothing on holidays
    assert 798 in {day.supply for day in counted}


def test_keep_what_a_treatment_uses_on_the_list(world: World, petrova: Client) -> None:
    at = f"{AT}/resources/{resource_of(world, 'Orthopaedic beds').public_id}/"
    assert "Retire this resource?" in words_of(petrova.get(at))
    assert f'action="{at}retire/"' not in words_of(petrova.get(at))
    refused = send(petrova, f"{at}retire/")
    assert refused.status_code == 302
    assert "A treatment still uses it" in words_of(petrova.get(at))


def test_say_what_is_wrong_with_a_resource(world: World, petrova: Client) -> None:
    send(petrova, f"{AT}/resources/new/", **room())
    again = send(petrova, f"{AT}/resources/new/", **room())
    assert again.status_code == 422
    assert "stands in the list already" in words_of(again)
    wrong = send(petrova, f"{AT}/resources/new/", **room(name="Other", units="0"))
    assert wrong.status_code == 422
    assert len(entered(world, selectors.own_resources)) == 8


def test_leave_only_what_was_chosen(petrova: Client) -> None:
    page = words_of(petrova.get(f"{AT}/resources/?kind=beds&area=rehabilitation"))
    assert "Rehabilitation beds" in page
    assert "Orthopaedic beds" not in page
    assert "MRI, 3 tesla" not in page


def test_ask_one_and_let_another_decide_on_a_concession(
    world: World, client_of: ClientOf, petrova: Client
) -> None:
    beds = resource_of(world, "Orthopaedic beds").public_id
    asked = {"resource": beds, **days(20, 21), "amount": "1"}
    short = send(petrova, f"{AT}/concessions/new/", **asked, reason="Because")
    assert short.status_code == 422
    assert "at least 20 letters" in words_of(short)
    reason = "A nerve is pressed, and no domestic patient is listed for these days."
    assert send(petrova, f"{AT}/concessions/new/", **asked, reason=reason).status_code == 302
    page = words_of(petrova.get(f"{AT}/concessions/"))
    assert "Waits for a second person" in page
    assert "takes two people and a" in page
    (row,) = entered(world, selectors.own_concessions)
    at = f"{AT}/concessions/{row.public_id}/"
    assert petrova.get(at).status_code == 404
    orlova = client_of("orlova")
    shown = words_of(orlova.get(at))
    assert "no domestic patient is listed" in shown
    assert "Free if granted" in shown
    assert send(orlova, at, decision="grant").status_code == 302
    (row,) = entered(world, selectors.own_concessions)
    assert (row.state, row.decided_by_id) == ("granted", world.actor("orlova").user_id)
    assert "decided on already" in words_of(orlova.get(at))
    again = send(orlova, at, decision="refuse")
    assert again.status_code == 422
    assert "no longer possible" in words_of(again)


def test_say_of_a_foreign_thing_what_is_said_of_none(world: World, client_of: ClientOf) -> None:
    row = resource_of(world, "Orthopaedic beds")
    belova = client_of("belova")
    recipe = next(
        one for one in selectors_of(world) if one.area == "orthopaedics" and one.service_id is None
    )
    for path in (
        f"resources/{row.public_id}/",
        f"resources/{row.public_id}/change/",
        f"recipes/{recipe.public_id}/",
    ):
        assert belova.get(f"{AT}/{path}").status_code == 404
    assert send(belova, f"{AT}/resources/{row.public_id}/retire/").status_code == 404


def selectors_of(world: World) -> list[Any]:
    """The recipes in force of the clinic."""
    with acting_as(world.actor("petrova")):
        return selectors.live_recipes(organisation_id=world.organisation("demo-ortho"))
