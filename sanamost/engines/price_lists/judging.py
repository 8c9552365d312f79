"""One row of services judged: code, name, unit and prices read, each doubt said."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from sanamost.engines.price_lists.codes import LONGEST, CodeRead, read_code
from sanamost.engines.price_lists.columns import Heading, PriceColumn, heading_score
from sanamost.engines.price_lists.formulas import compute
from sanamost.engines.price_lists.grids import Fault, Formula, Row, Value, shown
from sanamost.engines.price_lists.naming import read_name
from sanamost.engines.price_lists.nomenclature import (
    SURE,
    Nomenclature,
    is_russian,
    similarity,
    stems,
)
from sanamost.engines.price_lists.prices import PriceRead, currency_in, read_price
from sanamost.engines.price_lists.verdicts import (
    Amount,
    Doubt,
    Outcome,
    ServiceRead,
    Verdict,
    outcome_of,
)
from sanamost.engines.price_lists.vocabulary import (
    FOOTER,
    TOTAL,
    Column,
    folded,
)
from sanamost.engines.search.keys import search_key

GROUPS = ("resident", "eaeu", "foreign")
_CENT = Decimal("0.01")
_CODE_IN_NAME = re.compile(
    r"^\(?([AАBВБ]\d\d[.:,]\s?[\dOОЗ]{2,3}[.:,]\s?[\dOОЗ]{3}(?:[.:,]\s?[\dOОЗ]{3}){0,2})\)?[\s.,:–-]+(\S.{2,})$",
    re.DOTALL,
)
_PARTIAL = re.compile(r"[AАBВБ]\d\d[.:,]\d+(?:[.:,]\d+)*\.?")
_SECTION_NUMBER = re.compile(
    r"(?:\d{1,2}|[IVXLC]+)(?:\.\d{1,2})*[.)]?|[AАBВ]\d\d(?:[.:]\d{2,3})?\.?"
)


@dataclass(slots=True)
class Context:
    """What a row is judged by besides itself."""

    sheet: str
    heading: Heading
    nomenclature: Nomenclature
    currency: str = "RUB"
    coefficients: Mapping[str, Decimal] = field(default_factory=dict)
    """Of a group's price to that for residents, where the list has no column for the group."""
    numbers: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    """Numbers near the sheet's beginning, which formulas point at."""
    section: str = ""
    delimited: bool = False
    """Whether the rows come from separated text."""


def judge(row: Row, context: Context) -> Verdict:
    """The verdict on a row below the heading; a section's heading is remembered in `context`."""
    if kind := _not_a_service(row, context):
        text = " ".join(shown(value).strip() for _, value in sorted(row.cells.items()))[:200]
        if kind == "section":
            context.section = re.sub(r"\s+", " ", text)
        doubt = Doubt(context.sheet, row.number, "row", kind, text)
        return Verdict(context.sheet, row.number, Outcome.REFUSED, (doubt,))
    return _Judgement(row, context).verdict()


def _not_a_service(row: Row, context: Context) -> str:
    """Which kind of row it is that names no service; empty for one that does."""
    heading = context.heading
    cells = row.cells
    first = shown(cells[min(cells)]).strip()
    if TOTAL.match(folded(first)):
        return "total"
    prices = [price.column for price in heading.prices]
    if any(
        read_price(cells[column]).amount is not None
        for column in prices
        if column in cells and column not in row.covered
    ):
        return ""
    if _repeats(row, heading) or heading_score(row) >= 2:
        return "repeated_heading"
    return _words_alone(row, heading)


def _words_alone(row: Row, heading: Heading) -> str:
    """A row without an amount: a section, a footer, or a service whose price is missing."""
    roles = heading.roles
    own = {
        column: value
        for column, value in row.cells.items()
        if column not in row.covered and roles.get(column) is not Column.NUMBER
    } or row.cells
    texts = [shown(value).strip() for _, value in sorted(own.items())]
    priced = [price for price in heading.prices if price.column in own]
    words = [text for text in texts if re.search(r"[^\W\d_]", text)]
    coded = _coded(own, roles)
    if not coded and (not priced or len(words) == len(texts)) and _is_footer(texts[0]):
        return "footer"
    same = len(set(texts)) == 1
    if priced:
        return "section" if same and (len(texts) == 1 or not _is_mark(texts[0])) else ""
    if not coded and len(set(texts) - set(_numbers(own, roles))) <= 1:
        return "section"
    return ""


def _is_footer(text: str) -> bool:
    return bool(FOOTER.search(folded(text)))


def _is_mark(text: str) -> bool:
    return not re.search(r"[^\W_]", text)


def _coded(cells: Mapping[int, Value], roles: Mapping[int, Column]) -> bool:
    """Whether a code column holds something that is no number of a section."""
    for column, value in cells.items():
        if roles.get(column) in {Column.CODE, Column.OWN_CODE} and len(cells) > 1:
            return not _SECTION_NUMBER.fullmatch(shown(value).strip())
    return False


