"""Keys of the clinic's own programs, on the desk …"""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.models import ApiKey, Membership
from sanamost.foundation.audit.models import Entry
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World

AT = "/desk/capacity/keys/"
TOKEN = re.compile(r"sanamost_[A-Za-z0-9_-]{43}")


@pytest.fixture
def petrova(client_of: ClientOf) -> Client:
    return client_of("petrova")


def make(client: Client, **changes: Any) -> Any:
    last = timezone.localdate() + dt.timedelta(days=30)
    said = {"name": "Hospital system", "rights": ["days:read"], "expires_on": last.isoformat()}
    return send(client, f"{AT}new/", **said | changes)


def newest() -> ApiKey:
    with acting_as(system("test")):
        return ApiKey.objects.latest("pk")


def test_are_made_shown_once_and_work_until_they_are_withdrawn(
    world: World, petrova: Client
) -> None:
    assert "No key in force" in words_of(petrova.get(AT))
    made = make(petrova)
    row = newest()
    assert made.headers["Location"] == f"{AT}{row.public_id}/"
    page = petrova.get(made.headers["Location"])
    assert page.headers["Cache-Control"] == "no-store"
    found = TOKEN.search(page.content.decode())
    assert found is not None
    assert TOKEN.search(petrova.get(made.headers["Location"]).content.decode()) is None

    headers = {"Authorization": f"Bearer {found[0]}"}
    assert Client().get("/api/v1/capacity/days", headers=headers).status_code == 200
    assert Client().get("/api/v1/capacity/plans", headers=headers).status_code == 403
    shown = words_of(petrova.get(AT))
    assert "Hospital system" in shown
    assert "Only reads" in shown
    assert "Read the counted days" in words_of(petrova.get(f"{AT}{row.public_id}/"))

    assert send(petrova, f"{AT}{row.public_id}/withdraw/").status_code == 302
    assert Client().get("/api/v1/capacity/days", headers=headers).status_code == 401
    assert "No key in force" in words_of(petrova.get(AT))
    assert "Withdrawn" in words_of(petrova.get(f"{AT}{row.public_id}/"))
    with acting_as(world.actor("petrova")):
        trail = Entry.objects.filter(action__startswith="access.key.").order_by("pk")
        assert [line.action for line in trail] == ["access.key.made", "access.key.withdrawn"]
        assert found[0] not in "".join(line.payload for line in trail)


def test_hold_until_the_end_of_their_last_day(petrova: Client) -> None:
    last = timezone.localdate() + dt.timedelta(days=30)
    make(petrova, expires_on=last.isoformat())
    assert timezone.localtime(newest().expires_at).date() == last + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rights": []}, "required"),
        ({"rights": ["everything"]}, "valid choice"),
        ({"name": ""}, "required"),
        ({"expires_on": "2020-01-01"}, "at most a year ahead"),
        ({"expires_on": "2099-01-01"}, "at most a year ahead"),
    ],
)
def test_say_what_is_wrong_with_them(petrova: Client, change: dict[str, Any], words: str) -> None:
    answer = make(petrova, **change)
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_ask_who_one_is_before_one_is_made(client_of: ClientOf) -> None:
    tired = client_of("petrova", minutes_ago=30)
    assert "confirm" in tired.get(f"{AT}new/").headers["Location"]
    assert tired.get(AT).status_code == 200
    weak = client_of("petrova", strong=False)
    assert weak.get(AT).status_code == 302


def test_are_for_coordinators_and_of_their_own_clinic(world: World, client_of: ClientOf) -> None:
    make(client_of("petrova"))
    one = f"{AT}{newest().public_id}/"
    for persona in ("orlova", "sidorov", "karim", "lee", "sokolova"):
        client = client_of(persona)
        assert [client.get(path).status_code for path in (AT, one, f"{AT}new/")] == [404] * 3
    belova = client_of("belova")
    assert belova.get(one).status_code == 404
    assert send(belova, f"{one}withdraw/").status_code == 404
    assert newest().withdrawn_at is None
    assert "Hospital system" not in words_of(belova.get(AT))


def test_say_when_their_maker_has_gone(world: World, client_of: ClientOf) -> None:
    make(client_of("petrova"))
    colleague = Membership.objects.get(user_id=world.actor("egorova").person_id)
    colleague.roles = ["coordinator"]
    colleague.save()
    Membership.objects.filter(user_id=world.actor("petrova").person_id).update(
        ended_at=timezone.now()
    )
    assert "no coordinator here" in words_of(client_of("egorova").get(AT))


def test_stand_beside_the_parts_of_capacity(client_of: ClientOf) -> None:
    shown = [
        f'href="{AT}"' in client_of(code).get("/desk/capacity/resources/").content.decode()
        for code in ("petrova", "sidorov")
    ]
    assert shown == [True, False]
