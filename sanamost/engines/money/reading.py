"""Reading an amount as people type it: spaces, commas, points, Arabic digits, a currency's sign."""

import re
import unicodedata
from decimal import Decimal

from sanamost.engines.money.amounts import AmountTooLarge, Money
from sanamost.engines.money.currencies import minor_units

COMMA_LANGUAGES = frozenset(
    {"az", "be", "cs", "de", "es", "fr", "hy", "id", "it", "ka", "kk", "ky", "pl", "pt", "ru"}
    | {"tg", "tr", "uk", "uz", "vi"}
)
"""Languages whose readers put a comma before the decimals (Unicode CLDR)."""

_SIGNS = {
    "₽": "RUB",
    "руб.": "RUB",
    "руб": "RUB",
    "р.": "RUB",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "元": "CNY",
    "₸": "KZT",
}
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
_GROUPING = "'’٬ "
_LONGEST = 40


class UnreadableAmount(ValueError):
    """The text is no amount that can be meant in only one way; `code` says what is wrong.

    Codes: empty · characters · negative · grouping · unclear · too_precise · too_large ·
    other_currency.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:_LONGEST]!r}")
        self.code = code


def read_money(text: str, currency: str, *, language: str = "en") -> Money:
    """The amount that `text` means to a reader of `language`, in `currency`.

    Accepted: any digits of Unicode; spaces of any kind, apostrophes or ٬ between groups of three;
    comma, point or ٫ before the decimals; the currency's own code or sign around it. What could
    mean two amounts (1,234 in a Russian form) is refused, never guessed. Raises
    `UnreadableAmount`.
    """
    if len(text) > _LONGEST:
        raise UnreadableAmount("too_large", text)
    plain = _without_currency(_plain(text), currency, text)
    if not plain:
        raise UnreadableAmount("empty", text)
    if plain[0] in "-−(":
        raise UnreadableAmount("negative", text)
    if not re.fullmatch(rf"[0-9.,٫{_GROUPING}]*[0-9][0-9.,٫{_GROUPING}]*", plain):
        raise UnreadableAmount("characters", text)
    whole, decimals = _parts(plain, currency, language, text)
    if len(decimals) > minor_units(currency):
        raise UnreadableAmount("too_precise", text)
    try:
        return Money(Decimal(f"{whole or '0'}.{decimals or '0'}"), currency)
    except AmountTooLarge:
        raise UnreadableAmount("too_large", text) from None


def _plain(text: str) -> str:
    """Latin digits, ordinary spaces, nothing invisible; width variants folded."""
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    spaced = "".join(" " if character.isspace() else character for character in folded)
    latin = "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character
        for character in spaced
    )
    return latin.strip()


def _without_currency(plain: str, currency: str, text: str) -> str:
    signs = _SIGNS | {currency: currency}
    for sign in sorted(signs, key=len, reverse=True):
        for cut in (plain.removesuffix(sign), plain.removeprefix(sign)):
            if cut != plain:
                if signs[sign] != currency:
                    raise UnreadableAmount("other_currency", text)
                return cut.strip()
    return plain


def _parts(plain: str, currency: str, language: str, text: str) -> tuple[str, str]:
    """Digits before and after the decimal mark."""
    mark = _decimal_mark(plain, currency, language, text)
    whole, _, decimals = plain.rpartition(mark) if mark else (plain, "", "")
    if not decimals.isdecimal() and decimals:
        raise UnreadableAmount("grouping", text)
    groups = re.split(rf"[.,{_GROUPING}]", whole)
    separators = set(re.findall(rf"[.,{_GROUPING}]", whole))
    if len(groups) > 1 and (
        len(separators) > 1
        or mark in separators
        or not 1 <= len(groups[0]) <= 3
        or any(len(group) != 3 for group in groups[1:])
    ):
        raise UnreadableAmount("grouping", text)
    return "".join(groups), decimals


def _decimal_mark(plain: str, currency: str, language: str, text: str) -> str:
    """Which character stands before the decimals; empty when there are none."""
    if "٫" in plain:
        return "٫"
    marks = [character for character in plain if character in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) != 1:
        return ""
    before, _, after = plain.partition(marks[0])
    could_group = len(after) == 3 and before.isdecimal() and len(before) <= 3 and before != "0"
    if not could_group:
        return marks[0]
    decimal_here = "," if language.partition("-")[0] in COMMA_LANGUAGES else "."
    if marks[0] == decimal_here and minor_units(currency) != 3:
        raise UnreadableAmount("unclear", text)
    return marks[0] if marks[0] == decimal_here else ""
