"""Money on the patient's case page: what to pay, how, and what went back."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.billing.states import InvoiceState
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of

OPEN = {InvoiceState.ISSUED, InvoiceState.PARTLY_PAID}


@panel("patient", order=50)
def money(request: Request, case: Any) -> Panel | None:
    """The patient's bills and payments."""
    invoices = billing.invoices_of(request.actor, case.pk)
    if not invoices:
        return None
    waiting = next((i for i in invoices if i.state in OPEN), None)
    action = None
    if waiting:
        action = NextAction(
            words=_("Pay invoice %(number)s by bank transfer") % {"number": waiting.number},
            who=_("You"),
            url="#money",
            mine=True,
        )
    clinic = organisations.card(invoices[-1].organisation_id)
    return Panel(
        code="money",
        title=_("Money"),
        template="patient/panels/money.html",
        context={
            "invoices": [(i, i.amount - i.paid, meaning_of(i.state)) for i in invoices],
            "payments": billing.payments_of(request.actor, case.pk),
            "refunds": billing.refunds_of(request.actor, case.pk),
            "waiting": waiting,
            "bank": clinic.bank,
            "clinic": clinic,
        },
        next_action=action,
    )
