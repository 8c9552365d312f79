"""The process's own index of what clinics offer, kept current from PostgreSQL.

PostgreSQL keeps the truth. The index is built by the process's first search and then asked for
news at most every `STALE_FOR` seconds, so an answer is never older than that; where nothing
changed this is one small statement. The index reads through a connection of its own, outside any
request's transaction: it sees what is committed and nothing else.
"""

import dataclasses
import datetime as dt
import functools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from sanamost.engines.search import Answer, Changes, Clinic, Index, Offer, Question, Service
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.catalogue.vocabulary import lexicon

STALE_FOR = 0.25
"""Seconds for which a process answers without looking whether something changed."""
MOST_ADDED = 5_000
"""Offers beside the base from which on the index is built anew, in the background."""
MOST_NEWS = 20_000
"""Changed services at once from which on building anew is quicker than applying."""
ASLEEP = dt.timedelta(hours=24)
"""Whoever has not looked for so long builds anew; changes are kept for twice as long."""
BASE = "RUB"

CLINICS = """
    select o.id, o.names::text, o.country, o.region, o.languages, r.names::text,
           o.addresses::text, o.suspended_at is not null or o.kind <> 'clinic'
    from organisations_organisation o left join catalogue_region r on r.code = o.region
"""
OFFERS = """
    with lists as (
      select distinct on (organisation_id) id, organisation_id from catalogue_pricelist
      where valid_from <= %(day)s and (valid_before is null or valid_before > %(day)s)
      order by organisation_id, valid_from desc
    )
    select s.id, s.organisation_id, s.names::text, s.nomenclature_code, s.area, s.kind,
           s.stay_days > 0, p.amount, p.currency
    from catalogue_service s
    left join lists l on l.organisation_id = s.organisation_id
    left join catalogue_price p on p.price_list_id = l.id and p.service_id = s.id
      and p.patient_group = %(group)s
    where s.withdrawn_at is null
"""
NEWS = """
    select c.subject, c.key from catalogue_searchchange c
    where c.made_in >= pg_snapshot_xmin(%(seen)s::pg_snapshot)::text::bigint
      and not pg_visible_in_snapshot(c.made_in::text::xid8, %(seen)s::pg_snapshot)
    group by 1, 2
"""
SNAPSHOT = "select pg_current_snapshot()::text"
# Of another database's life (restored from a copy) the numbers may lie ahead of this one's.
PRUNE = """
    delete from catalogue_searchchange where made_at < now() - interval '48 hours'
      or made_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""

Rates = Callable[[str], Decimal | None]


def roubles_alone(currency: str) -> Decimal | None:
    """What one unit is worth in roubles where no rates are wired in: only roubles are known."""
    return Decimal(1) if currency == BASE else None


@dataclass(frozen=True, slots=True)
class State:
    """An index, the snapshot that it shows, and the day of its prices."""

    index: Index
    seen: str
    day: dt.date


class Current:
    """The index of this process; every thread may ask it."""

    def __init__(self, rates: Rates = roubles_alone) -> None:
        """Nothing is read before the first question."""
        self._rates = rates
        self._lock = threading.Lock()
        self._state: State | None = None
        self._groups: dict[tuple[str, str, str, str], Service] = {}
        self._looked = 0.0
        self._rebuilding: threading.Thread | None = None
        self._own: BaseDatabaseWrapper | None = None

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
                state = self._state = self._built(today)
            elif fresh or time.monotonic() - self._looked >= STALE_FOR:
                state = self._state = self._caught_up(state)
            self._looked = time.monotonic()
            if state.day != today or len(state.index.added) > MOST_ADDED:
                self._rebuild(today)
            return state.index

    def forget(self) -> None:
        """Let go of the index and the connection; the next question builds anew."""
        with self._lock:
            self._state = None
            if self._own is not None:
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
                return State(state.index, seen, state.day)
            services = {key for subject, key in news if subject == "service"}
            prices = [key for subject, key in news if subject == "prices"]
            clinics = [key for subject, key in news if subject == "clinic"]
            if prices:
                cursor.execute(
                    "select id from catalogue_service where organisation_id = any(%s)", [prices]
                )
                services |= {key for (key,) in cursor.fetchall()}
            if len(services) > MOST_NEWS:
                return self._read(cursor, seen, state.day)
            changes = self._changes(cursor, services, clinics, state.day)
        return State(state.index.apply(changes), seen, state.day)

    def _changes(
        self, cursor: Any, services: set[int], clinics: list[int], day: dt.date
    ) -> Changes:
        changed = []
        if clinics:
            cursor.execute(f"{CLINICS} where o.id = any(%s)", [clinics])
            changed = [_clinic(row) for row in cursor.fetchall()]
        cursor.execute(
            f"{OFFERS} and s.id = any(%(keys)s)",
            {"day": day, "group": PatientGroup.FOREIGN, "keys": list(services)},
        )
        put = [self._offer(row) for row in cursor.fetchall()]
        named = {service.key: service for service, _offer in put}
        offers = [offer for _service, offer in put]
        gone = services - {offer.key for offer in offers}
        return Changes(clinics=changed, services=named, put=offers, gone=sorted(gone))

    def _built(self, today: dt.date) -> State:
        with self._reading() as cursor:
            cursor.execute(PRUNE)
        with self._reading() as cursor:
            cursor.execute(SNAPSHOT)
            ((seen,),) = cursor.fetchall()
            return self._read(cursor, seen, today)

    def _read(self, cursor: Any, seen: str, day: dt.date) -> State:
        """Everything, in the snapshot of the cursor's transaction."""
        cursor.execute(CLINICS)
        clinics = [_clinic(row) for row in cursor.fetchall()]
        self._groups = {}
        offers = []
        cursor.execute(OFFERS, {"day": day, "group": PatientGroup.FOREIGN})
        while rows := cursor.fetchmany(10_000):
            offers += [self._offer(row)[1] for row in rows]
        index = Index.build(
            lexicon=lexicon(),
            clinics=clinics,
            services=list(self._groups.values()),
            offers=offers,
        )
        return State(index, seen, day)

    def _offer(self, row: tuple[Any, ...]) -> tuple[Service, Offer]:
        key, clinic, names, code, area, kind, stays, amount, currency = row
        signature = (names, code, area, kind)
        service = self._groups.get(signature)
        if service is None:
            service = Service(
                key=len(self._groups) + 1,
                names=_names(names),
                codes=(code.upper(),) if code else (),
                area=area,
                kind=kind,
            )
            self._groups[signature] = service
        setting = "inpatient" if stays else "outpatient"
        price = None if amount is None else self._in_base(amount, currency)
        return service, Offer(key, service.key, clinic, price, currency or "", setting)

    def _in_base(self, amount: Decimal, currency: str) -> int | None:
        """Minor units of the base currency; None where the rate is not known."""
        rate = self._rates(currency)
        if rate is None:
            return None
        return int((amount * rate * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def _rebuild(self, today: dt.date) -> None:
        """Build anew in a thread of its own; questions are answered from the old index meanwhile."""
        if self._rebuilding is not None and self._rebuilding.is_alive():
            return
        self._rebuilding = threading.Thread(
            target=self._rebuilt, args=(today,), name="search-index", daemon=True
        )
        self._rebuilding.start()

    def _rebuilt(self, today: dt.date) -> None:
        other = Current(self._rates)
        try:
            state = other._built(today)  # noqa: SLF001 another of this class, not yet shared
        finally:
            other.forget()
            close_old_connections()
        with self._lock:
            self._groups = other._groups  # noqa: SLF001 as above
            self._state = self._caught_up(state)

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        """A cursor of the index's own connection, in one transaction with one snapshot."""
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


def _clinic(row: tuple[Any, ...]) -> Clinic:
    key, names, country, region, languages, region_names, addresses, hidden = row
    places = (*_names(region_names or "{}").values(), *_names(addresses).values())
    return Clinic(
        key=key,
        names=_names(names),
        places=tuple(map(str, places)),
        country=country,
        region=region,
        languages=frozenset(languages),
        hidden=hidden,
    )


def _names(text: str) -> dict[str, str]:
    return {language: name for language, name in json.loads(text).items() if name}


@functools.cache
def current() -> Current:
    """The process's own index."""
    return Current()


_PUBLIC: dict[str, dict[int, str]] = {"catalogue_service": {}, "organisations_organisation": {}}
_MOST_PUBLIC = 200_000


def public_ids(table: str, keys: list[int]) -> dict[int, str]:
    """Public ids of rows of the table; a key that no row has is left out."""
    known = _PUBLIC[table]
    if missing := [key for key in keys if key not in known]:
        if len(known) > _MOST_PUBLIC:
            known.clear()
            missing = keys
        with connection.cursor() as cursor:
            cursor.execute(f"select id, public_id from {table} where id = any(%s)", [missing])
            known.update(cursor.fetchall())
    return {key: known[key] for key in keys if key in known}


def found(question: Question, *, today: dt.date) -> dict[str, Any]:
    """The process's answer under public ids, ready to be sent; prices in the base currency.

    Public ids never change, so a process asks the database for each of them once.
    """
    index = current().index(today=today)
    answer = index.ask(question)
    services = public_ids("catalogue_service", [hit.offer for hit in answer.hits])
    clinics = public_ids("organisations_organisation", [hit.clinic for hit in answer.hits])
    told: dict[int, list[dict[str, str]]] = {}
    hits = []
    for hit in answer.hits:
        if hit.offer not in services or hit.clinic not in clinics:
            continue  # deleted since the index looked last
        clinic = index.clinics.rows[index.clinics.place_of[hit.clinic]]
        reasons = told.setdefault(
            id(hit.reasons), [dataclasses.asdict(reason) for reason in hit.reasons]
        )
        hits.append(
            {
                "service": services[hit.offer],
                "clinic": clinics[hit.clinic],
                "names": hit.names,
                "clinic_names": clinic.names,
                "price": None if hit.price is None else hit.price / 100,
                "reasons": reasons,
            }
        )
    return {
        "total": answer.total,
        "hits": hits,
        "facets": answer.facets,
        "unknown": answer.unknown,
        "nearest": answer.nearest,
    }
