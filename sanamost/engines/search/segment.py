"""Services with their offers: one part of the index, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.asking import Filters
from sanamost.engines.search.clinics import Clinics, Mask
from sanamost.engines.search.lexicon import Lexicon
from sanamost.engines.search.names import Names, Text
from sanamost.engines.search.offers import Counts, Offer, Offers, Rows


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


@dataclass(frozen=True, slots=True)
class Segment:
    """The services' names and their offers' columns."""

    services: tuple[Service, ...]
    names: Names
    offers: Offers
    areas: tuple[str, ...]
    area: NDArray[np.int32] = field(repr=False)
    kinds: tuple[str, ...]
    kind: NDArray[np.int32] = field(repr=False)

    @classmethod
    def of(
        cls,
        services: Sequence[Service],
        offers: Iterable[Offer],
        clinics: Clinics,
        lexicon: Lexicon,
    ) -> "Segment":
        """The segment of the services and their offers."""
        areas = tuple(sorted({service.area for service in services} | {""}))
        kinds = tuple(sorted({service.kind for service in services} | {""}))
        place = {service.key: n for n, service in enumerate(services)}
        return cls(
            services=tuple(services),
            names=Names([_text(service) for service in services], lexicon),
            offers=Offers.of(offers, place, clinics.place_of),
            areas=areas,
            area=np.array([areas.index(one.area) for one in services], dtype=np.int32),
            kinds=kinds,
            kind=np.array([kinds.index(one.kind) for one in services], dtype=np.int32),
        )

    def holding(self, offers: Offers) -> "Segment":
        """The same services with other columns."""
        return replace(self, offers=offers)

    def passing(self, filters: Filters) -> Mask | None:
        """Which services the filters let through; None where they name nothing of services."""
        mask: Mask | None = None
        if filters.areas:
            mask = np.array([one in filters.areas for one in self.areas])[self.area]
        if filters.kinds:
            own = np.array([one in filters.kinds for one in self.kinds])[self.kind]
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
        per_clinic = np.bincount(self.offers.clinic[rows], minlength=len(clinics.rows))
        service = self.offers.service[rows]
        return {
            "areas": _counted(self.areas, self.area[service]),
            "kinds": _counted(self.kinds, self.kind[service]),
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


def _counted(values: tuple[str, ...], numbers: NDArray[np.int32]) -> dict[str, int]:
    counts: Counts = np.bincount(numbers, minlength=len(values))
    return {
        value: count
        for value, count in zip(values, counts.tolist(), strict=True)
        if count and value
    }
