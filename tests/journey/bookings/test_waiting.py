"""A proposal without a free day waits for one."""

import datetime as dt

import pytest
from django.db.models import F
from django.utils import timezone

from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.bookings import handlers, selectors, services
from sanamost.journey.bookings.models import Hold, Waiting
from sanamost.journey.bookings.states import HoldState, WaitingState
from sanamost.journey.cases.events import CaseEnded
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.policies import NotYourTask
from sanamost.journey.proposals.states import ProposalState
from sanamost.registry.resources.models import CapacityDay
from tests.journey.referred import ARRIVES, Referred, approved, open_case, refer, sent
from tests.world import NOON, World, acting_as, system

TEST = system("test")
LAST = ARRIVES + dt.timedelta(days=6)


def close(proposal: Proposal, *, beds: int = 0) -> None:
    """Leave so many beds on every day of the proposal's area."""
    with acting_as(TEST):
        CapacityDay.objects.filter(
            organisation_id=proposal.organisation_id,
            resource__area=proposal.area,
            resource__kind="beds",
        ).update(supply=F("protected") + F("held") + F("booked") + beds)


def wait(referred: Referred, proposal: Proposal, now: dt.datetime = NOON) -> Waiting:
    with acting_as(referred.coordinator):
        return services.wait(
            actor=referred.coordinator,
            proposal=proposal.public_id,
            first_on=ARRIVES,
            last_on=LAST,
            now=now,
        )


def kept(proposal: Proposal) -> Hold | None:
    with acting_as(TEST):
        return Hold.objects.filter(proposal=proposal, state=HoldState.ACTIVE).first()


def state(row: Waiting) -> str:
    with acting_as(TEST):
        return Waiting.objects.get(pk=row.pk).state


def told(proposal: Proposal) -> set[tuple[str, int]]:
    answer_waiting()
    with acting_as(TEST):
        rows = Notice.objects.filter(case_id=proposal.case_id, kind__startswith="bookings.waiting")
        return {(row.kind, row.user_id) for row in rows}


def test_only_when_no_day_between_is_free(referred: Referred, proposal: Proposal) -> None:
    with pytest.raises(services.DaysFree):
        wait(referred, proposal)
    close(proposal)

    row = wait(referred, proposal)

    assert row.state == WaitingState.WAITING
    assert wait(referred, proposal).pk == row.pk
    with acting_as(referred.coordinator):
        assert [one.pk for one in selectors.waiting_list(referred.coordinator)] == [row.pk]


def test_only_for_days_to_come_and_without_a_place(referred: Referred, proposal: Proposal) -> None:
    actor = referred.coordinator
    backwards = {"first_on": LAST, "last_on": ARRIVES}
    today = {"first_on": NOON.date(), "last_on": LAST}
    for days in (backwards, today):
        with acting_as(actor), pytest.raises(services.WindowNotPossible):
            services.wait(actor=actor, proposal=proposal.public_id, now=NOON, **days)
    with acting_as(actor):
        services.place_hold(actor=actor, proposal=proposal, day=ARRIVES, now=NOON)
    close(proposal)

    with pytest.raises(services.CannotWait):
        wait(referred, proposal)


@pytest.mark.parametrize(
    ("who", "refusal"), [("orlova", NotVisible), ("sidorov", NotYourTask), ("belova", NotVisible)]
)
def test_is_put_on_the_list_by_the_clinics_coordinators_alone(
    who: str, refusal: type[Exception], world: World, proposal: Proposal
) -> None:
    close(proposal)
    actor = world.actor(who)

    with acting_as(actor), pytest.raises((refusal, NotYourTask)):
        services.wait(
            actor=actor, proposal=proposal.public_id, first_on=ARRIVES, last_on=LAST, now=NOON
        )


def test_gets_the_first_place_for_72_hours_and_the_coordinator_a_notice(
    referred: Referred, proposal: Proposal
) -> None:
    close(proposal)
    row = wait(referred, proposal)
    assert services.offer_free_places(now=NOON) == 0
    close(proposal, beds=1)

    assert services.offer_free_places(now=NOON) == 1
    assert services.offer_free_places(now=NOON) == 0

    hold = kept(proposal)
    assert hold is not None
    assert hold.expires_at == NOON + dt.timedelta(hours=72)
    assert hold.arrives_on == ARRIVES
    assert state(row) == WaitingState.OFFERED
    kinds = told(proposal)
    assert ("bookings.waiting_offered", referred.coordinator.user_id) in kinds
    assert "bookings.waiting_offered_patient" not in {kind for kind, _ in kinds}
    with acting_as(TEST):
        fresh = Proposal.objects.get(pk=proposal.pk)
        assert fresh.state == ProposalState.APPROVED, "the same day needs no new approval"
    with acting_as(referred.coordinator):
        assert selectors.waiting_list(referred.coordinator)[0].pk == row.pk
        made = services.send_with_hold(actor=referred.coordinator, proposal=fresh, now=NOON)
    assert made.state == ProposalState.SENT


