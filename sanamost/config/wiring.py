"""Who answers which event: the one place where later stages are tied to earlier ones."""

from sanamost.commerce.billing import events as billing
from sanamost.commerce.commissions import handlers as on_commissions
from sanamost.commerce.rates.worth import worth_in_base
from sanamost.foundation.events.registry import subscribe
from sanamost.insight.potential import handlers as on_potential
from sanamost.insight.register import handlers as on_register
from sanamost.jobs.world.load import personas
from sanamost.journey.aftercare import handlers as on_aftercare
from sanamost.journey.agreements import events as agreements
from sanamost.journey.agreements import handlers as on_agreements
from sanamost.journey.bookings import events as bookings
from sanamost.journey.bookings import handlers as on_bookings
from sanamost.journey.cases import events as cases
from sanamost.journey.proposals import events as proposals
from sanamost.journey.proposals import handlers as on_proposals
from sanamost.journey.requests import events as requests
from sanamost.journey.requests import handlers as on_requests
from sanamost.journey.travel import handlers as on_travel
from sanamost.journey.treatment import events as treatment
from sanamost.journey.treatment import handlers as on_treatment
from sanamost.registry.catalogue import events as catalogue
from sanamost.registry.catalogue import handlers as on_catalogue
from sanamost.registry.catalogue import search_index
from sanamost.registry.resources import events as resources
from sanamost.web.account import demonstration


def connect() -> None:
    """Subscribe every handler; called once when the web and the worker start."""
    demonstration.offer(personas)
    search_index.price_by(worth_in_base)
    subscribe(catalogue.TranslationAsked, on_catalogue.draft_by_machine)
    _requests()
    _proposals()
    _agreements_and_places()
    _money()
    _treatment()
    _register()


def _requests() -> None:
    subscribe(requests.RequestSubmitted, on_requests.tell_of_submission)
    subscribe(requests.ReferralSent, on_requests.tell_of_referral)
    subscribe(requests.VerdictGiven, on_requests.tell_of_verdict)
    subscribe(requests.DataAsked, on_requests.tell_of_question)
    subscribe(requests.DataAnswered, on_requests.tell_of_answer)
    subscribe(requests.ReferralDeclined, on_requests.tell_of_decline)
    subscribe(requests.ConsentAnswered, on_requests.tell_of_consents)
    subscribe(cases.ClockOverdue, on_requests.tell_of_overdue)
    subscribe(cases.CaseEnded, on_requests.end_request)


def _proposals() -> None:
    subscribe(proposals.ProposalSent, on_proposals.tell_patient_of_proposal)
    subscribe(proposals.ProposalAccepted, on_proposals.tell_of_acceptance)
    subscribe(proposals.ProposalDeclined, on_proposals.tell_of_decline)
    subscribe(proposals.ProposalExpired, on_proposals.tell_of_expiry)
    subscribe(cases.CaseEnded, on_proposals.close_with_case)


def _agreements_and_places() -> None:
    subscribe(proposals.ProposalAccepted, on_agreements.draft_contract)
    subscribe(agreements.AgreementInForce, on_agreements.ask_for_deposit)
    subscribe(cases.CaseEnded, on_agreements.end_with_case)
    subscribe(proposals.ProposalAccepted, on_bookings.keep_place_longer)
    subscribe(proposals.ProposalDeclined, on_bookings.give_place_back)
    subscribe(proposals.ProposalExpired, on_bookings.give_place_back)
    subscribe(proposals.ProposalSuperseded, on_bookings.give_place_back)
    subscribe(cases.CaseEnded, on_bookings.give_everything_back)
    subscribe(billing.InvoicePaid, on_bookings.book_on_deposit)
    for what in (
        bookings.HoldPlaced,
        bookings.HoldReleased,
        bookings.HoldExpired,
        bookings.BookingMoved,
        bookings.BookingReleased,
        bookings.UseChanged,
    ):
        subscribe(what, on_bookings.count_openings)
        subscribe(what, on_potential.count_anew)
    subscribe(resources.CapacityCounted, on_potential.count_anew)
    subscribe(bookings.PlaceMissed, on_bookings.tell_of_missed_place)
    subscribe(bookings.StartUnsafe, on_bookings.tell_of_unsafe_start)
    subscribe(bookings.HoldPlaced, on_bookings.wait_no_longer)
    subscribe(bookings.WaitingOffered, on_bookings.tell_of_found_place)
    subscribe(bookings.WaitingOver, on_bookings.tell_of_waiting_in_vain)
    subscribe(bookings.BookingConfirmed, on_travel.on_booking_confirmed)


def _money() -> None:
    subscribe(billing.InvoiceIssued, on_agreements.tell_of_invoice)
    subscribe(billing.PaymentReceived, on_agreements.tell_of_payment)
    subscribe(billing.RefundPaid, on_agreements.tell_of_refund)
    subscribe(billing.InvoicePaid, on_commissions.on_invoice_paid)
    subscribe(billing.PaymentReceived, on_commissions.on_payment_received)
    subscribe(billing.RefundPaid, on_commissions.on_refund_paid)


def _treatment() -> None:
    subscribe(billing.InvoicePaid, on_treatment.on_invoice_paid)
    subscribe(billing.RefundPaid, on_treatment.on_refund_paid)
    subscribe(treatment.PatientAdmitted, on_treatment.use_places)
    subscribe(treatment.PatientDischarged, on_treatment.free_places)
    subscribe(treatment.PatientDischarged, on_aftercare.on_discharged)


def _register() -> None:
    for what in (
        treatment.PatientAdmitted,
        treatment.ServiceRecorded,
        treatment.ServiceVoided,
        treatment.PatientDischarged,
        billing.InvoiceIssued,
        billing.InvoicePaid,
        billing.PaymentReceived,
        billing.RefundPaid,
    ):
        subscribe(what, on_register.bring_up_to_date)
