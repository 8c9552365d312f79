"""Money on the partner's case page: sums only, and what the partner earns."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.commissions import selectors as commissions
from sanamost.foundation.access.roles import DataClass
from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel, panel
from sanamost.web.components.states import meaning_of


@panel("partner", order=50)
def money(request: Request, case: Any) -> Panel | None:
    """What was asked and paid, without what it was for."""
    if DataClass.MONEY not in request.actor.classes:
        return None
    invoices = billing.invoices_of(request.actor, case.pk)
    earned = commissions.commissions_of(request.actor, case.pk)
    if not invoices and not earned:
        return None
    return Panel(
        code="money",
        title=_("Money"),
        template="partner/panels/money.html",
        context={
            "invoices": [(i, i.amount - i.paid, meaning_of(i.state)) for i in invoices],
            "earned": [(row, meaning_of(row.state)) for row in earned],
        },
    )
