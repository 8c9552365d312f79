"""Staff access…"""

import datetime as dt

import pytest

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.models import Grant, StaffAccess
from sanamost.foundation.access.services import ReviewedByAnother
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.cases import selectors, staff_access
from sanamost.journey.cases.models import Case
from tests.insight.treated import treated
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
REASON = "The patient cannot open a file and asked for help."
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def case(world: World) -> Case:
    episode = treated(world)
    with acting_as(system("test")):
        return Case.objects.get(pk=episode.case_id)


def opened(world: World, case: Case, now: dt.datetime) -> None:
    actor = world.actor("nikitin")
    with acting_as(actor):
        staff_access.open_case(
            actor=actor, number=f" {case.number.lower()} ", reason=REASON, now=now
        )


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_does_not_exist_before_it_is_asked_for(world: World, case: Case) -> None:
    actor = world.actor("nikitin")
    with acting_as(actor), pytest.raises(NotVisible):
        selectors.access_case(actor, case.public_id)
    with acting_as(actor):
        assert not Case.objects.exists()


def test_lasts_an_hour_in_the_database_too(world: World, case: Case) -> None:
    actor = world.actor("nikitin")
    opened(world, case, now())
    with acting_as(actor):
        assert selectors.access_case(actor, case.public_id).pk == case.pk
        assert Case.objects.count() == 1
    with acting_as(system("test")):
        Grant.objects.filter(organisation_id=actor.organisation_id or 0).update(until=now() - HOUR)
    with acting_as(actor):
        with pytest.raises(NotVisible):
            selectors.access_case(actor, case.public_id)
        assert not Case.objects.exists()


def test_ends_sixty_minutes_after_it_began(world: World, case: Case) -> None:
    began = now()
    opened(world, case, began)
    with acting_as(system("test")):
        ends = {row.until for row in Grant.objects.filter(purpose="staff_access")}
    assert ends == {began + HOUR}


def test_stands_in_the_trail_without_its_reason(world: World, case: Case) -> None:
    opened(world, case, now())
    with acting_as(system("test")):
        entry = Entry.objects.get(action="access.staff_access.opened")
    assert entry.case_id == case.pk
    assert REASON not in entry.payload


def test_is_told_to_the_quality_officers_of_who_sees_the_case(world: World, case: Case) -> None:
    opened(world, case, now())
    officer = access.user_by_email("egorova@demo-ortho.example")
    assert officer is not None
    with acting_as(system("test")):
        told = Notice.objects.filter(kind="cases.staff_access")
        assert {notice.user_id for notice in told} == {officer.pk}


@pytest.mark.parametrize("who", ["petrova", "ivanova", "karim", "mallory"])
def test_is_for_administrators_alone(world: World, case: Case, who: str) -> None:
    actor = world.actor(who)
    with acting_as(actor), pytest.raises(NotVisible):
        staff_access.open_case(actor=actor, number=case.number, reason=REASON, now=NOON)
    assert not StaffAccess.objects.exists()
    with acting_as(actor):
        assert staff_access.looks(actor, NOON) == []


@pytest.mark.parametrize(
    ("number", "reason", "field"),
    [("SM-1999-000001", REASON, "number"), ("", REASON, "number"), (None, " why ", "reason")],
)
def test_needs_a_case_and_a_reason(
    world: World, case: Case, number: str | None, reason: str, field: str
) -> None:
    actor = world.actor("nikitin")
    with acting_as(actor), pytest.raises(Refusal) as refused:
        staff_access.open_case(
            actor=actor,
            number=case.number if number is None else number,
            reason=reason,
            now=NOON,
        )
    assert refused.value.field == field
    assert not StaffAccess.objects.exists()


def test_is_reviewed_by_another_person(world: World, case: Case) -> None:
    actor = world.actor("nikitin")
    opened(world, case, now())
    look = StaffAccess.objects.get()
    with acting_as(actor), pytest.raises(ReviewedByAnother):
        staff_access.review(actor=actor, public_id=look.public_id, now=NOON)
    look.refresh_from_db()
    assert look.reviewed_at is None
    second = access.user_by_email("mallory@example.org")
    assert second is not None
    StaffAccess.objects.update(user_id=second.pk)
    with acting_as(actor):
        staff_access.review(actor=actor, public_id=look.public_id, now=NOON)
        (shown,) = staff_access.looks(actor, NOON)
    assert shown.access.reviewed_at == NOON
    assert shown.case is not None
    assert shown.case.number == case.number
