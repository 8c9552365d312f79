"""What coordinators entered: demand and the cost of promotion."""

import datetime as dt

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential.models import DemandLimit, PromotionCost
from sanamost.insight.potential.policies import require_keeper

MOST = 2000


def own_demand(actor: Actor, *, area: str = "", group: str = "") -> list[DemandLimit]:
    """What the coordinator's organisation entered, withdrawn figures too; soonest month first."""
    rows = DemandLimit.objects.visible_to(actor).filter(organisation_id=require_keeper(actor))
    rows = rows.filter(area=area) if area else rows
    rows = rows.filter(country_group=group) if group else rows
    rows = rows.select_related("entered_by")
    return list(rows.order_by("withdrawn_at", "area", "country_group", "month", "-pk")[:MOST])


def own_costs(actor: Actor) -> list[PromotionCost]:
    """What the coordinator's organisation entered, withdrawn figures too."""
    rows = PromotionCost.objects.visible_to(actor).filter(organisation_id=require_keeper(actor))
    rows = rows.select_related("entered_by")
    return list(rows.order_by("withdrawn_at", "country_group", "-pk")[:MOST])


def own_limit(actor: Actor, public_id: str) -> DemandLimit:
    """One demand of the coordinator's organisation; raises `NotVisible`."""
    row: DemandLimit = DemandLimit.objects.access(actor, public_id)
    if row.organisation_id != require_keeper(actor):
        raise NotVisible
    return row


def own_cost(actor: Actor, public_id: str) -> PromotionCost:
    """One cost of the coordinator's organisation; raises `NotVisible`."""
    row: PromotionCost = PromotionCost.objects.access(actor, public_id)
    if row.organisation_id != require_keeper(actor):
        raise NotVisible
    return row


def standing_demand(first: dt.date, before: dt.date) -> list[DemandLimit]:
    """Every demand that stands for months in the period, whoever entered it."""
    with acting_as(system("demand for the potential")):
        rows = DemandLimit.objects.filter(
            withdrawn_at__isnull=True, month__gte=first, month__lt=before
        )
        return list(rows.select_related("organisation").order_by("pk"))


def standing_costs() -> list[PromotionCost]:
    """Every cost that stands, whoever entered it."""
    with acting_as(system("promotion for the potential")):
        rows = PromotionCost.objects.filter(withdrawn_at__isnull=True)
        return list(rows.select_related("organisation").order_by("pk"))


def figures_there() -> set[tuple[int, str, str]]:
    """Organisation, group of countries and area (empty for a cost) of every figure ever entered."""
    demand = DemandLimit.objects.values_list("organisation_id", "country_group", "area").distinct()
    costs = PromotionCost.objects.values_list("organisation_id", "country_group").distinct()
    return {*demand, *((owner, group, "") for owner, group in costs)}
