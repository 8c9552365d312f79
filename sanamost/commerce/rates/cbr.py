"""The Bank of Russia's daily XML: windows-1251, decimal commas, a nominal that changes in time.

The document comes from outside. Anything but ValCurs/Valute/plain fields is refused, so there is
no document type, and without one no entity, internal or external, can be declared.
"""

import datetime as dt
from xml.parsers import expat

from sanamost.commerce.rates.quotations import BadRates, Quotation, quotation

QUOTE = "RUB"
LARGEST_FILE = 256 * 1024
MOST_CURRENCIES = 300
LONGEST_FIELD = 200
ENCODINGS = {"windows-1251", "utf-8"}
FIELDS = {"NumCode", "CharCode", "Nominal", "Name", "Value", "VunitRate"}


def parse(content: bytes) -> list[Quotation]:
    """The quotations of one day's document, all against the rouble.

    Raises `BadRates` naming the currency at fault when anything in it cannot be trusted.
    """
    if len(content) > LARGEST_FILE:
        raise BadRates("the file", f"larger than {LARGEST_FILE} bytes")
    document = _Document()
    try:
        document.feed(content)
    except (expat.ExpatError, ValueError, LookupError) as reason:
        raise BadRates("the file", f"not the bank's XML ({reason})") from None
    return document.quotations()


class _Document:
    """What was read so far; `path` holds the names of the open elements."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.date = ""
        self.rows: list[dict[str, str]] = []

    def feed(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._document_type
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = lambda _name: self.path.pop()
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003 expat's own signature takes it by position

    def quotations(self) -> list[Quotation]:
        day = self._day()
        if not self.rows:
            raise BadRates("the file", "no currencies in it")
        seen: set[str] = set()
        made = []
        for number, row in enumerate(self.rows, start=1):
            place = f"{row.get('CharCode', '')[:20] or 'currency'} (no. {number})"
            code = row.get("CharCode", "")
            if code in seen:
                raise BadRates(place, "stands twice")
            seen.add(code)
            value = row.get("Value", "")
            if "." in value:
                raise BadRates(place, f"value {value[:20]!r}: the bank writes a decimal comma")
            made.append(
                quotation(
                    place,
                    day=day,
                    currency=code,
                    quote=QUOTE,
                    nominal=row.get("Nominal", ""),
                    value=value.replace(",", "."),
                )
            )
        return made

    def _day(self) -> dt.date:
        try:
            return dt.datetime.strptime(self.date, "%d.%m.%Y").replace(tzinfo=dt.UTC).date()
        except ValueError:
            raise BadRates("the file", f"date {self.date[:20]!r}") from None

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            raise BadRates("the file", f"encoding {encoding[:20]!r}")

    def _document_type(self, *_: object) -> None:
        raise BadRates("the file", "a document type: the bank sends none")

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        match self.path:
            case ["ValCurs"]:
                self.date = attributes.get("Date", "")
            case ["ValCurs", "Valute"]:
                if len(self.rows) == MOST_CURRENCIES:
                    raise BadRates("the file", f"more than {MOST_CURRENCIES} currencies")
                self.rows.append({})
            case ["ValCurs", "Valute", field] if field in FIELDS:
                if field in self.rows[-1]:
                    raise BadRates(f"currency no. {len(self.rows)}", f"{field} stands twice")
                self.rows[-1][field] = ""
            case _:
                raise BadRates("the file", f"element {name[:40]!r} is not the bank's")

    def _text(self, text: str) -> None:
        if len(self.path) == 3:
            row = self.rows[-1]
            row[self.path[-1]] += text
            if len(row[self.path[-1]]) > LONGEST_FIELD:
                raise BadRates(f"currency no. {len(self.rows)}", "a field without end")
