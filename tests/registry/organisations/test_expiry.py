"""A certificate that ends …"""

import datetime as dt

import pytest
from django.utils import translation

from sanamost.foundation.messaging import services as messaging
from sanamost.registry.organisations.expiry import look_at_expiries
from sanamost.registry.organisations.models import Proof
from sanamost.registry.organisations.states import ProofState
from tests.registry.organisations.conftest import DAY, Claimed
from tests.world import NOON, World, acting_as, system


def told(world: World, persona: str) -> list[str]:
    """The persona's notices, oldest first."""
    actor = world.actor(persona)
    with acting_as(actor):
        return [notice.subject for notice in reversed(messaging.notices_for(actor))]


def state_of(proof: Proof) -> str:
    with acting_as(system("test")):
        return Proof.objects.get(pk=proof.pk).state


def run(day: int) -> tuple[int, int]:
    return look_at_expiries(now=NOON + day * DAY)


def test_warns_90_30_and_7_days_ahead_once_each(world: World, checked: Claimed) -> None:
    checked(ends=100)
    warnings = {day: run(day)[0] for day in range(101)}
    assert [day for day, count in warnings.items() if count] == [10, 70, 93]
    assert told(world, "petrova").count("A certificate ends soon") == 3


def test_warns_once_in_a_day_however_often_the_clock_strikes(checked: Claimed) -> None:
    checked(ends=90)
    assert run(0) == (1, 0)
    assert run(0) == (0, 0)


def test_warns_once_when_it_is_entered_late(checked: Claimed) -> None:
    checked(ends=20)
    assert [run(day)[0] for day in (0, 1, 13, 14)] == [1, 0, 1, 0]


def test_is_still_there_on_its_last_day_and_ends_on_the_day_after(
    world: World, checked: Claimed
) -> None:
    proof = checked(ends=5)
    assert run(5)[1] == 0
    assert state_of(proof) == ProofState.CHECKED
    assert run(6) == (0, 1)
    assert state_of(proof) == ProofState.ENDED
    assert run(7) == (0, 0)
    assert told(world, "petrova")[-1] == "A certificate has ended"


def test_is_told_to_the_clinics_editors_and_nobody_else(world: World, checked: Claimed) -> None:
    checked(ends=30)
    run(0)
    assert "A certificate ends soon" in told(world, "egorova")
    for other in ("orlova", "sidorov", "belova", "lee"):
        assert "A certificate ends soon" not in told(world, other)


@pytest.mark.parametrize(
    ("language", "name", "day"),
    [
        ("en", "Joint Commission International (JCI)", "Dec. 23, 2026"),
        ("ru", "Joint Commission International (JCI)", "23 декабря 2026"),
        ("zh-hans", "国际医疗卫生机构认证（JCI）", "2026年12月23日"),
        ("ar", "اعتماد اللجنة المشتركة الدولية (JCI)", "2026"),
    ],
)
def test_is_named_in_the_readers_language(
    world: World, checked: Claimed, language: str, name: str, day: str
) -> None:
    checked(ends=30)
    run(1)
    petrova = world.actor("petrova")
    with acting_as(petrova), translation.override(language):
        newest = messaging.notices_for(petrova)[0]
    assert name in newest.words
    assert day in newest.words


def test_asks_for_nothing_when_the_next_one_is_entered(checked: Claimed, claimed: Claimed) -> None:
    checked(ends=20)
    claimed(ends=400)
    assert run(0) == (0, 0)


def test_leaves_the_list_in_silence_when_nobody_had_checked_it(
    world: World, claimed: Claimed
) -> None:
    proof = claimed(ends=2)
    assert run(3) == (0, 1)
    assert state_of(proof) == ProofState.ENDED
    assert told(world, "petrova") == []


def test_without_a_last_day_is_left_alone(checked: Claimed) -> None:
    checked("prayer-place", ends=None, number="")
    assert look_at_expiries(now=NOON + dt.timedelta(days=4000)) == (0, 0)
