"""A case accepted by a physician, and the same with a proposal before the patient."""

import csv
from collections.abc import Iterator

import pytest

from sanamost.journey.proposals.models import Proposal
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import services as catalogue
from tests.journey.referred import Referred, open_case, refer, sent
from tests.world import World


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


@pytest.fixture
def before_patient(referred: Referred) -> Proposal:
    """A proposal of the orthopaedic centre that waits for Amina's answer."""
    return sent(referred)


@pytest.fixture
def reference(db: None) -> Iterator[None]:
    """Every country with its currency."""
    with (catalogue.REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as stream:
        catalogue.load_file(file="countries.csv", rows=csv.DictReader(stream))
    yield
    remembering.forget()
