"""The process's own index of what clinics offer, kept current from PostgreSQL.

PostgreSQL keeps the truth. The index is built by the process's first search and then asked for
news at most every `STALE_FOR` seconds, so an answer is never older than that; where nothing
changed this is one small statement. The index reads through a connection of its own, outside any
request's transaction: it sees what is committed and nothing else.
"""

import datetime as dt
import functools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from sanamost.engines.search import Answer, Changes, Index, Question
from sanamost.registry.catalogue.kept_answers import KeptAnswers
from sanamost.registry.catalogue.search_answers import IN_ROUBLES, Unit, as_json
from sanamost.registry.catalogue.search_building import built_elsewhere
from sanamost.registry.catalogue.search_keeping import Pages
from sanamost.registry.catalogue.search_memory import give_back, keep_little
from sanamost.registry.catalogue.search_rows import (
    BASE,
    SNAPSHOT,
    Rates,
    read_changed,
    read_clinics,
    whole_index,
)
from sanamost.registry.catalogue.states import PatientGroup

STALE_FOR = 0.25
"""Seconds for which a process answers without looking whether something changed."""
MOST_ADDED = 5_000
"""Offers beside the base from which on the index is built anew, in the background."""
MOST_NEWS = 20_000
"""Changed services at once from which on the index is built anew, in the background."""
MOST_HERE = 50_000
"""Services up to which an index is built in this process; more are read by another one."""
ASLEEP = dt.timedelta(hours=24)
"""Whoever has not looked for so long builds anew; changes are kept for twice as long."""

