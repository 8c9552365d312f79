"""What every test may use."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from sanamost.registry.catalogue import remembering
from tests.database import LocalCluster, django_db_setup
from tests.world import world

__all__ = ["django_db_setup", "world"]


def pytest_configure(config: pytest.Config) -> None:
    """Only the session that a person started looks after the cluster, not its parallel workers."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(LocalCluster())
    # Static files by their plain names: nothing needs to be collected.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No test reads the small lists of another's database."""
    yield
    remembering.forget()
