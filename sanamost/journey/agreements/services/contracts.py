"""The contract's way: drafted, issued, read, signed by both sides, completed or terminated."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.billing import services as billing
from sanamost.commerce.billing.states import RefundReason
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.numbering import next_number
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.agreements import checklist as checks
from sanamost.journey.agreements import notices, papers, policies
from sanamost.journey.agreements.events import (
    AgreementCompleted,
    AgreementDrafted,
    AgreementInForce,
    AgreementIssued,
    AgreementSigned,
    AgreementTerminated,
    NoticeRead,
)
from sanamost.journey.agreements.facts import Facts, day_of, gather
from sanamost.journey.agreements.models import Agreement, Signature
from sanamost.journey.agreements.rules import rule_set_on
from sanamost.journey.agreements.selectors import sides_of
from sanamost.journey.agreements.services.holding import (
    ProofNeeded,
    deciding_side,
    held,
    tell_clinic,
    tell_patient_side,
)
from sanamost.journey.agreements.states import (
    AgreementState,
    Capacity,
    Gate,
    SignatureMethod,
    Termination,
)
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as spine
from sanamost.journey.cases.states import EndReason, Fact, Stage
from sanamost.registry.organisations import selectors as organisations

OVER = (Stage.CLOSED, Stage.ENDED_EARLY)
NOBODY_TRAVELS = 365
"""Days before arrival by which a remote case counts: before the doctor begins it is never late."""


class SomethingMissing(Refusal):
    """Items of the checklist are missing; `items` names them."""

    code = "something_missing"
    message = _("This is not possible yet. Missing: %(missing)s")

    def __init__(self, items: Sequence[checks.Item]) -> None:
        super().__init__(missing="; ".join(str(item.words) for item in items))
        self.items = list(items)


class RepresentativeNeeded(Refusal):
    """The patient is under age on the day of signing."""

    code = "representative_needed"
    message = _("The patient is under 18: a parent or guardian must sign.")


class SamePerson(Refusal):
    """Whoever signed for the patient cannot sign for the clinic too."""

    code = "same_person"
    message = _("Somebody else must sign for the clinic: you are on the patient's side here.")


class TreatmentBegun(Refusal):
    """The patient is admitted: discharge and the final invoice settle it."""

    code = "treatment_begun"
    message = _("Treatment has begun: it ends with the discharge and the final invoice.")


def draft_from(*, proposal: Any, now: dt.datetime) -> Agreement:
    """The draft of the contract for an accepted proposal; the platform's own work, made once."""
    made, fresh = Agreement.objects.get_or_create(
        proposal_id=proposal.pk,
        defaults={
            "case_id": proposal.case_id,
            "organisation_id": proposal.organisation_id,
            "currency": proposal.currency,
            "total": proposal.total,
            "deposit": proposal.deposit,
            "created_at": now,
        },
    )
    if fresh:
        audit.record(
            action="agreements.agreement.drafted",
            case_id=made.case_id,
            subject=made.public_id,
            now=now,
        )
        publish(
            AgreementDrafted(
                case_id=made.case_id,
                organisation_id=made.organisation_id,
                agreement=made.public_id,
            ),
            now=now,
        )
        tell_patient_side(made, notices.IDENTITY_WANTED, now)
    return made


def checklist(*, actor: Actor, agreement: Agreement, now: dt.datetime) -> list[checks.Item]:
    """What the contract must have, what of it is there, who supplies the rest and where."""
    return checks.items(gather(actor=actor, agreement=agreement, now=now))


def preview(*, actor: Actor, agreement: Agreement, language: str, now: dt.datetime) -> bytes:
    """The contract as it would be issued now, as a draft PDF; nothing is stored.

    Raises `SomethingMissing`, for a contract with holes in it would mislead.
    """
    policies.may_issue(actor, agreement)
    facts = gather(actor=actor, agreement=agreement, now=now)
    _complete_for(facts, Gate.ISSUE)
    rules = rule_set_on(facts.today)
    content = papers.contract(facts, number="—", notice_number="—", rules=rules)
    return documents.preview("contract", content, language=language)


