"""The calendar of capacity, one day of a resource, broken promises, the waiting list."""

import datetime as dt
import re

import pytest
from django.db.models import F
from django.utils import timezone

from sanamost.foundation.access.models import Grant
from sanamost.jobs.world.walk import Walk
from sanamost.journey.bookings import services as bookings
from sanamost.journey.bookings.models import Booking, HoldUse, Waiting
from sanamost.journey.proposals.models import Proposal
from sanamost.registry.resources import services as resources
from sanamost.registry.resources.models import CapacityDay, Resource
from tests.jobs.world.test_walk import amina
from tests.journey.referred import ARRIVES, Referred, drafted, open_case, refer
from tests.web.conftest import ClientOf
from tests.web.stay import LANGUAGES, main_of, post, read
from tests.world import World, acting_as, system

TEST = system("test")


@pytest.fixture
def booked(world: World) -> Booking:
    """Amina's booking at the orthopaedic centre, in three weeks."""
    walk = Walk(amina(), "amina", timezone.now()).ask().forward().review().propose().accept()
    walk.agree().pay()
    with acting_as(TEST):
        rows = Booking.objects.select_related("case", "agreement", "hold")
        return rows.get(case__public_id=walk.case_id)


def bed_of(booking: Booking) -> CapacityDay:
    with acting_as(TEST):
        uses = HoldUse.objects.filter(hold__booking=booking, capacity__resource__kind="beds")
        first = uses.select_related("capacity__resource").order_by("capacity__day").first()
        assert first is not None
        return first.capacity


def page_of(day: CapacityDay) -> str:
    return f"/desk/places/{day.resource.public_id}/?day={day.day}"


def cells(page: str, name: str) -> list[str]:
    """What is read out of each cell of the row."""
    row = page.partition(f"<bdi>{name}</bdi>")[2].partition("</tr>")[0]
    return re.findall(r'class="only-read">([^<]*)</span></a>', row)


def test_says_what_is_free_after_the_state_task(client_of: ClientOf, world: World) -> None:
    monday = timezone.localdate()
    monday -= dt.timedelta(days=monday.weekday())
    page = main_of(read(client_of("sidorov"), "/desk/places/"))

    with acting_as(TEST):
        beds = Resource.objects.get(
            name="Orthopaedic beds", organisation=world.organisation("demo-ortho")
        )
        day = CapacityDay.objects.get(resource=beds, day=monday + dt.timedelta(days=8))
    said = cells(page, "Orthopaedic beds")
    assert len(said) == 28
    free = day.supply - day.protected - day.held - day.booked
    assert f"of {day.supply}, the state task keeps {day.protected}" in said[8]
    assert f"free: {free} bed" in said[8]
    theatre = cells(page, "Operating theatres 1 to 3")
    assert "closed" in theatre[12]
    assert " h of 21.6, the state task keeps" in theatre[8]
    assert page.count("Patients who could arrive") == 3


def test_shows_an_area_with_what_it_shares(client_of: ClientOf) -> None:
    page = main_of(read(client_of("petrova"), "/desk/places/?area=neurosurgery"))

    assert "Neurosurgical beds" in page
    assert "MRI, 3 tesla" in page
    assert "Orthopaedic beds" not in page
    assert "area=neurosurgery&amp;from=" in page


def test_begins_where_it_is_asked_to_and_never_far_away(client_of: ClientOf) -> None:
    client = client_of("petrova")
    day = timezone.localdate() + dt.timedelta(days=30)

    asked = main_of(read(client, f"/desk/places/?from={day}"))
    far = main_of(read(client, "/desk/places/?from=0001-01-01&area=x&site=y"))

    assert f'value="{day - dt.timedelta(days=day.weekday())}"' in asked
    assert (
        f'value="{timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())}"' in far
    )


def test_works_on_weekends_where_the_weekdays_say_so(client_of: ClientOf, world: World) -> None:
    before = cells(main_of(read(client_of("petrova"), "/desk/places/")), "Exercise therapists")
    assert "closed" in before[12]
    assert "closed" in before[13]
    with acting_as(TEST):
        Resource.objects.filter(organisation=world.organisation("demo-ortho")).update(weekdays=127)
        resources.count_days(organisation_id=world.organisation("demo-ortho"), now=timezone.now())

    page = main_of(read(client_of("petrova"), "/desk/places/"))

    after = cells(page, "Exercise therapists")
    assert all("free: " in said for said in after[12:14])
    assert "every day" in page
    arrivals = page.partition("Patients who could arrive")[2].partition("</tr>")[0]
    said = re.findall(r'class="only-read">([^<]*)</span></td>', arrivals)
    assert [words.rpartition(": ")[2] for words in said[12:14]] != ["nobody could arrive"] * 2


