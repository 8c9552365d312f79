"""A clock that has run out."""

import datetime as dt

from sanamost.foundation.events.models import Happening
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.cases import services
from sanamost.journey.cases.events import ClockOverdue
from sanamost.journey.requests import handlers
from tests.journey.requests.conftest import Way, way
from tests.world import NOON, acting_as, system

__all__ = ["way"]
LATER = NOON + dt.timedelta(days=10)


def test_is_told_of_once(way: Way) -> None:
    way.submit()
    with acting_as(system("test")):
        assert services.escalate_overdue(now=NOON) == 0
        assert services.escalate_overdue(now=LATER) == 2
        assert services.escalate_overdue(now=LATER) == 0
        assert Happening.objects.filter(name="cases.clock.overdue").count() == 2


def test_is_the_matter_of_the_clinic_whose_clock_it_is(way: Way) -> None:
    ortho, _heart = way.forwarded()
    with acting_as(system("test")):
        services.escalate_overdue(now=LATER)
        told = Happening.objects.filter(name="cases.clock.overdue")
        assert {happening.organisation_id for happening in told} == {
            way.world.organisation("demo-ortho"),
            way.world.organisation("demo-heart"),
        }
        event = ClockOverdue(
            case_id=ortho.case_id,
            organisation_id=ortho.organisation_id,
            clock="verdict",
            subject=ortho.public_id,
        )
        handlers.tell_of_overdue(event)
        people = {notice.user.email for notice in Notice.objects.filter(kind="requests.overdue")}
    assert people == {"petrova@demo-ortho.example"}


def test_of_the_desk_is_told_to_its_coordinators(way: Way) -> None:
    request = way.submit()
    with acting_as(system("test")):
        handlers.tell_of_overdue(
            ClockOverdue(case_id=request.case_id, clock="call_back", subject="")
        )
        notice = Notice.objects.get(kind="requests.overdue")
    assert notice.user.email == "sokolova@intake-desk.example"
    assert notice.parameters == {"number": request.case.number}
