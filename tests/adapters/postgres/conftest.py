"""Clusters for the tests, each in a home of its own and gone afterwards."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanamost.adapters import postgres
from sanamost.adapters.postgres import binaries, places


def installations() -> list[str]:
    """Every PostgreSQL on this machine, the packaged one among them."""
    found = {str(found.directory): found.major for found in binaries.candidates()}
    return [directory for directory, major in found.items() if major >= binaries.OLDEST]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home without a cluster; what a test starts in it is stopped and removed."""
    yield tmp_path
    postgres.stop(tmp_path)
    where = places.places(tmp_path)
    shutil.rmtree(where.base, ignore_errors=True)
    shutil.rmtree(where.socket, ignore_errors=True)


@pytest.fixture(scope="module", params=installations())
def cluster(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A running cluster that the tests of a module share, once per PostgreSQL of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANAMOST_POSTGRES_BIN", request.param)
        home = tmp_path_factory.mktemp("home")
        postgres.ensure_running(home)
        yield home
        postgres.stop(home)
        where = places.places(home)
        shutil.rmtree(where.base, ignore_errors=True)
        shutil.rmtree(where.socket, ignore_errors=True)
