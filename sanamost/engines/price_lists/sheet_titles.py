"""What a sheet's name and the title above its heading say of all its prices: for whom, in what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sanamost.engines.price_lists.following import group_alone
from sanamost.engines.price_lists.grids import Row, Sheet
from sanamost.engines.price_lists.headings import Heading
from sanamost.engines.price_lists.notes import coefficients_in
from sanamost.engines.price_lists.prices import currency_in
from sanamost.engines.price_lists.vocabulary import Column, folded, groups_in

_LIST = re.compile(
    r"прайс(?:-? ?лист)?|прейскурант|цены|тариф\w*|лист|price ?-?list|prices?|价目表|价格表|"
    r"قائمة|الأسعار|руб\w*|usd|eur|[$€₽]"
)
_FOR_WHOM = re.compile(r"\b(?:для|гражданам|пациентам|лицам|for)\b.{0,80}|面向.{0,40}|لل.{0,60}")
_OF_THE_COUNTRY = re.compile(
    r"граждан|резидент|населени|жител|\bлиц|citizen|resident|national|居民|本国|مواطن|مقيم"
)
"""«Для пациентов Российской больницы» names a hospital and no group of patients."""
_COEFFICIENTS = {Column.COEFFICIENT_EAEU, Column.COEFFICIENT_FOREIGN}


def titled(heading: Heading, sheet: Sheet, rows: Sequence[Row], *, apart: bool = False) -> Heading:
    """The heading with the patients and the currency that the sheet's name or title tells.

    Columns, cells and titles stand above the sheet's name in telling the currency. `apart`: other
    sheets of the file are for foreign patients, so this one is for residents where it is silent.
    """
    currency = heading.currency or currency_in(sheet.name)
    titles = [
        text
        for row in rows
        if row.number < heading.first and row.number not in heading.rows
        for text in row.cells.values()
        if isinstance(text, str) and len(text) < 300
    ]
    group = ""
    if not any(price.groups for price in heading.prices) and not _COEFFICIENTS & {
        *heading.roles.values()
    }:
        group = group_of(sheet.name) or _group_in(titles) or ("resident" if apart else "")
    return replace(heading, currency=currency, for_group=group)


def group_of(name: str) -> str:
    """The one group of patients that a sheet's name consists of; empty for any other name."""
    return group_alone(_LIST.sub(" ", folded(name)))


def _group_in(titles: Iterable[str]) -> str:
    """The one group that titles say the list is for; what tells a coefficient tells no more."""
    said = [
        found[0]
        for text in titles
        if not coefficients_in(text) and (found := _FOR_WHOM.search(folded(text)))
    ]
    named = {
        group
        for words in said
        for group in groups_in(words)
        if group != "resident" or _OF_THE_COUNTRY.search(words)
    }
    return named.pop() if len(named) == 1 else ""
