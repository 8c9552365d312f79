"""A coordinator says how many patients want to come and what winning them costs."""

import datetime as dt
import secrets

from django.utils import timezone

from sanamost.config.proofs.stories.telling import Teller, story


@story
def a_coordinator_states_demand(tell: Teller) -> None:
    """A demand and a cost come with their source and leave with a reason."""
    source = f"A source {secrets.token_hex(6)}"
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    tell.send(
        "lee", "coordinator:new_demand",
        country_group="mongolia", area="orthopaedics", first_month="2090-01",
        last_month="2090-01", patients="3", as_of=yesterday, source=source,
    )  # fmt: skip
    limit = {"limit": tell.newest("demand_limit", source=source)}
    tell.send("lee", "coordinator:withdraw_demand", ids=limit, reason="Misread")
    tell.send(
        "lee", "coordinator:new_cost",
        country_group="africa", amount="51000", as_of=yesterday, source=source,
    )  # fmt: skip
    cost = {"cost": tell.newest("promotion_cost", source=source)}
    tell.send("lee", "coordinator:withdraw_cost", ids=cost, reason="Misread")
