"""The funnel of requests…"""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from sanamost.engines.periods import Period
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.statistics.funnel import Funnel, funnel
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import EndReason
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.requests.models import Referral
from sanamost.journey.treatment.models import Episode
from tests.insight.treated import treated
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
QUARTER = Period(dt.date(2026, 10, 1), dt.date(2027, 1, 1))


def won(episode: Episode) -> None:
    """The proposal was sent and accepted."""
    with acting_as(system("test")):
        Proposal.objects.filter(case_id=episode.case_id).update(sent_at=NOON)
        Referral.objects.filter(case_id=episode.case_id).update(state="proposed")
        Referral.objects.filter(case_id=episode.case_id).update(state="won")


def seen_by(world: World, who: str) -> Funnel:
    actor = world.actor(who)
    with acting_as(actor):
        return funnel(actor, QUARTER)


@pytest.fixture
def way(world: World) -> World:
    """One case won, one that only came to the clinic, one that ended early; one elsewhere."""
    with acting_as(system("test")):
        from_accepted = treated(world, partner="silk-road-care")
        Referral.objects.filter(case_id=from_accepted.case_id).update(state="read")
        Referral.objects.filter(case_id=from_accepted.case_id).update(state="in_review")
        Referral.objects.filter(case_id=from_accepted.case_id).update(state="accepted")
    won(from_accepted)
    treated(world, name="Zhang Wei", citizenship="CN")
    over = treated(world, name="Gone Away", citizenship="AE")
    with acting_as(system("test")):
        cases.end_early(case_id=over.case_id, reason=EndReason.CANCELLED, now=NOON)
    treated(world, name="Elsewhere", clinic="demo-heart", area="cardiology")
    return world


def test_counts_a_clinic_s_own_requests_step_by_step(way: World) -> None:
    shown = seen_by(way, "petrova")
    assert dict(shown.steps) == {
        "received": 3, "verified": 3, "forwarded": 3, "proposed": 1, "accepted": 1,
        "in_force": 1, "admitted": 1, "discharged": 1, "closed": 0,
    }  # fmt: skip
    assert dict(shown.ended) == {"cancelled": 1}
    assert {key: each["received"] for key, each in shown.by_origin.items()} == {
        "direct": 2,
        "partner": 1,
    }
    assert [each["received"] for each in shown.by_partner.values()] == [1]


def test_hides_small_numbers_from_region_and_national_centre(way: World) -> None:
    for who in ("lee", "ivanova"):
        shown = seen_by(way, who)
        assert shown.steps["received"] is None
        assert shown.steps["closed"] == 0


def test_shows_the_national_centre_what_is_not_small(world: World) -> None:
    for number in range(6):
        treated(world, name=f"Person {'x' * number}")
    assert seen_by(world, "ivanova").steps["received"] == 6
    assert seen_by(world, "belova").steps["received"] == 0


@pytest.mark.parametrize("who", ["karim", "haddad", "amina", "mallory"])
def test_is_empty_for_everybody_else(way: World, who: str) -> None:
    assert not any(seen_by(way, who).steps.values())


def test_takes_the_same_queries_for_many(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actor = world.actor("ivanova")
    for number in range(3):
        treated(world, name=f"Person {'x' * number}")
    with acting_as(actor), django_assert_max_num_queries(9):
        funnel(actor, QUARTER)
    for number in range(3, 14):
        treated(world, name=f"Person {'x' * number}")
    with acting_as(actor), django_assert_max_num_queries(9):
        funnel(actor, QUARTER)
