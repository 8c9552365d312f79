"""A sign-in lasts as long as its session says."""

import time

import pytest
from django.test import Client
from django.utils import translation

from sanamost.foundation.access.selectors import user_by_email
from sanamost.jobs.world.load import personas
from sanamost.web.lasting import BEGAN, IDLE, OVER, SEEN
from tests.web.conftest import ClientOf
from tests.web.stay import LANGUAGES

HOUR = 60 * 60


def moved_back(client: Client, **hours: float) -> None:
    """As if the session had begun, or been used last, so many hours ago."""
    session = client.session
    for name, ago in hours.items():
        session[name] = time.time() - ago * HOUR
    session.save()


def test_ends_for_staff_after_an_hour_without_activity(client_of: ClientOf) -> None:
    client = client_of("petrova")
    assert client.get("/desk/").status_code == 200
    moved_back(client, **{SEEN: 1.01})

    answer = client.get("/desk/?q=hip")

    assert answer["Location"] == "/account/login/?next=/desk/%3Fq%3Dhip"
    assert client.get("/desk/")["Location"].startswith("/account/login/")


def test_goes_on_while_somebody_works(client_of: ClientOf) -> None:
    client = client_of("petrova")
    client.get("/desk/")
    for _hour in range(3):
        moved_back(client, **{SEEN: 0.9})
        assert client.get("/desk/").status_code == 200
        assert time.time() - client.session[SEEN] < HOUR / 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_on_the_sign_in_page_why_it_ended(client_of: ClientOf, language: str) -> None:
    client = client_of("petrova")
    client.get("/desk/")
    moved_back(client, **{SEEN: 2})
    client.cookies["language"] = language

    page = client.get("/desk/", follow=True).content.decode()

    with translation.override(language):
        assert str(IDLE) in page
    with translation.override("en"):
        assert (str(IDLE) in page) == (language == "en")


def sent_too_late(client: Client, name: str = "Changed <b>") -> None:
    """A form of petrova's profile, sent when her sign-in was over."""
    client.get("/account/profile/")
    moved_back(client, **{SEEN: 2})
    answer = client.post("/account/profile/", {"name": name, "idempotency_key": "k" * 20})
    assert answer["Location"] == "/account/login/?next=/account/unsent/"


def back_again(client: Client, persona: str) -> None:
    """Signed in anew in the same browser."""
    user = user_by_email(next(one.email for one in personas() if one.code == persona))
    assert user is not None
    client.force_login(user)


def test_does_nothing_of_a_form_that_came_too_late_and_keeps_what_was_typed(
    client_of: ClientOf,
) -> None:
    client = client_of("petrova")
    sent_too_late(client)
    assert "Changed" not in client_of("petrova").get("/account/profile/").content.decode()
    assert "Changed" not in str(dict(client.session)), "a session holds it sealed"

    back_again(client, "petrova")
    page = client.get("/account/unsent/").content.decode()

    assert 'action="/account/profile/"' in page
    assert '<input type="hidden" name="name" value="Changed &lt;b&gt;">' in page
    assert f'name="idempotency_key" value="{"k" * 20}"' in page


def test_shows_what_was_typed_to_nobody_else(client_of: ClientOf) -> None:
    client = client_of("petrova")
    sent_too_late(client)

    back_again(client, "orlova")

    assert client.get("/account/unsent/").status_code == 302
    back_again(client, "petrova")
    assert client.get("/account/unsent/").status_code == 302


def test_keeps_what_was_typed_for_an_hour(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("petrova")
    sent_too_late(client)
    back_again(client, "petrova")
    monkeypatch.setattr("sanamost.web.unsent.LASTS", -1)

    assert client.get("/account/unsent/").status_code == 302


def test_lets_what_was_typed_be_thrown_away(client_of: ClientOf) -> None:
    client = client_of("petrova")
    sent_too_late(client)
    back_again(client, "petrova")

    assert client.post("/account/unsent/")["Location"] == "/account/profile/"
    assert client.get("/account/unsent/").status_code == 302


def test_does_not_end_for_patients_after_an_hour(client_of: ClientOf) -> None:
    client = client_of("amina")
    client.get("/my/")
    moved_back(client, **{SEEN: 5})

    assert client.get("/my/").status_code == 200


@pytest.mark.parametrize(("persona", "page"), [("amina", "/my/"), ("petrova", "/desk/")])
def test_ends_for_everybody_after_a_day_however_busy(
    client_of: ClientOf, persona: str, page: str
) -> None:
    client = client_of(persona)
    client.get(page)
    moved_back(client, **{BEGAN: 24.01, SEEN: 0})

    answer = client.get(page)

    assert answer["Location"].startswith("/account/login/")
    assert str(OVER) in client.get(answer["Location"]).content.decode()
