"""Money on the clinic's case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.billing.states import InvoiceState
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of

OPEN = {InvoiceState.ISSUED, InvoiceState.PARTLY_PAID}


@panel("clinic", order=50)
def money(request: Request, case: Any) -> Panel | None:
    """Invoices and the balance; finance records what came."""
    actor = request.actor
    if DataClass.MONEY not in actor.classes:
        return None
    invoices = billing.invoices_of(actor, case.pk)
    if not invoices:
        return None
    waiting = next((i for i in invoices if i.state in OPEN), None)
    mine = actor.has(Role.FINANCE)
    action = None
    if waiting:
        action = NextAction(
            words=_("The patient pays invoice %(number)s") % {"number": waiting.number},
            who=_("Finance records it") if mine else _("Patient"),
            url=reverse("clinic:invoice", args=[waiting.public_id]) if mine else "",
            mine=mine,
        )
    return Panel(
        code="money",
        title=_("Money"),
        template="clinic/panels/money.html",
        context={
            "invoices": [(i, i.amount - i.paid, meaning_of(i.state)) for i in invoices],
            "balance": billing.balance_of(actor, case.pk, invoices[0].organisation_id),
            "finance": mine,
        },
        next_action=action,
    )