def issue(*, actor: Actor, agreement: Agreement | str, now: dt.datetime) -> Agreement:
    """Freeze the contract and its notice under the rules of the day; the patient may read them.

    Raises `SomethingMissing` while an item of the checklist is, `MoveNotAllowed`, `NotForYou`.
    """
    row = held(actor, agreement)
    policies.may_issue(actor, row)
    facts = gather(actor=actor, agreement=row, now=now)
    _complete_for(facts, Gate.ISSUE)
    rules = rule_set_on(facts.today)
    year = facts.today.year
    serial = next_number(f"agreement-{row.organisation_id}-{year}")
    number, notice_number = f"D-{year}-{serial:05d}", f"PN-{year}-{serial:05d}"
    frozen = {
        "language": facts.case.language,
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "actor": actor,
        "now": now,
    }
    said = papers.notice(facts, number=notice_number, rules=rules)
    notice = documents.freeze("precontract_notice", said, **frozen)
    said = papers.contract(facts, number=number, notice_number=notice_number, rules=rules)
    contract = documents.freeze("contract", said, **frozen)
    transition(
        row,
        AgreementState.ISSUED,
        action="agreements.agreement.issued",
        now=now,
        details={"number": number, "rules": rules.code},
        event=AgreementIssued(**_about(row)),
        number=number,
        rule_set=rules.code,
        notice=notice,
        contract=contract,
        issued_at=now,
    )
    tell_patient_side(row, notices.ISSUED, now)
    return row


def read_notice(*, actor: Actor, agreement: Agreement | str, now: dt.datetime) -> Agreement:
    """The patient's side says that they read the notice before the contract; the first time counts.

    Raises `NoRightToSign`, `Refusal` before there is a notice.
    """
    row = held(actor, agreement)
    deciding_side(actor, row.case_id)
    if row.state == AgreementState.DRAFT:
        raise Refusal(_("There is no notice to read yet."), code="no_notice")
    if row.notice_read_at is None:
        row.notice_read_at = now
        row.save(update_fields=["notice_read_at"])
        audit.record(
            action="agreements.notice.read",
            case_id=row.case_id,
            subject=row.public_id,
            now=now,
        )
        publish(NoticeRead(**_about(row)), now=now)
    return row


def sign(*, actor: Actor, agreement: Agreement | str, fresh: bool, now: dt.datetime) -> Agreement:
    """The patient's side signs the frozen contract; `fresh`: they just proved who they are.

    On the day of signing a patient under 18 cannot sign for themselves. Raises `ProofNeeded`,
    `NoRightToSign`, `RepresentativeNeeded`, `SomethingMissing` (the notice), `MoveNotAllowed`.
    """
    row = held(actor, agreement)
    side = deciding_side(actor, row.case_id)
    if not fresh:
        raise ProofNeeded
    facts = gather(actor=actor, agreement=row, now=now)
    capacity = Capacity.PATIENT if side.role == Role.PATIENT else Capacity.REPRESENTATIVE
    if facts.minor and capacity == Capacity.PATIENT:
        raise RepresentativeNeeded
    if row.state == AgreementState.ISSUED:
        _complete_for(facts, Gate.SIGNATURE)
    _move(
        row,
        AgreementState.SIGNED,
        "signed",
        now,
        AgreementSigned(**_about(row), capacity=capacity),
        signed_at=now,
    )
    put_signature(row, row.contract, actor, capacity, now)
    tell_clinic(row, notices.SIGNED, now, Role.OFFICER)
    return row


def countersign(
    *, actor: Actor, agreement: Agreement | str, fresh: bool, now: dt.datetime
) -> Agreement:
    """The clinic's contract officer signs: the agreement is in force.

    Raises `ProofNeeded`, `NotForYou`, `SamePerson` for whoever is on the patient's side,
    `MoveNotAllowed` before the patient's side has signed.
    """
    row = held(actor, agreement)
    policies.may_countersign(actor, row)
    if not fresh:
        raise ProofNeeded
    if sides_of(row.case_id, [actor.user_id or 0]) or _signed_by(row, actor.user_id or 0):
        raise SamePerson
    _move(
        row,
        AgreementState.IN_FORCE,
        "in_force",
        now,
        AgreementInForce(**_about(row)),
        in_force_at=now,
    )
    put_signature(row, row.contract, actor, Capacity.CLINIC, now)
    tell_patient_side(row, notices.IN_FORCE, now, contract=row.number)
    spine.establish(case_id=row.case_id, fact=Fact.IN_FORCE, now=now)
    return row


