"""Addenda: more services than agreed, done and billed only once the patient's side has signed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sanamost.engines import pricing
from sanamost.engines.money import Money
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.documents import services as documents
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.agreements import notices, papers, policies
from sanamost.journey.agreements.events import AddendumIssued, AddendumRefused, AddendumSigned
from sanamost.journey.agreements.facts import Facts, gather
from sanamost.journey.agreements.models import Addendum, Agreement
from sanamost.journey.agreements.rules import rule_set_on
from sanamost.journey.agreements.selectors import signed_addenda
from sanamost.journey.agreements.services.contracts import RepresentativeNeeded, put_signature
from sanamost.journey.agreements.services.holding import (
    ProofNeeded,
    deciding_side,
    held,
    tell_clinic,
    tell_patient_side,
)
from sanamost.journey.agreements.states import AddendumState, AgreementState, Capacity
from sanamost.registry.catalogue import selectors as catalogue

MOST_LINES = 30
MOST_OF_ONE = Decimal(999)


class BadAddendum(Refusal):
    """An addendum that cannot be meant."""

    code = "bad_addendum"
    message = _("An addendum has between 1 and 30 services, each at most 999 times.")
    field = "services"


class NotInForce(Refusal):
    """Only an agreement in force can be added to."""

    code = "not_in_force"
    message = _("Services can be added only to a contract in force.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A service of the clinic's price list (its public id), so many times."""

    service: str
    quantity: Decimal = Decimal(1)


def draft_addendum(
    *,
    actor: Actor,
    agreement: Agreement | str,
    services: Sequence[Wanted],
    reason: str,
    now: dt.datetime,
) -> Addendum:
    """A draft with services from the price list of today, for the patient's group; VAT inside.

    Its lines never change: a wrong draft is taken back and another made. Raises `NotInForce`,
    `BadAddendum`, `NotForYou`, `NotVisible` (another clinic's service), `NoPrice`.
    """
    row = held(actor, agreement)
    policies.may_write_addenda(actor, row)
    if row.state != AgreementState.IN_FORCE:
        raise NotInForce
    words = reason.strip()
    if len(words) < 10:
        raise BadAddendum(_("Say in a sentence why the plan changes."), field="reason")
    if not 1 <= len(services) <= MOST_LINES:
        raise BadAddendum
    with acting_as(system("lines of an addendum")):  # a physician writes it without the class
        lines = _lines(row, services, now.date())
        newest = Addendum.objects.filter(agreement_id=row.pk).aggregate(newest=Max("number"))
        made = Addendum.objects.create(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            agreement_id=row.pk,
            number=(newest["newest"] or 0) + 1,
            reason=words[:2000],
            lines=lines,
            total=sum((Decimal(line["amount"]) for line in lines), Decimal(0)),
            created_at=now,
        )
    audit.record(
        action="agreements.addendum.drafted",
        case_id=row.case_id,
        subject=made.public_id,
        details={"agreement": row.public_id, "total": str(made.total)},
        now=now,
    )
    return made


def issue_addendum(*, actor: Actor, addendum: Addendum | str, now: dt.datetime) -> Addendum:
    """Freeze the addendum and lay it before the patient. Raises `MoveNotAllowed`, `NotForYou`."""
    row, agreement = _held(actor, addendum)
    policies.may_issue(actor, agreement)
    if agreement.state != AgreementState.IN_FORCE:
        raise NotInForce
    facts = gather(actor=actor, agreement=agreement, now=now)
    paper = documents.freeze(
        "addendum",
        papers.addendum(
            facts,
            row,
            rules=rule_set_on(facts.today),
            new_total=agreed_total(agreement) + row.total,
        ),
        language=facts.case.language,
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        actor=actor,
        now=now,
    )
    _move(row, agreement, AddendumState.ISSUED, "issued", now, AddendumIssued, paper=paper)
    tell_patient_side(agreement, notices.ADDENDUM_ISSUED, now)
    return row


def sign_addendum(
    *, actor: Actor, addendum: Addendum | str, fresh: bool, now: dt.datetime
) -> Addendum:
    """The patient's side agrees: from now on these services may be done and billed.

    Raises `ProofNeeded`, `NoRightToSign`, `RepresentativeNeeded`, `MoveNotAllowed`.
    """
    row, agreement = _held(actor, addendum)
    capacity = _capacity(actor, agreement, now)
    if not fresh:
        raise ProofNeeded
    _move(row, agreement, AddendumState.SIGNED, "signed", now, AddendumSigned, signed_at=now)
    put_signature(agreement, row.paper, actor, capacity, now)
    tell_clinic(agreement, notices.ADDENDUM_ANSWERED, now, Role.COORDINATOR, Role.PHYSICIAN)
    return row