def test_dates_a_draft_by_the_day_that_was_found(referred: Referred, proposal: Proposal) -> None:
    close(proposal)
    wait(referred, proposal)
    close(proposal, beds=1)
    with acting_as(TEST):
        CapacityDay.objects.filter(
            organisation_id=proposal.organisation_id, day=ARRIVES, resource__kind="beds"
        ).update(supply=F("protected"))

    assert services.offer_free_places(now=NOON) == 1

    hold = kept(proposal)
    assert hold is not None
    with acting_as(TEST):
        fresh = Proposal.objects.get(pk=proposal.pk)
    assert fresh.arrives_on == hold.arrives_on > ARRIVES
    assert fresh.state == ProposalState.DRAFT


def test_is_served_in_the_order_of_waiting(world: World, referred: Referred) -> None:
    first = approved(referred)
    other = refer(world, open_case(world, "zhang-wei"), "demo-ortho")
    second = approved(other)
    close(first)
    wait(other, second, NOON - dt.timedelta(hours=1))
    wait(referred, first)
    close(first, beds=1)

    assert services.offer_free_places(now=NOON) == 1

    assert kept(second) is not None
    assert kept(first) is None


def test_gets_nothing_that_the_state_task_keeps(referred: Referred, proposal: Proposal) -> None:
    close(proposal)
    row = wait(referred, proposal)
    with acting_as(TEST):
        beds = CapacityDay.objects.filter(resource__kind="beds", resource__area=proposal.area)
        beds.update(supply=F("supply") + 5, protected=F("protected") + 5)

    assert services.offer_free_places(now=NOON) == 0
    assert state(row) == WaitingState.WAITING


def test_of_a_sent_proposal_tells_the_patient_kindly(referred: Referred) -> None:
    row = sent(referred)
    with acting_as(TEST):
        services.release_for(proposal_id=row.pk, now=NOON)
    close(row)
    wait(referred, row)
    close(row, beds=1)

    assert services.offer_free_places(now=NOON) == 1

    assert ("bookings.waiting_offered_patient", referred.patient.user_id) in told(row)


def test_ends_when_it_is_taken_off(referred: Referred, proposal: Proposal, world: World) -> None:
    close(proposal)
    row = wait(referred, proposal)
    stranger = world.actor("belova")
    with acting_as(stranger), pytest.raises(NotVisible):
        services.stop_waiting(actor=stranger, waiting=row.public_id, now=NOON)

    with acting_as(referred.coordinator):
        for _ in range(2):
            services.stop_waiting(actor=referred.coordinator, waiting=row.public_id, now=NOON)
    close(proposal, beds=1)

    assert services.offer_free_places(now=NOON) == 0
    assert state(row) == WaitingState.ENDED


def test_ends_with_the_case(referred: Referred, proposal: Proposal) -> None:
    close(proposal)
    row = wait(referred, proposal)

    with acting_as(TEST):
        handlers.give_everything_back(CaseEnded(case_id=row.case_id, reason="cancelled"))

    assert state(row) == WaitingState.ENDED


def test_ends_when_the_days_have_gone_by(referred: Referred, proposal: Proposal) -> None:
    close(proposal)
    row = wait(referred, proposal)
    later = dt.datetime.combine(LAST, dt.time(9), dt.UTC)

    assert services.offer_free_places(now=later) == 0

    assert state(row) == WaitingState.ENDED
    assert ("bookings.waiting_over", referred.coordinator.user_id) in told(proposal)


def test_keeps_the_time_waited_when_its_days_change(referred: Referred, proposal: Proposal) -> None:
    close(proposal)
    row = wait(referred, proposal, NOON - dt.timedelta(days=3))
    with acting_as(referred.coordinator):
        other = services.wait(
            actor=referred.coordinator,
            proposal=proposal.public_id,
            first_on=ARRIVES,
            last_on=LAST + dt.timedelta(days=1),
            now=timezone.now(),
        )

    assert (other.since, state(row)) == (row.since, WaitingState.ENDED)
