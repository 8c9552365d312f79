"""A whole installation on a copy of the test database, and Chromium to look at it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser

from sanamost.registry.catalogue import search_index
from tools.chromium import CHROMIUM, chromium
from tools.installation import Installation, installation


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium these tests say so and are skipped; what was collected elsewhere is left."""
    here = [item for item in items if "tests/browser/" in item.nodeid.replace("\\", "/")]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM.exists():
            cure = f"{CHROMIUM} is missing. Cure: apt-get install chromium"
            item.add_marker(pytest.mark.skip(reason=cure))


@pytest.fixture(scope="session")
def house(django_db_setup: None) -> Iterator[Installation]:
    """The installation: real pages, jobs and letters; the personas' world with its prices."""
    name = str(connection.settings_dict["NAME"])
    connection.close()  # a database is copied while nobody uses it
    search_index.current().forget()
    with installation(template=name) as made:
        yield made


@pytest.fixture(scope="session")
def stages(house: Installation) -> Any:
    """A case in each of a few stages, as `tools.shown_world` makes them."""
    return house.ask("-m", "tools.shown_world", "few")


@pytest.fixture(scope="module")
def browser(house: Installation) -> Iterator[Browser]:
    """Chromium without a window.

    Playwright keeps an event loop in this thread while it runs, which Django would take for its
    own; so it ends with the module, and what happens in between may use the database.
    """
    with pytest.MonkeyPatch.context() as patch, chromium() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield running
