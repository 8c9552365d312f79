"""What views hand to components: small, frozen, made anew for each page.

Texts are already in the reader's language (gettext), addresses are already reversed.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

# The four meanings a colour may carry, and "active": someone is at work on it.
Meaning = Literal["waiting", "active", "good", "attention", "ended"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go, with the words that name it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of a shell's navigation, or one tab; `count` is what waits there (0: not shown)."""

    words: str
    url: str
    icon: str = ""
    count: int = 0
    current: bool = False
    heading: str = ""  # starts a group: shown above this entry in the side navigation


@dataclass(frozen=True, slots=True)
class Place:
    """The organisation and role someone acts in; the switcher POSTs the `key` of another."""

    key: str
    name: str
    role: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of a way: what, who, when; `due` makes a clock, `met` stops it."""

    title: str
    state: Literal["done", "now", "coming", "attention", "ended"] = "coming"
    who: str = ""
    at: dt.datetime | None = None
    due: dt.datetime | None = None
    text: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; `words` as written, `translation` beside it."""

    author: str
    at: dt.datetime
    words: str
    language: str = ""
    role: str = ""
    mine: bool = False
    translation: str = ""
    translation_language: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart. `shown` is its text (money, a share); the number is used otherwise."""

    label: str
    value: Decimal | float
    shown: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line of the normalised scope inside a proposal."""

    words: str
    included: bool
    note: str = ""
    said: bool = True  # False: the proposal does not mention it


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as the comparison shows it; every offer has the same facts in the same order."""

    name: str
    url: str
    amount: Decimal
    currency: str
    lowest: bool = False  # the amount is "from"
    place: str = ""
    also: str = ""  # the total in another currency, with its rate's day
    facts: tuple[tuple[str, str], ...] = ()  # (label, value): stay, dates, doctor, validity
    lines: tuple[OfferLine, ...] = ()
    refund: str = ""
    accent: str = ""  # why this one stands out, in words ("Lowest total")
    links: tuple[Link, ...] = field(default=())
