"""The rules in force, and what a check-up costs at each clinic."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sanamost.engines.checkups import Item, RuleSet, read
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.selectors import CodedPrice
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.organisations import selectors as organisations

FOLDER = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class Priced:
    """One item with what one clinic asks for it."""

    item: Item
    price: CodedPrice


@dataclass(frozen=True, slots=True)
class ClinicPrice:
    """A check-up at one clinic by its price list in force; VAT included."""

    clinic: Any
    lines: tuple[Priced, ...]
    missing: tuple[Item, ...]
    """What its price list does not hold: to be asked for, or done elsewhere."""
    total: Decimal | None
    """Of the lines alone; None where they are in several currencies."""
    currency: str

    @property
    def complete(self) -> bool:
        """Whether the total is the whole check-up's."""
        return not self.missing

    @property
    def at_least(self) -> bool:
        """Whether the clinic says "from" of any line."""
        return any(line.price.at_least for line in self.lines)


def rules(version: str = "") -> RuleSet:
    """The set of this version, or the newest; of a version that no longer ships, the newest too.

    Raises `BadRules` for a wrong file.
    """
    known = _sets()
    return known.get(version) or max(known.values(), key=lambda one: (one.day, one.version))


@lru_cache(maxsize=1)
def _sets() -> dict[str, RuleSet]:
    files = sorted(FOLDER.glob("*.toml"))
    return {one.version: one for one in (read(p.read_text(encoding="utf-8")) for p in files)}


def prices(
    items: Sequence[Item], *, day: dt.date, group: str = PatientGroup.FOREIGN
) -> list[ClinicPrice]:
    """What the items cost at every clinic that takes patients and offers any of them.

    First the clinics that lack the fewest, of those the cheapest, then by code: nobody pays for a
    place. Two queries whatever the number of clinics and items. A total stands for its lines only.
    """
    wanted = {code for item in items for code in item.codes}
    offered: dict[int, list[CodedPrice]] = defaultdict(list)
    for price in catalogue.coded_prices(wanted, day=day, group=group):
        offered[price.organisation_id].append(price)
    found = [
        _at(clinic, items, offered[clinic.pk])
        for clinic in organisations.clinics()
        if clinic.pk in offered
    ]
    return sorted(
        found,
        key=lambda one: (
            len(one.missing),
            one.total is None,
            one.total or Decimal(0),
            one.clinic.code,
        ),
    )


def services_for(
    items: Iterable[Item], *, organisation_id: int, day: dt.date, group: str
) -> dict[str, CodedPrice]:
    """By item: the clinic's own service for it with the group's price; what it lacks is absent."""
    items = list(items)
    wanted = {code for item in items for code in item.codes}
    offered = [
        price
        for price in catalogue.coded_prices(wanted, day=day, group=group)
        if price.organisation_id == organisation_id
    ]
    return {item.code: price for item in items if (price := _best(item, offered))}


def _at(clinic: Any, items: Sequence[Item], offered: list[CodedPrice]) -> ClinicPrice:
    best = [(item, _best(item, offered)) for item in items]
    lines = tuple(Priced(item, price) for item, price in best if price is not None)
    currencies = {line.price.currency for line in lines}
    one = len(currencies) == 1
    return ClinicPrice(
        clinic=clinic,
        lines=lines,
        missing=tuple(item for item, price in best if price is None),
        total=sum((line.price.amount for line in lines), Decimal(0)) if one else None,
        currency=currencies.pop() if one else "",
    )


def _best(item: Item, offered: list[CodedPrice]) -> CodedPrice | None:
    """Of the item's best code that the clinic has, the cheapest service."""
    for code in item.codes:
        same = [price for price in offered if price.nomenclature_code == code]
        if same:
            return min(same, key=lambda price: (price.currency, price.amount, price.public_id))
    return None
