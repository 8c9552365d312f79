"""The index: ask it, and make the next one from what has changed.

An index is never changed. `apply` returns a new one that shares nearly all arrays with the old, so
whoever is asking meanwhile is not disturbed, and no locks are needed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.asking import (
    DEEPEST,
    Answer,
    Filters,
    Hit,
    Order,
    Question,
    Reason,
)
from sanamost.engines.search.clinics import Clinic, Clinics, Mask
from sanamost.engines.search.lexicon import Lexicon
from sanamost.engines.search.matching import WHOLE, Matched, kept, match, why
from sanamost.engines.search.names import CONCEPT, OUTRIGHT, Found, Names
from sanamost.engines.search.offers import UNKNOWN_PRICE, Offer, Rows
from sanamost.engines.search.reading import Slot, read
from sanamost.engines.search.segment import Segment, Service

SURE = 0.8
_STEPS = 2_000
ALIKE, SPREAD = 3, 30
"""So many offers of one service stand together by price; each further such group stands as if its
score were less by so many thousandths, so that one name does not fill a page."""
_OWN_FILTER = {
    "areas": "areas",
    "kinds": "kinds",
    "regions": "regions",
    "countries": "countries",
    "languages": "languages",
    "accreditations": "accreditations",
    "attributes": "attributes",
    "currencies": "currencies",
    "settings": "settings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has become of offers and clinics since: `gone` are keys of offers.

    An offer that is known is put in the place of the old one; `services` holds the services of the
    offers put.
    """

    clinics: Sequence[Clinic] = ()
    services: Mapping[int, Service] = field(default_factory=dict)
    put: Sequence[Offer] = ()
    gone: Sequence[int] = ()


class _Read(NamedTuple):
    """A question against one segment."""

    segment: Segment
    slots: list[Slot]
    found: NDArray[np.int32] | None
    scores: NDArray[np.float32] | None
    best: float = 1.0
    """How much of the text anything answers firmly."""


class _Chosen(NamedTuple):
    """Offers of one segment that answer."""

    read: _Read
    rows: Rows


