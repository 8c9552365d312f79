"""Programs that call the interface: with a key in force, of another clinic, or with none.

For every declared operation × caller × foreign thing × place (path, query, header, body): no key in
force is refused before anything is looked at, a key without the right likewise, and for another
clinic's key a foreign thing is one that never existed.
"""

import datetime as dt
import itertools
import json
import random
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sanamost.api.v1.keyed import HEADER, READS, Operation, operations
from sanamost.config.proofs.addresses import CONVERTED, page_name
from sanamost.config.proofs.world import Thing, client_of
from sanamost.foundation.access import keys
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.public_ids import new
from sanamost.foundation.access.rights import Right
from sanamost.jobs.world.walk import persona
from sanamost.web.routing import KINDS

OWN, OTHER = "its own clinic's key", "another clinic's key"
NO_RIGHT = "a key without the right"
OUTSIDE = ("no key", "an unknown key", "a withdrawn key", "an expired key", "a person's session")
KINDS_TRIED = ("resource", "recipe", "site")
EACH = 3
BODIES: dict[str, Callable[[str], Any]] = {
    "put_resources": lambda key: {
        "resources": [
            {"kind": "room", "name": "Room", "units": 1, "minutes_a_day": 60, "site": key}
        ]
    },
    "put_breaks": lambda key: {"breaks": [{"first_on": key, "last_on": key}]},
    "put_plans": lambda key: {
        "plans": [{"area": key, "source": "oms", "month": "2027-01", "planned": 1, "stay_days": 1}]
    },
    "put_protection": lambda key: {"level_percent": 10, "reason": key},
    "put_recipes": lambda key: {
        "recipes": [{"area": "oncology", "stay_days": 1, "uses": [{"resource": key, "amount": 1}]}]
    },
}
"""Bodies that name a thing and, of another clinic's program, must always be refused."""


@dataclass(frozen=True)
class Try:
    """One foreign thing in one place of one operation, by one caller."""

    operation: Operation
    caller: str
    thing: Thing
    place: str


def key_of(code: str, *rights: Right, lasts: dt.timedelta = dt.timedelta(days=300)) -> str:
    """A new key of the persona's clinic, used once already, so that its day of use stands."""
    return _made(code, rights, lasts)[0]


def _made(code: str, rights: Iterable[Right], lasts: dt.timedelta) -> tuple[str, str]:
    actor, now = persona(code), timezone.now()
    with acting_as(actor):
        for old in keys.keys_of(actor)[keys.MOST_KEYS - 1 :]:
            keys.withdraw_key(actor=actor, public_id=old.public_id, now=now)
        row, token = keys.make_key(
            actor=actor,
            name="Proof",
            rights=list(rights) or list(Right),
            expires_at=now + lasts,
            now=now,
        )
    keys.actor_of_key(token, request_id="", now=now)
    return token, row.public_id


class Programs:
    """The callers, each with its headers. Made before anything is compared."""

    def __init__(self) -> None:
        gone, public_id = _made("belova", (), dt.timedelta(days=300))
        actor = persona("belova")
        with acting_as(actor):
            keys.withdraw_key(actor=actor, public_id=public_id, now=timezone.now())
        soon = dt.timedelta(milliseconds=1)
        self.tokens = {
            OWN: key_of("petrova"),
            OTHER: key_of("belova"),
            "no key": "",
            "a person's session": "",
            "an unknown key": keys.PREFIX + secrets.token_urlsafe(32),
            "a withdrawn key": gone,
            "an expired key": key_of("belova", lasts=soon),
        }
        self.bare = {right: key_of("belova", *(set(Right) - {right})) for right in Right}
        self.person = client_of("petrova")

    def ask(self, one: Try, public_id: str) -> tuple[int, str]:
        """Status and words of the answer to the id in its place."""
        named = CONVERTED.findall(one.operation.pattern)
        ids = {name: public_id if one.place == "path" else new(KINDS[kind]) for kind, name in named}
        path = reverse(page_name(one.operation), kwargs=ids)
        if one.place == "query":
            path += (
                f"?resource={public_id}&recipe={public_id}&id={public_id}&organisation={public_id}"
            )
        headers = {HEADER: secrets.token_hex(16)}
        if one.place == "header":
            headers["X-Organisation"] = headers["X-Resource"] = public_id
        token = self.bare[self._right(one)] if one.caller == NO_RIGHT else self.tokens[one.caller]
        if token:
            headers["Authorization"] = f"Bearer {token}"
        client = Client(raise_request_exception=False)
        if one.caller == "a person's session":
            client = self.person
        return _sent(client, one, path, public_id, headers)

    def _right(self, one: Try) -> Right:
        right = one.operation.policy.right
        assert right is not None  # noqa: S101 operations are declared with one
        return right


