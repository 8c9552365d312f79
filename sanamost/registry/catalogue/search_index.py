"""The process's own index of what clinics offer, kept current from PostgreSQL.

PostgreSQL keeps the truth. The index is built by the process's first search and then asked for
news at most every `STALE_FOR` seconds, so an answer is never older than that; where nothing
changed this is one small statement. The index reads through a connection of its own, outside any
request's transaction: it sees what is committed and nothing else.
"""

import ctypes
import dataclasses
import datetime as dt
import functools
import json
import os
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isinf
from typing import Any

import numpy as np
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from sanamost.engines.search import Answer, Changes, Clinic, Index, Offer, Question, Service
from sanamost.registry.catalogue.states import PatientGroup, Setting
from sanamost.registry.catalogue.vocabulary import lexicon

STALE_FOR = 0.25
"""Seconds for which a process answers without looking whether something changed."""
MOST_ADDED = 5_000
"""Offers beside the base from which on the index is built anew, in the background."""
MOST_NEWS = 20_000
"""Changed services at once from which on building anew is quicker than applying."""
ASLEEP = dt.timedelta(hours=24)
"""Whoever has not looked for so long builds anew; changes are kept for twice as long."""
MOST_TOLD = 2_000
"""Answers kept until the index changes: about 30 MB at most."""
BASE = "RUB"
SETTINGS = {
    Setting.OUT_PATIENT.value: "outpatient",
    Setting.DAY_HOSPITAL.value: "day",
    Setting.IN_PATIENT.value: "inpatient",
    Setting.REMOTE.value: "remote",
}
"""As addresses of the search name them; where the clinic has not said, its stay does."""

