"""A paid case whose place ran out, on the pages of both sides."""

import re

import pytest
from django.utils import timezone

from sanamost.jobs.world.walk import Walk
from sanamost.journey.bookings import services as bookings
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.registry.resources.models import CapacityDay
from tests.jobs.world.test_walk import amina
from tests.web.conftest import ClientOf
from tests.web.stay import LANGUAGES, post, read
from tests.world import World, acting_as, system


@pytest.fixture
def missed(world: World) -> str:
    """The case's public id: the deposit came after the days had filled up."""
    walk = Walk(amina(), "amina", timezone.now()).ask().forward().review().propose().accept()
    walk.agree()
    with acting_as(system("test")):
        hold = Hold.objects.get(case__public_id=walk.case_id)
        bookings.release_for(proposal_id=hold.proposal_id, now=timezone.now())
        CapacityDay.objects.filter(
            organisation_id=hold.organisation_id, day=hold.arrives_on, resource__kind="beds"
        ).update(supply=0)
    walk.pay()
    return walk.case_id


def test_says_in_four_languages_what_to_do(client_of: ClientOf, missed: str) -> None:
    patient, coordinator = client_of("amina"), client_of("petrova")

    mine = {read(patient, f"/my/cases/{missed}/", language) for language in LANGUAGES}
    theirs = {read(coordinator, f"/desk/cases/{missed}/", language) for language in LANGUAGES}

    assert sum("Your deposit has come, your days are full" in page for page in mine) == 1
    assert sum("The deposit is paid, but no place is left" in page for page in theirs) == 1
    assert all("/day/" in page and "/end/" in page for page in theirs)


def test_is_booked_on_the_day_that_the_coordinator_chooses(
    client_of: ClientOf, missed: str
) -> None:
    coordinator = client_of("petrova")
    page = read(coordinator, f"/desk/cases/{missed}/")
    address = page.partition('/day/"')[0].rpartition('"')[2] + "/day/"
    choices = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', read(coordinator, address))

    answer = post(coordinator, address, arrives_on=choices[5])

    assert answer.status_code == 302
    assert booked(missed).arrives_on.isoformat() == choices[5]


def test_is_moved_to_another_day_as_long_as_the_patient_has_not_come(
    client_of: ClientOf, missed: str
) -> None:
    coordinator = client_of("petrova")
    page = read(coordinator, f"/desk/cases/{missed}/")
    address = page.partition('/day/"')[0].rpartition('"')[2] + "/day/"
    choices = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', read(coordinator, address))
    post(coordinator, address, arrives_on=choices[5])

    assert post(coordinator, address, arrives_on=choices[9]).status_code == 302

    assert booked(missed).arrives_on.isoformat() == choices[9]
    with acting_as(system("test")):
        bookings.mark_used(booking_id=booked(missed).pk, now=timezone.now())
    assert coordinator.get(address).status_code == 404


def booked(case: str) -> Booking:
    with acting_as(system("test")):
        return Booking.objects.get(case__public_id=case)
