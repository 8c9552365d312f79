"""One row of services judged: code, name, unit and prices read, each doubt said."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sanamost.engines.price_lists.codes import LONGEST, CodeRead, read_code
from sanamost.engines.price_lists.grids import Fault, Formula, Row, Value, shown
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.naming import read_name
from sanamost.engines.price_lists.nomenclature import (
    SURE,
    Nomenclature,
    is_russian,
    similarity,
    stems,
)
from sanamost.engines.price_lists.notes import coefficients_in
from sanamost.engines.price_lists.row_kinds import not_a_service
from sanamost.engines.price_lists.row_prices import RowPrices
from sanamost.engines.price_lists.verdicts import (
    Amount,
    Doubt,
    Outcome,
    ServiceRead,
    Verdict,
    outcome_of,
)
from sanamost.engines.price_lists.vocabulary import Column
from sanamost.engines.search.keys import search_key

_CODE_IN_NAME = re.compile(
    r"^[(\[]?([AАBВБ]\d\d[.:,]\s?[\dOОЗ]{2,3}[.:,]\s?[\dOОЗ]{3}(?:[.:,]\s?[\dOОЗ]{3}){0,2})[)\]]?[\s.,:–-]+(\S.{2,})$",
    re.DOTALL,
)
_CODE_AT_END = re.compile(
    r"^(.{4,}?)[\s,;]*[(\[]?\b([AАBВБ]\d\d[.:,]\s?\d{2,3}[.:,]\s?\d{3}(?:[.:,]\s?\d{3}){0,2})(?![\d.])[)\]]?"
    r"[\s,;.]*(.*)$",
    re.DOTALL,
)
_BULLET = re.compile(r"^[-–—•·*▪◦]\s*(?=[^\W\d_])")
_NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*\.|\d{1,3}(?:\.\d{1,3})*\))\s+(?=[^\W\d_]{3})")
"""«12. Массаж», «1.4) Массаж»: a running number that moves with every new row."""
_PARTIAL = re.compile(r"[AАBВБ]\d\d[.:,]\d+(?:[.:,]\d+)*\.?")


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
    parent: str = ""
    """The name above that names beginning with a dash go on from."""
    delimited: bool = False
    """Whether the rows come from separated text."""


def judge(row: Row, context: Context) -> Verdict:
    """The verdict on a row below the heading; a section's heading is remembered in `context`."""
    kind = not_a_service(row, context.heading)
    if not kind:
        return _Judgement(row, context).verdict()
    text = " ".join(shown(value).strip() for _, value in sorted(row.cells.items()))[:200]
    if kind == "section":
        context.section = re.sub(r"\s+", " ", text)
        named = text.isupper() or re.match(r"[\divxIVX]+[.)]", text)
        context.parent = "" if named else context.section.strip(" :")
    doubts = [Doubt(context.sheet, row.number, "row", kind, text)]
    if kind in {"section", "footer"}:
        doubts += noted(context.sheet, row, context.heading, context.coefficients)
    return Verdict(context.sheet, row.number, Outcome.REFUSED, tuple(doubts))


def noted(sheet: str, row: Row, heading: Heading, known: Mapping[str, Decimal]) -> list[Doubt]:
    """Coefficients that a sentence in the row tells and neither a column nor the clinic does."""
    of_columns = {group for price in heading.prices for group in price.groups}
    roles = {*heading.roles.values()}
    for role, group in (
        (Column.COEFFICIENT_EAEU, "eaeu"),
        (Column.COEFFICIENT_FOREIGN, "foreign"),
    ):
        of_columns |= {group} if role in roles else set()
    text = " ".join(value for _, value in sorted(row.cells.items()) if isinstance(value, str))
    return [
        Doubt(
            sheet,
            row.number,
            "coefficient",
            "coefficient_in_note",
            text[:300],
            f"{group}={times:f}",
        )
        for group, times in coefficients_in(text).items()
        if group not in of_columns and group not in known
    ]


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
        name = self._whole_name(read_name(self._text(Column.NAME)).text)
        if not code.raw and (found := _CODE_IN_NAME.match(name)):
            inside = read_code(found[1], known)
            if inside.official:
                self._doubt("code", "code_in_name", name, inside.official)
                return replace(inside, kind=""), found[2].strip()
        if not code.raw and (found := _CODE_AT_END.match(name)):
            inside = read_code(found[2], known)
            if inside.official and known(inside.official):
                self._doubt("code", "code_in_name", name, inside.official)
                rest = f"{found[1].strip()} {found[3].strip()}".strip()
                return replace(inside, kind=""), rest
        if code.kind:
            self._doubt("code", f"code_{code.kind}", code.raw, code.suggested)
        return code, name

    def _whole_name(self, name: str) -> str:
        """The name with what stands of it in the rows around."""
        if found := _NUMBERED.match(name):
            self._doubt("name", "name_numbered", found[0].strip(), name[found.end() :])
            name = name[found.end() :]
        if self.row.taken_apart:
            self._doubt("name", "cell_split", self.row.taken_apart, name)
        if self.row.name_joined:
            self._doubt("name", "name_joined", self.row.name_joined, name)
        if self.row.child_of and name:
            whole = f"{self.row.child_of}: {name}"
            self._doubt("name", "name_from_above", name, whole)
            return whole
        bare = _BULLET.sub("", name)
        if bare == name or not bare:
            self.context.parent = name
        elif self.context.parent:
            whole = f"{self.context.parent}: {bare}"
            self._doubt("name", "name_from_above", name, whole)
            return whole
        return bare or name

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
        beside = [price.beside or 0 for price in self.context.heading.prices]
        last = max([*texts, *self.context.heading.roles, *beside])
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
        context = self.context
        reader = RowPrices(
            self.row, context.heading, context.currency, context.coefficients, context.numbers
        )
        prices = reader.read()
        for doubt in reader.doubts:
            self._doubt(doubt.field, doubt.kind, doubt.found, doubt.suggested)
        return prices


def made_code(name: str, section: str) -> str:
    """A code of the clinic's own for a service without one: the same name gives the same code."""
    key = f"{search_key(section)}|{search_key(name)}"
    return "N-" + hashlib.sha256(key.encode()).hexdigest()[:10].upper() if name else ""


def _nothing_known(_code: str) -> bool:
    return False


def _suggested(code: CodeRead) -> str:
    return code.suggested if code.kind == "date" else ""