def refuse_addendum(*, actor: Actor, addendum: Addendum | str, now: dt.datetime) -> Addendum:
    """The patient's side says no; the treatment agreed goes on without these services."""
    row, agreement = _held(actor, addendum)
    deciding_side(actor, row.case_id)
    _move(row, agreement, AddendumState.REFUSED, "refused", now, AddendumRefused)
    tell_clinic(agreement, notices.ADDENDUM_ANSWERED, now, Role.COORDINATOR, Role.PHYSICIAN)
    return row


def cancel_addendum(*, actor: Actor, addendum: Addendum | str, now: dt.datetime) -> Addendum:
    """The clinic takes back a draft, or an addendum that was not answered yet."""
    row, agreement = _held(actor, addendum)
    policies.may_write_addenda(actor, agreement)
    _move(row, agreement, AddendumState.CANCELLED, "cancelled", now, None)
    if row.paper is not None:
        with acting_as(system("addendum taken back")):
            documents.void(paper_id=row.paper.pk, reason="taken back", actor=actor, now=now)
    return row


def agreed_total(agreement: Agreement) -> Decimal:
    """What the contract and its signed addenda come to, in the contract's currency."""
    added = (row.total for row in signed_addenda(agreement.pk))
    return agreement.total + sum(added, Decimal(0))


def _held(actor: Actor, addendum: Addendum | str) -> tuple[Addendum, Agreement]:
    """The addendum and its agreement, locked in this order: agreement, addendum."""
    public_id = addendum if isinstance(addendum, str) else addendum.public_id
    with acting_as(system("addendum in hand")):
        found = Addendum.objects.select_related("agreement").filter(public_id=public_id).first()
    if found is None:
        raise NotVisible
    own = actor.organisation_id is not None and actor.organisation_id == found.organisation_id
    if not own:
        Addendum.objects.access(actor, public_id)
    agreement = held(actor, found.agreement)
    with acting_as(system("addendum in hand")):
        return locked(found), agreement


def _capacity(actor: Actor, agreement: Agreement, now: dt.datetime) -> Capacity:
    side = deciding_side(actor, agreement.case_id)
    capacity = Capacity.PATIENT if side.role == Role.PATIENT else Capacity.REPRESENTATIVE
    facts: Facts = gather(actor=actor, agreement=agreement, now=now)
    if facts.minor and capacity == Capacity.PATIENT:
        raise RepresentativeNeeded
    return capacity


def _move(
    row: Addendum,
    agreement: Agreement,
    to: AddendumState,
    done: str,
    now: dt.datetime,
    event: Any,
    **changes: Any,
) -> None:
    about = {
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "agreement": agreement.public_id,
        "addendum": row.public_id,
    }
    transition(
        row,
        to,
        action=f"agreements.addendum.{done}",
        now=now,
        event=event(**about) if event else None,
        **changes,
    )


def _lines(row: Agreement, services: Sequence[Wanted], day: dt.date) -> list[dict[str, Any]]:
    found = catalogue.offered(row.organisation_id, [w.service for w in services], day=day)
    group = row.proposal.patient_group
    for wanted in services:
        if not wanted.quantity.is_finite() or not 0 < wanted.quantity <= MOST_OF_ONE:
            raise BadAddendum
    offered = [(found[wanted.service], wanted.quantity) for wanted in services]
    total = pricing.price(
        [
            pricing.Line(
                code=service.code,
                name=service.code,
                quantity=quantity,
                unit_price=Money(service.price(group), row.currency),
                vat_class=service.vat_class,
            )
            for service, quantity in offered
        ],
        currency=row.currency,
        on=day,
        vat=pricing.RUSSIA,
    )
    return [
        {
            "service": service.public_id,
            "code": service.code,
            "nomenclature_code": service.nomenclature_code,
            "names": service.names,
            "quantity": str(quantity),
            "unit_price": str(service.price(group)),
            "amount": str(priced.total.amount),
            "vat_class": service.vat_class,
            "vat_rate": str(priced.rate.percent or Decimal(0)),
            "vat_amount": str(priced.tax.amount),
        }
        for (service, quantity), priced in zip(offered, total.lines, strict=True)
    ]
