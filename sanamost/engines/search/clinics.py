"""Clinics as columns: what all offers of one clinic share."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isinf

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.asking import Filters
from sanamost.engines.search.lexicon import Lexicon
from sanamost.engines.search.names import Names, Text

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """A clinic as the portal filters by it; `places` are its city and region in any language.

    A hidden clinic (suspended) is found by nothing. `distance_km` is that to the nearest
    international airport; infinite where unknown. `label` is what whoever asks knows it by.
    """

    key: int
    names: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    languages: frozenset[str] = frozenset()
    accreditations: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    distance_km: float = float("inf")
    hidden: bool = False
    label: str = ""


class Many:
    """A facet with several values to a clinic: a table of clinics by values."""

    def __init__(self, listed: Iterable[frozenset[str]]) -> None:
        """Values get columns in alphabetical order."""
        rows = list(listed)
        self.values = sorted(set().union(*rows)) if rows else []
        columns = {value: column for column, value in enumerate(self.values)}
        self.table = np.zeros((len(rows), len(self.values)), dtype=np.bool_)
        for place, row in enumerate(rows):
            for value in row:
                self.table[place, columns[value]] = True

    def any_of(self, wanted: frozenset[str]) -> Mask:
        """Clinics with at least one of the values."""
        own: Mask = np.any(self.table[:, self._columns(wanted)], axis=1)
        return own

    def all_of(self, wanted: frozenset[str]) -> Mask:
        """Clinics with every one of the values; a value that no clinic has leaves none."""
        if not wanted <= set(self.values):
            return np.zeros(len(self.table), dtype=np.bool_)
        own: Mask = np.all(self.table[:, self._columns(wanted)], axis=1)
        return own

    def _columns(self, wanted: frozenset[str]) -> list[int]:
        return [column for column, value in enumerate(self.values) if value in wanted]


class Clinics:
    """The table of clinics; a clinic is known by its place, which never changes."""

    def __init__(self, clinics: Sequence[Clinic]) -> None:
        """Read them once; a clinic's name stands for itself, no concepts are looked for in it."""
        self.rows = list(clinics)
        self.place_of = {clinic.key: place for place, clinic in enumerate(self.rows)}
        self.many = {
            "languages": Many(clinic.languages for clinic in self.rows),
            "accreditations": Many(clinic.accreditations for clinic in self.rows),
            "attributes": Many(clinic.attributes for clinic in self.rows),
            "regions": Many(frozenset({clinic.region} - {""}) for clinic in self.rows),
            "countries": Many(frozenset({clinic.country} - {""}) for clinic in self.rows),
        }
        facets = np.hstack([facet.table for facet in self.many.values()])
        self._holders, self._held = np.nonzero(facets)
        self._width = facets.shape[1]
        self.shown = np.array([not clinic.hidden for clinic in self.rows], dtype=np.bool_)
        far = [min(clinic.distance_km, 100_000.0) for clinic in self.rows]
        self.distance = np.array(far, dtype=np.int64)
        self.names = Names([_text(clinic) for clinic in self.rows], Lexicon.of(()))
        self._told: dict[int, bytes] = {}

    def told(self, key: int) -> bytes:
        """What every hit of the clinic tells of it, as members of a JSON object; written once."""
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = _as_members(self.rows[self.place_of[key]])
        return told

    def changed(self, clinics: Iterable[Clinic]) -> "Clinics":
        """The table with these clinics in place of those of their keys, or at its end."""
        rows, places = list(self.rows), dict(self.place_of)
        for clinic in clinics:
            place = places.setdefault(clinic.key, len(rows))
            rows[place : place + 1] = [clinic]
        return Clinics(rows)

    def passing(self, filters: Filters) -> Mask:
        """Which clinics the filters let through."""
        mask = self.shown
        for name in ("languages", "accreditations", "regions", "countries"):
            if wanted := getattr(filters, name):
                mask = mask & self.many[name].any_of(wanted)
        if filters.attributes:
            mask = mask & self.many["attributes"].all_of(filters.attributes)
        if filters.clinics:
            own = np.zeros(len(self.rows), dtype=np.bool_)
            own[[self.place_of[key] for key in filters.clinics if key in self.place_of]] = True
            mask = mask & own
        return mask

    def counts(self, per_clinic: Counts) -> dict[str, dict[str, int]]:
        """Every facet of clinics, from offers by clinic."""
        # Floats are exact far below 2 to the 53rd; few pairs are quicker than a product of tables.
        weights = per_clinic.astype(np.float64)[self._holders]
        sums = np.bincount(self._held, weights, minlength=self._width)
        totals = np.rint(sums).astype(np.int64)
        counts, at = {}, 0
        for name, facet in self.many.items():
            own = totals[at : at + len(facet.values)]
            counts[name] = _named(facet.values, own)
            at += len(facet.values)
        return counts


def _as_members(clinic: Clinic) -> bytes:
    told = {
        "clinic": clinic.label,
        "clinic_names": dict(clinic.names),
        "distance_km": None if isinf(clinic.distance_km) else clinic.distance_km,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()


def _text(clinic: Clinic) -> Text:
    names = {**clinic.names, **{f"place {n}": text for n, text in enumerate(clinic.places)}}
    return Text(clinic.key, names)


def _named(values: Sequence[str], counts: Counts) -> dict[str, int]:
    return {value: count for value, count in zip(values, counts.tolist(), strict=True) if count}
