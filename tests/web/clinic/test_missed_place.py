"""A paid case whose place ran out, on the pages of both sides."""

import datetime as dt

import pytest
from django.utils import timezone

from sanamost.jobs.world.walk import Walk
from sanamost.journey.bookings import services as bookings
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.registry.resources.models import WeeklyPlaces
from tests.jobs.world.test_walk import amina
from tests.web.conftest import ClientOf
from tests.web.stay import LANGUAGES, post, read
from tests.world import World, acting_as, system


@pytest.fixture
def missed(world: World) -> str:
    """The case's public id: the deposit came after the week had filled up."""
    walk = Walk(amina(), "amina", timezone.now()).ask().forward().review().propose().accept()
    walk.agree()
    with acting_as(system("test")):
        hold = Hold.objects.get(case__public_id=walk.case_id)
        bookings.release_for(proposal_id=hold.proposal_id, now=timezone.now())
        WeeklyPlaces.objects.filter(pk=hold.places_id).update(places=0)
    walk.pay()
    return walk.case_id


def test_says_in_four_languages_what_to_do(client_of: ClientOf, missed: str) -> None:
    patient, coordinator = client_of("amina"), client_of("petrova")

    mine = {read(patient, f"/my/cases/{missed}/", language) for language in LANGUAGES}
    theirs = {read(coordinator, f"/desk/cases/{missed}/", language) for language in LANGUAGES}

    assert sum("Your deposit has come, your week is full" in page for page in mine) == 1
    assert sum("The deposit is paid, but no place is left" in page for page in theirs) == 1
    assert all("/week/" in page and "/end/" in page for page in theirs)


def test_is_booked_in_the_week_that_the_coordinator_chooses(
    client_of: ClientOf, missed: str
) -> None:
    coordinator = client_of("petrova")
    page = read(coordinator, f"/desk/cases/{missed}/")
    address = page.partition('/week/"')[0].rpartition('"')[2] + "/week/"
    with acting_as(system("test")):
        free = WeeklyPlaces.objects.filter(
            organisation__code="demo-ortho",
            area=Hold.objects.filter(case__public_id=missed)[0].places.area,
            week__gt=timezone.now() + dt.timedelta(days=14),
            places__gt=0,
        ).order_by("week")[0]

    answer = post(coordinator, address, week=free.week.isoformat(), weekday="2")

    assert answer.status_code == 302
    with acting_as(system("test")):
        booking = Booking.objects.get(case__public_id=missed)
    assert booking.arrives_on == free.week + dt.timedelta(days=2)
    assert coordinator.get(address).status_code == 404
