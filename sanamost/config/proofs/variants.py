"""One form, sent in every way in which it could have a second effect."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation

from sanamost.api.v1.refusals import KEY_REUSED
from sanamost.config.proofs import digests
from sanamost.config.proofs.children import Child, Told
from sanamost.config.proofs.sending import Answer, Sending
from sanamost.foundation.idempotency.services import KeyReused

SAME, OTHER_BODY, OTHER_ACTOR = "same", "other body", "other actor"
PARALLEL, BEFORE, AFTER = "parallel", "crash before the commit", "crash after the commit"
WAITS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
SOON = 5
"""Seconds within which the second of two parallel sendings must be seen to wait."""


@dataclass
class Proved:
    """What was tried on which page, and what went wrong."""

    tried: dict[str, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    variants: int = 0
    double_effects: int = 0

    def note(self, sending: Sending, variant: str) -> None:
        """One more trial."""
        self.variants += 1
        self.tried.setdefault(sending.page, set()).add(variant)

    def fault(self, sending: Sending, variant: str, words: str) -> None:
        """One promise broken."""
        self.faults.append(f"{sending.page} by {sending.who or 'a visitor'}, {variant}: {words}")


@dataclass
class Trial:
    """All variants of one sending. `parallel` says how the first sending goes."""

    sending: Sending
    stranger: Callable[[Sending], Sending]
    proved: Proved
    parallel: bool

    def run(self) -> Answer:
        """Try them all; the answer is the first one's. Returns early where it was not accepted."""
        before = digests.state()
        expected = self._dies_before_the_commit(before)
        if expected is None:
            return self.sending.post()
        first = self._in_parallel() if self.parallel else self._answer_lost()
        after = digests.state()
        if digests.effect(before, after) != expected:
            variant = PARALLEL if self.parallel else AFTER
            tables = sorted(digests.effect(before, after).items() ^ expected.items())
            self._twice(variant, f"not one effect: {tables}")
        if first is not None and first.accepted:
            self._again(first, after)
            self._other_body(first, digests.state())
            self._other_actor(first)
        return first or self.sending.post()

    def _dies_before_the_commit(self, before: digests.State) -> digests.Effect | None:
        """Killed with everything written and nothing committed; what it would have done."""
        child = Child(self.sending, die_at="uncommitted")
        told = child.hears()
        killed = child.ended()
        if told.state is None:
            return None
        self.proved.note(self.sending, BEFORE)
        if not killed:
            self.proved.fault(self.sending, BEFORE, "the process was not killed")
        if tables := digests.changed(before, digests.state()):
            self.proved.fault(self.sending, BEFORE, f"left {tables}")
        return digests.effect(before, told.state)

    def _answer_lost(self) -> Answer | None:
        """Killed once committed, before the answer left; the sender asks again."""
        child = Child(self.sending, die_at="committed")
        told = child.hears()
        if not child.ended() or told.at != "committed":
            self.proved.fault(self.sending, AFTER, "did not come to its commit")
        committed = digests.state()
        self.proved.note(self.sending, AFTER)
        answer = self.sending.post()
        if not answer.accepted:
            self.proved.fault(self.sending, AFTER, f"asked again, answers {answer.status}")
        if tables := digests.changed(committed, digests.state()):
            self._twice(AFTER, f"asked again, changed {tables}")
        return answer

    def _in_parallel(self) -> Answer | None:
        """Two at once: the second arrives while the first has not committed."""
        one = Child(self.sending, wait=True)
        held = one.hears()
        two = Child(self.sending)
        if held.at and not _somebody_waits():
            self.proved.fault(self.sending, PARALLEL, "the second did not wait for the first")
        one.may_go_on()
        answers = [(told, child.ended()) for child in (one, two) for told in [child.hears()]]
        self.proved.note(self.sending, PARALLEL)
        first, second = (told.answer for told, _killed in answers)
        if first is None or second is None or not first.same(second):
            self.proved.fault(self.sending, PARALLEL, f"answered {_short(first)}, {_short(second)}")
        if first is not None:
            self._takes_cookies(answers[0][0])
        return first

    def _takes_cookies(self, told: Told) -> None:
        self.sending.client.cookies.update(told.cookies)

    def _again(self, first: Answer, after: digests.State) -> None:
        again = self.sending.post()
        self.proved.note(self.sending, SAME)
        if not again.same(first):
            self.proved.fault(self.sending, SAME, f"{_short(first)} then {_short(again)}")
        if tables := digests.changed(after, digests.state()):
            self._twice(SAME, f"changed {tables}")

    def _other_body(self, first: Answer, after: digests.State) -> None:
        other = self.sending.altered().post()
        self.proved.note(self.sending, OTHER_BODY)
        gone = other.status == 404 and self.sending.client.get(self.sending.path).status_code == 404
        # A page that the first sending took from its sender looks as if it had never been.
        if not gone and not _says_why(other, self.sending.client):
            self.proved.fault(self.sending, OTHER_BODY, f"{_short(other)} without the reason")
        if other.same(first) and other.status != 302:
            self.proved.fault(self.sending, OTHER_BODY, "the first body's answer")
        if tables := digests.changed(after, digests.state()):
            self._twice(OTHER_BODY, f"changed {tables}")

    def _other_actor(self, first: Answer) -> None:
        """Their own effect, which is undone here, or none; never the first one's answer."""
        stranger = self.stranger(self.sending)
        after = digests.state()
        child = Child(stranger, die_at="uncommitted")
        told = child.hears()
        child.ended()
        self.proved.note(self.sending, OTHER_ACTOR)
        if told.fresh is False:
            self.proved.fault(stranger, OTHER_ACTOR, "was given the first one's answer")
        if told.fresh is None and told.answer is not None and told.answer.same(first):
            self.proved.fault(stranger, OTHER_ACTOR, f"was answered {_short(first)}")
        if tables := digests.changed(after, digests.state()):
            self._twice(OTHER_ACTOR, f"changed {tables}")

    def _twice(self, variant: str, words: str) -> None:
        self.proved.double_effects += 1
        self.proved.fault(self.sending, variant, words)


def _somebody_waits() -> bool:
    limit = time.monotonic() + SOON
    while time.monotonic() < limit:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.005)
    return False


def _says_why(answer: Answer, client: Client) -> bool:
    """Refused with the reason in words: on the page, or on the one that it leads back to."""
    if answer.status == 422:
        text = answer.text
    elif answer.accepted:
        text = client.get(answer.location, follow=True).content.decode("utf-8", "replace")
    else:
        return False
    return any(words in text for words in _reasons())


def _reasons() -> list[str]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [escape(str(KeyReused.message)), str(KEY_REUSED)]
    return found


def _short(answer: Answer | None) -> str:
    return f"{answer.status} {answer.location}" if answer else "nothing"
