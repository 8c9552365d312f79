"""A key of a clinic's information system …"""

import datetime as dt
import json
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

import sanamost.api.v1.capacity  # noqa: F401 declares the operations
from sanamost.api.v1.keyed import WRITES, operations
from sanamost.foundation.access import keys
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.models import ApiKey, Membership
from sanamost.foundation.access.rights import Right
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.idempotency.models import Answer
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources import selectors
from sanamost.registry.resources.models import Resource
from tests.api.conftest import YEAR, Program, program
from tests.world import World

ROOM = {"kind": "room", "name": "Dressing room", "units": 2, "minutes_a_day": 420}
BODY = {"resources": [ROOM]}
ONCE = "one-and-the-same-key"


def withdrawn(world: World, key: str, persona: str = "petrova") -> None:
    actor = world.actor(persona)
    with acting_as(actor):
        keys.withdraw_key(actor=actor, public_id=key, now=timezone.now())


def rooms(world: World) -> int:
    actor = world.actor("petrova")
    with acting_as(actor):
        return Resource.objects.visible_to(actor).filter(name=ROOM["name"]).count()


def row_of(one: Program) -> Any:
    with acting_as(system("test")):
        return ApiKey.objects.get(public_id=one.key)


def test_looks_alike_whether_it_is_unknown_withdrawn_expired_or_not_there(world: World) -> None:
    gone, late = program(world), program(world, lasts=dt.timedelta(hours=1))
    withdrawn(world, gone.key)
    unknown = Program("sanamost_" + "A" * 43)
    later = timezone.now() + dt.timedelta(hours=1)
    with patch("sanamost.api.v1.keyed.timezone.now", lambda: later):
        answers = [one.get("resources") for one in (gone, late, unknown, Program())]
        answers += [one.put("resources", BODY) for one in (gone, late, unknown, Program())]

    assert {one.status_code for one in answers} == {401}
    assert len({one.content for one in answers}) == 1
    assert {one.headers["WWW-Authenticate"] for one in answers} == {"Bearer"}
    assert answers[0].json()["errors"][0]["code"] == "key_refused"
    assert rooms(world) == 0


def test_is_no_use_to_a_person_who_is_signed_in(client: Client, world: World) -> None:
    from sanamost.foundation.access.selectors import user_of  # noqa: PLC0415 used here alone

    client.force_login(user_of(world.actor("petrova").person_id))
    assert client.get("/api/v1/capacity/resources").status_code == 401


def test_opens_no_page_of_the_desk(ortho: Program) -> None:
    headers = {"Authorization": f"Bearer {ortho.token}"}
    assert Client().get("/desk/capacity/resources/", headers=headers).status_code == 302


@pytest.mark.parametrize("declared", operations(), ids=lambda one: one.name)
def test_does_what_it_was_made_for_and_nothing_else(world: World, declared: Any) -> None:
    own = declared.policy.right
    one = program(world, "petrova", *(set(Right) - {own}))
    path = declared.pattern.removeprefix("capacity/").replace("<resource:resource>", "x")
    path = path.replace("<recipe:recipe>", "x")
    answer = one.put(path, BODY) if declared.method == WRITES else one.get(path)

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "right_missing"


def test_finds_what_is_another_clinics_as_if_it_had_never_been(
    world: World, ortho: Program, heart: Program
) -> None:
    own = next(iter(ortho.get("resources").json()["resources"]))["resource"]
    recipe = next(iter(ortho.get("recipes").json()["recipes"]))["recipe"]
    never, none = "reso_" + "A" * 22, "reci_" + "A" * 22
    breaks: dict[str, Any] = {"breaks": []}

    for real, made_up in (
        (heart.get(f"resources/{own}"), heart.get(f"resources/{never}")),
        (heart.get(f"recipes/{recipe}"), heart.get(f"recipes/{none}")),
        (heart.get("days", resource=own), heart.get("days", resource=never)),
        (
            heart.put(f"resources/{own}/breaks", breaks),
            heart.put(f"resources/{never}/breaks", breaks),
        ),
    ):
        assert real.status_code == made_up.status_code == 404
        assert real.content == made_up.content
    use = [{"resource": own, "amount": 1}]
    body = {"recipes": [{"area": "urology", "stay_days": 2, "uses": use}]}
    assert heart.put("recipes", body).status_code == 422
    mine = {one["resource"] for one in heart.get("resources").json()["resources"]}
    assert mine
    assert own not in mine
    assert own not in {one["resource"] for one in heart.get("days").json()["days"]}


