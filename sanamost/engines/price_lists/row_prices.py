"""What a row costs each group of patients, with what is doubtful about its prices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from sanamost.engines.price_lists.formulas import compute
from sanamost.engines.price_lists.grids import Formula, Row, Value, shown
from sanamost.engines.price_lists.headings import Heading, PriceColumn
from sanamost.engines.price_lists.prices import PriceRead, currency_in, read_price, scaled
from sanamost.engines.price_lists.verdicts import Amount
from sanamost.engines.price_lists.vocabulary import Column

GROUPS = ("resident", "eaeu", "foreign")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PriceDoubt:
    """What is doubtful about one price: its field, kind, what stands there, what was taken."""

    field: str
    kind: str
    found: str
    suggested: str = ""


@dataclass(slots=True)
class RowPrices:
    """Reads the prices of one row; `doubts` are whole once `read` was called."""

    row: Row
    heading: Heading
    currency: str
    coefficients: Mapping[str, Decimal]
    numbers: Mapping[tuple[int, int], Decimal]
    """Numbers near the sheet's beginning, which formulas point at."""
    doubts: list[PriceDoubt] = field(default_factory=list)

    def read(self) -> dict[str, Amount]:
        """Prices by group: own columns and rows first, then coefficients, then everybody's."""
        read = [(price, self._of(price)) for price in self.heading.prices]
        found: dict[str, Amount] = {}
        for price, one in read:
            self._take(price, one, found)
        of_rows = self._of_rows_below()
        if not found and not of_rows:
            self._no_price([one for _, one in read])
            return {}
        said = {price.column for price, one in read if one.amount is None and one.kind != "none"}
        for price, one in read:
            if price.column in said:
                self._doubt(price, one)
        return self._for_groups({**found, **of_rows})

    def _take(self, price: PriceColumn, one: PriceRead, found: dict[str, Amount]) -> None:
        if one.amount is None:
            return
        at_least = one.kind in {"from", "range"}
        amount = Amount(one.amount, self._currency(price, one), at_least, one.highest)
        if one.kind:
            self._doubt(price, one)
        elif price.column in self.row.covered:
            merged = PriceDoubt(
                _field(price), "price_merged", self._found(price), f"{one.amount:.2f}"
            )
            self.doubts.append(merged)
        for group in price.groups or (self.heading.for_group,):
            found.setdefault(group, amount)

    def _doubt(self, price: PriceColumn, one: PriceRead) -> None:
        kind = f"price_{one.kind}"
        self.doubts.append(PriceDoubt(_field(price), kind, self._found(price), one.suggested))

    def _of_rows_below(self) -> dict[str, Amount]:
        """Prices for groups that stand in rows below the service."""
        found = {}
        for group, value in self.row.of_groups.items():
            one, said = read_price(value), shown(value).strip()
            if one.amount is None:
                self.doubts.append(
                    PriceDoubt(f"price_{group}", f"price_{one.kind}", said, one.suggested)
                )
                continue
            currency = one.currency or self._currency_of_row() or self.heading.currency
            at_least = one.kind in {"from", "range"}
            found[group] = Amount(one.amount, currency or self.currency, at_least, one.highest)
            self.doubts.append(
                PriceDoubt(f"price_{group}", "price_of_group", said, f"{one.amount:.2f}")
            )
        return found

    def _for_groups(self, found: dict[str, Amount]) -> dict[str, Amount]:
        everybody = found.pop("", None)
        told = any(price.groups for price in self.heading.prices) or self.heading.for_group
        alone = not found and not told
        of_own = {*found}
        base = found.get("resident") or everybody
        if base is not None:
            found.setdefault("resident", base)
            for group in ("eaeu", "foreign"):
                if group in found:
                    continue
                if coefficient := self._coefficient(group):
                    found[group] = _times(base, coefficient)
                elif everybody is not None and (alone or "resident" in of_own):
                    found[group] = everybody
        return {group: found[group] for group in GROUPS if group in found}

    def _coefficient(self, group: str) -> Decimal | None:
        role = Column.COEFFICIENT_EAEU if group == "eaeu" else Column.COEFFICIENT_FOREIGN
        column = self.heading.column(role)
        value = None if column is None else self.row.cells.get(column)
        if value is not None and (said := coefficient_in(value)) is not None:
            return said
        return self.coefficients.get(group)

    def _of(self, price: PriceColumn) -> PriceRead:
        """The price of a column, with the cell beside it, the upper end, the thousands."""
        read = self._cell(price.column)
        if price.conventional and read.amount is not None and not read.currency:
            return PriceRead(kind="conventional_unit")
        if price.beside is not None and read.amount is None and price.beside in self.row.cells:
            cells = (self.row.cells.get(price.column), self.row.cells[price.beside])
            read = read_price(" ".join(shown(value).strip() for value in cells).strip())
        if price.highest is not None:
            read = _banded(read, self._cell(price.highest))
        elif price.at_least and read.amount is not None and not read.kind:
            read = replace(read, kind="from")
        return scaled(read, price.times) if price.times > 1 and read.amount else read

    def _cell(self, column: int) -> PriceRead:
        value = self.row.cells.get(column)
        if isinstance(value, Formula):
            result = compute(value.text, self._number_at)
            if result is not None:
                read = read_price(result)
                return replace(read, kind="formula_computed") if read.amount else read
        return read_price(value)

    def _number_at(self, row: int, column: int) -> Decimal | None:
        if row == self.row.number:
            value = self.row.cells.get(column)
            if isinstance(value, Formula):
                return None
            return read_price(value).amount
        return self.numbers.get((row, column))

    def _no_price(self, read: list[PriceRead]) -> None:
        """Say why there is none: the most telling of the cells."""
        for price, one in zip(self.heading.prices, read, strict=True):
            if one.kind != "none":
                self._doubt(price, one)
        if all(one.kind == "none" for one in read):
            found = " ".join(self._found(price) for price in self.heading.prices).strip()
            kind = "price_none" if found else "price_missing"
            self.doubts.append(PriceDoubt("price", kind, found))

    def _found(self, price: PriceColumn) -> str:
        columns = (price.column, price.beside, price.highest)
        texts = [shown(self.row.cells.get(one)).strip() for one in columns if one is not None]
        return " | ".join(filter(None, texts))

    def _currency(self, price: PriceColumn, read: PriceRead) -> str:
        by_heading = price.currency or self.heading.currency
        of_cell = read.currency or self.row.currencies.get(price.column, "")
        if of_cell and price.currency and of_cell != price.currency:
            differs = PriceDoubt(_field(price), "currency_differs", self._found(price), of_cell)
            self.doubts.append(differs)
        return of_cell or self._currency_of_row() or by_heading or self.currency

    def _currency_of_row(self) -> str:
        column = self.heading.column(Column.CURRENCY)
        value = None if column is None else self.row.cells.get(column)
        text = value.strip() if isinstance(value, str) else ""
        code = text.upper()
        return text and (currency_in(text) or (code if re.fullmatch(r"[A-Z]{3}", code) else ""))


