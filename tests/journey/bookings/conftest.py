"""A proposal that both have approved, with a place to be kept for it."""

import pytest

from sanamost.journey.proposals.models import Proposal
from tests.journey.referred import Referred, approved, open_case, refer
from tests.world import World


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


@pytest.fixture
def proposal(referred: Referred) -> Proposal:
    """Approved, not yet sent."""
    return approved(referred)
