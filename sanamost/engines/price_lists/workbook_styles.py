"""What number formats say of cells: dates, percents, currencies, codes with leading zeros.

ECMA-376 part 1, 18.8.
"""

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field

from sanamost.engines.price_lists.workbook_parts import elements

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_CURRENCY_SIGNS = {
    "₽": "RUB", "р.": "RUB", "руб": "RUB", "RUB": "RUB", "$": "USD", "USD": "USD", "€": "EUR",
    "EUR": "EUR", "₸": "KZT", "£": "GBP", "¥": "CNY", "AED": "AED",
}  # fmt: skip


@dataclass(slots=True)
class Styles:
    """What the number formats of cells mean, by the cell's style."""

    dates: set[int] = field(default_factory=set)
    currencies: dict[int, str] = field(default_factory=dict)
    padded: dict[int, int] = field(default_factory=dict)
    percents: set[int] = field(default_factory=set)
    epoch: dt.date = dt.date(1899, 12, 30)


def styles_of(archive: zipfile.ZipFile, names: set[str], epoch: dt.date) -> Styles:
    styles = Styles(epoch=epoch)
    if "xl/styles.xml" not in names:
        return styles
    formats: dict[int, str] = {}
    of_cells: list[int] = []
    inside: list[bool] = []

    def seen(name: str, said: dict[str, str]) -> None:
        if name == "numFmt":
            formats[int(said.get("numFmtId", 0))] = said.get("formatCode", "")
        elif name == "cellXfs":
            inside.append(True)
        elif name == "cellStyles":
            inside.clear()
        elif name == "xf" and inside:
            of_cells.append(int(said.get("numFmtId", 0)))

    elements(archive, "xl/styles.xml", seen)
    for style, number in enumerate(of_cells):
        _note_style(styles, style, number, formats.get(number, ""))
    return styles


def _note_style(styles: Styles, style: int, number: int, code: str) -> None:
    bare = _QUOTED.sub("", code.partition(";")[0])
    if number in _DATE_FORMATS or re.search(r"[dmyДдМмГг]", bare):
        styles.dates.add(style)
    if number in _PERCENT_FORMATS or "%" in bare:
        styles.percents.add(style)
    for sign, currency in _CURRENCY_SIGNS.items():
        if sign in code:
            styles.currencies[style] = currency
            break
    if re.fullmatch(r"00+", bare):
        styles.padded[style] = len(bare)
