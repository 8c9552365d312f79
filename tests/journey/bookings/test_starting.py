"""A planned stay of a foreign patient begins …

Orthopaedics of the demonstration has 34 beds and about 56 domestic patients a month, of whom a
tenth come as emergencies; a stay is booked for nine days from ARRIVES on.
"""

import datetime as dt
from typing import Any

import pytest

from sanamost.foundation.events.models import Happening
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.bookings import services
from sanamost.journey.bookings.models import Booking
from sanamost.journey.cases.models import Clock
from sanamost.journey.cases.states import ClockKind
from sanamost.registry.resources import services as capacity
from sanamost.registry.resources.models import MonthPlan, Protection, Resource
from tests.journey.referred import ARRIVES, Referred, open_case, refer, sent
from tests.world import World, acting_as, system

TEST = system("test")
MORNING = dt.datetime.combine(ARRIVES, dt.time(0), dt.UTC)  # ten o'clock in Vladivostok
BEDS = "Orthopaedic beds"


def booked(referred: Referred) -> Booking:
    row = sent(referred)
    with acting_as(TEST):
        agreement = Agreement.objects.create(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            proposal=row,
            number=f"D-{row.pk}",
            total=1,
            deposit=1,
            created_at=MORNING,
        )
        return services.confirm(agreement_id=agreement.pk, now=MORNING - dt.timedelta(days=40))


@pytest.fixture
def booking(referred: Referred) -> Booking:
    """Nine days booked from ARRIVES on; the patient has not come yet."""
    return booked(referred)


@pytest.fixture
def second(world: World, booking: Booking) -> Booking:
    """Another patient of the same day."""
    return booked(refer(world, open_case(world, "fatima")))


def units(number: int, name: str = BEDS) -> None:
    """A ward is closed, or opened again."""
    with acting_as(TEST):
        Resource.objects.filter(name=name, organisation__code="demo-ortho").update(units=number)


def begins(booking: Booking, now: dt.datetime = MORNING) -> None:
    with acting_as(TEST):
        services.check_start(booking=booking, now=now)
        services.mark_used(booking_id=booking.pk, now=now)


def refused(booking: Booking, now: dt.datetime = MORNING) -> services.StartNotSafe:
    with pytest.raises(services.StartNotSafe) as caught, acting_as(TEST):
        services.check_start(booking=booking, now=now)
    return caught.value


def lacks(booking: Booking) -> list[services.Lack]:
    with acting_as(TEST):
        return services.lacks_at(booking=booking, now=MORNING)


def fresh(booking: Booking) -> Booking:
    with acting_as(TEST):
        return Booking.objects.get(pk=booking.pk)


def clock(booking: Booking) -> Clock | None:
    with acting_as(TEST):
        rows = Clock.objects.filter(case_id=booking.case_id, kind=ClockKind.ANOTHER_DAY)
        return rows.filter(done_at__isnull=True).first()


def smallest(booking: Booking) -> int:
    """So many beds just let the stay begin."""
    for number in range(34, 0, -1):
        units(number)
        if lacks(booking):
            return number + 1
    raise AssertionError


def test_where_the_worst_leaves_it_a_bed(booking: Booking) -> None:
    assert lacks(booking) == []
    begins(booking)


def test_never_where_a_domestic_patient_may_need_the_bed(booking: Booking) -> None:
    enough = smallest(booking)
    # 13 to 15 planned patients lie there, and emergencies are expected in two beds: the average of
    # 16 is far from enough.
    assert enough > 22
    units(enough - 1)
    refusal = refused(booking)
    (lack,) = refusal.lacks
    assert (lack.resource.name, lack.amount, lack.of_month) == (BEDS, 1, False)
    assert ARRIVES <= lack.first_on <= lack.last_on <= ARRIVES + dt.timedelta(days=9 + 3)
    assert BEDS in refusal.text
    assert services.days_in_words(lack) in refusal.text
    units(enough)
    begins(booking)