CLINICS = """
    select o.id, o.public_id, o.names::text, o.country, o.region, o.languages, r.names::text,
           o.addresses::text,
           array(select s.city::text from organisations_site s
             where s.organisation_id = o.id and s.closed_at is null),
           (select min(s.airport_km) from organisations_site s
             where s.organisation_id = o.id and s.closed_at is null),
           array(select p.kind from organisations_proof p where p.organisation_id = o.id
             and p.state = 'checked' and (p.valid_until is null or p.valid_until >= current_date)),
           o.suspended_at is not null or o.verified_at is null or o.kind <> 'clinic'
    from organisations_organisation o left join catalogue_region r on r.code = o.region
"""
OFFERS = """
    with lists as (
      select distinct on (organisation_id) id, organisation_id from catalogue_pricelist
      where valid_from <= %(day)s and (valid_before is null or valid_before > %(day)s)
      order by organisation_id, valid_from desc
    ), free as (
      select organisation_id, area, min(week) - date '0001-01-01' + 1 as day
      from resources_weeklyplaces
      where week >= date_trunc('week', %(day)s::date)::date and places > held + booked
      group by 1, 2
    )
    select s.id, s.organisation_id, s.names::text, s.nomenclature_code, s.area, s.kind,
           s.setting, s.stay_days > 0, p.amount, p.currency, s.public_id, free.day
    from catalogue_service s
    left join lists l on l.organisation_id = s.organisation_id
    left join catalogue_price p on p.price_list_id = l.id and p.service_id = s.id
      and p.patient_group = %(group)s
    left join free on free.organisation_id = s.organisation_id and free.area = s.area
    where s.withdrawn_at is null
"""
GROUPS = """
    select distinct names::text, nomenclature_code, area, kind from catalogue_service
    where withdrawn_at is null
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


class PublicIds:
    """Public ids of offers, thirty bytes each: the settled in arrays, the new in a dictionary."""

    def __init__(self) -> None:
        """None yet."""
        self._new: dict[int, str] = {}
        self._gathered = (array("q"), bytearray())
        self._keys = np.zeros(0, dtype=np.int64)
        self._ids = np.zeros(0, dtype="S27")
        self._settled = False

    def add(self, key: int, public_id: str) -> None:
        """Keep the id of the key."""
        if self._settled:
            self._new[key] = public_id
        else:
            self._gathered[0].append(key)
            self._gathered[1].extend(public_id.encode().ljust(27, b"\0"))

    def settle(self) -> None:
        """Everything before this goes into arrays."""
        keys = np.array(self._gathered[0], dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._ids = np.frombuffer(bytes(self._gathered[1]), dtype="S27")[order]
        self._gathered, self._settled = (array("q"), bytearray()), True

    def of(self, key: int) -> str:
        """The id of the key; empty where none was added."""
        if key in self._new:
            return self._new[key]
        place = int(np.searchsorted(self._keys, key))
        if place < len(self._keys) and self._keys[place] == key:
            return str(self._ids[place].decode())
        return ""


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
        self._public, self._clinic_ids = PublicIds(), dict[int, str]()
        self._shown = (self._public, self._clinic_ids)
        self._told: tuple[Index | None, dict[str, bytes]] = (None, {})
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
                state = self._state = self._built(today)
            elif fresh or time.monotonic() - self._looked >= STALE_FOR:
                state = self._state = self._caught_up(state)
            self._looked = time.monotonic()
            if state.day != today or len(state.index.added) > MOST_ADDED:
                self._rebuild(today)
            return state.index

    def told(self, asked: str, question: Callable[[], Question], *, today: dt.date) -> bytes:
        """The answer as JSON; kept for as long as the index stays the same."""
        index = self.index(today=today)
        known, answers = self._told
        if known is not index or len(answers) > MOST_TOLD:
            self._told = (index, answers := {})
        kept = answers.get(asked)
        if kept is None:
            kept = answers[asked] = self._as_json(index, index.ask(question()))
        return kept

    def _as_json(self, index: Index, answer: Answer) -> bytes:
        reasons: dict[int, list[dict[str, str]]] = {}
        hits = []
        public, clinic_ids = self._shown
        for hit in answer.hits:
            service, at = public.of(hit.offer), clinic_ids.get(hit.clinic)
            if not service or not at:
                continue  # gone from an index that has come since
            clinic = index.clinics.rows[index.clinics.place_of[hit.clinic]]
            if id(hit.reasons) not in reasons:
                reasons[id(hit.reasons)] = [dataclasses.asdict(one) for one in hit.reasons]
            hits.append(
                {
                    "service": service,
                    "clinic": at,
                    "names": hit.names,
                    "clinic_names": clinic.names,
                    "price": None if hit.price is None else hit.price / 100,
                    "reasons": reasons[id(hit.reasons)],
                    "score": round(hit.score, 4),
                    "distance_km": None if isinf(clinic.distance_km) else clinic.distance_km,
                }
            )
        told = {
            "total": answer.total,
            "hits": hits,
            "facets": answer.facets,
            "unknown": answer.unknown,
            "nearest": answer.nearest,
        }
        return json.dumps(told, ensure_ascii=False).encode()

    def forget(self) -> None:
        """Let go of the index and the connection; the next question builds anew."""
        with self._lock:
            self._state = None
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
            changed = [self._clinic(row) for row in cursor.fetchall()]
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
        clinics = [self._clinic(row) for row in cursor.fetchall()]
        self._groups, self._public = {}, PublicIds()
        cursor.execute(GROUPS)
        for signature in cursor.fetchall():
            self._service(*signature)
        index = Index.build(
            lexicon=lexicon(),
            clinics=clinics,
            services=list(self._groups.values()),
            offers=self._streamed(cursor, day),
        )
        self._public.settle()
        give_back()
        self._shown = (self._public, self._clinic_ids)
        return State(index, seen, day)

    def _streamed(self, cursor: Any, day: dt.date) -> Iterator[Offer]:
        """Every offer, some thousands at a time in memory."""
        cursor.execute(
            f"declare offers no scroll cursor for {OFFERS}",
            {"day": day, "group": PatientGroup.FOREIGN},
        )
        while True:
            cursor.execute("fetch 5000 from offers")
            rows = cursor.fetchall()
            if not rows:
                return
            for row in rows:
                yield self._offer(row)[1]

    def _offer(self, row: tuple[Any, ...]) -> tuple[Service, Offer]:
        key, clinic, names, code, area, kind, said, stays, amount, currency, public_id, free = row
        self._public.add(key, public_id)
        service = self._service(names, code, area, kind)
        setting = SETTINGS.get(said) or ("inpatient" if stays else "outpatient")
        price = None if amount is None else self._in_base(amount, currency)
        return service, Offer(
            key, service.key, clinic, price, currency or "", setting, free_day=free
        )

    def _service(self, names: str, code: str, area: str, kind: str) -> Service:
        """The service that all offers of these names, code, area and kind are of."""
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
        return service

    def _clinic(self, row: tuple[Any, ...]) -> Clinic:
        self._clinic_ids[row[0]] = row[1]
        return _clinic(row)

    def _in_base(self, amount: Decimal, currency: str) -> int | None:
        """Minor units of the base currency; None where the rate is not known."""
        rate = self._rates(currency)
        if rate is None:
            return None
        return int((amount * rate * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def _rebuild(self, today: dt.date) -> None:
        """Build anew in a thread of its own; the old index answers meanwhile."""
        if self._rebuilding is not None and self._rebuilding.is_alive():
            return
        self._rebuilding = threading.Thread(
            target=self._rebuilt, args=(today,), name="search-index", daemon=True
        )
        self._rebuilding.start()

    def _rebuilt(self, today: dt.date) -> None:
        other = Current(self._rates)
        try:
            state = other._built(today)  # another of this class, not yet shared
        finally:
            other.forget()
            close_old_connections()
        with self._lock:
            self._public, self._clinic_ids = self._shown = other._shown
            self._groups = other._groups
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


def _clinic(row: tuple[Any, ...]) -> Clinic:
    key, _id, names, country, region, languages, region_names, addresses, *more = row
    cities, distance, proofs, hidden = more
    texts = [region_names or "{}", addresses, *cities]
    places = [name for text in texts for name in _names(text).values()]
    return Clinic(
        key=key,
        names=_names(names),
        places=tuple(map(str, places)),
        country=country,
        region=region,
        languages=frozenset(languages),
        # One list of kinds for both: which of them an accreditation is, the cards' own list says.
        accreditations=frozenset(proofs),
        attributes=frozenset(proofs),
        distance_km=float("inf") if distance is None else float(distance),
        hidden=hidden,
    )


def _names(text: str) -> dict[str, str]:
    return {language: name for language, name in json.loads(text).items() if name}


def give_back() -> None:
    """Return what building has freed to the system; the C library keeps it for itself otherwise."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return  # another C library than glibc


@functools.cache
def current() -> Current:
    """The process's own index."""
    return Current()


def found(asked: str, question: Callable[[], Question], *, today: dt.date) -> bytes:
    """The process's answer as JSON under public ids; prices in the base currency.

    `asked` is the question as it came and must say all that `question` makes of it: the same asked
    again of the same index is answered without asking the index.
    """
    return current().told(asked, question, today=today)
