"""A network of capacities and the requests that may come for them, period by period.

The file format is that of the public test bed of network revenue management (Topaloglu 2009): the
number of periods; the legs (from, to, capacity); the itineraries (from, to, class, fare); then per
period the probability of a request for each itinerary. Read as ours: a leg is a resource, an
itinerary a treatment with its payer, its fare the contribution it brings.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
NOBODY = -1


class BadNetwork(ValueError):
    """The content is no network: says what is wrong, and where."""


@dataclass(frozen=True)
class Network:
    """Capacities, what each product takes and brings, and how likely it is asked for.

    `uses[j]` are the resources that one unit of product j takes one unit of, `fares[j]` what it
    brings, `chances[t, j]` the probability that the request of period t is for j. At most one
    request comes in a period; the chances of a period may add up to less than one.
    """

    capacities: Whole
    uses: tuple[tuple[int, ...], ...]
    fares: Floats
    chances: Floats

    @property
    def periods(self) -> int:
        """How many periods there are, one request at most in each."""
        return int(self.chances.shape[0])

    def incidence(self) -> Floats:
        """Resources by products: 1 where the product takes one unit of the resource."""
        table = np.zeros((len(self.capacities), len(self.fares)))
        for product, legs in enumerate(self.uses):
            table[list(legs), product] = 1.0
        return table

    def demand_to_come(self) -> Floats:
        """Expected requests for each product from period t on, t = 0 … periods (zero there)."""
        ahead = np.zeros((self.periods + 1, len(self.fares)))
        ahead[:-1] = self.chances[::-1].cumsum(axis=0)[::-1]
        return ahead


def read_network(content: bytes) -> Network:
    """The network in a file's content, plain or gzip. Raises `BadNetwork`."""
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise BadNetwork(f"not a whole gzip file: {error}") from error
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        raise BadNetwork("not a text file in ASCII") from error
    lines = ((n, line.strip()) for n, line in enumerate(text.splitlines(), start=1))
    return _network(iter([(n, line) for n, line in lines if line and not line.startswith("#")]))


def _network(lines: Iterator[tuple[int, str]]) -> Network:
    periods = _count(lines, "number of periods")
    legs: dict[tuple[str, str], int] = {}
    capacities: list[int] = []
    for number, (start, end, capacity) in _rows(lines, "flight", 3):
        if (start, end) in legs:
            raise BadNetwork(f"line {number}: flight {start} {end} stands twice")
        legs[start, end] = len(capacities)
        # One request a period at most: units beyond that can never be taken.
        capacities.append(min(_whole(capacity, number, "capacity"), periods))
    hubs = _hubs(legs)
    products: dict[tuple[str, ...], int] = {}
    uses: list[tuple[int, ...]] = []
    fares: list[float] = []
    for number, (start, end, grade, fare) in _rows(lines, "itinerary", 4):
        if (start, end, grade) in products:
            raise BadNetwork(f"line {number}: itinerary {start} {end} {grade} stands twice")
        products[start, end, grade] = len(fares)
        uses.append(_route(legs, hubs, start, end, number))
        fares.append(_amount(fare, number, "fare"))
    chances = np.zeros((periods, len(fares)))
    seen = 0
    for number, line in lines:
        period, row = _chances(line, number, products)
        if period != seen:
            raise BadNetwork(f"line {number}: period {period} where {seen} was due")
        if seen == periods:
            raise BadNetwork(f"line {number}: more than {periods} periods")
        chances[seen] = row
        seen += 1
    if seen < periods:
        raise BadNetwork(f"the file ends after {seen} of {periods} periods")
    return Network(np.array(capacities, dtype=np.int64), tuple(uses), np.array(fares), chances)


def _count(lines: Iterator[tuple[int, str]], what: str) -> int:
    number, line = next(lines, (0, ""))
    if not number:
        raise BadNetwork(f"the file ends before the {what}")
    found = _whole(line, number, what)
    if not 1 <= found <= 100_000:
        raise BadNetwork(f"line {number}: {what} is {found}, not 1 to 100000")
    return found


def _rows(
    lines: Iterator[tuple[int, str]], what: str, width: int
) -> Iterator[tuple[int, list[str]]]:
    for _ in range(_count(lines, f"number of {what} lines")):
        number, line = next(lines, (0, ""))
        words = line.split()
        if not number:
            raise BadNetwork(f"the file ends among the {what} lines")
        if len(words) != width:
            raise BadNetwork(f"line {number}: {width} words expected for one {what}")
        yield number, words


def _hubs(legs: dict[tuple[str, str], int]) -> list[str]:
    """Places where an itinerary may change: legs come in and go out."""
    return sorted({end for _, end in legs} & {start for start, _ in legs})


def _route(
    legs: dict[tuple[str, str], int], hubs: list[str], start: str, end: str, number: int
) -> tuple[int, ...]:
    """The direct leg, or the two by way of a hub."""
    if (start, end) in legs:
        return (legs[start, end],)
    for hub in hubs:
        if (start, hub) in legs and (hub, end) in legs:
            return (legs[start, hub], legs[hub, end])
    raise BadNetwork(f"line {number}: no flights lead from {start} to {end}")


def _chances(line: str, number: int, products: dict[tuple[str, ...], int]) -> tuple[int, Floats]:
    """Period and probabilities of one line: `0 [ 0 1 0 ] 0.25 [ 0 1 1 ] 0.0 …`."""
    words = line.replace("[", " [ ").replace("]", " ] ").split()
    period, rest = _whole(words[0], number, "period"), words[1:]
    row = np.zeros(len(products))
    if len(rest) % 6:
        raise BadNetwork(f"line {number}: no pairs of itinerary and probability")
    for at in range(0, len(rest), 6):
        left, start, end, grade, right, chance = rest[at : at + 6]
        if (left, right) != ("[", "]") or (start, end, grade) not in products:
            raise BadNetwork(f"line {number}: unknown itinerary {start} {end} {grade}")
        row[products[start, end, grade]] = _amount(chance, number, "probability")
    if row.sum() > 1 + 1e-6:
        raise BadNetwork(f"line {number}: probabilities add up to {row.sum():.6f}, more than 1")
    return period, row


def _whole(word: str, number: int, what: str) -> int:
    try:
        found = int(word)
    except ValueError as error:
        raise BadNetwork(f"line {number}: {what} is no whole number: {word[:40]}") from error
    if found < 0:
        raise BadNetwork(f"line {number}: {what} is below zero: {word[:40]}")
    return found


def _amount(word: str, number: int, what: str) -> float:
    try:
        found = float(word)
    except ValueError as error:
        raise BadNetwork(f"line {number}: {what} is no number: {word[:40]}") from error
    if not (np.isfinite(found) and found >= 0):
        raise BadNetwork(f"line {number}: {what} is not zero or more: {word[:40]}")
    return found
