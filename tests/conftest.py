"""What every test may use."""

import pytest
from django.conf import settings

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
