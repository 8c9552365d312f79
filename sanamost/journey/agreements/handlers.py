"""What agreements do when proposals are accepted and cases end; what a contract in force starts."""

from django.utils import timezone

from sanamost.commerce.billing import services as billing
from sanamost.foundation.access.acting import acting_as, current
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.registry import Event
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.journey.agreements import bills, notices, selectors, services
from sanamost.journey.agreements.events import AgreementInForce
from sanamost.journey.agreements.states import Termination
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.events import CaseEnded
from sanamost.journey.cases.states import EndReason
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals.events import ProposalAccepted


def draft_contract(event: ProposalAccepted) -> None:
    """The accepted proposal becomes the draft of a contract."""
    services.draft_from(proposal=proposals.by_public_id(event.proposal), now=timezone.now())


def ask_for_deposit(event: AgreementInForce) -> None:
    """Both sides have signed: the deposit is asked for."""
    agreement = selectors.by_public_id(event.agreement)
    now = timezone.now()
    billing.issue_deposit(
        actor=current().actor,
        bill_to=bills.bill_to(agreement),
        amount=agreement.deposit,
        lines=bills.agreed_lines(agreement),
        now=now,
    )


def end_with_case(event: CaseEnded) -> None:
    """A case that is over carries no agreement; what was paid goes back by the rules."""
    assert event.case_id is not None  # noqa: S101 the event is of a case
    by_patient = event.reason == EndReason.WITHDRAWN
    for agreement in selectors.live_on(event.case_id):
        services.terminate(
            actor=current().actor,
            agreement=agreement,
            reason=Termination.PATIENT if by_patient else Termination.CLINIC,
            now=timezone.now(),
        )


def tell_of_invoice(event: Event) -> None:
    """Whoever pays learns that there is something to pay; finance cannot see who takes part."""
    _tell_patient(event, notices.INVOICE_ISSUED)


def tell_of_payment(event: Event) -> None:
    """The money has arrived."""
    _tell_patient(event, notices.PAYMENT_RECEIVED)


def tell_of_refund(event: Event) -> None:
    """Money went back."""
    _tell_patient(event, notices.REFUND_PAID)


def _tell_patient(event: Event, kind: NoticeKind) -> None:
    if event.case_id is None:
        return
    with acting_as(system("notice about money")):
        case = cases.case_of(event.case_id)
        tell(
            user_ids=[one.user_id for one in cases.participants_of(case.pk)],
            kind=kind,
            now=timezone.now(),
            case_id=case.pk,
            link=f"/my/cases/{case.public_id}/",
            parameters={"number": case.number},
        )
