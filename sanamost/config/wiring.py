"""Who answers which event: the one place where later stages are tied to earlier ones."""

from sanamost.commerce.billing.events import InvoicePaid, PaymentReceived, RefundPaid
from sanamost.commerce.commissions import handlers as commissions
from sanamost.foundation.events.registry import subscribe


def connect() -> None:
    """Subscribe every handler; called once when the web and the worker start."""
    subscribe(InvoicePaid, commissions.on_invoice_paid)
    subscribe(PaymentReceived, commissions.on_payment_received)
    subscribe(RefundPaid, commissions.on_refund_paid)
