"""A random part of the isolation probes; `make probe-isolation` tries them all."""

import pytest
from pytest_django import Settings

from sanamost.config.management.commands.probe_isolation import control
from sanamost.config.proofs import isolation, programs
from sanamost.config.proofs.world import Probed, build, things
from tests.world import World


@pytest.fixture
def probed(world: World, settings: Settings) -> list[Probed]:
    """Three whole cases of strangers to each other."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    return build()


def test_finds_no_way_to_what_is_not_ones_own_and_would_notice_one(
    probed: list[Probed],
) -> None:
    report = isolation.probe(probed, seed=7, most=150)

    assert report.faults == []
    assert report.probes >= 150
    assert report.twins
    assert control(probed, 7)
    assert programs.control(things(probed), seed=7)
