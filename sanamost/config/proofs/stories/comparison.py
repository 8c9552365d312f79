"""A coordinator keeps figures of other countries."""

import datetime as dt
import secrets

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system


@story
def a_coordinator_compares_prices(tell: Teller) -> None:
    """A price and a factor come with their source and leave with a reason."""
    source = f"A source {secrets.token_hex(6)}"
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    tell.send(
        "lee", "coordinator:new_price_abroad",
        country="UZ", area="orthopaedics", amount="1000", currency="UZS",
        as_of=yesterday, source=source,
    )  # fmt: skip
    price = {"price": tell.newest("reference_price", source=source)}
    tell.send("lee", "coordinator:withdraw_price_abroad", ids=price, reason="Misread")
    year = _free_year()
    tell.send(
        "ivanova", "coordinator:new_factor",
        country="AE", year=str(year), factor="2.1", source=source,
    )  # fmt: skip
    factor = {"factor": tell.newest("ppp_factor", source=source)}
    tell.send("ivanova", "coordinator:withdraw_factor", ids=factor, reason="Misread")


def _free_year() -> int:
    """A year of which the country has no factor yet, too early for any that is loaded."""
    with acting_as(system("years of a story")):
        rows = apps.get_model("comparison", "PppFactor")._default_manager.filter(
            country="AE", year__lt=2010
        )
        return int(rows.aggregate(last=Max("year"))["last"] or 1990) + 1