@dataclass(frozen=True)
class Index:
    """A base and what has been put since; made by `build` and `apply`."""

    lexicon: Lexicon
    clinics: Clinics
    base: Segment
    added: Mapping[int, tuple[Service, Offer]] = field(default_factory=dict)
    delta: Segment | None = None

    @classmethod
    def build(
        cls,
        *,
        lexicon: Lexicon,
        clinics: Sequence[Clinic],
        services: Sequence[Service],
        offers: Iterable[Offer],
    ) -> "Index":
        """An index of everything; offers may come from a generator, they are read once."""
        table = Clinics(clinics)
        return cls(lexicon, table, Segment.of(services, offers, table, lexicon))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The base, and the delta where there is one."""
        return (self.base,) if self.delta is None else (self.base, self.delta)

    def apply(self, changes: Changes) -> "Index":
        """The index after the changes.

        Prices and what else stands in columns change in place; other offers go into the delta,
        which is made anew: milliseconds for some hundreds. Rebuild when `len(added)` has grown to
        thousands.
        """
        clinics = self.clinics.changed(changes.clinics) if changes.clinics else self.clinics
        gone: list[int] = []
        changed: list[tuple[int, Offer]] = []
        added = dict(self.added)
        touched = False
        for key in changes.gone:
            touched = added.pop(key, None) is not None or touched
            row = self.base.offers.row(key)
            gone += [] if row is None else [row]
        for offer in changes.put:
            row = self.base.offers.row(offer.key)
            service = changes.services[offer.service]
            if row is not None and self._same(row, offer, service, clinics):
                changed.append((row, offer))
                continue
            gone += [] if row is None else [row]
            added[offer.key] = (service, offer)
            touched = True
        offers = self.base.offers.without(gone) if gone else self.base.offers
        offers = offers.changed(changed) if changed else offers
        delta = _delta(added, clinics, self.lexicon) if touched else self.delta
        base = self.base if offers is self.base.offers else self.base.holding(offers)
        return replace(self, clinics=clinics, base=base, added=added, delta=delta)

    def ask(self, question: Question) -> Answer:
        """The hits of the page with reasons, how many there are, and counts by facet."""
        if not question.text.strip():
            reads = [_Read(one, [], None, None) for one in self.segments]
            return self._answer(question, reads, None, [], ())
        reads, named, clinic_slots = self._read(question.text)
        if all(one.found is not None and not len(one.found) for one in reads):
            return self._nothing(reads)
        slots = [slot for one in reads for slot in one.slots] + clinic_slots
        met = {slot.word for slot in slots if slot.meanings}
        unknown = tuple(dict.fromkeys(one.word for one in slots if one.word not in met))
        return self._answer(question, reads, named, clinic_slots, unknown)

    def _read(self, text: str) -> tuple[list[_Read], Mask | None, list[Slot]]:
        """The text against each segment, and which clinics it names.

        Where nothing answers the whole text as typed it is read again with more doubt.
        """
        first = self._read_once(text)
        known = {slot.word for one in first[0] for slot in one.slots if slot.meanings}
        known |= {slot.word for slot in first[2]}
        asked = {slot.word for one in first[0] for slot in one.slots}
        if asked <= known and max((one.best for one in first[0]), default=1.0) > WHOLE:
            return first
        again = self._read_once(text, doubt=True)
        return again if any(one.best for one in again[0]) else first

    def _read_once(
        self, text: str, *, doubt: bool = False
    ) -> tuple[list[_Read], Mask | None, list[Slot]]:
        read_by = [(one, read(text, one.names, doubt=doubt)) for one in self.segments]
        surest: dict[str, float] = {}
        for segment, slots in read_by:
            for slot in slots:
                sure = _held(slot, segment.names)
                surest[slot.word] = max(surest.get(slot.word, 0.0), sure)
        unsure = any(sure < SURE for sure in surest.values())
        at_clinics = read(text, self.clinics.names, guess=unsure)
        clinic_sure = {slot.word: _held(slot, self.clinics.names) for slot in at_clinics}
        naming = [
            slot
            for slot in at_clinics
            if clinic_sure[slot.word] > max(surest.get(slot.word, SURE), 0.6)
            and surest.get(slot.word, SURE) < SURE
        ]
        if at_clinics and all(sure >= SURE for sure in clinic_sure.values()):
            found = match(at_clinics, self.clinics.names)
            services = max((_whole(one, slots) for one, slots in read_by), default=0.0)
            if len(found.places) and found.firmly.max() > WHOLE and services < SURE:
                naming = at_clinics
        words = {slot.word for slot in naming}
        named = self._named(naming) if naming else None
        reads = []
        for segment, slots in read_by:
            left = [slot for slot in slots if slot.word not in words]
            if words and not left:
                reads.append(_Read(segment, [], None, None))
            else:
                reads.append(_Read(segment, left, *_nothing_yet()))
        return self._ranked(reads), named, naming

    def _named(self, slots: list[Slot]) -> Mask:
        """The clinics that answer these words best."""
        found = match(slots, self.clinics.names)
        mask = np.zeros(len(self.clinics.rows), dtype=np.bool_)
        if len(found.places):
            best, surest = float(found.firmly.max()), float(found.scores.max())
            mask[found.places[kept(found, best, surest)]] = True
        return mask

    def _ranked(self, reads: list[_Read]) -> list[_Read]:
        """The reads with the services that are answers, judged over all segments together."""
        matched: list[Matched | None] = [
            match(one.slots, one.segment.names) if one.found is not None else None for one in reads
        ]
        some = [one for one in matched if one is not None and len(one.places)]
        best = max((float(one.firmly.max()) for one in some), default=0.0)
        surest = max((float(one.scores.max()) for one in some), default=0.0)
        ranked = []
        for one, came in zip(reads, matched, strict=True):
            if came is None:
                ranked.append(one)
                continue
            mask = kept(came, best, surest)
            ranked.append(one._replace(found=came.places[mask], scores=came.scores[mask], best=best))
        return ranked

    def _answer(
        self,
        question: Question,
        reads: list[_Read],
        named: Mask | None,
        clinic_slots: list[Slot],
        unknown: tuple[str, ...],
    ) -> Answer:
        chosen, facets = self._chosen(question.filters, reads, named)
        if question.sideways:
            facets = {**facets, **self._sideways(question.filters, reads, named)}
        hits = self._hits(question, chosen, clinic_slots)
        return Answer(sum(len(one.rows) for one in chosen), hits, facets, unknown)

    def _chosen(
        self, filters: Filters, reads: list[_Read], named: Mask | None
    ) -> tuple[list[_Chosen], Mapping[str, Mapping[str, int]]]:
        """The offers that pass, and their counts."""
        if filters == Filters() and named is None and all(one.found is None for one in reads):
            rows, facets = self._everything
            return [_Chosen(*pair) for pair in zip(reads, rows, strict=True)], facets
        clinics = self.clinics.passing(filters)
        clinics = clinics if named is None else clinics & named
        chosen = [_Chosen(one, one.segment.rows(filters, clinics, one.found)) for one in reads]
        return chosen, self._counted(chosen)

    @cached_property
    def _everything(self) -> tuple[list[Rows], Mapping[str, Mapping[str, int]]]:
        """All offers and their counts, reckoned once."""
        shown = self.clinics.passing(Filters())
        reads = [_Read(one, [], None, None) for one in self.segments]
        chosen = [_Chosen(one, one.segment.rows(Filters(), shown, None)) for one in reads]
        return [one.rows for one in chosen], self._counted(chosen)

    @cached_property
    def _cheapest(self) -> list[Rows]:
        """Of all offers, those that any page may show where nothing is asked, cheapest first."""
        rows, _facets = self._everything
        return [
            own[_first(self._keys(Order.PRICE, _Chosen(_Read(one, [], None, None), own)), DEEPEST)]
            for one, own in zip(self.segments, rows, strict=True)
        ]

    def _counted(self, chosen: list[_Chosen]) -> Mapping[str, Mapping[str, int]]:
        total: dict[str, Counter[str]] = {}
        for read_, rows in chosen:
            for name, counts in read_.segment.counts(rows, self.clinics).items():
                total.setdefault(name, Counter()).update(counts)
        return total

    def _sideways(
        self, filters: Filters, reads: list[_Read], named: Mask | None
    ) -> dict[str, Mapping[str, int]]:
        """The counts of each filtered facet without its own filter."""
        counts: dict[str, Mapping[str, int]] = {}
        for facet, own in _OWN_FILTER.items():
            if getattr(filters, own):
                nothing: dict[str, Any] = {own: frozenset()}
                free = replace(filters, **nothing)
                counts[facet] = self._chosen(free, reads, named)[1][facet]
        if filters.weekend:
            free = replace(filters, weekend=False)
            counts["weekend"] = self._chosen(free, reads, named)[1]["weekend"]
        if filters.price_from is not None or filters.price_to is not None:
            free = replace(filters, price_from=None, price_to=None)
            counts["prices"] = self._chosen(free, reads, named)[1]["prices"]
        return counts

    def _hits(
        self, question: Question, chosen: list[_Chosen], clinic_slots: list[Slot]
    ) -> tuple[Hit, ...]:
        after = min(question.offset + question.limit, DEEPEST)
        candidates: list[tuple[int, int, int, int]] = []
        unasked = question.filters == Filters() and all(one.read.found is None for one in chosen)
        by_price = question.order is not Order.DISTANCE and not clinic_slots
        for place, one in enumerate(chosen):
            own = _Chosen(one.read, self._cheapest[place]) if unasked and by_price else one
            keys = self._keys(question.order, own)
            numbers = _first(keys, after)
            rows, keys = own.rows[numbers], keys[numbers]
            offers = one.read.segment.offers.keys[rows]
            standing = np.lexsort((offers, keys))[:after]
            listed = (keys[standing].tolist(), offers[standing].tolist(), rows[standing].tolist())
            candidates += [
                (key, offer, place, row) for key, offer, row in zip(*listed, strict=True)
            ]
        page = sorted(candidates)[question.offset : after]
        told: dict[tuple[int, int], tuple[Reason, ...]] = {}
        return tuple(
            self._hit(chosen[place].read, row, clinic_slots, told)
            for _key, _offer, place, row in page
        )

    def _keys(self, order: Order, chosen: _Chosen) -> NDArray[np.int64]:
        """What the rows are ordered by, smallest first: 40 bits of price under the order's own."""
        offers, rows = chosen.read.segment.offers, chosen.rows
        price = offers.price[rows]
        if order is Order.DISTANCE:
            return (self.clinics.distance[offers.clinic[rows]] << 40) | price
        if order is Order.PRICE or chosen.read.scores is None or chosen.read.found is None:
            return price
        level = np.zeros(len(chosen.read.segment.services), dtype=np.int64)
        level[chosen.read.found] = _STEPS - np.rint(chosen.read.scores * 1_000).astype(np.int64)
        standing = SPREAD * (offers.standing(rows) // ALIKE)
        return (np.minimum(level[offers.service[rows]] + standing, 4 * _STEPS) << 40) | price

    def _hit(
        self,
        asked: _Read,
        row: int,
        clinic_slots: list[Slot],
        told: dict[tuple[int, int], tuple[Reason, ...]],
    ) -> Hit:
        segment = asked.segment
        service, clinic = int(segment.offers.service[row]), int(segment.offers.clinic[row])
        price = int(segment.offers.price[row])
        score = 0.0
        if asked.found is not None and asked.scores is not None:
            score = float(asked.scores[np.searchsorted(asked.found, service)])
        # Many clinics offer one service, and a page shows some of them for one reason.
        same = (id(segment), service)
        if same not in told:
            met = why(asked.slots, segment.names, service)
            told[same] = tuple(_reason(segment.names, *one) for one in met)
        at_clinic = why(clinic_slots, self.clinics.names, clinic) if clinic_slots else ()
        reasons = told[same] + tuple(
            Reason(slot.word, "clinic", found.form) for slot, found in at_clinic
        )
        return Hit(
            offer=int(segment.offers.keys[row]),
            service=segment.services[service].key,
            clinic=self.clinics.rows[clinic].key,
            price=None if price == UNKNOWN_PRICE else price,
            score=round(score, 3),
            names=segment.services[service].names,
            reasons=reasons,
        )

    def _nothing(self, reads: list[_Read]) -> Answer:
        """No hits: the words like those asked that would have some."""
        words = dict.fromkeys(slot.word for one in reads for slot in one.slots)
        near = [form for word in words for form in self.base.names.alike(word)]
        return Answer(0, (), {}, tuple(words), tuple(dict.fromkeys(near))[:5])

    def _same(self, row: int, offer: Offer, service: Service, clinics: Clinics) -> bool:
        """Whether the offer differs from the row in columns only."""
        known = self.base.services[int(self.base.offers.service[row])]
        return (
            known == service and int(self.base.offers.clinic[row]) == clinics.place_of[offer.clinic]
        )


def _delta(
    added: Mapping[int, tuple[Service, Offer]], clinics: Clinics, lexicon: Lexicon
) -> Segment | None:
    if not added:
        return None
    services = {service.key: service for service, _offer in added.values()}
    offers = [offer for _service, offer in added.values()]
    return Segment.of(list(services.values()), offers, clinics, lexicon)


def _nothing_yet() -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)


def _held(slot: Slot, names: Names) -> float:
    """How sure the surest meaning is that some document holds."""
    held = (one.weight for one in slot.meanings.values() if names.frequency(one.term))
    return max(held, default=0.0)


def _whole(segment: Segment, slots: list[Slot]) -> float:
    """How sure the surest service is that answers the whole question; 0 where none does."""
    found = match(slots, segment.names)
    if not len(found.places) or any(not _held(slot, segment.names) for slot in slots):
        return 0.0
    return float(found.scores[found.covered > WHOLE].max(initial=0.0))


def _first(keys: NDArray[np.int64], count: int) -> Rows:
    """Where the `count` smallest keys stand, with all that equal the last of them."""
    if len(keys) <= count:
        return np.arange(len(keys))
    last = np.partition(keys, count - 1)[count - 1]
    return np.flatnonzero(keys <= last)


def _reason(names: Names, slot: Slot, found: Found) -> Reason:
    spelled = names.spelled[found.term]
    if not spelled.startswith(CONCEPT):
        return Reason(slot.word, found.how, found.form)
    code = spelled.removeprefix(CONCEPT).removesuffix(OUTRIGHT)
    return Reason(slot.word, found.how, found.form, code)
