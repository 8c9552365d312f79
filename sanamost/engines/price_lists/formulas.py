"""The few formulas that price lists hold, for files whose writer saved no results."""

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal, DecimalException

from sanamost.engines.price_lists.grids import column_of

_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?)|(\$?[A-Z]{1,3}\$?\d{1,7})|([A-Z]+)(?=\()|([-+*/(),;%]))"
)
_ROUNDING = {"ROUND": ROUND_HALF_UP, "ROUNDUP": ROUND_CEILING, "ROUNDDOWN": ROUND_DOWN}
_DEEPEST = 20
Cell = Callable[[int, int], Decimal | None]


class _NotComputed(ValueError):
    """The formula holds what is not computed here."""


def compute(formula: str, cell: Cell) -> Decimal | None:
    """The result of + - * / % ( ), ROUND, ROUNDUP, ROUNDDOWN, SUM, PRODUCT over single cells.

    `cell` gives the number at (row, column from 0). None for anything else, never an error.
    """
    if len(formula) > 200:
        return None
    try:
        tokens = _tokens(formula.strip().lstrip("="))
        result = _sum(tokens, cell, 0)
        return result if not tokens else None
    except (_NotComputed, DecimalException, IndexError):
        return None


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _NotComputed
        tokens.append(next(group for group in found.groups() if group))
        place = found.end()
    return tokens


def _sum(tokens: list[str], cell: Cell, depth: int) -> Decimal:
    value = _product(tokens, cell, depth)
    while tokens and tokens[0] in "+-":
        sign = tokens.pop(0)
        other = _product(tokens, cell, depth)
        value = value + other if sign == "+" else value - other
    return value


def _product(tokens: list[str], cell: Cell, depth: int) -> Decimal:
    value = _single(tokens, cell, depth)
    while tokens and tokens[0] in "*/":
        sign = tokens.pop(0)
        other = _single(tokens, cell, depth)
        value = value * other if sign == "*" else value / other
    return value


def _single(tokens: list[str], cell: Cell, depth: int) -> Decimal:
    if depth > _DEEPEST:
        raise _NotComputed
    token = tokens.pop(0)
    if token in {"-"}:
        return -_single(tokens, cell, depth + 1)
    if token in {"("}:
        value = _sum(tokens, cell, depth + 1)
        _take(tokens, ")")
    elif token[0].isdecimal():
        value = Decimal(token)
    elif token.isalpha():
        value = _function(token, tokens, cell, depth + 1)
    else:
        value = _cell(token, cell)
    while tokens and tokens[0] == "%":
        tokens.pop(0)
        value /= 100
    return value


def _function(name: str, tokens: list[str], cell: Cell, depth: int) -> Decimal:
    _take(tokens, "(")
    said = [_sum(tokens, cell, depth)]
    while tokens[0] in ",;":
        tokens.pop(0)
        said.append(_sum(tokens, cell, depth))
    _take(tokens, ")")
    if name in _ROUNDING and len(said) == 2 and abs(said[1]) < 9:
        step = Decimal(1).scaleb(-int(said[1]))
        return (said[0] / step).quantize(Decimal(1), _ROUNDING[name]) * step
    if name == "SUM":
        return sum(said, Decimal(0))
    if name == "PRODUCT":
        result = Decimal(1)
        for one in said:
            result *= one
        return result
    raise _NotComputed


def _cell(reference: str, cell: Cell) -> Decimal:
    bare = reference.replace("$", "")
    letters = bare.rstrip("0123456789")
    value = cell(int(bare[len(letters) :]), column_of(letters))
    if value is None:
        raise _NotComputed
    return value


def _take(tokens: list[str], wanted: str) -> None:
    if tokens.pop(0) != wanted:
        raise _NotComputed