NEWS = """
    select c.subject, c.key from catalogue_searchchange c
    where c.made_in >= pg_snapshot_xmin(%(seen)s::pg_snapshot)::text::bigint
      and not pg_visible_in_snapshot(c.made_in::text::xid8, %(seen)s::pg_snapshot)
    group by 1, 2
"""
# Of another database's life (restored from a copy) the numbers may lie ahead of this one's.
PRUNE = """
    delete from catalogue_searchchange where made_at < now() - interval '48 hours'
      or made_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""
CURRENCIES = "select distinct currency from catalogue_price"
COUNT = "select count(*) from catalogue_service where withdrawn_at is null"

Rate = Callable[[str, dt.date], Decimal | None]


def roubles_alone(currency: str, _day: dt.date) -> Decimal | None:
    """What one unit is worth in roubles where no rates are wired in: only roubles are known."""
    return Decimal(1) if currency == BASE else None


_rate: list[Rate] = [roubles_alone]


def price_by(rate: Rate) -> None:
    """From now on prices in other currencies are reckoned by these rates (wired at the start)."""
    _rate[0] = rate


@dataclass(frozen=True, slots=True)
class State:
    """An index, the snapshot that it shows, the day of its prices and the rates they are by.

    The index shares its pages with whatever has become of it since it was built. `behind` says
    that more has happened than can be applied: another index is on its way.
    """

    index: Index
    seen: str
    day: dt.date
    rates: Rates
    pages: Pages
    behind: bool = False


class Current:
    """The index of this process; every thread may ask it."""

    def __init__(self) -> None:
        """Nothing is read before the first question."""
        self._lock = threading.Lock()
        self._state: State | None = None
        self._kept = KeptAnswers()
        self._looked = 0.0
        self._rebuilding: threading.Thread | None = None
        self._own: BaseDatabaseWrapper | None = None
        self._process = os.getpid()

    def ask(self, question: Question, *, today: dt.date, fresh: bool = False) -> Answer:
        """The answer as of `STALE_FOR` seconds ago or later; `fresh`, as of now."""
        return self.index(today=today, fresh=fresh).ask(question)

    def index(self, *, today: dt.date, fresh: bool = False) -> Index:
        """The current index, built or brought up to date if need be."""
        state = self._state
        if state is not None and not fresh and time.monotonic() - self._looked < STALE_FOR:
            return state.index
        with self._lock:
            state = self._state
            if state is None or time.monotonic() - self._looked > ASLEEP.total_seconds():
                self._state = None
                state = self._state = self._built(today, Pages())
            elif not state.behind and (fresh or time.monotonic() - self._looked >= STALE_FOR):
                state = self._state = self._caught_up(state)
            self._looked = time.monotonic()
            if state.behind or state.day != today or len(state.index.added) > MOST_ADDED:
                self._rebuild(today, state)
            return state.index

    def told(self, question: Question, *, today: dt.date, unit: Unit, raw: str) -> bytes:
        """The answer as JSON; kept for as long as the index stays the same."""
        index = self._answering(today)
        kept = self._kept.get(index, (question, unit))
        if kept is None:
            kept = as_json(index, index.ask(question), unit)
        self._kept.put(index, (question, unit), kept, raw)
        return kept

    def told_before(self, raw: str, *, today: dt.date) -> bytes | None:
        """What was answered to a question so spelt, if the index is still the same."""
        return self._kept.spelt(self._answering(today), raw)

    def _answering(self, today: dt.date) -> Index:
        """The current index; answers of the one before are let go of."""
        index = self.index(today=today)
        self._kept.begin(index)
        return index

    def forget(self) -> None:
        """Let go of the index and the connection; the next question builds anew."""
        with self._lock:
            self._state = None
            self._kept.begin(None)
            if self._own is not None and self._process == os.getpid():
                self._own.close()
            self._own = None

    def _caught_up(self, state: State) -> State:
        """The state after whatever was committed since; unchanged where nothing was."""
        with self._reading() as cursor:
            cursor.execute(SNAPSHOT)
            ((seen,),) = cursor.fetchall()
            if seen == state.seen:
                return state
            cursor.execute(NEWS, {"seen": state.seen})
            news = cursor.fetchall()
            if not news:
                return replace(state, seen=seen)
            changes = self._changes(cursor, news, state)
        if changes is None:
            return replace(state, behind=True)
        # Changed columns are copied: what the old ones and questions have touched is let go of
        # before, and afterwards what the C library keeps of the columns before.
        state.pages.let_go()
        changed = replace(state, index=state.index.apply(changes), seen=seen)
        give_back()
        return changed

    def _changes(self, cursor: Any, news: list[tuple[str, int]], state: State) -> Changes | None:
        """What the news come to; None where they are too many to apply."""
        services = {key for subject, key in news if subject == "service"}
        prices = [key for subject, key in news if subject == "prices"]
        clinics = [key for subject, key in news if subject == "clinic"]
        if prices:
            cursor.execute(
                "select id from catalogue_service where organisation_id = any(%s)", [prices]
            )
            services |= {key for (key,) in cursor.fetchall()}
        if len(services) > MOST_NEWS:
            return None
        named, put = read_changed(
            cursor,
            list(services),
            day=state.day.isoformat(),
            group=PatientGroup.FOREIGN,
            rates=state.rates,
        )
        gone = services - {offer.key for offer in put}
        changed = read_clinics(cursor, clinics) if clinics else []
        return Changes(clinics=changed, services=named, put=put, gone=sorted(gone))

    def _built(self, today: dt.date, before: Pages) -> State:
        """Everything anew; a large catalogue is read by a process of its own."""
        keep_little()
        with self._reading() as cursor:
            cursor.execute(PRUNE)
            cursor.execute(CURRENCIES)
            currencies = {currency for (currency,) in cursor.fetchall()} | {BASE}
            cursor.execute(COUNT)
            ((count,),) = cursor.fetchall()
        known = {currency: _rate[0](currency, today) for currency in sorted(currencies)}
        rates = {currency: rate for currency, rate in known.items() if rate is not None}
        asked: dict[str, Any] = {"day": today.isoformat(), "group": str(PatientGroup.FOREIGN)}
        if count > MOST_HERE:
            login = connection.copy().get_connection_params()
            index, pages, seen = built_elsewhere(login, **asked, rates=rates, before=before)
        else:
            with self._reading() as cursor:
                index, seen = whole_index(cursor, **asked, rates=rates)
            pages = Pages()
        give_back()
        return State(index, seen, today, rates, pages)

    def _rebuild(self, today: dt.date, state: State) -> None:
        """Build anew in a thread of its own; the old index answers meanwhile."""
        if self._rebuilding is not None and self._rebuilding.is_alive():
            return
        self._rebuilding = threading.Thread(
            target=self._rebuilt, args=(today, state), name="search-index", daemon=True
        )
        self._rebuilding.start()

    def _rebuilt(self, today: dt.date, before: State) -> None:
        other = Current()
        try:
            state = other._built(today, before.pages)  # another of this class, not yet shared
        finally:
            other.forget()
            connection.close()  # this thread's own
        with self._lock:
            if self._state is not None:
                self._state.pages.let_go()
            self._state = self._caught_up(state)

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """A cursor of the index's own connection, in one transaction with one snapshot."""
        if self._process != os.getpid():  # a fork: the socket is the other process's
            self._own, self._process = None, os.getpid()
        if self._own is None:
            self._own = connection.copy()
            self._own.inc_thread_sharing()
        try:
            with self._own.cursor() as cursor:
                cursor.execute("begin isolation level repeatable read")
                try:
                    yield cursor
                finally:
                    cursor.execute("commit")
        except Exception:
            self._own.close()
            self._own = None
            raise


@functools.cache
def current() -> Current:
    """The process's own index."""
    return Current()


def found(question: Question, *, today: dt.date, unit: Unit = IN_ROUBLES, raw: str = "") -> bytes:
    """The process's answer as JSON under public ids; prices in the unit.

    The same asked again of the same index is answered without asking it. `raw` is how the question
    was spelt, where that alone says all of the question and of the unit (`found_before`).
    """
    return current().told(question, today=today, unit=unit, raw=raw)


def found_before(raw: str, *, today: dt.date) -> bytes | None:
    """What `found` answered to the question so spelt; None where the index is another one."""
    return current().told_before(raw, today=today)
