"""What a stay really uses takes the place of what was planned."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.languages.errors import NotVisible
from sanamost.jobs.world.walk import Walk
from sanamost.journey.bookings import selectors, services
from sanamost.journey.bookings.models import Booking, HoldUse
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as places
from sanamost.registry.resources.models import CapacityDay
from sanamost.registry.resources.states import RecipeOrigin
from tests.jobs.world.test_walk import amina
from tests.journey.bookings.test_holds import agreement_for
from tests.journey.referred import ARRIVES, Referred, sent
from tests.world import NOON, World, acting_as, system

STAY = 9
TEST = system("test")
VLADIVOSTOK = ZoneInfo("Asia/Vladivostok")


def after(days: int) -> dt.date:
    return ARRIVES + dt.timedelta(days=days)


@pytest.fixture
def booking(referred: Referred) -> Booking:
    """Nine days booked from ARRIVES on, the patient at the door."""
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(TEST):
        made = services.confirm(agreement_id=agreement.pk, now=NOON)
        return services.mark_used(booking_id=made.pk, now=NOON)


def nights(booking: Booking) -> list[dt.date]:
    """Days with a bed; every day of the clinic agrees with the parts of holds."""
    with acting_as(TEST):
        parts = HoldUse.objects.filter(hold__booking=booking, amount__gt=0)
        for day in CapacityDay.objects.filter(organisation_id=booking.organisation_id):
            of_day = HoldUse.objects.filter(capacity=day).values_list("amount", flat=True)
            assert day.booked + day.held == sum(of_day), day
            assert day.protected + day.booked + day.held <= day.supply + day.conceded or not (
                day.booked + day.held
            )
        rows = parts.filter(capacity__resource__kind="beds")
        return sorted(rows.values_list("capacity__day", flat=True))


def treatment(booking: Booking) -> list[dt.date]:
    """Days with anything but a bed."""
    with acting_as(TEST):
        rows = HoldUse.objects.filter(hold__booking=booking, amount__gt=0)
        rows = rows.exclude(capacity__resource__kind="beds")
        return sorted(set(rows.values_list("capacity__day", flat=True)))


def days(first: int, before: int) -> list[dt.date]:
    return [after(number) for number in range(first, before)]


def noon(day: dt.date) -> dt.datetime:
    """At the clinic, in Vladivostok."""
    return dt.datetime.combine(day, dt.time(12), VLADIVOSTOK)


def arrive(booking: Booking, on: int = 0) -> None:
    services.arrived(booking_id=booking.pk, on=after(on), now=NOON)


def leave(booking: Booking, on: int) -> None:
    services.left(booking_id=booking.pk, on=after(on), now=NOON)


def test_uses_what_was_planned_when_it_goes_as_planned(booking: Booking) -> None:
    planned = treatment(booking)

    arrive(booking)
    leave(booking, STAY)

    assert nights(booking) == days(0, STAY)
    assert treatment(booking) == planned


def test_gives_days_after_an_early_discharge_back(booking: Booking) -> None:
    arrive(booking)
    leave(booking, 6)
    leave(booking, 6)

    assert nights(booking) == days(0, 6)
    with acting_as(TEST):
        given_back = HoldUse.objects.filter(hold__booking=booking, amount=0, planned__gt=0)
        assert given_back.filter(capacity__resource__kind="beds").count() == 3


def test_books_every_day_beyond_the_plan_as_it_comes_even_where_beds_are_full(
    booking: Booking,
) -> None:
    arrive(booking)
    full(booking, STAY, STAY + 2)

    assert services.note_stays(now=noon(after(STAY - 1))) == 0
    assert services.note_stays(now=noon(after(STAY + 1))) == 1
    assert services.note_stays(now=noon(after(STAY + 1))) == 0
    assert nights(booking) == days(0, STAY + 2)

    leave(booking, STAY + 3)
    assert nights(booking) == days(0, STAY + 3)
    assert services.note_stays(now=noon(after(STAY + 5))) == 0
    with acting_as(TEST):
        beyond = HoldUse.objects.filter(hold__booking=booking, planned=0, amount__gt=0)
        assert beyond.count() == 3
        bed = beyond.values("capacity__resource_id")
        rows = CapacityDay.objects.filter(resource_id__in=bed, day__in=days(STAY, STAY + 2))
        assert {row.conceded for row in rows} == {1}


def test_begins_its_day_at_midnight_of_the_clinic(booking: Booking) -> None:
    arrive(booking)
    midnight = dt.datetime.combine(after(STAY), dt.time(0), VLADIVOSTOK)
    assert midnight.astimezone(dt.UTC).date() == after(STAY - 1)  # 14 o'clock of the day before

    assert services.note_stays(now=midnight - dt.timedelta(seconds=1)) == 0
    assert services.note_stays(now=midnight) == 1
    assert nights(booking) == days(0, STAY + 1)


def test_of_a_clinic_in_the_west_goes_on_after_midnight_of_the_platform(booking: Booking) -> None:
    with acting_as(TEST):
        clinic = booking.organisation
        clinic.time_zone = "America/New_York"
        clinic.save(update_fields=["time_zone"])
    arrive(booking)
    midnight = dt.datetime.combine(after(STAY), dt.time(0), dt.UTC)  # 19 o'clock in New York

    assert services.note_stays(now=midnight) == 0
    assert services.note_stays(now=midnight + dt.timedelta(hours=5)) == 1


def full(booking: Booking, first: int, before: int) -> None:
    """No bed is left on these days."""
    with acting_as(TEST):
        rows = CapacityDay.objects.filter(
            organisation_id=booking.organisation_id,
            resource__kind="beds",
            day__in=days(first, before),
        )
        rows.update(supply=0, protected=0)


def test_gives_nights_before_a_later_arrival_back_and_moves_the_treatment(
    booking: Booking,
) -> None:
    before = treatment(booking)
    # From Monday to Tuesday: what works from Monday to Friday works on both.
    arrive(booking, 1)
    arrive(booking, 1)

    assert nights(booking) == days(1, STAY)
    assert treatment(booking) == [day + dt.timedelta(days=1) for day in before]
    leave(booking, STAY + 1)
    assert nights(booking) == days(1, STAY + 1)
    assert treatment(booking) == [day + dt.timedelta(days=1) for day in before]


def test_leaves_the_treatment_where_it_was_when_the_moved_days_are_full(booking: Booking) -> None:
    before = treatment(booking)
    with acting_as(TEST):
        taken = HoldUse.objects.filter(hold__booking=booking).values("capacity_id")
        CapacityDay.objects.exclude(pk__in=taken).exclude(resource__kind="beds").update(supply=0)

    arrive(booking, 1)

    assert treatment(booking) == before
    assert nights(booking) == days(1, STAY)


def test_begins_earlier_with_a_bed_from_the_first_day(booking: Booking) -> None:
    arrive(booking, -2)
    assert nights(booking) == [after(-2), *days(0, STAY)]

    services.note_stays(now=noon(after(-1)))
    assert nights(booking) == days(-2, STAY)

    leave(booking, 4)
    assert nights(booking) == days(-2, 4)


def test_ends_with_the_case_where_nobody_wrote_a_discharge(booking: Booking) -> None:
    arrive(booking)

    for _ in range(2):
        services.leave_with_case(case_id=booking.case_id, now=noon(after(3)))

    assert nights(booking) == days(0, 3)
    assert services.note_stays(now=noon(after(STAY + 3))) == 0


def test_of_an_hour_uses_its_first_day(booking: Booking) -> None:
    arrive(booking)
    leave(booking, 0)

    assert nights(booking) == [ARRIVES]


def test_follows_admission_and_discharge_by_themselves(world: World) -> None:
    walk = Walk(amina(), "amina", timezone.now()).ask().forward().review().propose().accept()
    walk.agree().pay().admit()
    answer_waiting()
    with acting_as(TEST):
        booking = Booking.objects.get(case__public_id=walk.case_id)
    today = booking.arrived_on
    assert today is not None
    assert today in nights(booking)

    walk.do_all().discharge()
    answer_waiting()

    with acting_as(TEST):
        booking.refresh_from_db()
    assert booking.left_on == today
    assert nights(booking) == [today]
    assert all(day <= today for day in treatment(booking))


def finished(booking: Booking, real_days: int, count: int) -> None:
    """So many more stays of the same recipe, with so many days in a bed."""
    with acting_as(TEST):
        bed = HoldUse.objects.filter(hold__booking=booking, capacity__resource__kind="beds")
        resource = bed.select_related("capacity").first()
        assert resource is not None
        row = {(one.day): one.pk for one in CapacityDay.objects.filter(
            resource_id=resource.capacity.resource_id)}  # fmt: skip
        for number in range(count):
            hold = booking.hold
            hold.pk, hold.public_id, hold._state.adding = None, f"hold_{number:022d}", True
            hold.state = "released"
            hold.save(force_insert=True)
            made = Booking(
                case_id=booking.case_id, organisation_id=booking.organisation_id, hold=hold,
                agreement_id=booking.agreement_id, state="used",
                arrives_on=ARRIVES, leaves_on=after(STAY),
                confirmed_at=NOON, arrived_on=ARRIVES, left_on=after(real_days),
            )  # fmt: skip
            made.save()
            HoldUse.objects.bulk_create(
                HoldUse(
                    case_id=booking.case_id, organisation_id=booking.organisation_id, hold=hold,
                    capacity_id=row[day], amount=int(day < after(real_days)),
                    planned=int(day < after(STAY)),
                )
                for day in days(0, max(STAY, real_days))
            )  # fmt: skip


def lesson(referred: Referred) -> selectors.Lesson:
    with acting_as(referred.coordinator):
        recipe = next(
            row
            for row in resources.live_recipes(
                organisation_id=referred.coordinator.organisation_id or 0
            )
            if row.area == "orthopaedics" and row.service_id is None
        )
        now = dt.datetime.combine(after(20), dt.time(9), dt.UTC)
        return selectors.learned_recipe(referred.coordinator, recipe, now=now)


def test_teaches_nothing_while_there_are_few(booking: Booking, referred: Referred) -> None:
    finished(booking, 5, 7)

    found = lesson(referred)

    assert (found.stays, found.enough, found.changed) == (7, False, False)
    assert found.stay_days == found.recipe.stay_days


def test_teaches_a_shorter_stay_when_there_are_enough(booking: Booking, referred: Referred) -> None:
    finished(booking, 4, 12)

    found = lesson(referred)

    assert (found.stays, found.enough, found.changed) == (12, True, True)
    assert (found.planned_days, found.real_days) == (Decimal(STAY), Decimal(4))
    assert found.stay_days == 4 < found.recipe.stay_days
    before = {(u.resource.public_id, u.day, u.amount) for u in found.recipe.uses.all()}
    assert {(use.resource, use.day, use.amount) for use in found.uses} == before
    with acting_as(referred.coordinator):
        row = places.set_recipe(
            actor=referred.coordinator, area="orthopaedics", stay_days=found.stay_days,
            uses=found.uses, origin=RecipeOrigin.LEARNED, now=NOON,
        )  # fmt: skip
    assert row.origin == RecipeOrigin.LEARNED
    assert row.stay_days == 4


def test_teaches_nobody_but_who_keeps_the_clinics_capacity(
    booking: Booking, referred: Referred, world: World
) -> None:
    with acting_as(referred.coordinator):
        recipe = resources.live_recipes(organisation_id=booking.organisation_id)[0]
    for code in ("orlova", "amina"):
        actor = world.actor(code)
        with acting_as(actor), pytest.raises(NotVisible):
            selectors.learned_recipe(actor, recipe, now=NOON)
