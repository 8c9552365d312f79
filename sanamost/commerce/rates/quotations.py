"""One published rate on its way in, and what is refused of it."""

import dataclasses
import datetime as dt
import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import Refusal

# No published rate was ever outside; a misplaced separator or a hostile file is.
SMALLEST, LARGEST = Decimal("0.00000001"), Decimal(1_000_000_000)
LARGEST_NOMINAL = 1_000_000
_CODE = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"[0-9]{1,10}(\.[0-9]{1,8})?")
_WHOLE = re.compile(r"[0-9]{1,9}")


class BadRates(Refusal):
    """A file of rates that cannot be trusted; nothing of it was taken."""

    code = "bad_rates"
    message = _("The rates were not taken. At %(place)s: %(reason)s")
    field = "file"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place=place, reason=reason)


@dataclasses.dataclass(frozen=True, slots=True)
class Quotation:
    """On `day`, `nominal` units of `currency` cost `value` units of `quote`."""

    day: dt.date
    currency: str
    quote: str
    nominal: int
    value: Decimal
    remark: str = ""


def quotation(
    place: str,
    *,
    day: dt.date,
    currency: str,
    quote: str,
    nominal: str,
    value: str,
    remark: str = "",
) -> Quotation:
    """The quotation that the texts of one row say; raises `BadRates` naming the row (`place`)."""
    for code in (currency, quote):
        if not _CODE.fullmatch(code):
            raise BadRates(place, f"{code[:20]!r} is not a currency's code")
    if currency == quote:
        raise BadRates(place, f"{currency} in itself")
    if not _WHOLE.fullmatch(nominal) or not 0 < int(nominal) <= LARGEST_NOMINAL:
        raise BadRates(place, f"nominal {nominal[:20]!r}")
    if not _NUMBER.fullmatch(value) or not SMALLEST <= Decimal(value) < LARGEST:
        raise BadRates(place, f"value {value[:20]!r}")
    return Quotation(day, currency, quote, int(nominal), Decimal(value), remark)
