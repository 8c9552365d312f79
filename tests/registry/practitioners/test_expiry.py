"""A physician's document or liability cover that ends …"""

import datetime as dt
from typing import Any

import pytest

from sanamost.foundation.messaging.models import Notice
from sanamost.registry.catalogue.models import Speciality
from sanamost.registry.practitioners import services
from sanamost.registry.practitioners.expiry import look_at_papers
from sanamost.registry.practitioners.models import Practitioner
from tests.registry.practitioners.test_practitioners import certify, keep
from tests.world import NOON, World, acting_as, system

TODAY = NOON.date()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _specialities(db: None) -> None:
    Speciality.objects.create(code="81", names={"en": "Traumatology and orthopaedics"})


def look(day: int = 0) -> tuple[int, int]:
    return look_at_papers(now=NOON + day * DAY)


def told(kind: str = "practitioners.document_ends") -> list[dict[str, Any]]:
    with acting_as(system("test")):
        rows = Notice.objects.filter(kind=kind).order_by("pk")
        return [row.parameters for row in rows]


def test_is_told_of_90_30_and_7_days_ahead_each_once(world: World) -> None:
    certify(world, keep(world, insured_until=None), days=100)
    marks = [look(day) for day in (0, 9, 10, 10, 50, 70, 71, 93, 94, 100)]
    assert marks == [(0, 0), (0, 0), (1, 0), (0, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0)]


def test_is_told_of_once_more_when_it_has_ended(world: World) -> None:
    certify(world, keep(world, insured_until=None), days=5)
    assert [look(day) for day in (0, 5, 6, 7)] == [(1, 0), (0, 0), (0, 1), (0, 0)]
    assert told("practitioners.document_ended")


def test_reaches_the_clinics_editors_with_name_and_day(world: World) -> None:
    certify(world, keep(world, insured_until=None), days=20)
    look()
    with acting_as(system("test")):
        people = set(Notice.objects.values_list("user__email", flat=True))
        words = Notice.objects.first()
    assert any("petrova" in email for email in people)
    assert not any("belova" in email for email in people)
    assert words is not None
    assert words.parameters == {
        "name": "Ivan Vymyshlennyi",
        "document": "accreditation",
        "day": (TODAY + 20 * DAY).isoformat(),
    }


def test_is_passed_over_where_a_later_one_is_held(world: World) -> None:
    row = keep(world, insured_until=None)
    certify(world, row, days=20)
    certify(world, row, days=900)
    assert look() == (0, 0)


def test_is_passed_over_where_the_physician_has_left(world: World) -> None:
    row, petrova = keep(world, insured_until=TODAY + 5 * DAY), world.actor("petrova")
    certify(world, row, days=20)
    with acting_as(petrova):
        services.leave(actor=petrova, public_id=row.public_id, now=NOON)
    assert look() == (0, 0)


def test_of_the_cover_is_told_of_and_a_new_cover_begins_anew(world: World) -> None:
    row = keep(world, insured_until=TODAY + 6 * DAY)
    assert [look(), look()] == [(1, 0), (0, 0)]
    assert told()[-1]["document"] == "cover"
    keep(world, public_id=row.public_id, insured_until=TODAY + 20 * DAY)
    assert look() == (1, 0)


def test_that_ended_long_ago_is_not_told_of(world: World) -> None:
    row = keep(world, insured_until=TODAY - 100 * DAY)
    with acting_as(system("test")):
        assert Practitioner.objects.get(pk=row.pk).insured_warned_days is None
    assert look() == (0, 0)
