"""Who answers which event: the one place where later stages are tied to earlier ones."""

from sanamost.commerce.billing.events import InvoicePaid, PaymentReceived, RefundPaid
from sanamost.commerce.commissions import handlers as commissions
from sanamost.foundation.events.registry import subscribe
from sanamost.jobs.world.load import personas
from sanamost.journey.cases.events import CaseEnded, ClockOverdue
from sanamost.journey.requests import events as requests
from sanamost.journey.requests import handlers as on_requests
from sanamost.web.account import demonstration


def connect() -> None:
    """Subscribe every handler; called once when the web and the worker start."""
    demonstration.offer(personas)
    subscribe(requests.RequestSubmitted, on_requests.tell_of_submission)
    subscribe(requests.ReferralSent, on_requests.tell_of_referral)
    subscribe(requests.VerdictGiven, on_requests.tell_of_verdict)
    subscribe(requests.DataAsked, on_requests.tell_of_question)
    subscribe(requests.DataAnswered, on_requests.tell_of_answer)
    subscribe(requests.ReferralDeclined, on_requests.tell_of_decline)
    subscribe(requests.ConsentAnswered, on_requests.tell_of_consents)
    subscribe(ClockOverdue, on_requests.tell_of_overdue)
    subscribe(CaseEnded, on_requests.end_request)
    subscribe(InvoicePaid, commissions.on_invoice_paid)
    subscribe(PaymentReceived, commissions.on_payment_received)
    subscribe(RefundPaid, commissions.on_refund_paid)
