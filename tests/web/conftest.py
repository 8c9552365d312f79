"""Django's client, signed in as a persona."""

import time
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from sanamost.foundation.access import selectors as access
from sanamost.jobs.world.load import personas
from sanamost.web.acting import ORGANISATION
from tests.world import World

ClientOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    """Pages are tested without collecting styles first."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


@pytest.fixture
def client_of(world: World) -> ClientOf:
    """`client_of("petrova")`: in their organisation, with a second factor just proven.

    `strong=False` leaves the second factor out; `minutes_ago` moves the proof into the past.
    """

    def make(code: str, *, strong: bool = True, minutes_ago: float = 0) -> Client:
        person = next(p for p in personas() if p.code == code)
        user = access.user_by_email(person.email)
        assert user is not None
        client = Client()
        client.force_login(user)
        session = client.session
        standing = next(iter(access.standings_of(user.pk)), None)
        session[ORGANISATION] = standing.public_id if standing else ""
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [
            {"method": "mfa" if strong else "code", "at": time.time() - 60 * minutes_ago}
        ]
        session.save()
        return client

    return make
