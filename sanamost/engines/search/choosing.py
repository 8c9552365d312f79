"""Which offers pass, and how many of them there are by every value of every facet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sanamost.engines.search.asking import Filters
from sanamost.engines.search.clinics import Clinics
from sanamost.engines.search.offers import Rows
from sanamost.engines.search.understanding import Read, Understood

Facets = Mapping[str, Mapping[str, int]]
ALIKE_NAMED = (
    "areas",
    "kinds",
    "regions",
    "countries",
    "languages",
    "accreditations",
    "attributes",
    "currencies",
    "settings",
)
"""Facets whose filter has the facet's own name."""


class Chosen(NamedTuple):
    """Offers of one segment that answer."""

    read: Read
    rows: Rows


def chosen(filters: Filters, understood: Understood, clinics: Clinics) -> list[Chosen]:
    """The offers that pass."""
    passing = clinics.passing(filters)
    if understood.named is not None:
        passing = passing & understood.named
    return [Chosen(one, one.segment.rows(filters, passing, one.found)) for one in understood.reads]


def counted(offers: Sequence[Chosen], clinics: Clinics) -> Facets:
    """Every facet of the offers."""
    counts = [one.read.segment.counts(one.rows, clinics) for one in offers]
    if len(counts) == 1:
        return counts[0]
    total: dict[str, Counter[str]] = {}
    for part in counts:
        for name, values in part.items():
            total.setdefault(name, Counter()).update(values)
    return total


def sideways(filters: Filters, understood: Understood, clinics: Clinics) -> Facets:
    """The counts of each filtered facet without its own filter."""
    freed: dict[str, dict[str, Any]] = {
        name: {name: frozenset()} for name in ALIKE_NAMED if getattr(filters, name)
    }
    if filters.weekend:
        freed["weekend"] = {"weekend": False}
    if filters.price_from is not None or filters.price_to is not None:
        freed["prices"] = {"price_from": None, "price_to": None}
    counts: dict[str, Mapping[str, int]] = {}
    for name, nothing in freed.items():
        own = chosen(replace(filters, **nothing), understood, clinics)
        counts[name] = counted(own, clinics)[name]
    return counts
