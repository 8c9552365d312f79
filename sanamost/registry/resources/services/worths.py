"""Keeping what a unit of each resource is worth in each month, as it was counted last."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from sanamost.registry.resources.models import UnitWorth

PLACES = Decimal("0.0001")


class Counting(NamedTuple):
    """One resource in one month: roubles for a bed-day or a minute."""

    organisation_id: int
    resource_id: int
    month: dt.date
    roubles: float


def keep_worths(counted: Iterable[Counting], *, now: dt.datetime) -> int:
    """Put the count in place of the one before, of every clinic; how many rows it has.

    Runs inside the system's `acting_as`. Whoever reads meanwhile sees the whole former count.
    """
    UnitWorth.objects.all().delete()
    rows = [
        UnitWorth(
            organisation_id=one.organisation_id,
            resource_id=one.resource_id,
            month=one.month,
            roubles=Decimal(str(max(one.roubles, 0.0))).quantize(PLACES),
            counted_at=now,
        )
        for one in counted
    ]
    return len(UnitWorth.objects.bulk_create(rows, batch_size=5000))
