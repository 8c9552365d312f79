"""What the address of a search asks for, and the addresses of other pages of its results."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import ceil, floor

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from sanamost.commerce.rates.worth import Worth, worths_in_base
from sanamost.engines.search import Filters, Order, Question, tidied
from sanamost.registry.catalogue.search_answers import IN_ROUBLES, Unit
from sanamost.registry.catalogue.search_rows import BASE
from sanamost.web.public.portal.scope import Scope

A_PAGE = 20
DEEPEST_PAGE = 500
LONGEST_QUERY = 200
ORDERS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Best match"),
    "price": gettext_lazy("Lowest price"),
    "distance": gettext_lazy("Nearest to an international airport"),
}
CURRENCIES = (BASE, "USD", "EUR", "CNY", "AED", "SAR", "INR", "TRY", "KZT", "UZS", "AZN", "BYN")
"""Currencies that prices are shown in, where a fresh rate of theirs is known."""
WEEKEND = "yes"
FREE = "free"
"""The filter by the nearest free week; its values are weeks from today."""
WEEKS = (2, 4, 8)


def units(today: dt.date) -> dict[str, Worth]:
    """The currencies that prices can be shown in today, roubles first."""
    known = {BASE: Worth(Decimal(1), today), **worths_in_base(CURRENCIES, today)}
    return {code: known[code] for code in CURRENCIES if code in known}


def unit_of(asked: QueryDict, known: Mapping[str, Worth]) -> Unit:
    """The currency that the address asks for, else roubles."""
    code = asked.get("prices_in", "")
    return Unit(code, known[code].roubles) if code in known else IN_ROUBLES


def cleared(text: str, unit: Unit) -> str:
    """The same question without filters; the currency stays."""
    kept = {"q": text, "prices_in": "" if unit.currency == BASE else unit.currency}
    return address_of({name: value for name, value in kept.items() if value})


def question_of(asked: QueryDict, text: str, page: int, scope: Scope, unit: Unit) -> Question:
    """The question that the address asks of the index, within what the portal shows."""

    def several(name: str) -> frozenset[str]:
        return frozenset(asked.getlist(name)[:50]) - {""}

    return Question(
        text=tidied(text),
        filters=Filters(
            areas=scope.narrowed(several("area"), scope.areas),
            kinds=several("kind"),
            regions=scope.narrowed(several("region"), scope.regions),
            languages=several("language"),
            accreditations=several("accreditation"),
            attributes=several("attribute"),
            settings=several("setting"),
            weekend=WEEKEND in asked.getlist("weekend"),
            price_from=_kopecks(asked.get("price_from", ""), unit, floor),
            price_to=_kopecks(asked.get("price_to", ""), unit, ceil),
            free_until=free_until(weeks_of(asked)),
        ),
        order=Order(order_of(asked)),
        offset=(page - 1) * A_PAGE,
        limit=A_PAGE,
        sideways=True,
    )


def weeks_of(asked: QueryDict) -> int:
    """Within how many weeks a place shall be free; 0 for whenever."""
    chosen = [weeks for weeks in WEEKS if str(weeks) in asked.getlist(FREE)]
    return max(chosen, default=0)


def free_until(weeks: int) -> int | None:
    """The day, as an ordinal, by which a place shall be free; None for whenever."""
    return timezone.localdate().toordinal() + 7 * weeks if weeks else None


def order_of(asked: QueryDict) -> str:
    """The order that is asked for, else by relevance."""
    said = asked.get("order", "")
    return said if said in ORDERS else "relevance"


def page_of(said: str) -> int:
    """The number of the page that is asked for, from 1."""
    return min(max(int(said), 1), DEEPEST_PAGE) if re.fullmatch(r"[0-9]{1,4}", said) else 1


def _kopecks(said: str, unit: Unit, rounded: Callable[[Decimal], int]) -> int | None:
    """Whole units as people type them, in kopecks; None for what is no amount."""
    digits = re.sub(r"[\s\u00a0\u202f,.']", "", said)
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        return None
    return rounded(int(digits) * 100 * unit.worth)


def address_of(query: Mapping[str, str]) -> str:
    """The search's address with these parameters."""
    return f"{reverse('search')}?{urlencode(query)}"


def turned(asked: QueryDict, page: int) -> str:
    """The address of another page of the same results."""
    kept = asked.copy()
    kept["page"] = str(page)
    return f"{reverse('search')}?{kept.urlencode()}"
