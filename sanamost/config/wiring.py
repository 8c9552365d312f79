"""Who answers which event: the one place where later stages are tied to earlier ones."""

from sanamost.commerce.billing.events import InvoicePaid, PaymentReceived, RefundPaid
from sanamost.commerce.commissions import handlers as commissions
from sanamost.foundation.events.registry import subscribe
from sanamost.jobs.world.load import personas
from sanamost.journey.bookings import handlers as on_bookings
from sanamost.journey.cases.events import CaseEnded, ClockOverdue
from sanamost.journey.proposals import events as proposals
from sanamost.journey.proposals import handlers as on_proposals
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
    subscribe(proposals.ProposalSent, on_proposals.tell_patient_of_proposal)
    subscribe(proposals.ProposalAccepted, on_proposals.tell_of_acceptance)
    subscribe(proposals.ProposalDeclined, on_proposals.tell_of_decline)
    subscribe(proposals.ProposalExpired, on_proposals.tell_of_expiry)
    subscribe(CaseEnded, on_proposals.close_with_case)
    subscribe(proposals.ProposalAccepted, on_bookings.keep_place_longer)
    subscribe(proposals.ProposalDeclined, on_bookings.give_place_back)
    subscribe(proposals.ProposalExpired, on_bookings.give_place_back)
    subscribe(proposals.ProposalSuperseded, on_bookings.give_place_back)
    subscribe(CaseEnded, on_bookings.give_everything_back)
    subscribe(InvoicePaid, on_bookings.book_on_deposit)
    _connect_proposals()
    _connect_agreements()
    _connect_bookings()
    _connect_travel()
    _connect_treatment()


def _connect_proposals() -> None:
    from sanamost.journey.cases.events import CaseEnded  # noqa: PLC0415 apps first
    from sanamost.journey.proposals import events, handlers  # noqa: PLC0415 apps first

    subscribe(events.ProposalSent, handlers.tell_patient_of_proposal)
    subscribe(events.ProposalAccepted, handlers.tell_of_acceptance)
    subscribe(events.ProposalDeclined, handlers.tell_of_decline)
    subscribe(events.ProposalExpired, handlers.tell_of_expiry)
    subscribe(CaseEnded, handlers.close_with_case)


def _connect_bookings() -> None:
    from sanamost.journey.bookings import handlers  # noqa: PLC0415 apps first
    from sanamost.journey.cases.events import CaseEnded  # noqa: PLC0415 apps first
    from sanamost.journey.proposals import events  # noqa: PLC0415 apps first

    subscribe(events.ProposalAccepted, handlers.keep_place_longer)
    subscribe(events.ProposalDeclined, handlers.give_place_back)
    subscribe(events.ProposalExpired, handlers.give_place_back)
    subscribe(events.ProposalSuperseded, handlers.give_place_back)
    subscribe(CaseEnded, handlers.give_everything_back)
    subscribe(InvoicePaid, handlers.book_on_deposit)
    _connect_travel()
    _connect_treatment()
    _connect_register()


def _connect_travel() -> None:
    from sanamost.journey.bookings import events  # noqa: PLC0415 apps first
    from sanamost.journey.travel import handlers  # noqa: PLC0415 apps first

    subscribe(events.BookingConfirmed, handlers.on_booking_confirmed)


def _connect_treatment() -> None:
    from sanamost.journey.aftercare import handlers as aftercare  # noqa: PLC0415 apps first
    from sanamost.journey.treatment import events, handlers  # noqa: PLC0415 apps first

    subscribe(InvoicePaid, handlers.on_invoice_paid)
    subscribe(RefundPaid, handlers.on_refund_paid)
    subscribe(events.PatientDischarged, aftercare.on_discharged)


def _connect_agreements() -> None:
    from sanamost.journey.agreements import events, handlers  # noqa: PLC0415 apps first
    from sanamost.journey.cases.events import CaseEnded  # noqa: PLC0415 apps first
    from sanamost.journey.proposals.events import ProposalAccepted  # noqa: PLC0415 apps first

    subscribe(ProposalAccepted, handlers.draft_contract)
    subscribe(events.AgreementInForce, handlers.ask_for_deposit)
    subscribe(CaseEnded, handlers.end_with_case)


def _connect_register() -> None:
    from sanamost.commerce.billing.events import InvoiceIssued  # noqa: PLC0415 apps first
    from sanamost.insight.register.handlers import bring_up_to_date  # noqa: PLC0415 apps first
    from sanamost.journey.treatment import events  # noqa: PLC0415 apps first

    subscribe(events.PatientAdmitted, bring_up_to_date)
    subscribe(events.ServiceRecorded, bring_up_to_date)
    subscribe(events.ServiceVoided, bring_up_to_date)
    subscribe(events.PatientDischarged, bring_up_to_date)
    subscribe(InvoiceIssued, bring_up_to_date)
    subscribe(InvoicePaid, bring_up_to_date)
    subscribe(PaymentReceived, bring_up_to_date)
    subscribe(RefundPaid, bring_up_to_date)