def _sent(
    client: Client, one: Try, path: str, public_id: str, headers: dict[str, str]
) -> tuple[int, str]:
    if one.operation.method == READS:
        answer = client.get(path, headers=headers)
    else:
        # Nothing that could be accepted, whatever stands in the other places; a thing in the path
        # is looked for only once the body can be read.
        said = public_id if one.place == "body" else "nothing"
        fits = one.place != "body" and one.operation.name == "put_breaks"
        body = json.dumps({"breaks": []} if fits else BODIES[one.operation.name](said))
        answer = client.put(path, body, content_type="application/json", headers=headers)
    return answer.status_code, answer.content.decode()


def tries(known: Iterable[Thing], *, seed: int) -> list[Try]:
    """Everything that is tried, in a random order."""
    found = list(_tries([one for one in known if one.organisation == "demo-ortho"], seed))
    random.Random(seed).shuffle(found)  # noqa: S311 a repeatable order, no secret
    return found


def _tries(known: list[Thing], seed: int) -> Iterator[Try]:
    chance = random.Random(seed)  # noqa: S311 as above
    callers = (OTHER, NO_RIGHT, *OUTSIDE)
    for declared in operations():
        wanted = [kind for kind, _name in CONVERTED.findall(declared.pattern)]
        places = (["path"] if wanted else []) + ["query", "header"]
        places += [] if declared.method == READS else ["body"]
        for kind in wanted or KINDS_TRIED:
            things = [one for one in known if one.kind == kind]
            few = chance.sample(things, min(len(things), EACH))
            for caller in callers:
                # Who is refused before anything is looked at is tried on one thing of a kind.
                tried = few if caller == OTHER else few[:1]
                for thing, place in itertools.product(tried, places):
                    yield Try(declared, caller, thing, place)


def faults(programs: Programs, one: Try) -> list[str]:
    """What is wrong with the answers to one try."""
    status, words = programs.ask(one, one.thing.public_id)
    never = programs.ask(one, new(KINDS[one.thing.kind]))
    name = (
        f"{page_name(one.operation)} with {one.caller}, a foreign {one.thing.kind} in {one.place}"
    )
    found = []
    if (status, words) != never:
        found.append(f"{name} differs from never existed: {status}")
    if one.thing.public_id in words:
        found.append(f"{name} shows it")
    wanted = 401 if one.caller in OUTSIDE else 403 if one.caller == NO_RIGHT else None
    if wanted is not None and status != wanted:
        found.append(f"{name} answers {status}, not {wanted}")
    if wanted is None and one.place == "path" and status != 404:
        found.append(f"{name} answers {status}, not 404")
    if one.operation.method != READS and status < 400:
        found.append(f"{name} is accepted")
    if status >= 500:
        found.append(f"{name} answers {status}")
    return found


def twins(programs: Programs, known: Iterable[Thing], sent: Collection[str]) -> set[str]:
    """Operations that work for whoever may: read here, or sent by a story."""
    own = [one for one in known if one.organisation == "demo-ortho"]
    found = {page_name(declared) for declared in operations()} & set(sent)
    for declared in operations():
        wanted = [kind for kind, _name in CONVERTED.findall(declared.pattern)]
        things = [one for one in own if one.kind == (wanted or ["resource"])[0]]
        works = any(
            programs.ask(Try(declared, OWN, one, "path" if wanted else "header"), one.public_id)[0]
            == 200
            for one in things[-EACH:]
            if declared.method == READS
        )
        found |= {page_name(declared)} if works else set()
    return found


def control(known: Iterable[Thing], *, seed: int) -> bool:
    """Whether the tries notice when every key in force acts for one and the same clinic."""
    programs, find = Programs(), keys.actor_of_key

    def always_the_same(token: str, **asked: Any) -> Actor | None:
        return find(programs.tokens[OWN], **asked) if find(token, **asked) else None

    with patch.object(keys, "actor_of_key", always_the_same):
        foreign = [one for one in tries(known, seed=seed) if one.caller == OTHER]
        return any(faults(programs, one) for one in foreign if one.place == "path")
