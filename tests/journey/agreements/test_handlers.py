"""Handlers of agreements …"""

from decimal import Decimal

import pytest

from sanamost.commerce.billing.models import Invoice, Refund
from sanamost.commerce.billing.services import record_payment
from sanamost.commerce.billing.states import PaymentMethod
from sanamost.journey.agreements import handlers, services
from sanamost.journey.agreements.events import AgreementInForce
from sanamost.journey.agreements.states import Termination
from sanamost.journey.cases.events import CaseEnded
from sanamost.journey.proposals.events import ProposalAccepted
from tests.journey.agreed import Agreed, agreed
from tests.world import NOON, World, acting_as, system


@pytest.fixture
def done(world: World) -> Agreed:
    """A contract in force, its deposit asked for."""
    made = agreed(world).in_force()
    with acting_as(system("test")):
        handlers.ask_for_deposit(
            AgreementInForce(case_id=made.case.pk, agreement=made.agreement.public_id)
        )
    return made


def deposit(done: Agreed) -> Invoice:
    with acting_as(system("test")):
        return Invoice.objects.get(agreement=done.agreement)


def pay(done: Agreed) -> None:
    finance = done.world.actor("sidorov")
    with acting_as(finance):
        record_payment(
            actor=finance,
            invoice=deposit(done),
            amount=Decimal("180000.00"),
            currency="RUB",
            method=PaymentMethod.BANK_TRANSFER,
            bank_reference="REF-1",
            payer_name="Amina Karimova",
            language="ru",
            case_number=done.case.number,
            received_on=NOON.date(),
            now=NOON,
        )


def test_ask_for_the_deposit_once_both_have_signed(done: Agreed) -> None:
    invoice = deposit(done)
    assert (invoice.kind, invoice.amount) == ("deposit", Decimal("180000.00"))


def test_draft_a_contract_for_an_accepted_proposal_once(world: World) -> None:
    made = agreed(world)
    with acting_as(system("test")):
        handlers.draft_contract(
            ProposalAccepted(case_id=made.case.pk, proposal=made.proposal.public_id)
        )
    assert made.now_is().state == "draft"


def test_end_what_is_live_with_the_case(world: World) -> None:
    made = agreed(world)
    with acting_as(system("test")):
        handlers.end_with_case(CaseEnded(case_id=made.case.pk, reason="withdrawn"))
        handlers.end_with_case(CaseEnded(case_id=made.case.pk, reason="withdrawn"))
    assert (made.now_is().state, made.now_is().end_reason) == ("terminated", "patient")


@pytest.mark.parametrize(
    ("who", "reason"), [("side", Termination.VISA_REFUSED), ("coordinator", Termination.CLINIC)]
)
def test_or_the_end_itself_ask_to_give_back_what_was_paid(
    who: str, reason: Termination, done: Agreed
) -> None:
    pay(done)
    actor = getattr(done, who)
    with acting_as(actor):
        services.terminate(actor=actor, agreement=done.agreement, reason=reason, now=NOON)
    with acting_as(system("test")):
        refund = Refund.objects.get(case=done.case)
    assert (refund.amount, refund.reason, refund.state) == (
        Decimal("180000.00"),
        reason,
        "requested",
    )
