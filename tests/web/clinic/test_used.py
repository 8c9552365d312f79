"""The page on which a clinic says what a stay used …"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sanamost.journey.bookings import services
from sanamost.journey.bookings.models import Booking, HoldUse
from sanamost.journey.bookings.services.keeping import write_uses
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as capacity
from sanamost.registry.resources.models import Resource
from tests.journey.booked import booked
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, words_on
from tests.web.stay import LANGUAGES, main_of, post, read
from tests.world import World, acting_as, system

VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")
LATIN = {"SM", "Operating", "theatres", "to", "MRI", "tesla", "Orthopaedic", "surgeons"}
LATIN |= {"Exercise", "therapists"}


@pytest.fixture
def address(world: World) -> str:
    """Amina came yesterday: what was planned for the first two days has passed."""
    today = timezone.localdate(timezone=VLADIVOSTOK)
    first = today - dt.timedelta(days=1)
    found = booked(world, arrives_on=first, leaves_on=first + dt.timedelta(days=9))
    found.plan()
    with acting_as(system("test")):
        row = Booking.objects.select_related("hold").get(pk=found.booking.pk)
        recipe = resources.recipe_for(organisation_id=row.organisation_id, area="orthopaedics")
        needs = resources.needs(recipe, arrives_on=first, stay_days=9)
        write_uses(row.hold, capacity.use_beyond(needs))
    episode = found.admitted(now=timezone.now())
    services.arrived(booking_id=row.pk, on=first, now=timezone.now())
    return f"/desk/episodes/{episode.public_id}/used/"


def said(page: str) -> str:
    return " ".join(words_on(page).split())


def minutes() -> dict[tuple[str, int], int]:
    with acting_as(system("test")):
        rows = HoldUse.objects.exclude(capacity__resource__kind="beds")
        first = Booking.objects.get().arrived_on
        assert first is not None
        return {
            (one.capacity.resource.name, (one.capacity.day - first).days): one.amount
            for one in rows.select_related("capacity__resource")
        }


def typed(client: Any, address: str) -> dict[str, Any]:
    """The form as it is filled in."""
    form = client.get(address).context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def test_is_filled_in_with_the_plan_and_keeps_what_was_used(
    address: str, client_of: ClientOf
) -> None:
    orlova = client_of("orlova")
    before = minutes()
    assert before["Operating theatres 1 to 3", 1] == 110
    page = said(read(orlova, address))
    assert "Planned and used" in page
    filled = typed(orlova, address)
    assert sorted(str(value) for name, value in filled.items() if name.startswith("used")) == [
        "110", "160", "30", "45",
    ]  # fmt: skip
    theatre = next(name for name, value in filled.items() if value == "110")
    with acting_as(system("test")):
        mri = Resource.objects.get(name="MRI, 3 tesla", organisation__code="demo-ortho").public_id
    today = timezone.localdate(timezone=VLADIVOSTOK).isoformat()
    extra = {"resource": mri, "day": today, "minutes": "25"}
    assert post(orlova, address, **filled | {theatre: "140"} | extra).status_code == 302
    after = minutes()
    assert after["Operating theatres 1 to 3", 1] == 140
    assert after["MRI, 3 tesla", 1] == 25
    assert after["MRI, 3 tesla", 0] == before["MRI, 3 tesla", 0]
    treatment = address.removesuffix("used/")
    assert "the recipe learns from them" in said(read(client_of("petrova"), treatment))


def test_says_what_is_wrong(address: str, client_of: ClientOf) -> None:
    petrova = client_of("petrova")
    filled = typed(petrova, address)
    assert post(petrova, address, **filled | {"used-0": "-1"}).status_code == 422
    half = post(petrova, address, **filled | {"minutes": "25"})
    assert half.status_code == 422
    assert "Fill in the whole row" in said(half.content.decode())
    with acting_as(system("test")):
        mri = Resource.objects.get(name="MRI, 3 tesla", organisation__code="demo-ortho").public_id
    ahead = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    extra = {"resource": mri, "day": ahead, "minutes": "25"}
    assert "up to today" in said(post(petrova, address, **filled | extra).content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_is_written_in_every_language(language: str, address: str, client_of: ClientOf) -> None:
    page = main_of(read(client_of("petrova"), address, language))
    if language != "en":
        assert [word for word in english_on(page) if word not in LATIN] == []


def test_is_the_clinics_alone(address: str, client_of: ClientOf) -> None:
    for stranger in ("belova", "karim", "sidorov", "lee"):
        assert client_of(stranger).get(address).status_code in {403, 404}