def _numbers(cells: Mapping[int, Value], roles: Mapping[int, Column]) -> list[str]:
    return [
        text
        for column, value in cells.items()
        if roles.get(column) is not Column.NAME
        and _SECTION_NUMBER.fullmatch(text := shown(value).strip())
    ]


def _repeats(row: Row, heading: Heading) -> bool:
    same = [
        column
        for column, value in row.cells.items()
        if column in heading.texts and folded(shown(value)) == folded(heading.texts[column])
    ]
    return len(same) >= 2 and len(same) * 2 >= len(row.cells)


class _Judgement:
    """The steps of judging one row that names a service."""

    def __init__(self, row: Row, context: Context) -> None:
        self.row, self.context = row, context
        self.doubts: list[Doubt] = []

    def verdict(self) -> Verdict:
        """Read everything, then decide."""
        code, name = self._code_and_name()
        prices = self._prices()
        official = self._checked(code, name)
        name = self._named(name, official or code.official)
        own = self._own_code(code, name)
        self._outside()
        if self.row.hidden:
            self._doubt("row", "row_hidden", name or code.raw)
        service = ServiceRead(
            code=own,
            raw_code=self._raw_code(code),
            official=official,
            name=name,
            unit=self._text(Column.UNIT)[:60],
            section=self._text(Column.SECTION)[:200] or self.context.section,
            vat=self._text(Column.VAT)[:40],
            prices=prices,
            excluded=self._excluded(name, official or code.official),
        )
        outcome = outcome_of(self.doubts, priced=bool(prices))
        return Verdict(self.context.sheet, self.row.number, outcome, tuple(self.doubts), service)

    def _doubt(self, where: str, kind: str, found: str, suggested: str = "") -> None:
        self.doubts.append(
            Doubt(self.context.sheet, self.row.number, where, kind, found[:300], suggested[:300])
        )

    def _cell(self, role: Column) -> Value | None:
        column = self.context.heading.column(role)
        return None if column is None else self.row.cells.get(column)

    def _text(self, role: Column) -> str:
        value = self._cell(role)
        if isinstance(value, Fault | Formula):
            return ""
        return re.sub(r"\s+", " ", shown(value)).strip()

    def _code_and_name(self) -> tuple[CodeRead, str]:
        known = self.context.nomenclature.has
        code = read_code(self._cell(Column.CODE), known)
        name = read_name(self._text(Column.NAME)).text
        if not code.raw and (found := _CODE_IN_NAME.match(name)):
            inside = read_code(found[1], known)
            if inside.official:
                self._doubt("code", "code_in_name", name, inside.official)
                return replace(inside, kind=""), found[2].strip()
        if code.kind:
            self._doubt("code", f"code_{code.kind}", code.raw, code.suggested)
        return code, name

    def _raw_code(self, code: CodeRead) -> str:
        return (code.raw or self._text(Column.OWN_CODE))[:80]

    def _checked(self, code: CodeRead, name: str) -> str:
        """The official code where it is in force and the name does not belong to another."""
        listed = self.context.nomenclature
        if not len(listed):
            return code.official
        if not code.official:
            if _PARTIAL.fullmatch(code.own) and code.kind != "date":
                self._doubt("code", "code_partial", code.raw, self._by_name(name))
            return ""
        if not listed.has(code.official):
            self._doubt("code", "code_unknown", code.raw, self._by_name(name))
            return ""
        if name and is_russian(name) and not listed.agrees(code.official, name):
            nearest = self._by_name(name)
            far = similarity(stems(name), stems(listed.name_of(code.official))) < 0.25
            if nearest or far:
                self._doubt("code", "code_of_other_service", code.raw, nearest)
                return ""
        return code.official

    def _by_name(self, name: str) -> str:
        nearest = self.context.nomenclature.similar(name) if is_russian(name) else None
        return nearest.code if nearest and nearest.score >= SURE else ""

    def _named(self, name: str, official: str) -> str:
        """The name, completed from the official list where it was cut or is missing."""
        known = self.context.nomenclature.name_of(official)
        if not name:
            if known:
                self._doubt("name", "name_from_code", "", known)
                return known
            self._doubt("name", "name_missing", "")
            return ""
        read = read_name(name)
        if len(name) > 60 and len(known) > len(name) and known.startswith(name):
            self._doubt("name", "name_completed", name, known)
            return known
        if read.may_be_cut and name != known:
            self._doubt("name", "name_cut", name, known if known[:100] == name[:100] else "")
        for scope, words in self._excluded(name, official)[:1]:
            self._doubt("name", "name_excludes", words, scope)
        return name

    def _excluded(self, name: str, official: str) -> tuple[tuple[str, str], ...]:
        """What the clinic's own words leave out; the official name's own "without" is no such."""
        known = self.context.nomenclature.name_of(official)
        own = name[len(known) :] if known and name.startswith(known) else name
        return read_name(own).excluded if own else ()

    def _own_code(self, code: CodeRead, name: str) -> str:
        """The clinic's own code; one is made of the name where the row has none."""
        own = read_code(self._cell(Column.OWN_CODE), _nothing_known)
        if own.kind == "date":
            self._doubt("own_code", "code_date", own.raw, own.suggested)
        if chosen := (own.suggested or own.own or _suggested(code) or code.own):
            return chosen[:LONGEST]
        made = made_code(name, self.context.section)
        if self.context.heading.column(Column.CODE) is not None and name:
            self._doubt("code", "code_missing", "", self._by_name(name) or made)
        return made

    def _outside(self) -> None:
        """Cells to the right of the last heading."""
        texts = self.context.heading.texts
        if not texts:
            return
        last = max([*texts, *self.context.heading.roles])
        beyond = sorted(column for column in self.row.cells if column > last)
        if not beyond:
            return
        text = shown(self.row.cells[beyond[0]]).strip()
        prices = [price.column for price in self.context.heading.prices]
        if self.context.delimited and prices and re.fullmatch(r"\d\d\d?(?:[.,]\d+)?", text):
            left = shown(self.row.cells.get(prices[-1])).strip()
            self._doubt("price", "price_split", f"{left} | {text}", f"{left}{text}")
        else:
            self._doubt("row", "cell_outside", text)

    def _prices(self) -> dict[str, Amount]:
        """Prices by group: own columns first, then coefficients, then the price for everybody."""
        read = [(price, self._read(price)) for price in self.context.heading.prices]
        if not any(one.amount is not None for _, one in read):
            self._no_price([one for _, one in read])
            return {}
        found: dict[str, Amount] = {}
        for price, one in read:
            if one.amount is None:
                if one.kind != "none":
                    self._doubt(
                        _field(price), f"price_{one.kind}", self._found(price), one.suggested
                    )
                continue
            amount = Amount(one.amount, self._currency(price, one), one.kind == "from", one.highest)
            amount = replace(amount, at_least=one.kind in {"from", "range"})
            if one.kind:
                self._doubt(_field(price), f"price_{one.kind}", self._found(price), one.suggested)
            elif price.column in self.row.covered:
                self._doubt(_field(price), "price_merged", self._found(price), f"{one.amount:.2f}")
            for group in price.groups or ("",):
                found.setdefault(group, amount)
        return self._for_groups(found)

    def _for_groups(self, found: dict[str, Amount]) -> dict[str, Amount]:
        everybody = found.pop("", None)
        alone = not found and not any(price.groups for price in self.context.heading.prices)
        base = found.get("resident") or everybody
        if base is not None:
            found.setdefault("resident", base)
            for group in ("eaeu", "foreign"):
                if group in found:
                    continue
                if coefficient := self._coefficient(group):
                    found[group] = _times(base, coefficient)
                elif alone:
                    found[group] = base
        return {group: found[group] for group in GROUPS if group in found}

    def _coefficient(self, group: str) -> Decimal | None:
        role = Column.COEFFICIENT_EAEU if group == "eaeu" else Column.COEFFICIENT_FOREIGN
        value = self._cell(role)
        if value is not None and (said := coefficient_in(value)) is not None:
            return said
        return self.context.coefficients.get(group)

    def _read(self, price: PriceColumn) -> PriceRead:
        value = self.row.cells.get(price.column)
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
        return self.context.numbers.get((row, column))

    def _no_price(self, read: list[PriceRead]) -> None:
        """Say why there is none: the most telling of the cells."""
        for price, one in zip(self.context.heading.prices, read, strict=True):
            if one.kind != "none":
                self._doubt(_field(price), f"price_{one.kind}", self._found(price), one.suggested)
        if all(one.kind == "none" for one in read):
            found = " ".join(self._found(price) for price in self.context.heading.prices).strip()
            self._doubt("price", "price_none" if found else "price_missing", found)

    def _found(self, price: PriceColumn) -> str:
        return shown(self.row.cells.get(price.column)).strip()

    def _currency(self, price: PriceColumn, read: PriceRead) -> str:
        by_heading = price.currency or self.context.heading.currency
        of_row = self._currency_of_row()
        of_cell = read.currency or self.row.currencies.get(price.column, "")
        if of_cell and price.currency and of_cell != price.currency:
            self._doubt(_field(price), "currency_differs", self._found(price), of_cell)
        return of_cell or of_row or by_heading or self.context.currency

    def _currency_of_row(self) -> str:
        text = self._text(Column.CURRENCY)
        code = text.upper()
        return text and (currency_in(text) or (code if re.fullmatch(r"[A-Z]{3}", code) else ""))


def made_code(name: str, section: str) -> str:
    """A code of the clinic's own for a service without one: the same name gives the same code."""
    key = f"{search_key(section)}|{search_key(name)}"
    return "N-" + hashlib.sha256(key.encode()).hexdigest()[:10].upper() if name else ""


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


def _nothing_known(_code: str) -> bool:
    return False


def _suggested(code: CodeRead) -> str:
    return code.suggested if code.kind == "date" else ""


def _field(price: PriceColumn) -> str:
    return f"price_{price.groups[0]}" if len(price.groups) == 1 else "price"