def _banded(low: PriceRead, high: PriceRead) -> PriceRead:
    """A band whose ends stand in two columns."""
    if low.amount is None:
        up_to = high.amount is not None and low.kind == "none"
        return replace(high, kind="up_to", highest=high.amount) if up_to else low
    if high.amount is None:
        return low if low.kind else replace(low, kind="from")
    if high.amount > low.amount:
        return replace(low, kind="range", highest=high.amount)
    if high.amount < low.amount:
        two = f"{low.amount:.2f} | {high.amount:.2f}"
        return PriceRead(currency=low.currency, kind="two", suggested=two)
    return low


def coefficient_in(value: Value) -> Decimal | None:
    """1.5, "+50 %" and 150 % alike; None for what is no coefficient."""
    text = shown(value).replace(",", ".").replace(" ", "").replace("\u00a0", "")
    found = re.fullmatch(r"([+-]?)(\d+(?:\.\d+)?)(%?)", text.lstrip("xх*×kк="))
    if not found:
        return None
    number = Decimal(found[2])
    if found[3]:
        number = 1 + number / 100 if found[1] or number < 100 else number / 100
    return number if Decimal("0.1") <= number <= 10 else None


def _times(base: Amount, coefficient: Decimal) -> Amount:
    highest = base.highest and (base.highest * coefficient).quantize(_CENT, ROUND_HALF_UP)
    amount = (base.amount * coefficient).quantize(_CENT, ROUND_HALF_UP)
    return replace(base, amount=amount, highest=highest)


def _field(price: PriceColumn) -> str:
    return f"price_{price.groups[0]}" if len(price.groups) == 1 else "price"
