"""An answer of the index as JSON under public ids.

The names of services and clinics are JSON in the index already; an answer is put together from
such pieces, which takes a fraction of what building and writing objects does.
"""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from sanamost.engines.search import Answer, Hit, Index, Reason
from sanamost.registry.catalogue.search_rows import BASE, PREFIX
from sanamost.registry.catalogue.weekdays import days


@dataclass(frozen=True, slots=True)
class Unit:
    """What prices are told in: a currency, and how much of the base one unit of it is worth."""

    currency: str
    worth: Decimal


IN_ROUBLES = Unit(BASE, Decimal(1))


def as_json(index: Index, answer: Answer, unit: Unit = IN_ROUBLES) -> bytes:
    """The answer as the API's schema describes it, prices in the unit, to its hundredth."""
    clinics = index.clinics
    reasons: dict[int, bytes] = {}
    hits = []
    for hit in answer.hits:
        told = reasons.get(id(hit.reasons))
        if told is None:
            told = reasons[id(hit.reasons)] = _json([_reason(one) for one in hit.reasons])
        hits.append(_hit(hit, clinics.told(hit.clinic), told, unit))
    rest = {
        "currency": unit.currency,
        "facets": answer.facets,
        "unknown": answer.unknown,
        "nearest": answer.nearest,
    }
    return b'{"total":%d,"hits":[%b],%b' % (answer.total, b",".join(hits), _json(rest)[1:])


def _price(minor: int | None, unit: Unit) -> bytes:
    if minor is None:
        return b"null"
    if unit.worth != 1:
        minor = int((minor / unit.worth).quantize(Decimal(1), ROUND_HALF_UP))
    return b"%d.%02d" % divmod(minor, 100)


def _hit(hit: Hit, clinic: bytes, reasons: bytes, unit: Unit) -> bytes:
    return (
        b'{"service":"%b%b","names":%b,%b,"price":%b,"at_least":%b,"free_from":%b,"weekdays":%b,'
        b'"reasons":%b,"score":%.3f}'
        % (
            PREFIX.encode(),
            hit.label,
            hit.told,
            clinic,
            _price(hit.price, unit),
            b"true" if hit.at_least else b"false",
            _day(hit.free_day),
            _days(hit.weekdays),
            reasons,
            hit.score,
        )
    )


@lru_cache(maxsize=1_000)
def _day(free: int | None) -> bytes:
    return b"null" if free is None else b'"%b"' % dt.date.fromordinal(free).isoformat().encode()


@lru_cache(maxsize=128)
def _days(weekdays: int) -> bytes:
    return _json(days(weekdays))


def _reason(one: Reason) -> dict[str, str]:
    return {"word": one.word, "how": one.how, "met": one.met, "concept": one.concept}


_encoder = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _json(value: object) -> bytes:
    return _encoder.encode(value).encode()
