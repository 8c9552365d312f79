"""A clinic's economist brings price lists as files."""

import datetime as dt
import secrets
from typing import Any

from django.apps import apps
from django.db.models import Max

from sanamost.config.proofs.sending import File
from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system

FAR = dt.date(2090, 1, 1)
OWN: dict[str, Any] = {"organisation__code": "demo-ortho", "state": "draft"}


@story
def an_economist_brings_a_price_list(tell: Teller) -> None:
    """One is looked through, mended and imported; one is put aside."""
    ids = _brought(tell)
    tell.send("sidorov", "clinic:price_columns", ids={**ids, "sheet": 0})
    tell.send(
        "sidorov", "clinic:price_row", ids={**ids, "position": 2}, name=f"Doubted {tell.mark}"
    )
    tell.send("sidorov", "clinic:price_import", ids=ids, press=("decision", "refused"), rows=["3"])
    tell.send(
        "sidorov",
        "clinic:finish_prices",
        ids=ids,
        valid_from=_next_day().isoformat(),
        number=secrets.token_hex(6),
    )
    tell.send("sidorov", "clinic:abandon_prices", ids=_brought(tell))


def _brought(tell: Teller) -> dict[str, str]:
    tell.send("sidorov", "clinic:bring_prices", files=(_list(),))
    return {"brought": tell.newest("price_import", **OWN)}


def _next_day() -> dt.date:
    """A day after every list of the clinic that there is, too late for any other story."""
    lists: Any = apps.get_model("catalogue", "PriceList")
    with acting_as(system("lists of a story")):
        newest = lists._default_manager.filter(organisation__code="demo-ortho").aggregate(
            day=Max("valid_from")
        )["day"]
    return max(newest or FAR, FAR) + dt.timedelta(days=1)


def _list() -> File:
    mark = secrets.token_hex(4)
    rows = [f"ZZ-{mark}-{number};Service {mark} {number};{number}00" for number in range(1, 6)]
    content = "\n".join(["Code;Name;Price, RUB", *rows]).encode()
    return ("file", "prices.csv", content, "text/csv")
