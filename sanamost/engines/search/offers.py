"""Offers as columns: who offers which service for how much, filtered and counted by arrays.

Rows stand by service and price, so the offers of found services are a few ranges. A second order,
by clinic and price, gives the offers of the clinics that pass the filters within a price range as
ranges as well. All are arrays of numbers: a million offers take about 65 MB, of which a question
touches less.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.asking import Filters

Rows = NDArray[np.int64]
Counts = NDArray[np.int64]
UNKNOWN_PRICE = (1 << 40) - 1
"""Stands behind every price, in minor units; passes no price filter."""
NEVER = np.iinfo(np.int32).max
BANDS = (10_000_00, 30_000_00, 100_000_00, 300_000_00, 1_000_000_00)
"""Upper ends of the price bands in minor units of the base currency, each within its band."""
WITHOUT_PRICE = "unknown"
WEEKEND = 0b1100000
"""Saturday and Sunday among weekdays as bits, Monday being the lowest."""
LABEL = 22
FEW = 2_000
"""Rows up to which sorting them is quicker than a count for every cell that there may be."""
_BAND_NAMES = (*map(str, BANDS), "more", WITHOUT_PRICE)
SETTINGS, CURRENCIES = 32, 64
"""How many values fit into a cell of the counts."""
CELLS = len(_BAND_NAMES) * 2 * SETTINGS * CURRENCIES
PART = 1 << 16
"""Rows looked at together: what that takes beside them stays small however many there are."""


class Offer(NamedTuple):
    """One service at one clinic; `price` in minor units of the base currency, None if unknown.

    `service` and `clinic` are keys; `weekdays` the days on which it is given, as bits from Monday
    on, 0 where nobody said; `free_day` is the number of the next free day; `at_least` says that the
    price is the lowest; `label` is what whoever asks knows the offer by, at most `LABEL` bytes.
    """

    key: int
    service: int
    clinic: int
    price: int | None
    currency: str = ""
    setting: str = ""
    weekdays: int = 0
    free_day: int | None = None
    at_least: bool = False
    label: bytes = b""


class Values:
    """The values of a column with few of them, numbered as they come; 0 is none."""

    def __init__(self, most: int) -> None:
        """Room for `most` values, the empty one among them."""
        self.listed: list[str] = [""]
        self._places: dict[str, int] = {"": 0}
        self._most = most

    def number(self, value: str) -> int:
        """The number of the value, a new one where it is new and there is room, else 0."""
        place = self._places.get(value)
        if place is None:
            if len(self.listed) == self._most:
                return 0
            place = self._places[value] = len(self.listed)
            self.listed.append(value)
        return place

    def mask(self, wanted: frozenset[str]) -> NDArray[np.bool_]:
        """By number, whether the value is wanted; everything is where nothing is named."""
        return np.array([not wanted or value in wanted for value in self.listed], dtype=np.bool_)


@dataclass(frozen=True)
class Offers:
    """The columns; never changed, `repriced` and `without` give new ones that share the rest."""

    keys: NDArray[np.unsignedinteger]
    service: NDArray[np.int32]
    clinic: NDArray[np.unsignedinteger]
    price: NDArray[np.int64]
    currency: NDArray[np.uint8]
    setting: NDArray[np.uint8]
    weekdays: NDArray[np.uint8]
    free_day: NDArray[np.int32]
    at_least: NDArray[np.bool_]
    label: NDArray[np.bytes_]
    alive: NDArray[np.bool_]
    starts: Rows
    by_key: NDArray[np.int32]
    by_clinic: NDArray[np.int32]
    clinic_starts: Rows
    cell: NDArray[np.uint16]
    currencies: Values
    settings: Values
    all_alive: bool = True
    moved: frozenset[int] = frozenset()
    """Services of which a price has changed since the rows were put in order."""

    @classmethod
    def of(
        cls, offers: Iterable[Offer], service_place: dict[int, int], clinic_place: dict[int, int]
    ) -> "Offers":
        """Columns of the offers; each offer's service and clinic must be known."""
        currencies, settings = Values(CURRENCIES), Values(SETTINGS)
        keys, prices = array("q"), array("q")
        services, clinics, free = array("i"), array("i"), array("i")
        small, labels = (array("B"), array("B"), array("B"), array("B")), bytearray()
        for offer in offers:
            keys.append(offer.key)
            services.append(service_place[offer.service])
            clinics.append(clinic_place[offer.clinic])
            prices.append(known_price(offer.price))
            free.append(NEVER if offer.free_day is None else offer.free_day)
            small[0].append(currencies.number(offer.currency))
            small[1].append(settings.number(offer.setting))
            small[2].append(offer.weekdays)
            small[3].append(offer.at_least)
            labels += offer.label.ljust(LABEL, b"\0")[:LABEL]
        by = (np.frombuffer(prices, dtype=np.int64), np.frombuffer(services, dtype=np.int32))
        order = np.lexsort(by) if len(keys) else np.zeros(0, dtype=np.int64)
        service = _sorted(services, np.int32, order)
        key = _narrow(_sorted(keys, np.int64, order))
        counts = np.bincount(service, minlength=len(service_place))
        made = cls(
            keys=key,
            service=service,
            clinic=_narrow(_sorted(clinics, np.int32, order)),
            price=_sorted(prices, np.int64, order),
            currency=_sorted(small[0], np.uint8, order),
            setting=_sorted(small[1], np.uint8, order),
            weekdays=_sorted(small[2], np.uint8, order),
            free_day=_sorted(free, np.int32, order),
            at_least=_sorted(small[3], np.uint8, order).astype(np.bool_),
            label=_sorted(labels, np.dtype(f"S{LABEL}"), order),
            alive=np.ones(len(key), dtype=np.bool_),
            starts=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            by_key=np.argsort(key, kind="stable").astype(np.int32),
            by_clinic=np.zeros(0, dtype=np.int32),
            clinic_starts=np.zeros(0, dtype=np.int64),
            cell=np.zeros(0, dtype=np.uint16),
            currencies=currencies,
            settings=settings,
        )
        return made.ordered()

    def ordered(self) -> "Offers":
        """The same with the orders and cells that follow from clinic and price."""
        order = np.lexsort((self.price, self.clinic)).astype(np.int32)
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.clinic)))).astype(np.int64)
        cell = self.cells(np.arange(len(self.keys)))
        return replace(self, by_clinic=order, clinic_starts=starts, cell=cell)

    def row(self, key: int) -> int | None:
        """The row of the offer's key, where it still stands."""
        if not len(self.keys) or key > np.iinfo(self.keys.dtype).max:
            return None
        # Of the column's own kind: for any other number the whole column would be copied first.
        wanted = self.keys.dtype.type(key)
        place = int(np.searchsorted(self.keys, wanted, sorter=self.by_key))
        if place == len(self.keys):
            return None
        found = int(self.by_key[place])
        return found if self.keys[found] == key and self.alive[found] else None

    def without(self, rows: Sequence[int]) -> "Offers":
        """The same less these rows."""
        alive = self.alive.copy()
        alive[list(rows)] = False
        return replace(self, alive=alive, all_alive=False)

    def changed(self, offers: Sequence[tuple[int, Offer]]) -> "Offers":
        """The rows with another price, currency, setting, weekdays or free day.

        Copies the columns that differ, some milliseconds for a million offers, however many rows
        change, and no others; whoever reads the old columns meanwhile is not disturbed.
        """
        rows = np.array([row for row, _offer in offers], dtype=np.int64)
        changing = [offer for _row, offer in offers]
        said: dict[str, list[Any]] = {
            "price": [known_price(offer.price) for offer in changing],
            "currency": [self.currencies.number(offer.currency) for offer in changing],
            "setting": [self.settings.number(offer.setting) for offer in changing],
            "weekdays": [offer.weekdays for offer in changing],
            "at_least": [offer.at_least for offer in changing],
            "free_day": [NEVER if one.free_day is None else one.free_day for one in changing],
        }
        columns: dict[str, Any] = {}
        for name, values in said.items():
            old = getattr(self, name)
            if not np.array_equal(old[rows], values):
                columns[name] = old.copy()
                columns[name][rows] = values
        made = replace(self, **columns)
        if "price" in columns:
            moved = self.moved.union(self.service[rows].tolist())
            made = replace(made, by_clinic=made.sorted_by_clinic(rows), moved=moved)
        cell = self.cell.copy()
        cell[rows] = made.cells(rows)
        return replace(made, cell=cell)

    def standing(self, rows: Rows) -> Rows:
        """Of each of the rows, how many offers of its service among them are cheaper."""
        if not len(rows):
            return rows
        service = self.service[rows]
        first = np.flatnonzero(np.concatenate(([True], service[1:] != service[:-1])))
        lengths = np.diff(np.append(first, len(rows)))
        places = np.arange(len(rows)) - np.repeat(first, lengths)
        if self.moved:
            for at in np.flatnonzero(np.isin(service[first], list(self.moved))).tolist():
                own = slice(first[at], first[at] + lengths[at])
                places[own] = np.argsort(np.argsort(self.price[rows[own]], kind="stable"))
        return places

    def of_services(self, places: NDArray[np.int32]) -> Rows:
        """Rows of the services, in order."""
        return ranges(self.starts[places], self.starts[places + 1])

    def of_clinics(self, clinics: NDArray[np.bool_], filters: Filters) -> Rows:
        """Rows of the clinics within the price range."""
        bounded = filters.price_from is not None or filters.price_to is not None
        if not bounded and clinics.all():
            return np.arange(len(self.keys))
        places = np.flatnonzero(clinics[: len(self.clinic_starts) - 1])
        first, after = self.clinic_starts[places], self.clinic_starts[places + 1]
        if bounded:
            low = max(filters.price_from or 0, 0)
            high = UNKNOWN_PRICE if filters.price_to is None else max(filters.price_to + 1, 0)
            low, high = min(low, UNKNOWN_PRICE), min(high, UNKNOWN_PRICE)
            first, after = self._from_price(low, first, after), self._from_price(high, first, after)
        return self.by_clinic[ranges(first, np.maximum(first, after))].astype(np.int64)

    def _from_price(self, price: int, first: Rows, after: Rows) -> Rows:
        """Where in each range of `by_clinic` the offers begin that cost so much or more.

        All ranges are halved at once, so a few steps over thousands of them; keeping the prices in
        this order instead would be eight bytes an offer more.
        """
        low, high = first.copy(), after.copy()
        while (open_ := low < high).any():
            middle = (low + high) // 2
            # A closed range may stand at the end of the column: it looks at any row, in vain.
            cheaper = self.price[self.by_clinic[np.where(open_, middle, 0)]] < price
            low = np.where(open_ & cheaper, middle + 1, low)
            high = np.where(open_ & ~cheaper, middle, high)
        return low

    def passing(self, rows: Rows, filters: Filters, *, priced: bool = False) -> Rows:
        """Those of the rows that stand and that the offer's own filters let through.

        `priced` says that the price range was looked at already.
        """
        if not self.all_alive:
            rows = rows[self.alive[rows]]
        if not priced and (filters.price_from is not None or filters.price_to is not None):
            price = self.price[rows]
            low = filters.price_from or 0
            high = UNKNOWN_PRICE - 1 if filters.price_to is None else filters.price_to
            rows = rows[(price >= low) & (price <= min(high, UNKNOWN_PRICE - 1))]
        if filters.currencies:
            rows = rows[self.currencies.mask(filters.currencies)[self.currency[rows]]]
        if filters.settings:
            rows = rows[self.settings.mask(filters.settings)[self.setting[rows]]]
        if filters.weekend:
            rows = rows[self.weekdays[rows] & WEEKEND != 0]
        if filters.free_until is not None:
            rows = rows[self.free_day[rows] <= filters.free_until]
        return rows

    def counts(self, rows: Rows) -> dict[str, dict[str, int]]:
        """Offers by price band, currency, setting and weekend, in one pass."""
        held: NDArray[Any]
        if len(rows) < FEW:
            held, found = np.unique(self.cell[rows], return_counts=True)
        else:
            every = np.zeros(CELLS, dtype=np.int64)
            for some in parts(rows):
                every += np.bincount(self.cell[some], minlength=CELLS)
            held = np.flatnonzero(every)
            found = every[held]
        rest, currency = np.divmod(held, CURRENCIES)
        rest, setting = np.divmod(rest, SETTINGS)
        band, weekend = np.divmod(rest, 2)
        return {
            "prices": _named(_BAND_NAMES, band, found),
            "weekend": _named(("", "yes"), weekend, found),
            "settings": _named(self.settings.listed, setting, found),
            "currencies": _named(self.currencies.listed, currency, found),
        }

    def cells(self, rows: Rows) -> NDArray[np.uint16]:
        """Of each row, its place in the counts: band, weekend, setting and currency in one."""
        price = self.price[rows]
        band = np.searchsorted(np.array(BANDS), price)
        band[price == UNKNOWN_PRICE] = len(BANDS) + 1
        weekend: NDArray[np.bool_] = self.weekdays[rows] & WEEKEND != 0
        cell: NDArray[np.int64] = (
            (band * 2 + weekend) * SETTINGS + self.setting[rows]
        ) * CURRENCIES
        return (cell + self.currency[rows]).astype(np.uint16)

    def sorted_by_clinic(self, rows: Rows) -> NDArray[np.int32]:
        """`by_clinic` after prices of these rows changed: only their clinics are sorted anew."""
        by_clinic = self.by_clinic.copy()
        for clinic in np.unique(self.clinic[rows]).tolist():
            own = slice(self.clinic_starts[clinic], self.clinic_starts[clinic + 1])
            standing = np.sort(by_clinic[own])
            by_clinic[own] = standing[np.argsort(self.price[standing], kind="stable")]
        return by_clinic


