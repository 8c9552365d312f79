"""Countries, currencies, languages and regions by their names in the reader's language.

Each list stands in the order of those names and is kept in the process for a while.
"""

import dataclasses
from collections.abc import Iterable
from typing import TypeVar

from sanamost.registry.catalogue.models import Country, Currency, Language, Region
from sanamost.registry.catalogue.naming import name_in, sort_key
from sanamost.registry.catalogue.remembering import remembered


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its code and its name in the reader's language."""

    code: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class CountryChoice(Choice):
    """A country; `numeric` is its code in ISO 3166-1 and OKSM."""

    alpha3: str
    numeric: str
    currency: str
    calling_code: str


@dataclasses.dataclass(frozen=True, slots=True)
class CurrencyChoice(Choice):
    """A currency; `exponent` is the number of decimals of its minor unit."""

    numeric: str
    exponent: int
    symbol: str


@dataclasses.dataclass(frozen=True, slots=True)
class LanguageChoice(Choice):
    """A language; `self_name` is what its speakers call it, empty where not known."""

    self_name: str
    rtl: bool


@dataclasses.dataclass(frozen=True, slots=True)
class RegionChoice(Choice):
    """A region; `utc_offset` in minutes."""

    iso: str
    kind: str
    utc_offset: int


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def in_order(choices: Iterable[AnyChoice], language: str) -> tuple[AnyChoice, ...]:
    """The choices by name, as this reader expects them."""
    return tuple(sorted(choices, key=lambda choice: sort_key(choice.name, language)))


@remembered
def countries(language: str) -> tuple[CountryChoice, ...]:
    """Every country."""
    return in_order(
        (
            CountryChoice(
                code=row.code,
                name=name_in(row.names, language),
                alpha3=row.alpha3,
                numeric=row.numeric,
                currency=row.currency_code,
                calling_code=row.calling_code,
            )
            for row in Country.objects.all()
        ),
        language,
    )


@remembered
def currencies(language: str) -> tuple[CurrencyChoice, ...]:
    """Every currency that amounts can be in; metals and baskets are left out."""
    return in_order(
        (
            CurrencyChoice(
                code=row.code,
                name=name_in(row.names, language),
                numeric=row.numeric,
                exponent=row.exponent,
                symbol=row.symbol or row.code,
            )
            for row in Currency.objects.all()
            if row.exponent is not None
        ),
        language,
    )


@remembered
def languages_spoken(language: str) -> tuple[LanguageChoice, ...]:
    """Every language a person may speak, named in the reader's `language`."""
    return in_order(
        (
            LanguageChoice(
                code=row.code,
                name=name_in(row.names, language),
                self_name=row.self_name,
                rtl=row.rtl,
            )
            for row in Language.objects.all()
        ),
        language,
    )


@remembered
def regions(language: str) -> tuple[RegionChoice, ...]:
    """Every region, under our own code (not the ISO one)."""
    return in_order(
        (
            RegionChoice(
                code=row.code,
                name=name_in(row.names, language),
                iso=row.iso,
                kind=row.kind,
                utc_offset=row.utc_offset,
            )
            for row in Region.objects.all()
        ),
        language,
    )
