"""What the clinic says that a stay used …

A stay of orthopaedics is planned with 110 minutes of theatre and 160 of a surgeon on its second
day, and 30 minutes of the MRI and 45 of a surgeon on its first.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings import selectors, services
from sanamost.journey.bookings.models import Booking, Hold, HoldUse
from sanamost.journey.proposals.policies import NotYourTask
from sanamost.registry.resources import services as places
from sanamost.registry.resources.models import CapacityDay, Resource
from sanamost.registry.resources.states import RecipeOrigin
from tests.journey.bookings.test_holds import agreement_for
from tests.journey.bookings.test_stays import after, lesson
from tests.journey.referred import ARRIVES, Referred, sent
from tests.world import NOON, World, acting_as, system

TEST = system("test")
THEATRE, MRI = "Operating theatres 1 to 3", "MRI, 3 tesla"
EVENING = dt.datetime.combine(after(3), dt.time(20), ZoneInfo("Asia/Vladivostok"))
"""Of the fourth day of the stay."""


@pytest.fixture
def booking(referred: Referred) -> Booking:
    """Nine days from ARRIVES on; the patient is in."""
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(TEST):
        made = services.confirm(agreement_id=agreement.pk, now=NOON)
        services.mark_used(booking_id=made.pk, now=NOON)
    return services.arrived(booking_id=made.pk, on=ARRIVES, now=NOON)


def named(name: str) -> str:
    with acting_as(TEST):
        return str(Resource.objects.get(name=name, organisation__code="demo-ortho").public_id)


def day_of(name: str, number: int) -> CapacityDay:
    with acting_as(TEST):
        return CapacityDay.objects.get(
            resource__name=name, organisation__code="demo-ortho", day=after(number)
        )


def note(referred: Referred, booking: Booking, **used: int) -> Booking:
    """Of the theatre, by day of the stay: `d1=95`."""
    parts = {(named(THEATRE), after(int(day[1:]))): minutes for day, minutes in used.items()}
    with acting_as(referred.coordinator):
        return services.note_use(
            actor=referred.coordinator, booking=booking, used=parts, now=EVENING
        )


def parts_agree(booking: Booking) -> None:
    """Every day is the sum of the parts of holds."""
    with acting_as(TEST):
        for day in CapacityDay.objects.filter(organisation_id=booking.organisation_id):
            amounts = HoldUse.objects.filter(capacity=day).values_list("amount", flat=True)
            assert day.booked + day.held == sum(amounts), day


def test_takes_the_place_of_the_plan(referred: Referred, booking: Booking) -> None:
    before = day_of(THEATRE, 1).booked

    note(referred, booking, d1=95)

    assert day_of(THEATRE, 1).booked == before - 110 + 95
    with acting_as(referred.coordinator):
        found = selectors.used_parts(referred.coordinator, booking)
    theatre = next(one for one in found if one.resource.name == THEATRE)
    assert (theatre.planned, theatre.amount, theatre.day) == (110, 95, after(1))
    parts_agree(booking)


def test_gives_back_what_was_not_used_and_adds_what_was_not_planned(
    referred: Referred, booking: Booking
) -> None:
    note(referred, booking, d1=0, d2=70)
    note(referred, booking, d1=0, d2=80)  # once more: the newer figure stands

    assert day_of(THEATRE, 1).booked == 0
    assert day_of(THEATRE, 2).booked == 80
    parts_agree(booking)
    with acting_as(TEST):
        assert HoldUse.objects.get(hold=booking.hold, capacity=day_of(THEATRE, 2)).planned == 0


def test_is_a_fact_even_where_nothing_was_free(referred: Referred, booking: Booking) -> None:
    with acting_as(TEST):
        CapacityDay.objects.filter(pk=day_of(THEATRE, 1).pk).update(supply=110, protected=0)

    note(referred, booking, d1=200)

    day = day_of(THEATRE, 1)
    assert (day.booked, day.conceded) == (200, 90)
    parts_agree(booking)


def test_is_of_days_up_to_today_at_the_clinic(referred: Referred, booking: Booking) -> None:
    assert EVENING.astimezone(dt.UTC).date() == after(3)
    note(referred, booking, d3=10)
    for day in ("d4", "d-1"):
        with pytest.raises(services.DayToCome):
            note(referred, booking, **{day: 10})
    with pytest.raises(services.MinutesNotPlausible):
        note(referred, booking, d1=14_401)


def test_is_said_by_the_clinics_coordinators_and_physicians_of_minutes_alone(
    world: World, referred: Referred, booking: Booking
) -> None:
    theatre = {(named(THEATRE), after(1)): 100}
    for who, refusal in (("sidorov", NotYourTask), ("belova", NotVisible)):
        actor = world.actor(who)
        with acting_as(actor), pytest.raises(refusal):
            services.note_use(actor=actor, booking=booking, used=theatre, now=EVENING)
    orlova = world.actor("orlova")
    with acting_as(orlova):
        services.note_use(actor=orlova, booking=booking, used=theatre, now=EVENING)
        with pytest.raises(NotVisible):
            services.note_use(
                actor=orlova,
                booking=booking,
                used={(named("Orthopaedic beds"), after(1)): 1},
                now=EVENING,
            )


def noted(booking: Booking, minutes: int, count: int) -> None:
    """So many finished stays with these minutes of theatre on the second day and nothing else."""
    with acting_as(TEST):
        days = {one.day: one.pk for one in CapacityDay.objects.filter(resource__name=THEATRE)}
        for number in range(count):
            hold = Hold.objects.get(pk=booking.hold_id)
            hold.pk, hold.public_id, hold._state.adding = None, f"hold_{number:022d}", True
            hold.state = "released"
            hold.save(force_insert=True)
            Booking.objects.create(
                case_id=booking.case_id,
                organisation_id=booking.organisation_id,
                hold=hold,
                agreement_id=booking.agreement_id,
                state="used",
                arrives_on=ARRIVES,
                leaves_on=after(9),
                confirmed_at=NOON,
                arrived_on=ARRIVES,
                left_on=after(9),
                use_noted_at=NOON,
            )
            HoldUse.objects.create(
                case_id=booking.case_id,
                organisation_id=booking.organisation_id,
                hold=hold,
                capacity_id=days[after(1)],
                amount=minutes,
                planned=110,
            )


def test_teaches_the_recipe_once_there_are_enough(referred: Referred, booking: Booking) -> None:
    noted(booking, 150, 7)
    assert (lesson(referred).noted, lesson(referred).changed) == (7, False)


def test_teaches_minutes_as_the_engine_reckons(referred: Referred, booking: Booking) -> None:
    noted(booking, 150, 8)

    found = lesson(referred)

    assert (found.noted, found.enough, found.changed) == (8, True, True)
    uses = {(use.resource, use.day): use for use in found.uses}
    # Eight real ones weigh as much as the prior: (8 · 110 + 8 · 150) / 16.
    assert uses[named(THEATRE), 1].amount == 130
    # Nobody used the MRI: (8 · 30 + 8 · 0) / 16.
    assert uses[named(MRI), 0].amount == 15
    assert uses[named("Orthopaedic beds"), 0].amount == 1
    with acting_as(referred.coordinator):
        row = places.set_recipe(
            actor=referred.coordinator,
            area="orthopaedics",
            stay_days=found.stay_days,
            uses=found.uses,
            origin=RecipeOrigin.LEARNED,
            now=NOON,
        )
    assert row.origin == RecipeOrigin.LEARNED
