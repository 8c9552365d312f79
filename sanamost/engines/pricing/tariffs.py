"""Tariffs: prices that depend on where the patient comes from."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal

from sanamost.engines.money import Money, Rounding


class UnknownGroup(LookupError):
    """The country is in no group and no group is for all others."""

    code = "unknown_group"


@dataclasses.dataclass(frozen=True, slots=True)
class Tariff:
    """List prices times `coefficient`, rounded by name, for one group of patients.

    `vat_classes` says which lines it concerns: a transfer costs everybody the same.
    """

    group: str
    coefficient: Decimal
    rounding: Rounding = Rounding.UP_TO_WHOLE
    vat_classes: frozenset[str] = frozenset({"exempt"})

    def __post_init__(self) -> None:
        if not self.coefficient.is_finite() or self.coefficient <= 0:
            raise ValueError(f"coefficient {self.coefficient}")

    def unit_price(self, listed: Money, vat_class: str) -> Money:
        """What one unit costs this group. A coefficient of 1 leaves the list price as it stands."""
        if vat_class not in self.vat_classes or self.coefficient == 1:
            return listed
        return listed.times(self.coefficient, self.rounding)


NO_TARIFF = Tariff("resident", Decimal(1))


def group_of(
    country: str, groups: Mapping[str, frozenset[str]], *, others: str | None = None
) -> str:
    """The group that lists the country, else the group for all `others`; raises `UnknownGroup`.

    Which groups there are is the clinic's own data, such as {"resident": {"RU"}, "eaeu": {"AM",
    "BY", "KG", "KZ"}} and far abroad for all others.
    """
    for group, countries in groups.items():
        if country in countries:
            return group
    if others is None:
        raise UnknownGroup(country)
    return others
