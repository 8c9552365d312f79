"""What a file holds before anybody says what it means: sheets of rows of cells."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

UNREADABLE = frozenset(
    {"empty", "old_excel", "binary_excel", "protected", "not_a_table", "open_document", "web_page"}
    | {"xml_table", "program_1c", "archive", "damaged", "too_large"}
)


class UnreadableFile(ValueError):
    """Nothing can be read from the file; `code` says why: one of `UNREADABLE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell that the program shows as a date; `serial` is the number that lies beneath."""

    day: dt.date
    serial: Decimal

    def __str__(self) -> str:
        return self.day.strftime("%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that shows an error of the program, such as #REF!."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose result the program that wrote the file did not save."""

    text: str

    def __str__(self) -> str:
        return f"={self.text}"


Value = str | Decimal | bool | Moment | Fault | Formula


@dataclass(slots=True)
class Row:
    """A row that is not empty: its number as spreadsheets show it, its cells by column from 0."""

    number: int
    cells: dict[int, Value]
    hidden: bool = False
    currencies: dict[int, str] = field(default_factory=dict)
    """The currency that a number's format shows, where it shows one."""
    covered: frozenset[int] = frozenset()
    """Columns whose value stands in a merged cell that begins above or to the left."""
    name_joined: str = ""
    """The name as it stood before the rows below were joined to it."""
    taken_apart: str = ""
    """The cell that held both name and price, where it may be meant otherwise."""
    child_of: str = ""
    """The name of the service above that this row's name goes on from."""
    of_groups: dict[str, Value] = field(default_factory=dict)
    """Prices for groups of patients that stand in rows below."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its rows may be read more than once."""

    name: str
    rows: Callable[[], Iterator[Row]]
    hidden: bool = False
    hidden_columns: Callable[[], frozenset[int]] = frozenset


def letters(column: int) -> str:
    """The column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    text, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        text = chr(65 + place) + text
    return text


def column_of(reference: str) -> int:
    """The column of a reference such as AB12 or AB, from 0; -1 where it names none."""
    number = 0
    for sign in reference.upper():
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
    return number - 1


def shown(value: Value | None) -> str:
    """The cell as text; a whole number without its decimals."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)
