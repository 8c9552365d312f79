"""The hits of one page, in their order, with the reasons why they are hits."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.asking import DEEPEST, Hit, Order, Question, Reason
from sanamost.engines.search.choosing import Chosen
from sanamost.engines.search.clinics import Clinics
from sanamost.engines.search.matching import why
from sanamost.engines.search.names import CONCEPT, OUTRIGHT, Found, Names
from sanamost.engines.search.offers import NEVER, UNKNOWN_PRICE, Rows, parts
from sanamost.engines.search.reading import Slot
from sanamost.engines.search.understanding import Read

STEPS = 2_000
ALIKE, SPREAD = 3, 30
"""So many offers of one service stand together by price; each further such group stands as if its
score were less by so many thousandths, so that one name does not fill a page."""
Keys = NDArray[np.int64]
Told = dict[tuple[int, int], tuple[Reason, ...]]


def page(
    question: Question, offers: Sequence[Chosen], clinic_slots: list[Slot], clinics: Clinics
) -> tuple[Hit, ...]:
    """The hits from `offset` on, at most `limit`."""
    if not question.limit:
        return ()
    after = min(question.offset + question.limit, DEEPEST)
    candidates: list[tuple[int, int, int, int]] = []
    keys_by = keys_of(question.order, offers, clinics)
    for place, (one, all_keys) in enumerate(zip(offers, keys_by, strict=True)):
        numbers = first(all_keys, after)
        rows, keys = one.rows[numbers], all_keys[numbers]
        own = one.read.segment.offers.keys[rows]
        order = np.lexsort((own, keys))[:after]
        listed = (keys[order].tolist(), own[order].tolist(), rows[order].tolist())
        candidates += [(key, offer, place, row) for key, offer, row in zip(*listed, strict=True)]
    candidates.sort()
    shown = candidates[question.offset : after]
    told: Told = {}
    hits: dict[tuple[int, int], Hit] = {}
    for place, one in enumerate(offers):
        own_rows = [row for _key, _offer, at, row in shown if at == place]
        made = _hits(one, own_rows, clinic_slots, clinics, told)
        hits |= {(place, row): hit for row, hit in zip(own_rows, made, strict=True)}
    return tuple(hits[place, row] for _key, _offer, place, row in shown)


def keys_of(order: Order, offers: Sequence[Chosen], clinics: Clinics) -> list[Keys]:
    """What the rows are ordered by, smallest first: 40 bits of price under the order's own."""
    by_text = order is Order.RELEVANCE and any(one.read.scores is not None for one in offers)
    standing = _standing(offers) if by_text else [None] * len(offers)
    return [_keys(order, *one, clinics) for one in zip(offers, standing, strict=True)]


def _keys(order: Order, chosen: Chosen, standing: Rows | None, clinics: Clinics) -> Keys:
    offers, rows = chosen.read.segment.offers, chosen.rows
    price = offers.price[rows]
    if order is Order.DISTANCE:
        distance: Keys = clinics.distance[offers.clinic[rows]]
        return (distance << 40) | price
    if standing is None or chosen.read.scores is None or chosen.read.found is None:
        return price
    level = np.zeros(len(chosen.read.segment.services), dtype=np.int64)
    level[chosen.read.found] = STEPS - np.rint(chosen.read.scores * 1_000).astype(np.int64)
    return ((level[offers.service[rows]] + SPREAD * (standing // ALIKE)) << 40) | price


def _standing(offers: Sequence[Chosen]) -> list[Rows]:
    """Of each row, how many offers of its service are cheaper, over all segments together."""
    held = [one for one in offers if len(one.rows)]
    if len(held) < 2:
        return [one.read.segment.offers.standing(one.rows) for one in offers]
    rows = [one.rows for one in offers]
    columns = [
        (
            part.services.keys[part.offers.service[own]],
            part.offers.price[own],
            part.offers.keys[own],
        )
        for part, own in zip((one.read.segment for one in offers), rows, strict=True)
    ]
    service, price, keys = (np.concatenate(column) for column in zip(*columns, strict=True))
    order = np.lexsort((keys, price, service))
    ordered = service[order]
    begin = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    places = np.arange(len(ordered)) - np.repeat(begin, np.diff(np.append(begin, len(ordered))))
    standing = np.empty(len(ordered), dtype=np.int64)
    standing[order] = places
    return np.split(standing, np.cumsum([len(own) for own in rows])[:-1])


def first(keys: Keys, count: int) -> Rows:
    """Where the `count` smallest keys stand, with all that equal the last of them."""
    if len(keys) <= count:
        return np.arange(len(keys))
    last = np.partition(keys, count - 1)[count - 1]
    return np.flatnonzero(keys <= last)


def cheapest(chosen: Chosen) -> Rows:
    """Of the rows, those that any page by price may show; some of all are looked at at a time."""
    price = chosen.read.segment.offers.price
    held = [some[first(price[some], DEEPEST)] for some in parts(chosen.rows)]
    rows = np.concatenate(held) if held else chosen.rows
    return rows[first(price[rows], DEEPEST)]


def _hits(
    chosen: Chosen, rows: list[int], clinic_slots: list[Slot], clinics: Clinics, told: Told
) -> Iterator[Hit]:
    """The rows as they are shown."""
    asked, segment = chosen.read, chosen.read.segment
    offers = segment.offers
    columns = (offers.keys, offers.service, offers.clinic, offers.price, offers.label)
    own = (offers.at_least, offers.weekdays, offers.free_day)
    at = np.array(rows, dtype=np.int64)
    scores = _scores(asked, offers.service[at])
    for key, service, clinic, price, label, at_least, weekdays, free, score in zip(
        *(column[at].tolist() for column in (*columns, *own)), scores, strict=True
    ):
        # Many clinics offer one service, and a page shows some of them for one reason.
        same = (id(segment), service)
        if same not in told:
            met = why(asked.slots, segment.names, service)
            told[same] = tuple(_reason(segment.names, *one) for one in met)
        reasons = told[same]
        if clinic_slots:
            at_clinic = why(clinic_slots, clinics.names, clinic)
            reasons += tuple(Reason(slot.word, "clinic", found.form) for slot, found in at_clinic)
        yield Hit(
            offer=key,
            service=int(segment.services.keys[service]),
            clinic=clinics.rows[clinic].key,
            price=None if price == UNKNOWN_PRICE else price,
            score=round(score, 3),
            told=segment.services.told(service),
            reasons=reasons,
            label=label,
            at_least=at_least,
            weekdays=weekdays,
            free_day=None if free == NEVER else free,
        )


def _scores(asked: Read, services: NDArray[np.int32]) -> list[float]:
    if asked.found is None or asked.scores is None or not len(asked.found):
        return [0.0] * len(services)
    own: list[float] = asked.scores[np.searchsorted(asked.found, services)].tolist()
    return own


def _reason(names: Names, slot: Slot, found: Found) -> Reason:
    spelled = names.spelled[found.term]
    if not spelled.startswith(CONCEPT):
        return Reason(slot.word, found.how, found.form)
    code = spelled.removeprefix(CONCEPT).removesuffix(OUTRIGHT)
    return Reason(slot.word, found.how, found.form, code)
