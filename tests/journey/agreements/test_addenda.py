"""An addendum …"""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from sanamost.foundation.documents import services as documents
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.agreements import bills, selectors, services
from sanamost.journey.agreements.models import Addendum
from sanamost.journey.agreements.policies import NotForYou
from sanamost.journey.agreements.services import (
    BadAddendum,
    NotInForce,
    ProofNeeded,
    Wanted,
)
from tests.journey.agreed import Agreed, agreed
from tests.world import NOON, World, acting_as, system


@pytest.fixture
def done(world: World) -> Agreed:
    """A contract in force."""
    return agreed(world).in_force()


def now_is(row: Addendum) -> Addendum:
    with acting_as(system("test")):
        return Addendum.objects.select_related("paper").get(pk=row.pk)


def issued(done: Agreed) -> Addendum:
    row: Addendum = done.addendum()
    with acting_as(done.coordinator):
        return services.issue_addendum(actor=done.coordinator, addendum=row, now=NOON)


def signed_total(done: Agreed) -> Decimal:
    with acting_as(system("test")):
        rows = selectors.signed_addenda(done.agreement.pk)
    return sum((row.total for row in rows), Decimal(0))


def test_takes_its_prices_from_the_price_list(done: Agreed) -> None:
    row = done.addendum(quantity=2)
    assert row.total == Decimal("4880.00")
    (line,) = bills.added_lines(row.lines)
    assert (line.unit_price, line.vat_rate, line.vat_amount) == (
        Decimal("2440.00"),
        Decimal(22),
        Decimal("880.00"),
    )


def test_counts_only_once_the_patients_side_has_signed(done: Agreed) -> None:
    row = issued(done)
    assert signed_total(done) == 0
    with pytest.raises(ProofNeeded), acting_as(done.side):
        services.sign_addendum(actor=done.side, addendum=row, fresh=False, now=NOON)
    assert signed_total(done) == 0
    with acting_as(done.side):
        services.sign_addendum(actor=done.side, addendum=row, fresh=True, now=NOON)
    assert signed_total(done) == row.total
    with acting_as(system("test")):
        assert services.agreed_total(done.now_is()) == Decimal("604880.00")


def test_refused_counts_nothing_and_stays_refused(done: Agreed) -> None:
    row = issued(done)
    with acting_as(done.side):
        services.refuse_addendum(actor=done.side, addendum=row, now=NOON)
    with pytest.raises(MoveNotAllowed), acting_as(done.side):
        services.sign_addendum(actor=done.side, addendum=row, fresh=True, now=NOON)
    assert signed_total(done) == 0


def test_names_the_contract_and_its_new_total(done: Agreed) -> None:
    paper = now_is(issued(done)).paper
    assert paper is not None
    assert '"new_total":{"amount":"604880.00"' in paper.payload
    assert done.now_is().number in paper.payload
    assert documents.pdf(paper).startswith(b"%PDF")


def test_is_unseen_by_the_patient_while_a_draft(done: Agreed) -> None:
    row = done.addendum()
    with acting_as(done.side):
        assert selectors.addenda_of(done.side, done.agreement) == []
    with pytest.raises(NotVisible), acting_as(done.side):
        services.sign_addendum(actor=done.side, addendum=row.public_id, fresh=True, now=NOON)


def test_may_be_asked_for_by_a_physician_who_sees_no_prices(done: Agreed) -> None:
    with acting_as(done.physician):
        row = services.draft_addendum(
            actor=done.physician,
            agreement=done.agreement.public_id,
            services=[Wanted(service=done.extra)],
            reason="One more hour of talk with the family.",
            now=NOON,
        )
    with pytest.raises(NotForYou), acting_as(done.physician):
        services.issue_addendum(actor=done.physician, addendum=row.public_id, now=NOON)


def test_needs_a_contract_in_force(world: World) -> None:
    with pytest.raises(NotInForce):
        agreed(world).addendum()


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [
        ("0", "a good reason here"),
        ("-1", "a good reason here"),
        ("NaN", "a good reason here"),
        ("1000", "a good reason here"),
        ("1", "short"),
    ],
)
def test_refuses_what_cannot_be_meant(quantity: str, reason: str, done: Agreed) -> None:
    with pytest.raises(BadAddendum), acting_as(done.coordinator):
        services.draft_addendum(
            actor=done.coordinator,
            agreement=done.agreement,
            services=[Wanted(service=done.extra, quantity=Decimal(quantity))],
            reason=reason,
            now=NOON,
        )


def test_holds_only_the_clinics_own_services(done: Agreed) -> None:
    with pytest.raises(NotVisible), acting_as(done.coordinator):
        services.draft_addendum(
            actor=done.coordinator,
            agreement=done.agreement,
            services=[Wanted(service="serv_" + "a" * 22)],
            reason="A service that nobody offers.",
            now=NOON,
        )


@pytest.mark.parametrize("persona", ["belova", "mallory", "karim", "sidorov"])
def test_is_drafted_by_nobody_else(persona: str, done: Agreed) -> None:
    actor = done.world.actor(persona)
    with pytest.raises((NotVisible, NotForYou)), acting_as(actor):
        services.draft_addendum(
            actor=actor,
            agreement=done.agreement.public_id,
            services=[Wanted(service=done.extra)],
            reason="Somebody else wants more.",
            now=NOON,
        )


def test_keeps_its_lines_for_good(done: Agreed) -> None:
    row = issued(done)
    with pytest.raises(DatabaseError), acting_as(system("test")), transaction.atomic():
        Addendum.objects.filter(pk=row.pk).update(total=1)


def test_taken_back_cannot_be_signed_and_its_paper_is_void(done: Agreed) -> None:
    row = issued(done)
    with acting_as(done.coordinator):
        services.cancel_addendum(actor=done.coordinator, addendum=row, now=NOON)
    with pytest.raises(MoveNotAllowed), acting_as(done.side):
        services.sign_addendum(actor=done.side, addendum=row.public_id, fresh=True, now=NOON)
    paper = now_is(row).paper
    assert paper is not None
    assert paper.voided_at is not None
