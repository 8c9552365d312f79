"""Reading commissions."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from sanamost.commerce.commissions.models import Commission
from sanamost.commerce.commissions.states import CommissionState
from sanamost.foundation.access.actor import Actor


def access_commission(actor: Actor, public_id: str) -> Commission:
    """The commission; raises `NotVisible`."""
    return Commission.objects.access(actor, public_id)


def commissions(actor: Actor) -> QuerySet[Commission]:
    """Those owed to, or by, the actor's organisation, newest first."""
    rows = Commission.objects.visible_to(actor)
    return rows.select_related("partner", "organisation", "case").order_by("-created_at")


def commissions_of(actor: Actor, case_id: int) -> list[Commission]:
    """Those of one case."""
    return list(commissions(actor).filter(case_id=case_id))


def payable(actor: Actor) -> dict[str, Decimal]:
    """What is owed now, by currency."""
    rows = (
        Commission.objects.visible_to(actor)
        .filter(state=CommissionState.PAYABLE)
        .values("currency")
        .annotate(total=Sum("amount"))
    )
    return {row["currency"]: row["total"] for row in rows}
