"""A proposal waits for a free day."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from sanamost.config.proofs.stories.telling import Teller, story
from sanamost.config.proofs.world import furnished
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system


@story
def a_proposal_waits_for_a_day(tell: Teller) -> None:
    """No day is free, so it is put on the waiting list; then it is taken off again."""
    tell.begins(tell.walk("fatima", "demo-heart").ask().forward().review())
    tell.send("belova", "clinic:propose")
    clinic = tell.row("proposal").organisation_id
    with acting_as(system("days that fill up")):
        furnished(clinic, units=Decimal("0.01"))
    first = timezone.localdate() + dt.timedelta(days=20)
    days: dict[str, Any] = {
        "first_on": first.isoformat(),
        "last_on": (first + dt.timedelta(days=9)).isoformat(),
    }
    try:
        tell.send("belova", "clinic:wait", **days)
    finally:
        with acting_as(system("room again")):
            furnished(clinic)
    tell.send("belova", "clinic:stop_waiting")
