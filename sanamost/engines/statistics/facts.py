"""What counting needs to know about one episode of treatment; nothing that names a person."""

import dataclasses
import datetime as dt
import enum
from decimal import Decimal

from sanamost.engines.money import Money


class Purpose(enum.StrEnum):
    """Why the person is in the country, as every case says from the start."""

    TREATMENT = "treatment"
    ALREADY_HERE = "already_here"
    COMPANION = "companion"
    EMERGENCY = "emergency"
    REMOTE = "remote"


@dataclasses.dataclass(frozen=True, slots=True)
class PaidAmount:
    """What was paid, in the contract's currency, with its equivalents at the rates kept with it."""

    money: Money
    roubles: Money
    dollars: Money

    def __post_init__(self) -> None:
        if (self.roubles.currency, self.dollars.currency) != ("RUB", "USD"):
            raise ValueError(f"equivalents in {self.roubles.currency}, {self.dollars.currency}")


@dataclasses.dataclass(frozen=True, slots=True)
class EpisodeFact:
    """One episode. `person` is a key that is the same for one person and says nothing else.

    Countries are ISO 3166-1 alpha-2, empty where nobody asked. `residency_basis` says by what the
    person is a resident or not (`non_resident`, `residence_permit`, `citizen`), empty likewise.
    """

    person: str
    episode: str
    visits: int
    started: dt.date
    ended: dt.date | None
    citizenship: str
    residence: str
    residency_basis: str
    purpose: Purpose | None
    profile: str
    organisation: str
    region: str
    amounts: tuple[PaidAmount, ...] = ()

    def __post_init__(self) -> None:
        if self.visits < 0 or (self.ended is not None and self.ended < self.started):
            raise ValueError(f"episode {self.episode}")

    @property
    def paid(self) -> bool:
        """Whether anything above zero was paid for it."""
        return sum((amount.roubles.amount for amount in self.amounts), Decimal(0)) > 0