def test_is_held_by_row_security_alone(world: World, ortho: Program) -> None:
    """What a selector forgot, the database still refuses; it knows no person behind the key."""
    actor = keys.actor_of_key(ortho.token, request_id="test", now=timezone.now())
    assert actor is not None
    foreign = world.organisation("demo-heart")
    with acting_as(actor), connection.cursor() as cursor:
        assert Resource.objects.exists()
        assert not Resource.objects.filter(organisation_id=foreign).exists()
        cursor.execute("SELECT current_setting('app.person'), current_setting('app.classes')")
        assert cursor.fetchone() == ("", "")
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "UPDATE resources_resource SET units = 1 WHERE organisation_id = %s", [foreign]
        )
        assert cursor.rowcount == 0


def test_writes_its_name_and_its_makers_into_the_trail(world: World, ortho: Program) -> None:
    assert ortho.put("resources", BODY).status_code == 200

    actor = world.actor("petrova")
    with acting_as(actor):
        line = Entry.objects.filter(action="resources.capacity.entered", user=actor.user_id).latest(
            "pk"
        )
    told = json.loads(line.payload)
    assert told["key"] == ortho.key
    assert told["user"] == actor.user_id
    assert told["organisation"] == actor.organisation_id
    assert told["roles"] == []
    assert told["details"] == {"resources": 1}


def test_leaves_no_line_and_no_answer_where_it_was_refused(world: World, ortho: Program) -> None:
    with acting_as(system("test")):
        before = Entry.objects.count(), Answer.objects.count()
    ortho.put("resources", {"resources": [ROOM | {"units": 0}]})
    with acting_as(system("test")):
        assert (Entry.objects.count(), Answer.objects.count()) == before


def test_enters_once_what_is_sent_twice(world: World, ortho: Program) -> None:
    first = ortho.put("resources", BODY, once=ONCE)
    with acting_as(system("test")):
        lines = Entry.objects.count()
    again = ortho.put("resources", BODY, once=ONCE)

    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert first.json()["rows"][0]["change"] == "new"
    with acting_as(system("test")):
        assert Entry.objects.count() == lines
        kept = Answer.objects.get(key=ONCE)
    assert b"rows" not in bytes(kept.body)
    assert rooms(world) == 1


def test_is_refused_the_same_idempotency_key_for_something_else(
    world: World, ortho: Program, heart: Program
) -> None:
    ortho.put("resources", BODY, once=ONCE)
    other = ortho.put("resources", {"resources": [ROOM | {"units": 3}]}, once=ONCE)
    assert other.status_code == 422
    assert other.json()["errors"][0]["code"] == "idempotency_key_reused"
    elsewhere = ortho.put("plans", BODY, once=ONCE)
    assert elsewhere.status_code == 422
    assert heart.put("resources", BODY, once=ONCE).json()["rows"][0]["change"] == "new"
    actor = world.actor("petrova")
    with acting_as(actor):
        assert next(r for r in selectors.own_resources(actor) if r.name == ROOM["name"]).units == 2


@pytest.mark.parametrize("once", ["", "short", "with blanks and more of them"])
def test_needs_an_idempotency_key_to_change_anything(
    world: World, ortho: Program, once: str
) -> None:
    answer = ortho.put("resources", BODY, once=once)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "idempotency_key_missing"
    assert rooms(world) == 0


