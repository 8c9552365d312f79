"""What a reader remembers of each service that it has passed: numbers in arrays, no objects.

Some 120 bytes a service, where a dictionary of objects took 450: of a list of 200,000 rows this is
what grows.
"""

from array import array

from sanamost.engines.price_lists.verdicts import Amount, Outcome, ServiceRead, Verdict

GROUPS = ("resident", "eaeu", "foreign")
_OUTCOMES = tuple(Outcome)
NOWHERE = -1


class Places:
    """Places by 64-bit keys: a table with open addresses, at most two thirds full."""

    def __init__(self) -> None:
        self._keys = array("q", bytes(8 * 1024))
        self._after = array("i", bytes(4 * 1024))
        """Of each key the place after its own; 0 for a free address."""
        self._held = 0

    def get(self, key: int) -> int:
        """The key's place; `NOWHERE` for one that was never set."""
        return self._after[self._address(key)] - 1

    def set(self, key: int, place: int) -> None:
        """Give the key a place."""
        address = self._address(key)
        self._held += not self._after[address]
        self._keys[address], self._after[address] = key, place + 1
        if self._held * 3 > len(self._keys) * 2:
            self._grow()

    def _address(self, key: int) -> int:
        keys, after = self._keys, self._after
        last = len(keys) - 1
        address = key & last
        while after[address] and keys[address] != key:
            address = (address + 1) & last
        return address

    def _grow(self) -> None:
        keys, after = self._keys, self._after
        self._keys = array("q", bytes(16 * len(keys)))
        self._after = array("i", bytes(8 * len(keys)))
        for key, place in zip(keys, after, strict=True):
            if place:
                address = self._address(key)
                self._keys[address], self._after[address] = key, place


class SeenServices:
    """The services taken so far, each by its place."""

    def __init__(self) -> None:
        self._sheets: list[str] = []
        self._currencies: list[str] = []
        self._sheet = array("H")
        self._row = array("i")
        self._words = array("q")
        self._amounts = {group: array("q") for group in GROUPS}
        self._currency = array("H")
        self._outcome = array("B")
        self._number = array("i")

    def add(self, verdict: Verdict, service: ServiceRead, words: int, number: int = 0) -> int:
        """Remember one; its place. `number` is the ending that its code got, 0 for none."""
        self._sheet.append(_index(self._sheets, verdict.sheet))
        self._row.append(verdict.row)
        self._words.append(words)
        for group, amounts in self._amounts.items():
            amounts.append(amount_key(service.prices.get(group)))
        self._currency.append(_index(self._currencies, currency_of(service)))
        self._outcome.append(_OUTCOMES.index(verdict.outcome))
        self._number.append(number)
        return len(self._row) - 1

    def sheet(self, place: int) -> str:
        """The name of the sheet where it stands."""
        return self._sheets[self._sheet[place]]

    def row(self, place: int) -> int:
        """The row where it stands."""
        return self._row[place]

    def words(self, place: int) -> int:
        """Of its name, in any order."""
        return self._words[place]

    def number(self, place: int) -> int:
        """The ending that its code got."""
        return self._number[place]

    def currency(self, place: int) -> str:
        """Of its prices; empty for several."""
        return self._currencies[self._currency[place]]

    def outcome(self, place: int) -> Outcome:
        """What became of its row."""
        return _OUTCOMES[self._outcome[place]]

    def becomes(self, place: int, outcome: Outcome) -> None:
        """Its row ends otherwise than it did."""
        self._outcome[place] = _OUTCOMES.index(outcome)

    def groups(self, place: int) -> frozenset[str]:
        """The groups of patients that it has a price for."""
        return frozenset(group for group, held in self._amounts.items() if held[place])

    def price(self, place: int, service: ServiceRead) -> None:
        """Add the prices of groups that it had none for."""
        for group, amount in service.prices.items():
            self._amounts[group][place] = amount_key(amount)

    def costs_the_same(self, place: int, service: ServiceRead) -> bool:
        """Whether each group that the service has a price for pays the same."""
        return all(
            self._amounts[group][place] == amount_key(amount)
            for group, amount in service.prices.items()
        )


def amount_key(amount: Amount | None) -> int:
    """A number for an amount and its currency; 0 for none."""
    return 0 if amount is None else hash((amount.amount, amount.currency)) or 1


def currency_of(service: ServiceRead) -> str:
    """The one currency of its prices; empty for several."""
    named = {amount.currency for amount in service.prices.values()}
    return named.pop() if len(named) == 1 else ""


def _index(names: list[str], name: str) -> int:
    """The name's place among few; added where it is new."""
    if names and names[-1] == name:
        return len(names) - 1
    if name not in names:
        names.append(name)
    return names.index(name)
