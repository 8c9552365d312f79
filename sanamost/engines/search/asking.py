"""What may be asked of the index and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

PAGE = 20
DEEPEST = 10_000
"""Hits that can be paged through; beyond this a person narrows the question."""


class Order(Enum):
    """How hits stand; ties by price, then by the offer's key, so pages never overlap."""

    RELEVANCE = "relevance"
    PRICE = "price"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an offer must be; several values of one field mean any of them, but for `attributes`.

    Of attributes (halal kitchen, women doctors …) all are wanted together. Prices are in minor
    units of the base currency, both ends included; an offer without a price passes no price filter.
    `free_until` is a day number: a free date on or before it.
    """

    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    accreditations: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    clinics: frozenset[int] = frozenset()
    currencies: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    weekend: bool = False
    price_from: int | None = None
    price_to: int | None = None
    free_until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in whole; without `text` everything is asked for; `limit` 0 asks for the number.

    With `sideways` the counts of a facet leave out that facet's own filter, so that a reader sees
    what another choice would give.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = PAGE
    sideways: bool = False


def tidied(text: str) -> str:
    """The text as everybody types it who asks the same: one space between words, lower case.

    Codes keep their letters, which stand in the reasons as they were typed.
    """
    return " ".join(word if any(map(str.isdigit, word)) else word.lower() for word in text.split())


@dataclass(frozen=True, slots=True)
class Reason:
    """Which word of the question met which words, and how.

    `how` is exact, prefix, typo, transliteration, layout, synonym, code, clinic or place; `met` is
    the word, phrase or code that was met, `concept` the concept's code where one was.
    """

    word: str
    how: str
    met: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One offer: the keys of the offer, its service and its clinic; price in base minor units.

    `told` are the service's names by language as JSON, `label` the offer's. `at_least`, `weekdays`
    and `free_day` are the offer's own (`offers.Offer`).
    """

    offer: int
    service: int
    clinic: int
    price: int | None
    score: float
    told: bytes
    reasons: tuple[Reason, ...]
    label: bytes = b""
    at_least: bool = False
    weekdays: int = 0
    free_day: int | None = None

    @property
    def names(self) -> Mapping[str, str]:
        """The service's names by language."""
        return dict(json.loads(self.told))


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits of one page, how many there are in all, and counts by facet and value.

    `unknown` are words that nothing here knows; where there are no hits, `nearest` are words like
    them that something does know.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
