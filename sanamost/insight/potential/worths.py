"""What a bed-day or minute of every clinic is worth to other patients, for whoever offers days.

The dual prices of the plan for patients of whom somebody said that they want to come. Where nobody
said anything there is no price: a day is called dear only by a demand that a person stands behind.
"""

import datetime as dt

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.potential.selectors.gathering import Gathered, gather
from sanamost.insight.potential.selectors.planning import price_of, stated_prices
from sanamost.registry.resources import services as resources


def count_worths(*, now: dt.datetime, gathered: Gathered | None = None) -> int:
    """Count the prices of all clinics anew and keep them; how many there are.

    One program over all clinics, for they share the demand. May run again at any time.
    """
    gathered = gathered or gather(now.date())
    counted = [
        resources.Counting(int(one.clinic), int(one.resource), one.month, price_of(one))
        for one in stated_prices(gathered)
        if int(one.resource) in gathered.resources
    ]
    with acting_as(system("worth of capacity")):
        return resources.keep_worths(counted, now=now)
