"""G9: the same form sent again has one effect and one answer, whatever happens on the way.

Every declared page that changes something is sent, in a story, by somebody rightful; each sending
is tried in every variant. Twice through all stories: once the first sending is two at a time, once
its answer is lost.
"""

import random
import secrets
from collections.abc import Callable, Iterable
from typing import Any
from unittest.mock import patch

from django.test import Client
from django.urls import get_resolver

from sanamost.api.v1.keyed import WRITES, Operation, operations
from sanamost.config.proofs.addresses import page_name
from sanamost.config.proofs.programs import key_of
from sanamost.config.proofs.sending import Answer, Call, Sending
from sanamost.config.proofs.stories import STORIES, Teller
from sanamost.config.proofs.stories.telling import Untold
from sanamost.config.proofs.variants import (
    AFTER,
    BEFORE,
    OTHER_ACTOR,
    OTHER_BODY,
    PARALLEL,
    SAME,
    Proved,
    Trial,
)
from sanamost.config.proofs.world import client_of
from sanamost.foundation.idempotency import services as keys
from sanamost.foundation.languages.errors import Refusal
from sanamost.jobs.world.load import personas
from sanamost.web import routing

VARIANTS = {SAME, OTHER_BODY, OTHER_ACTOR, PARALLEL, BEFORE, AFTER}


def mutating() -> tuple[dict[str, routing.Route | Operation], dict[str, str]]:
    """Declared pages that change something, and those that may be sent again, with the reason.

    Operations of the interface are among them.
    """
    get_resolver().url_patterns  # noqa: B018 loading the addresses declares the pages
    declared: list[routing.Route | Operation] = [*routing.routes(), *operations()]
    writing = {page_name(r): r for r in declared if {"POST", WRITES} & set(r.methods)}
    keyed = {name: r for name, r in writing.items() if r.policy.once}
    harmless = {name: r.policy.unkept for name, r in writing.items() if not r.policy.once}
    return keyed, harmless


def prove(
    names: Iterable[str],
    *,
    seed: int,
    ways: Iterable[bool] = (True, False),
    say: Callable[[str], object] = str,
) -> Proved:
    """Tell the stories, every form in every variant; `ways` says which first sendings there are.

    `say` is told how far it has come, and each fault as it is found.
    """
    proved = Proved()
    chance = random.Random(seed)  # noqa: S311 a repeatable choice, no secret
    others = _Others(chance)
    for parallel in ways:
        for name in names:
            known = len(proved.faults)
            _tell(name, _deliverer(proved, others, parallel=parallel), proved)
            say(f"{PARALLEL if parallel else AFTER}: {name}: {proved.variants} tried")
            for fault in proved.faults[known:]:
                say(fault[:700])
    return proved


def untried(proved: Proved) -> list[str]:
    """Declared pages that no story sent, or not in every variant."""
    keyed, _harmless = mutating()
    return [
        f"{name} was not tried: {', '.join(sorted(missing))}"
        for name in keyed
        if (missing := VARIANTS - proved.tried.get(name, set()))
    ]


def without_keys(names: Iterable[str], *, seed: int) -> Proved:
    """The same with the key check off, which must show double effects."""
    claim = keys.claim

    def never_seen(**asked: Any) -> Any:
        return claim(**{**asked, "key": secrets.token_hex(16)})

    with patch.object(keys, "claim", never_seen):
        return prove(names, seed=seed, ways=(False,))


def _tell(name: str, deliver: Callable[[Sending], Answer], proved: Proved) -> None:
    try:
        STORIES[name](Teller(deliver))
    except (Untold, Refusal) as reason:
        proved.faults.append(f"{name} goes no further: {reason}")
    except Exception as reason:  # noqa: BLE001 whatever breaks a story is a fault, the others go on
        proved.faults.append(f"{name} breaks: {type(reason).__name__} {reason}")


def _deliverer(proved: Proved, others: "_Others", *, parallel: bool) -> Callable[[Sending], Answer]:
    def deliver(sending: Sending) -> Answer:
        way = PARALLEL if parallel else AFTER
        if way in proved.tried.get(f"{sending.page}", ()):
            return sending.post()
        return Trial(sending, others.of, proved, parallel).run()

    return deliver


class _Others:
    """Somebody else with the same form: who may come to the page, where there is such a person."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.known: dict[str, Client] = {}

    def of(self, sending: Sending) -> Sending:
        """The form as another person would send it."""
        if isinstance(sending, Call):
            return sending.by_program(key_of("belova"))
        if not sending.who:
            visitor = Client(raise_request_exception=False)
            visitor.get(sending.path)
            return sending.by(visitor, "another visitor")
        codes = [p.code for p in personas() if p.code != sending.who]
        self.chance.shuffle(codes)
        for code in codes:
            if self._client(code).get(sending.path).status_code == 200:
                return sending.by(self._client(code), code)
        return sending.by(self._client(codes[0]), codes[0])

    def _client(self, code: str) -> Client:
        if code not in self.known:
            self.known[code] = client_of(code)
        return self.known[code]