def terminate(
    *,
    actor: Actor,
    agreement: Agreement | str,
    reason: Termination,
    now: dt.datetime,
    spent: Decimal = Decimal(0),
) -> Agreement:
    """End the agreement before treatment, and with it the case; refunds follow the reason.

    The patient's side may at any time (Civil Code, art. 782), and only as `PATIENT` or
    `VISA_REFUSED`; the clinic's officers and coordinators for any reason, with the expenses that
    they can show (`spent`, in the contract's currency). Raises `TreatmentBegun`, `MoveNotAllowed`.
    """
    row = held(actor, agreement)
    _may_terminate(actor, row, reason)
    case = cases.case_of(row.case_id)
    if Fact.ADMITTED in case.facts and not actor.system:
        raise TreatmentBegun
    _move(
        row,
        AgreementState.TERMINATED,
        "terminated",
        now,
        AgreementTerminated(**_about(row), reason=reason),
        ended_at=now,
        end_reason=reason,
    )
    tell_patient_side(row, notices.TERMINATED, now)
    tell_clinic(row, notices.TERMINATED, now, Role.OFFICER, Role.COORDINATOR, Role.FINANCE)
    billing.cancel_agreement_money(
        agreement_id=row.pk,
        reason=RefundReason(reason),
        days_before_arrival=_days_before_arrival(row, now),
        spent=Decimal(0) if actor.organisation_id is None else max(spent, Decimal(0)),
        now=now,
    )
    if case.stage not in OVER:
        with acting_as(system("agreement terminated")):
            spine.end_early(case_id=row.case_id, reason=EndReason.CANCELLED, now=now)
    return row


def complete(*, actor: Actor, agreement: Agreement | str, now: dt.datetime) -> Agreement:
    """Everything agreed was done and settled; the platform itself or the clinic says so."""
    row = held(actor, agreement)
    if not actor.system:
        policies.may_issue(actor, row)
    return _move(
        row,
        AgreementState.COMPLETED,
        "completed",
        now,
        AgreementCompleted(**_about(row)),
        ended_at=now,
    )


def put_signature(
    row: Agreement,
    paper: Any,
    actor: Actor,
    capacity: Capacity,
    now: dt.datetime,
    scan_id: int | None = None,
) -> Signature:
    """Keep who signed which text, in which capacity, how; raises `NotVisible` for nobody."""
    if actor.user_id is None:
        raise NotVisible
    method = SignatureMethod.PAPER_SCAN if scan_id else SignatureMethod.FRESH_SIGN_IN
    return Signature.objects.create(
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        agreement_id=row.pk,
        paper_id=paper.pk,
        paper_sha256=paper.sha256,
        user_id=actor.person_id,
        name=actor.name[:200],
        capacity=capacity,
        method=method,
        scan_id=scan_id,
        at=now,
    )


def _complete_for(facts: Facts, gate: Gate) -> None:
    lacking = checks.missing(facts, gate)
    if gate == Gate.SIGNATURE:  # a consent may have been withdrawn since the issue
        held_then = checks.missing(facts, Gate.ISSUE)
        lacking = [item for item in held_then if item.place == "consents"] + lacking
    if lacking:
        raise SomethingMissing(lacking)


def _may_terminate(actor: Actor, row: Agreement, reason: Termination) -> None:
    if actor.system:
        return
    if actor.organisation_id is not None:
        policies.may_issue(actor, row)
        return
    deciding_side(actor, row.case_id)
    if reason not in {Termination.PATIENT, Termination.VISA_REFUSED}:
        raise NotVisible


def _days_before_arrival(row: Agreement, now: dt.datetime) -> int:
    if cases.case_of(row.case_id).is_remote:
        return NOBODY_TRAVELS
    arrives_on = row.proposal.arrives_on
    today = day_of(organisations.card(row.organisation_id), now)
    return (arrives_on - today).days if arrives_on else 0


def _signed_by(row: Agreement, user_id: int) -> bool:
    others = Signature.objects.filter(agreement_id=row.pk, user_id=user_id)
    return others.exclude(capacity=Capacity.CLINIC).exists()


def _move(
    row: Agreement, to: AgreementState, done: str, now: dt.datetime, event: Any, **changes: Any
) -> Agreement:
    transition(row, to, action=f"agreements.agreement.{done}", now=now, event=event, **changes)
    return row


def _about(row: Agreement) -> dict[str, Any]:
    return {
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "agreement": row.public_id,
    }
