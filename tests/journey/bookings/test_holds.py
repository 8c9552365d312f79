"""A place kept for a proposal."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from sanamost.commerce.billing.events import InvoicePaid
from sanamost.foundation.events.models import Happening
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.bookings import handlers, selectors, services
from sanamost.journey.bookings.models import Booking, Hold, HoldUse
from sanamost.journey.bookings.states import BookingState, HoldState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.events import CaseEnded
from sanamost.journey.cases.states import Fact
from sanamost.journey.proposals import services as proposals
from sanamost.journey.proposals.events import ProposalAccepted, ProposalDeclined
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.policies import NotYourTask
from sanamost.journey.proposals.states import ProposalState
from sanamost.registry.resources import services as places
from sanamost.registry.resources.models import CapacityDay
from tests.journey.referred import ARRIVES, Referred, approved, limit, open_case, refer, sent
from tests.world import NOON, World, acting_as, system


def counted(proposal: Proposal, day: dt.date = ARRIVES) -> tuple[int, int]:
    """Stays that begin on the day, held and booked; every day agrees with the parts of holds."""
    with acting_as(system("test")):
        for row in CapacityDay.objects.filter(organisation_id=proposal.organisation_id):
            parts = HoldUse.objects.filter(capacity=row)
            of_state = {
                "held": parts.filter(hold__state=HoldState.ACTIVE),
                "booked": parts.filter(hold__booking__state__in=["confirmed", "used"]),
            }
            for name, rows in of_state.items():
                assert getattr(row, name) == sum(rows.values_list("amount", flat=True)), row
            assert row.held + row.booked + row.protected <= row.supply or not (
                row.held + row.booked
            )
        held = Hold.objects.filter(
            organisation_id=proposal.organisation_id, arrives_on=day, state=HoldState.ACTIVE
        ).count()
        booked = Booking.objects.filter(
            organisation_id=proposal.organisation_id, arrives_on=day, state=BookingState.CONFIRMED
        ).count()
    return held, booked


def agreement_for(proposal: Proposal) -> Agreement:
    with acting_as(system("test")):
        return Agreement.objects.create(
            case_id=proposal.case_id,
            organisation_id=proposal.organisation_id,
            proposal=proposal,
            number="D-1",
            total=1,
            deposit=1,
            created_at=NOON,
        )


def test_is_taken_with_the_sending(referred: Referred, proposal: Proposal) -> None:
    with acting_as(referred.coordinator):
        row = services.send_with_hold(actor=referred.coordinator, proposal=proposal, now=NOON)

    assert row.state == ProposalState.SENT
    assert counted(proposal) == (1, 0)
    with acting_as(referred.patient):
        hold = selectors.hold_of(referred.patient, row.pk)
    assert hold is not None
    assert hold.expires_at == row.valid_until


def test_keeps_a_proposal_at_home_when_the_days_are_full(world: World) -> None:
    case = open_case(world)
    first, second = refer(world, case), refer(world, open_case(world, "zhang-wei"), "demo-heart")
    made = approved(first)
    limit(made, 0)

    with pytest.raises(places.NoPlaceLeft), acting_as(first.coordinator):
        services.send_with_hold(actor=first.coordinator, proposal=made, now=NOON)

    assert counted(made) == (0, 0)
    with acting_as(first.coordinator):
        assert Proposal.objects.get(pk=made.pk).state == ProposalState.APPROVED
        assert not Happening.objects.filter(name="proposals.proposal.sent").exists()
    assert second.referral.pk


def test_goes_to_one_proposal_when_it_is_the_last(world: World, proposal: Proposal) -> None:
    other = approved(refer(world, open_case(world, "zhang-wei"), "demo-ortho"))
    limit(proposal, 1)
    with acting_as(system("test")):
        services.place_hold(actor=system("test"), proposal=proposal, day=ARRIVES, now=NOON)
        with pytest.raises(places.NoPlaceLeft):
            services.place_hold(actor=system("test"), proposal=other, day=ARRIVES, now=NOON)

    assert counted(proposal) == (1, 0)


def test_is_kept_once_for_the_same_days(referred: Referred, proposal: Proposal) -> None:
    actor = referred.coordinator
    with acting_as(actor):
        first = services.place_hold(actor=actor, proposal=proposal, day=ARRIVES, now=NOON)
        again = services.place_hold(actor=actor, proposal=proposal, day=ARRIVES, now=NOON)
        with pytest.raises(services.PlaceChanged):
            services.place_hold(
                actor=actor, proposal=proposal, day=ARRIVES + dt.timedelta(weeks=1), now=NOON
            )

    assert again.pk == first.pk
    assert counted(proposal) == (1, 0)


@pytest.mark.parametrize(
    ("who", "refusal"), [("orlova", NotYourTask), ("belova", NotYourTask), ("amina", NotVisible)]
)
def test_is_kept_by_the_clinics_coordinators_alone(
    who: str, refusal: type[Exception], world: World, proposal: Proposal
) -> None:
    actor = world.actor(who)

    with pytest.raises(refusal), acting_as(actor):
        services.place_hold(actor=actor, proposal=proposal, day=ARRIVES, now=NOON)

    assert counted(proposal) == (0, 0)


def test_is_given_back_when_the_proposal_is_declined(referred: Referred) -> None:
    row = sent(referred)
    with acting_as(referred.patient):
        proposals.decline(actor=referred.patient, proposal=row, now=NOON)
    event = ProposalDeclined(case_id=row.case_id, proposal=row.public_id, reason="by_patient")

    with acting_as(system("test")):
        handlers.give_place_back(event)
        handlers.give_place_back(event)

    assert counted(row) == (0, 0)


def test_waits_longer_after_acceptance_but_not_beyond_the_arrival(referred: Referred) -> None:
    row = sent(referred)
    event = ProposalAccepted(case_id=row.case_id, proposal=row.public_id)

    with acting_as(system("test")):
        handlers.keep_place_longer(event)
        hold = Hold.objects.get(proposal=row)

    wanted = timezone.now() + services.AFTER_ACCEPTANCE
    arrival = dt.datetime.combine(ARRIVES, dt.time(), tzinfo=dt.UTC)
    assert abs(hold.expires_at - min(wanted, arrival)) < dt.timedelta(minutes=1)


def test_runs_out_by_the_databases_clock(referred: Referred, proposal: Proposal) -> None:
    with acting_as(referred.coordinator):
        services.place_hold(
            actor=referred.coordinator,
            proposal=proposal,
            day=ARRIVES,
            now=NOON,
            until=timezone.now() - dt.timedelta(seconds=1),
        )

    assert services.expire_due(now=NOON) == 1
    assert services.expire_due(now=NOON) == 0
    assert counted(proposal) == (0, 0)


def test_does_not_run_out_before(referred: Referred) -> None:
    row = sent(referred)

    assert services.expire_due(now=NOON + dt.timedelta(days=900)) == 0
    assert counted(row) == (1, 0)


def test_becomes_a_booking_when_the_deposit_is_paid(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)
    paid = InvoicePaid(
        case_id=row.case_id, invoice="invc_x", kind="deposit", agreement_id=agreement.pk
    )

    with acting_as(system("test")):
        handlers.book_on_deposit(paid)
        handlers.book_on_deposit(paid)

    assert counted(row) == (0, 1)
    with acting_as(referred.patient):
        booking = selectors.booking_of(referred.patient, row.case_id)
        assert booking is not None
        assert (booking.arrives_on, booking.leaves_on) == (ARRIVES, dt.date(2027, 1, 27))
        assert Fact.BOOKED in cases.case_of(row.case_id).facts


def test_books_nothing_on_a_final_invoice(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)

    with acting_as(system("test")):
        handlers.book_on_deposit(
            InvoicePaid(
                case_id=row.case_id, invoice="invc_x", kind="final", agreement_id=agreement.pk
            )
        )

    assert counted(row) == (1, 0)


def test_is_taken_anew_when_the_deposit_comes_late(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(system("test")):
        services.release_for(proposal_id=row.pk, now=NOON)

        services.confirm(agreement_id=agreement.pk, now=NOON)

    assert counted(row) == (0, 1)


def test_says_so_when_the_days_are_full_by_then(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(system("test")):
        services.release_for(proposal_id=row.pk, now=NOON)
    limit(row, 0)

    with pytest.raises(services.NoPlaceForBooking), acting_as(system("test")):
        services.confirm(agreement_id=agreement.pk, now=NOON)

    assert counted(row) == (0, 0)


def missed(referred: Referred) -> tuple[Proposal, Agreement]:
    """The deposit came, but the place had run out and the days were full."""
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(system("test")):
        services.release_for(proposal_id=row.pk, now=NOON)
    limit(row, 0)
    deposit_paid(agreement)
    deposit_paid(agreement)
    return row, agreement


def deposit_paid(agreement: Agreement) -> None:
    paid = InvoicePaid(
        case_id=agreement.case_id,
        organisation_id=agreement.organisation_id,
        invoice="invc_1",
        kind="deposit",
        agreement_id=agreement.pk,
    )
    with acting_as(system("test")):
        handlers.book_on_deposit(paid)


def test_that_ran_out_before_the_deposit_is_told_to_both_sides_once(referred: Referred) -> None:
    row, _agreement = missed(referred)
    answer_waiting()

    with acting_as(system("test")):
        told = Notice.objects.filter(case_id=row.case_id, kind__startswith="bookings.place_missed")
        kinds = {(notice.kind, notice.user_id) for notice in told}
        assert told.count() == len(kinds)
    assert ("bookings.place_missed", referred.coordinator.user_id) in kinds
    assert ("bookings.place_missed_patient", referred.patient.user_id) in kinds
    with acting_as(referred.patient):
        assert selectors.missed_place_of(referred.patient, row.case_id) is not None
    with acting_as(referred.coordinator):
        assert selectors.missed_place_of(referred.coordinator, row.case_id) is not None


def test_that_ran_out_is_replaced_as_soon_as_a_place_is_free(referred: Referred) -> None:
    row, _agreement = missed(referred)
    assert services.book_missed(now=NOON) == 0
    limit(row, 1)

    assert services.book_missed(now=NOON) == 1

    assert counted(row) == (0, 1)
    assert services.book_missed(now=NOON) == 0
    with acting_as(system("test")):
        assert selectors.missed_place_of(system("test"), row.case_id) is None


def test_that_ran_out_is_replaced_by_another_day(referred: Referred) -> None:
    row, agreement = missed(referred)
    day = ARRIVES + dt.timedelta(days=9)

    with acting_as(referred.coordinator):
        booking = services.choose_day(
            actor=referred.coordinator, agreement=agreement.public_id, day=day, now=NOON
        )

    assert booking.arrives_on == day
    assert counted(row) == (0, 0)
    assert counted(row, day) == (0, 1)
    with acting_as(system("test")):
        assert Fact.BOOKED in cases.case_of(row.case_id).facts


def test_of_another_day_is_chosen_only_where_one_is_missing(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)
    day = ARRIVES + dt.timedelta(days=9)

    with acting_as(referred.coordinator), pytest.raises(NotVisible):
        services.choose_day(
            actor=referred.coordinator, agreement=agreement.public_id, day=day, now=NOON
        )

    assert counted(row, day) == (0, 0)


def test_of_another_day_is_chosen_by_the_clinics_coordinators_alone(
    world: World, referred: Referred
) -> None:
    row, agreement = missed(referred)
    day = ARRIVES + dt.timedelta(days=9)

    for code in ("sidorov", "amina"):
        actor = world.actor(code)
        with acting_as(actor), pytest.raises((NotYourTask, NotVisible)):
            services.choose_day(actor=actor, agreement=agreement.public_id, day=day, now=NOON)

    assert counted(row, day) == (0, 0)


def test_is_waited_for_no_longer_when_the_case_ends(referred: Referred) -> None:
    row, _agreement = missed(referred)
    with acting_as(system("test")):
        handlers.give_everything_back(CaseEnded(case_id=row.case_id, reason="cancelled"))
    limit(row, 1)

    assert services.book_missed(now=NOON) == 0
    assert counted(row) == (0, 0)


def test_is_free_again_when_the_case_ends(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(system("test")):
        services.confirm(agreement_id=agreement.pk, now=NOON)

        handlers.give_everything_back(CaseEnded(case_id=row.case_id, reason="cancelled"))
        handlers.give_everything_back(CaseEnded(case_id=row.case_id, reason="cancelled"))

    assert counted(row) == (0, 0)


def test_stays_used_after_admission(referred: Referred) -> None:
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(system("test")):
        booking = services.confirm(agreement_id=agreement.pk, now=NOON)
        services.mark_used(booking_id=booking.pk, now=NOON)

        assert services.cancel(case_id=row.case_id, reason="cancelled", now=NOON) == 0

    with acting_as(system("test")):
        assert Booking.objects.get(pk=booking.pk).state == BookingState.USED


def test_cannot_be_taken_from_the_state_task_even_by_raw_updates(proposal: Proposal) -> None:
    with acting_as(system("test")), pytest.raises(DatabaseError), transaction.atomic():
        CapacityDay.objects.filter(
            organisation_id=proposal.organisation_id, day=ARRIVES, protected__gt=0
        ).update(held=F("supply") - F("protected") + 1)
