"""A form sent by a process of its own, on a connection of its own, which may die on the way.

The process is a copy of this one. At a named point of the transaction it is killed as the machine
would kill it (SIGKILL), or waits until it may go on.
"""

import os
import pickle
import select
import signal
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connections

from sanamost.api.v1 import keyed
from sanamost.config.proofs.digests import State, state
from sanamost.config.proofs.sending import Answer, Sending
from sanamost.foundation.access import acting
from sanamost.foundation.idempotency import services as keys
from sanamost.web import routing

FINISH, RUN = "_finish", "_run"
"""Where the named points lie: the last step before a commit, the whole of one request."""
SECONDS = 60
"""A child that says nothing for so long is a fault."""


@dataclass(frozen=True)
class Told:
    """What a child told before it ended."""

    at: str = ""
    """The named point that it came to: `uncommitted`, `committed`; empty for neither."""
    fresh: bool | None = None
    """Whether its key was new to the server; None where no key was looked at."""
    answer: Answer | None = None
    cookies: Any = None
    state: State | None = None
    """The database inside its transaction, before the commit."""


class Child:
    """One sending under way."""

    def __init__(self, sending: Sending, *, die_at: str = "", wait: bool = False) -> None:
        connections.close_all()
        self._told, tell = os.pipe()
        hear, self._go = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(tell)
            os.close(hear)
            self._stream = os.fdopen(self._told, "rb")
            return
        try:
            _Errand(tell, hear, die_at, wait=wait).run(sending)
        finally:
            os._exit(1)

    def hears(self) -> Told:
        """The next thing that it tells; nothing new once it has ended."""
        ready, _w, _x = select.select([self._told], [], [], SECONDS)
        if not ready:
            os.kill(self.pid, signal.SIGKILL)
        try:
            told = pickle.load(self._stream)  # noqa: S301 from our own child
        except EOFError:
            return Told()
        return told if isinstance(told, Told) else Told()

    def may_go_on(self) -> None:
        """Let it commit."""
        os.write(self._go, b".")

    def ended(self) -> bool:
        """Wait for its end; whether it was killed."""
        _pid, status = os.waitpid(self.pid, 0)
        self._stream.close()
        os.close(self._go)
        return os.WIFSIGNALED(status)


class _Errand:
    """What the child does."""

    def __init__(self, tell: int, hear: int, die_at: str, *, wait: bool) -> None:
        self.tell, self.hear, self.die_at, self.wait = tell, hear, die_at, wait
        self.fresh: bool | None = None
        self.settled = False

    def run(self, sending: Sending) -> None:
        """Send, with the named points watched; tell what came back."""
        finish = getattr(acting, FINISH)
        claim, settle = keys.claim, keys.settle

        def claimed(**asked: Any) -> Any:
            found = claim(**asked)
            self.fresh = found.fresh
            return found

        def settled(*given: Any, **said: Any) -> None:
            settle(*given, **said)
            self.settled = True

        def finished(one: Any) -> None:
            finish(one)
            if self.settled:
                self.settled = False
                self._uncommitted()

        setattr(acting, FINISH, finished)
        for way_in in (routing, keyed):
            setattr(way_in, RUN, self._watched(getattr(way_in, RUN)))
        keys.claim, keys.settle = claimed, settled
        answer = sending.post()
        cookies = pickle.loads(pickle.dumps(sending.client.cookies))  # noqa: S301 our own
        self._say(Told(fresh=self.fresh, answer=answer, cookies=cookies))

    def _watched(self, run: Callable[..., Any]) -> Callable[..., Any]:
        def ran(*given: Any) -> Any:
            answer = run(*given)
            self._point("committed")
            return answer

        return ran

    def _uncommitted(self) -> None:
        if self.wait:
            self._say(Told(at="uncommitted", fresh=self.fresh))
            os.read(self.hear, 1)
        self._point("uncommitted", state)

    def _point(self, name: str, look: Callable[[], State] | None = None) -> None:
        if name != self.die_at:
            return
        self._say(Told(at=name, fresh=self.fresh, state=look() if look else None))
        os.kill(os.getpid(), signal.SIGKILL)

    def _say(self, told: Told) -> None:
        content = pickle.dumps(told)
        while content:
            content = content[os.write(self.tell, content) :]


T = TypeVar("T")
R = TypeVar("R")


def at_once(work: Callable[[Sequence[T]], R], items: Sequence[T], processes: int) -> list[R]:
    """The work on parts of the items, each part in a process of its own; one is done right here.

    Raises ChildProcessError where a process ends without its result.
    """
    if processes < 2:
        return [work(items)]
    connections.close_all()
    streams = []
    for number in range(processes):
        found, tell = os.pipe()
        if os.fork() == 0:
            try:
                with os.fdopen(tell, "wb") as back:
                    pickle.dump(work(items[number::processes]), back)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(1)
        os.close(tell)
        streams.append(os.fdopen(found, "rb"))
    results = []
    for stream in streams:
        try:
            results.append(pickle.load(stream))  # noqa: S301 from our own child
        except EOFError:
            raise ChildProcessError("a part of the work ended without its result") from None
        stream.close()
        os.wait()
    return results
