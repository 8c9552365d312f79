"""What agreements do when proposals are accepted and cases end; what a contract in force starts."""

from django.utils import timezone

from sanamost.commerce.billing import services as billing
from sanamost.foundation.access.acting import current
from sanamost.journey.agreements import bills, selectors, services
from sanamost.journey.agreements.events import AgreementInForce
from sanamost.journey.agreements.states import Termination
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
