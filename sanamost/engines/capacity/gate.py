"""The gate: what a request is worth on each date it could have, and what stands in the way.

For whoever offers dates. Resources are any hashable keys, one per resource and day (theatre minutes
on the 3rd, a bed on the 4th); a date offered is the needs that it would have. Prices are worth of
one unit, kept current by whoever plans (dual prices of the export potential); where few units are
left, `Curve` says what each further unit is worth. The answers are figures and keys, no words.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Resource = TypeVar("Resource", bound=Hashable)
Option = TypeVar("Option", bound=Hashable)


@dataclass(frozen=True)
class Stock:
    """Units left after the state task and bookings, and what they are worth.

    `price` is the worth of one unit. `curve`, if given, is the worth of having 0, 1, 2 … units
    (never falling, as long as units left allow) and goes before the price.
    """

    left: float
    price: float
    curve: tuple[float, ...] = ()

    def cost(self, units: float) -> float:
        """What taking `units` loses; infinite where fewer are left."""
        if units > self.left:
            return float("inf")
        if not self.curve:
            return self.price * units
        return self._worth(self.left) - self._worth(self.left - units)

    def _worth(self, units: float) -> float:
        """On the curve, straight between whole units; beyond its end nothing is added."""
        at = min(units, len(self.curve) - 1)
        low = int(at)
        high = min(low + 1, len(self.curve) - 1)
        return self.curve[low] + (at - low) * (self.curve[high] - self.curve[low])


@dataclass(frozen=True)
class Worth(Generic[Resource]):
    """A request on one date: what it costs in units that others would pay for.

    `surplus` = revenue - cost; `binds` is the resource that is short, or else the one with the
    largest part of the cost; None where nothing costs anything.
    """

    fits: bool
    cost: float
    surplus: float
    binds: Resource | None

    @property
    def accept(self) -> bool:
        """Whether the request brings at least what it takes from those who come later."""
        return self.fits and self.surplus >= 0


class Gate(Generic[Resource]):
    """Stocks of resources, and what requests are worth beside them."""

    def __init__(self, stocks: Mapping[Resource, Stock]) -> None:
        self._stocks = dict(stocks)

    def worth(self, revenue: float, needs: Mapping[Resource, float]) -> Worth[Resource]:
        """The worth of accepting now. A resource that the gate does not know has nothing left."""
        cost, most, binds = 0.0, 0.0, None
        for resource, units in needs.items():
            if units <= 0:
                continue
            stock = self._stocks.get(resource)
            part = float("inf") if stock is None else stock.cost(units)
            if part == float("inf"):
                return Worth(fits=False, cost=part, surplus=-part, binds=resource)
            cost += part
            if part > most:
                most, binds = part, resource
        return Worth(fits=True, cost=cost, surplus=revenue - cost, binds=binds)

    def offers(
        self, revenue: float, options: Mapping[Option, Mapping[Resource, float]]
    ) -> list[tuple[Option, Worth[Resource]]]:
        """Every option (a date, or a date at a clinic) with its worth, best first.

        Ties keep the order given, so that of two dates equally good the earlier one stays first.
        The first is to be accepted when its `accept` holds; otherwise nothing offered pays.
        """
        found = [(option, self.worth(revenue, needs)) for option, needs in options.items()]
        return sorted(found, key=lambda one: -one[1].surplus)

    def take(self, needs: Mapping[Resource, float]) -> None:
        """Count units as taken. Raises `NotLeft`, and takes nothing, where any is short."""
        short = [one for one, units in needs.items() if units > self._left(one)]
        if short:
            raise NotLeft(short)
        self._move(needs, -1)

    def give_back(self, needs: Mapping[Resource, float]) -> None:
        """Count units as free again: a cancelled booking, a hold that expired."""
        self._move(needs, 1)

    def _left(self, resource: Resource) -> float:
        stock = self._stocks.get(resource)
        return 0.0 if stock is None else stock.left

    def _move(self, needs: Mapping[Resource, float], sign: int) -> None:
        for resource, units in needs.items():
            if units and (stock := self._stocks.get(resource)) is not None:
                self._stocks[resource] = Stock(stock.left + sign * units, stock.price, stock.curve)


class NotLeft(ValueError):
    """Units asked for are not left: names the resources."""

    def __init__(self, resources: Iterable[Hashable]) -> None:
        self.resources = tuple(resources)
        super().__init__(", ".join(map(str, self.resources)))