def _named(
    values: Sequence[str], numbers: NDArray[Any], counts: NDArray[np.int64]
) -> dict[str, int]:
    """How many there are of each value that has a name, from counts by the values' numbers."""
    # Floats are exact far below 2 to the 53rd.
    sums = np.bincount(numbers, counts, minlength=len(values)).tolist()
    return {name: int(count) for name, count in zip(values, sums, strict=True) if count and name}


def parts(rows: Rows) -> Iterator[Rows]:
    """The rows in order, some at a time."""
    return (rows[first : first + PART] for first in range(0, len(rows), PART))


def known_price(price: int | None) -> int:
    """The price as the columns keep it."""
    return UNKNOWN_PRICE if price is None else min(max(price, 0), UNKNOWN_PRICE - 1)


def ranges(first: NDArray[np.int64], after: NDArray[np.int64]) -> Rows:
    """The numbers of all the half-open ranges, one after the other."""
    lengths = after - first
    held = lengths > 0
    first, lengths = first[held], lengths[held]
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    steps = np.ones(int(lengths.sum()), dtype=np.int64)
    steps[0] = first[0]
    ends = np.cumsum(lengths)[:-1]
    steps[ends] = first[1:] - first[:-1] - lengths[:-1] + 1
    return np.cumsum(steps)


def _narrow(column: NDArray[Any]) -> NDArray[Any]:
    """The same numbers, none below zero, in as few bytes as the largest wants."""
    return column.astype(np.min_scalar_type(column.max())) if len(column) else column


def _sorted(column: Any, kind: Any, order: Rows) -> NDArray[Any]:
    return np.frombuffer(column, dtype=kind)[order] if len(column) else np.zeros(0, dtype=kind)
