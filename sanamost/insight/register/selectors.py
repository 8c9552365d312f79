"""Reading counted episodes, as far as the actor may see them."""

import datetime as dt

from django.db.models import QuerySet

from sanamost.engines.periods import Period
from sanamost.foundation.access.actor import Actor
from sanamost.insight.register.models import CountedEpisode


def counted(actor: Actor) -> QuerySet[CountedEpisode]:
    """Every counted episode that the actor may see: a clinic its own, a region its own, or all."""
    return CountedEpisode.objects.visible_to(actor)


def ended_in(actor: Actor, period: Period[dt.date]) -> QuerySet[CountedEpisode]:
    """Those that ended in the period, earliest first."""
    rows = counted(actor).filter(ended_on__gte=period.start)
    if period.end is not None:
        rows = rows.filter(ended_on__lt=period.end)
    return rows.order_by("ended_on", "pk")
