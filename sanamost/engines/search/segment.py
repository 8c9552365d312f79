"""Services with their offers: one part of the index, never changed."""

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.asking import Filters
from sanamost.engines.search.clinics import Clinics, Mask
from sanamost.engines.search.lexicon import Lexicon
from sanamost.engines.search.names import Names, Text
from sanamost.engines.search.offers import Counts, Offer, Offers, Rows, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service as it is named: many clinics' offers may share it.

    `codes` are official or a clinic's own; `concepts` are those known beforehand.
    """

    key: int
    names: dict[str, str]
    codes: tuple[str, ...] = ()
    area: str = ""
    kind: str = ""
    concepts: tuple[str, ...] = ()

    def mark(self) -> int:
        """A number that differs where anything of the service does."""
        said = repr((self.key, sorted(self.names.items()), self.codes, self.area, self.kind))
        digest = blake2b(said.encode() + repr(self.concepts).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)


class Services:
    """The table of services: what is shown of each, in one block of bytes."""

    def __init__(self) -> None:
        """None yet; `settle` when all are in."""
        self.keys = self.marks = np.zeros(0, dtype=np.int64)
        self.areas: tuple[str, ...] = ("",)
        self.kinds: tuple[str, ...] = ("",)
        self.area = self.kind = np.zeros(0, dtype=np.int32)
        self._text = np.zeros(0, dtype=np.uint8)
        self._starts = np.zeros(1, dtype=np.int64)
        self._gathered = _nothing()
        self._numbers: tuple[dict[str, int], dict[str, int]] = ({"": 0}, {"": 0})

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, service: Service) -> None:
        """Put one more at the end."""
        keys, marks, starts, text, areas, kinds = self._gathered
        keys.append(service.key)
        marks.append(service.mark())
        text += json.dumps(service.names, ensure_ascii=False, separators=(",", ":")).encode()
        starts.append(len(text))
        area, kind = self._numbers
        areas.append(area.setdefault(service.area, len(area)))
        kinds.append(kind.setdefault(service.kind, len(kind)))

    def settle(self) -> None:
        """Everything into arrays."""
        keys, marks, starts, text, areas, kinds = self._gathered
        self.keys, self.marks = np.array(keys, dtype=np.int64), np.array(marks, dtype=np.int64)
        self._starts = np.array(starts, dtype=np.int64)
        self._text = np.frombuffer(bytes(text), dtype=np.uint8)
        self.area, self.kind = np.array(areas, dtype=np.int32), np.array(kinds, dtype=np.int32)
        self.areas, self.kinds = map(tuple, self._numbers)
        self._gathered = _nothing()

    def told(self, place: int) -> bytes:
        """The names by language as JSON."""
        return self._text[self._starts[place] : self._starts[place + 1]].tobytes()


def _nothing() -> tuple[Any, ...]:
    return (array("q"), array("q"), array("q", [0]), bytearray(), array("i"), array("i"))


@dataclass(frozen=True, slots=True)
class Segment:
    """The services' names and their offers' columns."""

    services: Services
    names: Names
    offers: Offers

    @classmethod
    def of(
        cls,
        services: Iterable[Service],
        offers: Iterable[Offer],
        clinics: Clinics,
        lexicon: Lexicon,
    ) -> "Segment":
        """The segment of the services and their offers; both are read once, one after the other."""
        table = Services()

        def texts() -> Iterator[Text]:
            for service in services:
                table.add(service)
                yield _text(service)

        names = Names(texts(), lexicon)
        table.settle()
        places = {key: place for place, key in enumerate(table.keys.tolist())}
        return cls(table, names, Offers.of(offers, places, clinics.place_of))

    def holding(self, offers: Offers) -> "Segment":
        """The same services with other columns."""
        return replace(self, offers=offers)

    def passing(self, filters: Filters) -> Mask | None:
        """Which services the filters let through; None where they name nothing of services."""
        mask: Mask | None = None
        table = self.services
        if filters.areas:
            mask = np.array([one in filters.areas for one in table.areas])[table.area]
        if filters.kinds:
            own = np.array([one in filters.kinds for one in table.kinds])[table.kind]
            mask = own if mask is None else mask & own
        return mask

    def rows(self, filters: Filters, clinics: Mask, found: NDArray[np.int32] | None) -> Rows:
        """The offers that pass, of the found services where there was a text."""
        services = self.passing(filters)
        if found is not None:
            places = found if services is None else found[services[found]]
            rows = self.offers.of_services(places)
            rows = rows[clinics[self.offers.clinic[rows]]]
            return self.offers.passing(rows, filters)
        if services is not None and self._fewer_by_service(services, clinics):
            rows = self.offers.of_services(np.flatnonzero(services).astype(np.int32))
            rows = rows[clinics[self.offers.clinic[rows]]]
            return self.offers.passing(rows, filters)
        rows = self.offers.of_clinics(clinics, filters)
        if services is not None:
            rows = rows[services[self.offers.service[rows]]]
        return self.offers.passing(rows, filters, priced=True)

    def counts(self, rows: Rows, clinics: Clinics) -> dict[str, dict[str, int]]:
        """Every facet of these offers."""
        table = self.services
        per_clinic = np.zeros(len(clinics.rows), dtype=np.int64)
        areas = np.zeros(len(table.areas), dtype=np.int64)
        kinds = np.zeros(len(table.kinds), dtype=np.int64)
        for some in parts(rows):
            service = self.offers.service[some]
            per_clinic += np.bincount(self.offers.clinic[some], minlength=len(per_clinic))
            areas += np.bincount(table.area[service], minlength=len(areas))
            kinds += np.bincount(table.kind[service], minlength=len(kinds))
        return {
            "areas": _named(table.areas, areas),
            "kinds": _named(table.kinds, kinds),
            **clinics.counts(per_clinic),
            **self.offers.counts(rows),
        }

    def _fewer_by_service(self, services: Mask, clinics: Mask) -> bool:
        by_service = float(services.mean()) if len(services) else 0.0
        by_clinic = float(clinics.mean()) if len(clinics) else 0.0
        return by_service < by_clinic


def _text(service: Service) -> Text:
    concepts = (*service.concepts, f"area:{service.area}") if service.area else service.concepts
    return Text(service.key, service.names, service.codes, concepts)


def _named(values: tuple[str, ...], counts: Counts) -> dict[str, int]:
    """The counts of the values that have a name, where there are any."""
    return {
        value: count
        for value, count in zip(values, counts.tolist(), strict=True)
        if count and value
    }
