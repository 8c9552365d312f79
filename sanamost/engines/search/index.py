"""The index: ask it, and make the next one from what has changed.

An index is never changed. `apply` returns a new one that shares nearly all arrays with the old, so
whoever is asking meanwhile is not disturbed, and no locks are needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sanamost.engines.search.asking import Answer, Filters, Order, Question
from sanamost.engines.search.choosing import Chosen, Facets, chosen, counted, sideways
from sanamost.engines.search.clinics import Clinic, Clinics
from sanamost.engines.search.lexicon import Lexicon
from sanamost.engines.search.offers import Offer
from sanamost.engines.search.paging import cheapest, page
from sanamost.engines.search.segment import Segment, Service
from sanamost.engines.search.understanding import Understood, nothing_said, understand

MOST_READ = 32
"""Texts of which the reading is kept."""


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
        services: Iterable[Service],
        offers: Iterable[Offer],
    ) -> "Index":
        """An index of everything; services and then offers are read once, one by one."""
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
            return self._answer(question, nothing_said(self.segments), ())
        understood = self._understood(question.text)
        if all(one.found is not None and not len(one.found) for one in understood.reads):
            return self._nothing(understood)
        words, known = understood.words()
        unknown = tuple(dict.fromkeys(word for word in words if word not in known))
        return self._answer(question, understood, unknown)

    def _understood(self, text: str) -> Understood:
        """The text read; a page asks several questions of one text, with other filters."""
        known = self._read.get(text)
        if known is None:
            if len(self._read) >= MOST_READ:
                self._read.clear()
            known = self._read[text] = understand(text, self.segments, self.clinics)
        return known

    @cached_property
    def _read(self) -> dict[str, Understood]:
        return {}

    def _answer(
        self, question: Question, understood: Understood, unknown: tuple[str, ...]
    ) -> Answer:
        filters = question.filters
        unasked = (
            filters == Filters()
            and understood.named is None
            and all(one.found is None for one in understood.reads)
        )
        if unasked and question.order is not Order.DISTANCE:
            total, facets, offers = self._everything
        else:
            offers = chosen(filters, understood, self.clinics)
            total = sum(len(one.rows) for one in offers)
            facets = counted(offers, self.clinics) if question.limit else {}
        if question.sideways:
            facets = {**facets, **sideways(filters, understood, self.clinics)}
        hits = page(question, offers, understood.clinic_slots, self.clinics)
        return Answer(total, hits, facets, unknown)

    @cached_property
    def _everything(self) -> tuple[int, Facets, list[Chosen]]:
        """How many offers there are and their counts, reckoned once.

        Of the offers only those that any page may show where nothing is asked, cheapest first.
        """
        offers = chosen(Filters(), nothing_said(self.segments), self.clinics)
        facets = counted(offers, self.clinics)
        shown = [one._replace(rows=cheapest(one)) for one in offers]
        return sum(len(one.rows) for one in offers), facets, shown

    def _nothing(self, understood: Understood) -> Answer:
        """No hits: the words like those asked that would have some."""
        words = dict.fromkeys(slot.word for one in understood.reads for slot in one.slots)
        near = [form for word in words for form in self.base.names.alike(word)]
        return Answer(0, (), {}, tuple(words), tuple(dict.fromkeys(near))[:5])

    def _same(self, row: int, offer: Offer, service: Service, clinics: Clinics) -> bool:
        """Whether the offer differs from the row in columns only."""
        place = int(self.base.offers.service[row])
        return (
            int(self.base.services.marks[place]) == service.mark()
            and int(self.base.offers.clinic[row]) == clinics.place_of[offer.clinic]
            and bytes(self.base.offers.label[row]) == offer.label
        )


def _delta(
    added: Mapping[int, tuple[Service, Offer]], clinics: Clinics, lexicon: Lexicon
) -> Segment | None:
    if not added:
        return None
    services = {service.key: service for service, _offer in added.values()}
    offers = [offer for _service, offer in added.values()]
    return Segment.of(services.values(), offers, clinics, lexicon)