def test_keeps_its_hash_alone(ortho: Program) -> None:
    with acting_as(system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM access_apikey t")
        told = "".join(row for (row,) in cursor.fetchall())
    assert ortho.token not in told
    assert ortho.token.removeprefix(keys.PREFIX) not in told


def test_notes_the_day_of_its_last_use_once_a_day(ortho: Program) -> None:
    assert row_of(ortho).last_used_on is None
    ortho.get("resources")
    assert row_of(ortho).last_used_on == timezone.now().date()


def test_works_no_longer_than_its_maker_could_make_it(world: World, ortho: Program) -> None:
    actor = world.actor("petrova")
    members = Membership.objects.filter(user_id=actor.person_id)
    assert ortho.get("resources").status_code == 200
    members.update(roles=["physician"])
    assert ortho.get("resources").status_code == 401
    members.update(roles=["coordinator"])
    assert ortho.get("resources").status_code == 200
    members.update(ended_at=timezone.now())
    assert ortho.get("resources").status_code == 401


def test_waits_where_it_calls_too_often(ortho: Program, heart: Program, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "api": (2, 60)}
    settings.LIMIT_FACTOR = 1
    assert [ortho.get("resources").status_code for _ in range(3)] == [200, 200, 429]
    answer = ortho.get("resources")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.json()["errors"][0]["code"] == "too_many"
    assert heart.get("resources").status_code == 200


@pytest.mark.parametrize("persona", ["sidorov", "orlova", "karim", "sokolova", "nikitin"])
def test_is_made_and_withdrawn_by_a_clinics_coordinator_alone(
    world: World, ortho: Program, persona: str
) -> None:
    actor = world.actor(persona)
    with acting_as(actor):
        for act in (
            lambda: keys.make_key(
                actor=actor,
                name="x",
                rights=list(Right),
                expires_at=timezone.now() + YEAR,
                now=timezone.now(),
            ),
            lambda: keys.keys_of(actor),
            lambda: keys.withdraw_key(actor=actor, public_id=ortho.key, now=timezone.now()),
        ):
            with pytest.raises(NotVisible):
                act()


def test_is_another_clinics_to_see_and_to_withdraw_for_nobody(world: World, ortho: Program) -> None:
    actor = world.actor("belova")
    with acting_as(actor):
        assert keys.keys_of(actor) == []
        assert not ApiKey.objects.exists()
        with pytest.raises(NotVisible):
            keys.withdraw_key(actor=actor, public_id=ortho.key, now=timezone.now())


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_ends_within_a_year(world: World, days: int) -> None:
    with pytest.raises(keys.KeyEndsTooLate):
        program(world, lasts=dt.timedelta(days=days))


def test_cannot_be_widened_or_prolonged_once_it_is_made(ortho: Program) -> None:
    for change in ("rights = '{days:read}'", "expires_at = now()", "token_hash = 'x'"):
        with (
            pytest.raises(Exception, match="frozen"),
            transaction.atomic(),
            acting_as(system("test")),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE access_apikey SET {change}")


def test_is_one_of_twenty_at_most(world: World) -> None:
    made = [program(world) for _ in range(keys.MOST_KEYS)]
    with pytest.raises(keys.TooManyKeys):
        program(world)
    withdrawn(world, made[0].key)
    assert program(world).token


def test_may_do_something(world: World) -> None:
    actor, now = world.actor("petrova"), timezone.now()
    with acting_as(actor), pytest.raises(keys.KeyWithoutRights):
        keys.make_key(actor=actor, name="x", rights=[], expires_at=now + YEAR, now=now)


def test_stays_withdrawn_by_whoever_did_it_first(world: World, ortho: Program) -> None:
    withdrawn(world, ortho.key)
    first = row_of(ortho)
    withdrawn(world, ortho.key)
    assert row_of(ortho).withdrawn_at == first.withdrawn_at
    assert first.withdrawn_by_id == world.actor("petrova").user_id
