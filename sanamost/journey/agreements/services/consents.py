"""Consents in the course of an agreement: given one by one, kept on paper, withdrawn."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as people
from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass, GrantPurpose, Role
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.numbering import next_number
from sanamost.foundation.events.services import publish
from sanamost.foundation.files import selectors as files
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.agreements import notices, papers, policies
from sanamost.journey.agreements.events import ConsentGiven, ConsentWithdrawn
from sanamost.journey.agreements.facts import Facts, gather
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.agreements.rules import needs_representative
from sanamost.journey.agreements.selectors import live_on
from sanamost.journey.agreements.services.contracts import put_signature, terminate
from sanamost.journey.agreements.services.holding import (
    ProofNeeded,
    deciding_side,
    held,
    tell_clinic,
)
from sanamost.journey.agreements.states import AgreementState, Capacity, Termination
from sanamost.journey.requests.services import withdraw_consent as withdraw_asked
from sanamost.registry.partners import transfers
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients import services as patient_services
from sanamost.registry.patients.states import ConsentPurpose

KIND_OF = {
    ConsentPurpose.PROCESSING: "consent_processing",
    ConsentPurpose.DISCLOSURE: "consent_disclosure",
    ConsentPurpose.CROSS_BORDER: "consent_crossborder",
    ConsentPurpose.TREATMENT: "consent_treatment",
}
TO_PARTNER = (ConsentPurpose.DISCLOSURE, ConsentPurpose.CROSS_BORDER)


class IdentityFirst(Refusal):
    """A written consent names the identity document and the address (152-FZ, art. 9)."""

    code = "identity_first"
    message = _("First fill in the passport and the address: a written consent names both.")


class NobodyToTell(Refusal):
    """No partner accompanies the patient."""

    code = "nobody_to_tell"
    message = _("No partner takes part in this case: there is nobody to disclose anything to.")


class GuardianNeeded(Refusal):
    """The patient is too young to give this consent."""

    code = "guardian_needed"
    message = _("At the patient's age a parent or guardian must give this consent.")


class ScanNotFound(Refusal):
    """The file is not one of this case."""

    code = "scan_not_found"
    message = _("Choose the scan among the files of this case.")
    field = "scan"


def give_consent(
    *,
    actor: Actor,
    agreement: Agreement | str,
    purpose: ConsentPurpose,
    now: dt.datetime,
    fresh: bool = False,
) -> Any:
    """The patient's side gives one consent, on a paper of its own in the language of the case.

    A consent that holds already stays. That to treatment is signed: it needs `fresh`. That to
    disclosure opens the clinical class to the partner. Raises `NoRightToSign`, `ProofNeeded`,
    `GuardianNeeded`, `IdentityFirst`, `NobodyToTell`, `TransferBlocked`.
    """
    row = held(actor, agreement)
    side = deciding_side(actor, row.case_id)
    treatment = purpose == ConsentPurpose.TREATMENT
    if treatment and not fresh:
        raise ProofNeeded
    facts = gather(actor=actor, agreement=row, now=now)
    capacity = Capacity.PATIENT if side.role == Role.PATIENT else Capacity.REPRESENTATIVE
    if capacity == Capacity.PATIENT and needs_representative(
        facts.today, facts.patient.birth_date, treatment=treatment
    ):
        raise GuardianNeeded
    recipient = _recipient(facts, purpose)
    recipient_id = recipient.pk if recipient else None
    if live := _live(row.case_id, purpose, recipient_id):
        return live
    if recipient is not None:
        _guard_transfer(recipient, facts, now)
    paper = _paper(facts, purpose, recipient, actor, now)
    consent = _record(facts, purpose, paper, actor, capacity, "web", now, recipient_id)
    if treatment:
        put_signature(row, paper, actor, capacity, now)
    if purpose == ConsentPurpose.DISCLOSURE and recipient_id is not None:
        with acting_as(system("disclosure agreed")):
            access.grant(
                case_id=row.case_id,
                organisation_id=recipient_id,
                classes=[DataClass.CLINICAL],
                purpose=GrantPurpose.REFERRAL,
                now=now,
            )
    return consent


def keep_treatment_consent(
    *, actor: Actor, agreement: Agreement | str, scan: str, now: dt.datetime
) -> Any:
    """The clinic keeps a treatment consent signed by hand: the scan is a file of the case.

    The paper way stays the default: a foreigner rarely has the electronic signature that the law
    asks for (323-FZ, art. 20). Raises `ScanNotFound`, `NotForYou`, `IdentityFirst`.
    """
    row = held(actor, agreement)
    policies.may_keep_scans(actor, row)
    file = files.files_of_case(actor, case_id=row.case_id).filter(public_id=scan).first()
    if file is None:
        raise ScanNotFound
    facts = gather(actor=actor, agreement=row, now=now)
    if live := _live(row.case_id, ConsentPurpose.TREATMENT, None):
        return live
    with acting_as(system("treatment consent on paper")):  # officers have no clinical class
        paper = _paper(facts, ConsentPurpose.TREATMENT, None, actor, now)
    young = needs_representative(facts.today, facts.patient.birth_date, treatment=True)
    capacity = Capacity.REPRESENTATIVE if young else Capacity.PATIENT
    put_signature(row, paper, actor, capacity, now, scan_id=file.pk)
    return _record(facts, ConsentPurpose.TREATMENT, paper, actor, capacity, "paper_scan", now, None)


def withdraw_consent(*, actor: Actor, consent: str, now: dt.datetime) -> None:
    """The patient's side ends a consent; what it opened closes in the same transaction.

    Disclosure or transfer abroad: the partner's clinical sight ends. Processing: a request under
    way is withdrawn, a contract not yet in force ends and the case with it; a contract in force is
    carried out and its records are kept, as the law demands (152-FZ, art. 6 and 9). Raises
    `NotVisible`, `NoRightToSign`.
    """
    row = patients.access_consent(actor, consent)
    deciding_side(actor, row.case_id)
    if row.withdrawn_at is not None:
        return
    withdraw_asked(actor=actor, consent_public_id=consent, now=now)
    publish(
        ConsentWithdrawn(case_id=row.case_id, consent=row.public_id, purpose=row.purpose), now=now
    )
    for agreement in live_on(row.case_id):
        tell_clinic(agreement, notices.CONSENT_WITHDRAWN, now, Role.OFFICER, Role.COORDINATOR)
        in_force = agreement.state == AgreementState.IN_FORCE
        if row.purpose == ConsentPurpose.PROCESSING and not in_force:
            terminate(actor=actor, agreement=agreement, reason=Termination.PATIENT, now=now)


def treating_doctor(facts: Facts) -> str:
    """The physician of the clinic who answered for the plan; the clinic's name where none is known.

    Whoever asks need not see the verdict: the doctor's name stands on the patient's own paper.
    """
    with acting_as(system("doctor of a consent")):
        user_id = facts.proposal.referral.physician_id
        return str(people.user_of(user_id)) if user_id else facts.clinic.code


def _recipient(facts: Facts, purpose: ConsentPurpose) -> Any | None:
    if purpose not in TO_PARTNER:
        return None
    if facts.partner is None:
        raise NobodyToTell
    return facts.partner


def _guard_transfer(recipient: Any, facts: Facts, now: dt.datetime) -> None:
    home = facts.clinic.country
    if transfers.standing(recipient.country, home=home, now=now) not in transfers.OPEN:
        raise transfers.TransferBlocked


def _live(case_id: int, purpose: ConsentPurpose, recipient_id: int | None) -> Any | None:
    return next(
        (
            consent
            for consent in patients.live_consents(case_id)
            if consent.purpose == purpose and consent.recipient_id == recipient_id
        ),
        None,
    )


def _paper(
    facts: Facts, purpose: ConsentPurpose, recipient: Any | None, actor: Actor, now: dt.datetime
) -> Any:
    if not facts.patient.passport_number or not facts.patient.address:
        raise IdentityFirst
    serial = next_number(f"consent-{facts.case.number}")
    number = f"{facts.case.number}-A{serial}"
    treatment = purpose == ConsentPurpose.TREATMENT
    content = (
        papers.treatment_consent(facts, number=number, doctor=treating_doctor(facts))
        if treatment
        else papers.consent(facts, purpose, number=number, recipient=recipient)
    )
    return documents.freeze(
        KIND_OF[purpose],
        content,
        language=facts.case.language,
        case_id=facts.case.pk,
        organisation_id=facts.clinic.pk if treatment else None,
        actor=actor,
        now=now,
    )


def _record(
    facts: Facts,
    purpose: ConsentPurpose,
    paper: Any,
    actor: Actor,
    capacity: Capacity,
    channel: str,
    now: dt.datetime,
    recipient_id: int | None,
) -> Any:
    if actor.user_id is None:
        raise NotVisible
    consent = patient_services.record_consent(
        case_id=facts.case.pk,
        patient_id=facts.patient.pk,
        purpose=purpose,
        paper_id=paper.pk,
        text_sha256=paper.sha256,
        text_version=papers.texts()["version"],
        language=facts.case.language,
        given_by_id=actor.user_id,
        capacity=capacity,
        channel=channel,
        now=now,
        recipient_id=recipient_id,
    )
    publish(
        ConsentGiven(case_id=facts.case.pk, consent=consent.public_id, purpose=purpose), now=now
    )
    return consent
