"""Billing: asking, taking in, giving back; the books agree at every step."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from sanamost.commerce.billing import selectors, services
from sanamost.commerce.billing.models import Invoice, Payment, Refund
from sanamost.commerce.billing.policies import NeedsAnotherPerson
from sanamost.commerce.billing.services.payments import MoreThanOpen, OtherCurrency, ReferenceUsed
from sanamost.commerce.billing.states import PaymentMethod, RefundReason
from sanamost.commerce.commissions.models import Commission
from sanamost.commerce.ledger import selectors as ledger
from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.foundation.languages.errors import NotVisible
from tests.commerce.agreed import DEPOSIT, LINES, Agreed, agreed
from tests.world import NOON, Actor, World, acting_as, system

SYSTEM = system("test")


@pytest.fixture
def done(world: World) -> Agreed:
    """A case in force."""
    return agreed(world)


def deposit_of(made: Agreed) -> Invoice:
    with acting_as(SYSTEM):
        invoice = services.issue_deposit(
            actor=SYSTEM, bill_to=made.bill_to, amount=DEPOSIT, lines=LINES, now=NOON
        )
    assert invoice is not None
    return invoice


def pay(
    actor: Actor, invoice: Invoice, amount: Decimal, reference: str, currency: str = "RUB"
) -> Payment:
    with acting_as(actor):
        return services.record_payment(
            actor=actor,
            invoice=invoice,
            amount=amount,
            currency=currency,
            method=PaymentMethod.BANK_TRANSFER,
            bank_reference=reference,
            payer_name="Amina Karimova",
            received_on=NOON.date(),
            language="ru",
            case_number="SM-2026-000001",
            now=NOON,
        )


def faults() -> list[ledger.Fault]:
    with acting_as(SYSTEM):
        return list(ledger.faults())


def test_asks_for_the_deposit_on_paper(done: Agreed) -> None:
    invoice = deposit_of(done)

    assert (invoice.amount, invoice.state) == (DEPOSIT, "issued")
    assert invoice.paper_id is not None


def test_takes_a_payment_in_two_parts_and_books_both(world: World, done: Agreed) -> None:
    finance, invoice = world.actor("sidorov"), deposit_of(done)

    pay(finance, invoice, Decimal("80000.00"), "BANK-1")
    with acting_as(SYSTEM):
        assert Invoice.objects.get(pk=invoice.pk).state == "partly_paid"
    pay(finance, invoice, Decimal("100000.00"), "BANK-2")

    with acting_as(SYSTEM):
        after = Invoice.objects.get(pk=invoice.pk)
        owed = ledger.balance(
            case_id=done.case.pk,
            organisation_id=done.bill_to.organisation_id,
            account=AccountKind.DEPOSITS,
            currency="RUB",
        )
    assert (after.state, after.paid, owed) == ("paid", DEPOSIT, -DEPOSIT)
    assert faults() == []


@pytest.mark.parametrize(
    ("amount", "currency", "refusal"),
    [
        ("180000.01", "RUB", MoreThanOpen),
        ("0.00", "RUB", MoreThanOpen),
        ("-5.00", "RUB", MoreThanOpen),
        ("100.00", "USD", OtherCurrency),
    ],
)
def test_refuses_an_absurd_payment_and_changes_nothing(
    world: World, done: Agreed, amount: str, currency: str, refusal: type[Exception]
) -> None:
    invoice = deposit_of(done)

    with pytest.raises(refusal):
        pay(world.actor("sidorov"), invoice, Decimal(amount), "BANK-1", currency)

    with acting_as(SYSTEM):
        assert not Payment.objects.exists()
        assert Invoice.objects.get(pk=invoice.pk).paid == 0


def test_counts_a_bank_reference_once(world: World, done: Agreed) -> None:
    finance, invoice = world.actor("sidorov"), deposit_of(done)
    pay(finance, invoice, Decimal("1000.00"), "BANK-1")

    with pytest.raises(ReferenceUsed):
        pay(finance, invoice, Decimal("1000.00"), " BANK-1 ")


@pytest.mark.parametrize("persona", ["petrova", "orlova", "klimova", "amina", "karim", "mallory"])
def test_lets_only_the_clinics_finance_record_money(
    world: World, done: Agreed, persona: str
) -> None:
    invoice = deposit_of(done)

    with pytest.raises(NotVisible):
        pay(world.actor(persona), invoice, Decimal("1000.00"), "BANK-1")


def final_of(made: Agreed) -> Invoice:
    with acting_as(SYSTEM):
        return services.issue_final(actor=SYSTEM, bill_to=made.bill_to, lines=LINES, now=NOON)


def test_bills_what_was_done_less_the_deposit(world: World, done: Agreed) -> None:
    pay(world.actor("sidorov"), deposit_of(done), DEPOSIT, "BANK-1")

    invoice = final_of(done)

    assert invoice.amount == Decimal("420000.00")
    pay(world.actor("sidorov"), invoice, Decimal("420000.00"), "BANK-2")
    with acting_as(SYSTEM):
        assert selectors.settled(done.case.pk, done.bill_to.organisation_id)
        owed = selectors.balance_of(SYSTEM, done.case.pk, done.bill_to.organisation_id)
    assert owed is not None
    assert owed.open == 0
    assert faults() == []


def test_gives_back_what_the_services_did_not_use(world: World, done: Agreed) -> None:
    pay(world.actor("sidorov"), deposit_of(done), DEPOSIT, "BANK-1")
    small = [LINES[1]]

    with acting_as(SYSTEM):
        invoice = services.issue_final(actor=SYSTEM, bill_to=done.bill_to, lines=small, now=NOON)
        refund = Refund.objects.get()

    assert (invoice.state, invoice.amount) == ("paid", Decimal(0))
    assert (refund.amount, refund.reason) == (Decimal("156000.00"), "overpaid")
    assert faults() == []


@pytest.mark.parametrize(
    ("reason", "days", "spent", "back"),
    [
        (RefundReason.MEDICAL, 1, "90000.00", "180000.00"),
        (RefundReason.VISA_REFUSED, 1, "90000.00", "180000.00"),
        (RefundReason.PATIENT, 20, "90000.00", "180000.00"),
        (RefundReason.PATIENT, 10, "90000.00", "144000.00"),
        (RefundReason.PATIENT, 2, "90000.00", "90000.00"),
        (RefundReason.PATIENT, 2, "10000.00", "170000.00"),
    ],
)
def test_gives_a_cancelled_deposit_back_by_rule(
    world: World, done: Agreed, reason: RefundReason, days: int, spent: str, back: str
) -> None:
    pay(world.actor("sidorov"), deposit_of(done), DEPOSIT, "BANK-1")

    with acting_as(SYSTEM):
        (refund,) = services.cancel_agreement_money(
            agreement_id=done.agreement.pk,
            reason=reason,
            days_before_arrival=days,
            spent=Decimal(spent),
            now=NOON,
        )

    assert refund.amount == Decimal(back)
    assert refund.amount + refund.kept == DEPOSIT


def test_needs_two_people_for_a_refund(world: World, done: Agreed) -> None:
    sidorov, volkov = world.actor("sidorov"), world.actor("volkov")
    pay(sidorov, deposit_of(done), DEPOSIT, "BANK-1")
    with acting_as(sidorov):
        (refund,) = services.cancel_agreement_money(
            agreement_id=done.agreement.pk,
            reason=RefundReason.PATIENT,
            days_before_arrival=10,
            spent=Decimal("90000.00"),
            now=NOON,
        )

    with pytest.raises(NeedsAnotherPerson), acting_as(sidorov):
        services.approve_refund(actor=sidorov, row=refund, now=NOON)
    with pytest.raises(DatabaseError), acting_as(sidorov), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(approved_by_id=sidorov.user_id)

    with acting_as(volkov):
        services.approve_refund(actor=volkov, row=refund, now=NOON)
    with acting_as(sidorov):
        services.pay_refund(actor=sidorov, row=refund, bank_reference="OUT-1", now=NOON)
    assert faults() == []
    with acting_as(SYSTEM):
        revenue = [
            x.balance
            for x in ledger.trial_balance(done.bill_to.organisation_id)
            if x.account == AccountKind.REVENUE
        ]
    assert revenue == [-refund.kept]


def drain() -> None:
    """Answer the events as the worker would, in order."""
    with acting_as(SYSTEM):
        from sanamost.foundation.events.models import Happening  # noqa: PLC0415 only here
        from sanamost.foundation.events.registry import handlers_of  # noqa: PLC0415 only here
        from sanamost.foundation.events.services import deliver  # noqa: PLC0415 only here

        for happening in Happening.objects.order_by("id"):
            for handler in handlers_of(happening.name):
                if "commissions" in handler:  # the rest of the journey is not there
                    deliver(happening=happening.pk, handler=handler)


@pytest.mark.parametrize(
    ("partner", "earned"),
    [
        ("silk-road-care", [Decimal("57600.00")]),
        ("jade-bridge", [Decimal("21600.00"), Decimal("50400.00")]),
    ],
)
def test_pays_partners_by_their_own_terms_once(
    world: World, partner: str, earned: list[Decimal]
) -> None:
    made = agreed(world, partner=partner)
    pay(world.actor("sidorov"), deposit_of(made), DEPOSIT, "BANK-1")
    pay(world.actor("sidorov"), final_of(made), Decimal("420000.00"), "BANK-2")

    drain()
    drain()

    with acting_as(SYSTEM):
        rows = list(Commission.objects.order_by("id").values_list("amount", flat=True))
    assert rows == earned
    assert faults() == []


def test_takes_a_commission_back_with_the_payment(world: World) -> None:
    made = agreed(world, partner="jade-bridge")
    sidorov, volkov = world.actor("sidorov"), world.actor("volkov")
    pay(sidorov, deposit_of(made), DEPOSIT, "BANK-1")
    drain()
    with acting_as(SYSTEM):
        (refund,) = services.cancel_agreement_money(
            agreement_id=made.agreement.pk,
            reason=RefundReason.MEDICAL,
            days_before_arrival=3,
            spent=Decimal(0),
            now=NOON,
        )
    with acting_as(volkov):
        services.approve_refund(actor=volkov, row=refund, now=NOON)
        services.pay_refund(actor=volkov, row=refund, bank_reference="OUT-1", now=NOON)

    drain()

    with acting_as(SYSTEM):
        assert [c.state for c in Commission.objects.all()] == ["reversed"]
    assert faults() == []


def test_shows_a_commission_to_its_two_sides_alone(world: World) -> None:
    made = agreed(world, partner="silk-road-care")
    pay(world.actor("sidorov"), deposit_of(made), DEPOSIT, "BANK-1")
    pay(world.actor("sidorov"), final_of(made), Decimal("420000.00"), "BANK-2")
    drain()

    seen = {}
    for persona in ("karim", "sidorov", "mei", "klimova", "orlova", "amina"):
        actor = world.actor(persona)
        with acting_as(actor):
            seen[persona] = (
                Commission.objects.visible_to(actor).count(),
                Commission.objects.count(),
            )

    assert seen == {
        "karim": (1, 1),
        "sidorov": (1, 1),
        "mei": (0, 0),
        "klimova": (0, 0),
        "orlova": (0, 0),
        "amina": (0, 0),
    }


def test_refuses_an_unbalanced_movement_in_the_database_itself(done: Agreed) -> None:
    from django.db import connection  # noqa: PLC0415 only here

    from sanamost.commerce.ledger.models import Account, Posting, Transaction  # noqa: PLC0415 only here

    with pytest.raises(DatabaseError), acting_as(SYSTEM):  # noqa: PT012 the last line raises
        clinic = done.bill_to.organisation_id
        moved = Transaction.objects.create(
            organisation_id=clinic, case_id=done.case.pk, kind="x", source="x", at=NOON
        )
        account = Account.objects.create(organisation_id=clinic, kind=AccountKind.BANK)
        Posting.objects.create(
            organisation_id=clinic,
            transaction=moved,
            account=account,
            amount=Decimal(1),
            currency="RUB",
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