def test_tells_of_a_day_what_is_kept_and_why_in_four_languages(
    client_of: ClientOf, booked: Booking
) -> None:
    client, day = client_of("petrova"), bed_of(booked)
    pages = {language: main_of(read(client, page_of(day), language)) for language in LANGUAGES}

    english = pages["en"]
    assert "So that it suffices on 95% of days" in english
    assert "Compulsory health insurance" in english
    assert booked.case.public_id in english
    assert "KARIMOVA AMINA" in english
    assert "/day/" in english
    assert len(set(pages.values())) == 4


def test_leaves_the_choice_of_another_day_to_coordinators(
    client_of: ClientOf, booked: Booking
) -> None:
    address = page_of(bed_of(booked))

    assert "Choose another day" in main_of(read(client_of("petrova"), address))
    assert "Choose another day" not in main_of(read(client_of("sidorov"), address))


def test_tells_no_name_of_a_case_that_the_clinic_may_no_longer_see(
    client_of: ClientOf, booked: Booking
) -> None:
    with acting_as(TEST):
        Grant.objects.filter(case_id=booked.case_id).update(revoked_at=timezone.now())

    page = main_of(read(client_of("petrova"), page_of(bed_of(booked))))

    assert "A case that the clinic no longer sees" in page
    assert "KARIMOVA" not in page
    assert booked.case.public_id not in page
    assert booked.case.number not in page


def test_is_nothing_to_another_clinic_or_a_patient(client_of: ClientOf, booked: Booking) -> None:
    address = page_of(bed_of(booked))

    assert client_of("belova").get(address).status_code == 404
    for code in ("amina", "lee"):
        assert client_of(code).get(address).status_code in {302, 403, 404}


def test_lists_promises_that_cannot_be_kept_and_who_moves(
    client_of: ClientOf, booked: Booking
) -> None:
    client, day = client_of("petrova"), bed_of(booked)
    assert "Every promise can be kept" in read(client, "/desk/places/short/")
    with acting_as(TEST):
        CapacityDay.objects.filter(pk=day.pk).update(supply=F("protected"))

    listed = main_of(read(client, "/desk/places/short/"))
    calendar = main_of(read(client, f"/desk/places/?from={day.day}"))
    one = main_of(read(client, page_of(day)))

    assert listed.count("missing: 1 bed") == 1
    assert booked.agreement.public_id in listed
    assert "1 bed promised too much" in calendar
    assert "On 1 day more was promised than is left" in calendar
    assert "1 bed more was promised to foreign patients than is left" in one


@pytest.fixture
def full(world: World) -> tuple[Referred, Proposal]:
    """A draft, and no bed for it on any day."""
    referred = refer(world, open_case(world))
    proposal = drafted(referred)
    beds(0)
    return referred, proposal


def beds(number: int) -> None:
    with acting_as(TEST):
        CapacityDay.objects.filter(resource__kind="beds").update(
            supply=F("protected") + F("held") + F("booked") + number
        )


def test_puts_a_proposal_on_the_list_and_takes_it_off(
    client_of: ClientOf, full: tuple[Referred, Proposal]
) -> None:
    petrova, proposal = client_of("petrova"), full[1]
    page = f"/desk/proposals/{proposal.public_id}/"
    assert "No day is free for this stay" in main_of(read(petrova, page))
    wanted = {"first_on": str(ARRIVES), "last_on": str(ARRIVES)}

    assert post(petrova, f"{page}wait/", **wanted).status_code == 302

    assert "On the waiting list" in main_of(read(petrova, page))
    listed = main_of(read(petrova, "/desk/waiting/"))
    assert page in listed
    with acting_as(TEST):
        row = Waiting.objects.get(proposal=proposal)
    stop = f"/desk/waiting/{row.public_id}/stop/"
    assert client_of("belova").get(stop).status_code == 404
    assert post(petrova, stop).status_code == 302
    assert "Nobody waits" in read(petrova, "/desk/waiting/")


def test_says_at_the_field_that_a_day_is_free(
    client_of: ClientOf, full: tuple[Referred, Proposal]
) -> None:
    petrova, proposal = client_of("petrova"), full[1]
    beds(3)
    day = str(ARRIVES)

    answer = post(petrova, f"/desk/proposals/{proposal.public_id}/wait/", first_on=day, last_on=day)

    assert answer.status_code == 422
    assert "A day between these dates is free now" in answer.content.decode()


def test_shows_the_place_that_was_found(
    client_of: ClientOf, full: tuple[Referred, Proposal]
) -> None:
    petrova, proposal = client_of("petrova"), full[1]
    day = str(ARRIVES)
    post(petrova, f"/desk/proposals/{proposal.public_id}/wait/", first_on=day, last_on=day)
    beds(1)
    assert bookings.offer_free_places(now=timezone.now()) == 1

    listed = {
        language: main_of(read(petrova, "/desk/waiting/", language)) for language in LANGUAGES
    }

    assert "A place was found" in listed["en"]
    assert len(set(listed.values())) == 4