def test_after_two_people_conceded_what_is_lacking(world: World, booking: Booking) -> None:
    units(smallest(booking) - 2)
    lack = refused(booking).lacks[0]
    petrova, orlova = world.actor("petrova"), world.actor("orlova")
    with acting_as(petrova):
        asked = capacity.ask_concession(
            actor=petrova,
            resource=lack.resource.public_id,
            first_on=lack.first_on,
            last_on=lack.last_on,
            amount=lack.amount,
            reason="The nerve is pressed, and nobody is listed for these days.",
            now=MORNING,
        )
    assert lacks(booking)  # asked is not granted
    with acting_as(orlova):
        capacity.decide_concession(
            actor=orlova, concession=asked.public_id, granted=True, now=MORNING
        )
    assert lacks(booking) == []
    begins(booking)


def test_beside_those_only_who_are_in_already(booking: Booking, second: Booking) -> None:
    units(smallest(booking))
    assert lacks(second) == []  # neither is in
    begins(booking)
    assert refused(second).lacks[0].amount == 1


def test_nowhere_where_nobody_said_how_many_are_emergencies(booking: Booking) -> None:
    with acting_as(TEST):
        Protection.objects.update(urgent_percent={})
    assert lacks(booking)[0].resource.name == BEDS


def test_not_where_the_months_plan_could_not_be_reached(booking: Booking) -> None:
    with acting_as(TEST):
        MonthPlan.objects.filter(organisation__code="demo-ortho", month=dt.date(2027, 1, 1)).update(
            done=0
        )
    units(1, "Operating theatres 1 to 3")
    found = [one for one in lacks(booking) if one.of_month]
    assert [one.resource.name for one in found] == ["Operating theatres 1 to 3"]
    assert (found[0].first_on, found[0].last_on) == (ARRIVES, dt.date(2027, 1, 31))


def test_on_another_day_that_is_agreed_weeks_before_the_journey(
    referred: Referred, booking: Booking
) -> None:
    early = MORNING - dt.timedelta(days=22)
    units(smallest(booking) - 1)
    assert services.look_ahead(now=early) == 0  # too early to know
    now = MORNING - dt.timedelta(days=20)
    assert services.look_ahead(now=now) == 1
    assert services.look_ahead(now=now + dt.timedelta(days=1)) == 1
    answer_waiting()

    assert fresh(booking).unsafe_since == now
    running = clock(booking)
    assert running is not None
    assert running.due_at == now + services.AGREE_WITHIN
    with acting_as(TEST):
        assert Happening.objects.filter(name="bookings.start.unsafe").count() == 1
        told = Notice.objects.filter(kind__startswith="bookings.start_unsafe")
        kinds = {(one.kind, one.user_id) for one in told}
    assert ("bookings.start_unsafe", referred.coordinator.user_id) in kinds
    assert "bookings.start_unsafe_desk" in {kind for kind, _user in kinds}

    units(34)
    assert services.look_ahead(now=now + dt.timedelta(days=2)) == 0
    assert fresh(booking).unsafe_since is None
    assert clock(booking) is None
    units(1)
    assert services.look_ahead(now=now + dt.timedelta(days=3)) == 1
    assert clock(booking) is not None  # asked for once more


def test_in_the_order_of_arrival(booking: Booking, second: Booking) -> None:
    units(smallest(booking))
    now = MORNING - dt.timedelta(days=10)
    assert services.look_ahead(now=now) == 1
    assert fresh(booking).unsafe_since is None
    assert fresh(second).unsafe_since == now


def test_and_nobody_is_asked_any_more_once_another_day_is_chosen(
    referred: Referred, booking: Booking
) -> None:
    now = MORNING - dt.timedelta(days=10)
    units(1)
    services.look_ahead(now=now)
    units(34)
    with acting_as(referred.coordinator):
        moved: Any = services.choose_day(
            actor=referred.coordinator,
            agreement=booking.agreement.public_id,
            day=ARRIVES + dt.timedelta(days=7),
            now=now,
        )
    assert moved.unsafe_since is None
    assert clock(booking) is None
