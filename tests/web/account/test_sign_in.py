"""Signing in."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from sanamost.foundation.access import selectors as access
from tests.world import World


@pytest.fixture(autouse=True)
def _no_limits_left_over(db: None) -> None:
    cache.clear()


def ask(client: Client, email: str) -> str:
    """Ask for a code; returns the one in the letter."""
    answer = client.post("/account/login/code/", {"email": email})
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(
        r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(mail.outbox[-1].body), re.MULTILINE
    )
    assert found, mail.outbox[-1].body
    return found.group(1)


@pytest.mark.parametrize("email", ["new.person@example.org", "amina@example.org"])
def test_takes_an_e_mail_code_alone(client: Client, world: World, email: str) -> None:
    code = ask(client, email)
    assert mail.outbox[-1].to == [email]
    assert "example.com" not in str(mail.outbox[-1].body) + mail.outbox[-1].subject
    answer = client.post("/account/login/code/confirm/", {"code": code})
    assert answer["Location"] == "/account/home/"
    user = access.user_by_email(email)
    assert user is not None
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/account/home/")["Location"] == "/my/"
    assert len(mail.outbox) == 1


def test_refuses_a_wrong_code(client: Client, world: World) -> None:
    ask(client, "amina@example.org")
    client.post("/account/login/code/confirm/", {"code": "ZZZ-ZZZ"})
    assert "_auth_user_id" not in client.session


def test_answers_known_and_unknown_addresses_alike(client: Client, world: World) -> None:
    known = client.post("/account/login/code/", {"email": "amina@example.org"})
    unknown = Client().post("/account/login/code/", {"email": "stranger@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert mail.outbox[0].subject == mail.outbox[1].subject


def test_limits_letters_to_one_address(client: Client, world: World) -> None:
    for _ in range(8):
        Client().post("/account/login/code/", {"email": "amina@example.org"})
    assert len(mail.outbox) == 3


def test_makes_no_account_for_what_is_no_address(client: Client, world: World) -> None:
    answer = client.post("/account/login/code/", {"email": "not an address"})
    assert answer.status_code == 200
    assert access.user_by_email("not an address") is None
    assert not mail.outbox


def test_opens_no_account_that_was_closed(client: Client, world: World) -> None:
    user = access.user_by_email("amina@example.org")
    assert user is not None
    user.is_active = False
    user.save()
    client.post("/account/login/code/", {"email": "amina@example.org"})
    assert not any(
        re.search(r"^\s*[A-Z0-9]{4}-[A-Z0-9]{4}", str(m.body), re.M) for m in mail.outbox
    )
