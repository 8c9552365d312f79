"""What can happen to money."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("billing.invoice.issued")
@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Event):
    """The payer was asked for money."""

    invoice: str
    kind: str


@event("billing.payment.received")
@dataclass(frozen=True, kw_only=True)
class PaymentReceived(Event):
    """Money came in."""

    payment: str
    invoice: str


@event("billing.invoice.paid")
@dataclass(frozen=True, kw_only=True)
class InvoicePaid(Event):
    """An invoice is paid in full."""

    invoice: str
    kind: str
    agreement_id: int


@event("billing.refund.requested")
@dataclass(frozen=True, kw_only=True)
class RefundRequested(Event):
    """Money is to go back; another person must approve it."""

    refund: str


@event("billing.refund.paid")
@dataclass(frozen=True, kw_only=True)
class RefundPaid(Event):
    """Money went back."""

    refund: str
