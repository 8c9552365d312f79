"""Accreditations, certificates and attributes: claimed by the clinic, checked by a coordinator."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.files import services as files
from sanamost.foundation.files.intake import Accepted
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.registry.organisations import notices
from sanamost.registry.organisations.models import Organisation, Proof
from sanamost.registry.organisations.policies import EDITORS, require_editor, require_in_charge
from sanamost.registry.organisations.proof_kinds import LICENCE, licence_kinds, proof_kinds
from sanamost.registry.organisations.states import ProofState

BODY = ("issuer", "issuer_address", "issuer_phone")
"""What is known of the issuing body beside its name."""


class UnknownKind(Refusal):
    """No such accreditation or attribute."""

    code = "unknown_proof_kind"
    message = _("Choose an accreditation or attribute from the list.")
    field = "kind"


class LastDayMissing(Refusal):
    """This kind is shown only while it is valid."""

    code = "last_day_missing"
    message = _("Enter the last day on which it is valid.")
    field = "valid_until"


class AlreadyOver(Refusal):
    """A certificate that has ended proves nothing."""

    code = "proof_already_over"
    message = _("This certificate has already ended. Enter one that is valid.")
    field = "valid_until"


class PeriodReversed(Refusal):
    """It cannot end before it was issued."""

    code = "proof_period_reversed"
    message = _("The last day lies before the day of issue.")
    field = "valid_until"


class ProofThere(Refusal):
    """The same one stands on the card."""

    code = "proof_there"
    message = _("This one is on your card already. End it first, or enter another number.")
    field = "number"


class LicenceIncomplete(Refusal):
    """A licence is known by its number, day, issuing body and works (decree 736, item 12)."""

    code = "licence_incomplete"
    message = _("A licence needs its number, day of issue, issuing body and works.")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class ReasonMissing(Refusal):
    """A no needs its reason."""

    code = "reason_missing"
    message = _("Say why, so that the clinic can put it right.")
    field = "reason"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofFacts:
    """What a clinic says of an accreditation or attribute."""

    kind: str
    scope: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    valid_until: dt.date | None = None
    works: tuple[str, ...] = ()
    """Of a licence: the works and services that it names."""


def claim_proof(
    *, actor: Actor, facts: ProofFacts, now: dt.datetime, paper: Accepted | None = None
) -> Proof:
    """Put it on the card, for the coordinator to check; the public does not see it yet.

    `paper` is the certificate itself, already through quarantine; only the clinic and those in
    charge of it open it. Raises `UnknownKind`, `LastDayMissing`, `AlreadyOver`, `PeriodReversed`,
    `LicenceIncomplete`, `ProofThere`.
    """
    organisation_id = require_editor(actor)
    _check(facts, now.date())
    file = _keep(actor, organisation_id, paper, now) if paper else None
    try:
        with transaction.atomic():
            proof = Proof.objects.create(
                organisation_id=organisation_id,
                kind=facts.kind,
                scope=facts.scope.strip(),
                works=list(facts.works),
                number=facts.number.strip(),
                issuer=facts.issuer.strip(),
                issued_on=facts.issued_on,
                valid_until=facts.valid_until,
                file=file,
                claimed_by_id=actor.user_id,
                claimed_at=now,
            )
    except IntegrityError as there:
        raise ProofThere from there
    record(action="organisations.proof.claimed", subject=proof.public_id, now=now)
    return proof


def enter_proof(
    *, organisation_id: int, facts: ProofFacts, checked: bool, now: dt.datetime
) -> Proof:
    """The operator's own entry, as the system; a live one of the same kind and number stays.

    `checked` ones are public at once. Raises `UnknownKind`, `LastDayMissing`, `AlreadyOver`,
    `PeriodReversed`.
    """
    _check(facts, now.date())
    live = Proof.objects.filter(
        organisation_id=organisation_id,
        kind=facts.kind,
        number=facts.number,
        state__in=(ProofState.CLAIMED, ProofState.CHECKED),
    ).first()
    if live is not None:
        return live
    made = Proof.objects.create(
        organisation_id=organisation_id,
        **dataclasses.asdict(facts) | {"works": list(facts.works)},
        claimed_at=now,
        state=ProofState.CHECKED if checked else ProofState.CLAIMED,
        checked_at=now if checked else None,
    )
    keep_licence(made, now)
    return made


def check_proof(*, actor: Actor, public_id: str, now: dt.datetime) -> Proof:
    """The coordinator has seen the proof: from now on the public sees it while it is valid."""
    proof, organisation_id = _in_charge_of(actor, public_id)
    if proof.valid_until and proof.valid_until < now.date():
        raise AlreadyOver
    transition(
        proof,
        ProofState.CHECKED,
        action="organisations.proof.checked",
        now=now,
        checked_by_id=actor.user_id,
        checked_for_id=organisation_id,
        checked_at=now,
        reason="",
    )
    keep_licence(proof, now)
    _tell_of(proof, now)
    return proof


def refuse_proof(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> Proof:
    """The coordinator does not confirm it; where it was shown, it is shown no longer."""
    if not reason.strip():
        raise ReasonMissing
    proof, organisation_id = _in_charge_of(actor, public_id)
    held = proof.state == ProofState.CHECKED
    transition(
        proof,
        ProofState.REFUSED,
        action="organisations.proof.refused",
        now=now,
        checked_by_id=actor.user_id,
        checked_for_id=organisation_id,
        checked_at=now,
        reason=reason.strip()[:300],
    )
    if held:
        keep_licence(proof, now)
    _tell_of(proof, now)
    return proof


def end_proof(*, actor: Actor, public_id: str, now: dt.datetime) -> Proof:
    """The clinic takes it off its own card."""
    organisation_id = require_editor(actor)
    proof: Proof = Proof.objects.access(actor, public_id)
    if proof.organisation_id != organisation_id:
        raise NotVisible
    held = proof.state == ProofState.CHECKED
    transition(proof, ProofState.ENDED, action="organisations.proof.ended", now=now)
    if held:
        keep_licence(proof, now)
    return proof


def keep_licence(proof: Proof, now: dt.datetime) -> None:
    """After a licence was checked, or a checked one ended: contracts name the newest that holds.

    Where none holds, the organisation has none, and no contract can be issued. Called in the
    transaction of the change; does nothing for other kinds.
    """
    if proof.kind not in licence_kinds():
        return
    with acting_as(system("licence of an organisation")):
        held = Proof.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=now.date()),
            organisation_id=proof.organisation_id,
            kind__in=licence_kinds(),
            state=ProofState.CHECKED,
        )
        newest = held.order_by("-issued_on", "-pk").first()
        row = Organisation.objects.select_for_update().get(pk=proof.organisation_id)
        kept = {key: row.licence[key] for key in BODY if key in row.licence}
        row.licence = _licence(newest, kept) if newest else {}
        row.save(update_fields=["licence"])


def _licence(proof: Proof, kept: dict[str, str]) -> dict[str, Any]:
    """The licence as papers name it; address and telephone of the body stay as they were known."""
    issued = proof.issued_on.isoformat() if proof.issued_on else ""
    same = kept if proof.issuer == kept.get("issuer") else {}
    return {
        **same,
        "number": proof.number,
        "issued_on": issued,
        "issuer": proof.issuer,
        "works": list(proof.works),
    }


def open_paper(*, actor: Actor, public_id: str, now: dt.datetime) -> files.FileContent:
    """The certificate behind a proof, for the clinic's editors and whoever is in charge of it.

    The trail knows before a byte leaves. Read the content after the transaction. Raises
    `NotVisible` for everybody else, and where there is no paper.
    """
    proof: Proof = Proof.objects.access(actor, public_id)
    if not (proof.organisation_id == actor.organisation_id and actor.has(*EDITORS)):
        require_in_charge(actor, _region_of(proof))
    with acting_as(system("certificate opened")):
        held = Proof.objects.select_related("file", "organisation").get(pk=proof.pk)
        if held.file is None:
            raise NotVisible
        content = files.open_for_draft(
            draft=held.organisation.public_id, public_id=held.file.public_id, now=now
        )
    record(action="organisations.proof.opened", subject=proof.public_id, now=now)
    return content


def _keep(actor: Actor, organisation_id: int, paper: Accepted, now: dt.datetime) -> Any:
    card = Organisation.objects.get(pk=organisation_id)
    return files.store(
        actor=actor,
        accepted=paper,
        belongs=files.Belonging(
            subject=card.public_id,
            data_class=DataClass.IDENTITY,
            organisation_id=organisation_id,
            shown_to_patient=False,
        ),
        now=now,
    )


def _tell_of(proof: Proof, now: dt.datetime) -> None:
    tell(
        user_ids=[user.pk for user in colleagues(proof.organisation_id, *EDITORS)],
        kind=notices.PROOF_DECIDED,
        now=now,
        organisation_id=proof.organisation_id,
        link=notices.CARD,
        parameters={"proof": proof.kind, "decision": proof.state, "reason": proof.reason},
    )


def _check(facts: ProofFacts, today: dt.date) -> None:
    kind = proof_kinds().get(facts.kind)
    if kind is None:
        raise UnknownKind
    if kind.expires and facts.valid_until is None:
        raise LastDayMissing
    if kind.family == LICENCE:
        for name in ("number", "issued_on", "issuer", "works"):
            if not getattr(facts, name):
                raise LicenceIncomplete(name)
    if facts.valid_until and facts.valid_until < today:
        raise AlreadyOver
    if facts.issued_on and facts.valid_until and facts.valid_until < facts.issued_on:
        raise PeriodReversed


def _in_charge_of(actor: Actor, public_id: str) -> tuple[Proof, int]:
    proof: Proof = Proof.objects.access(actor, public_id)
    return proof, require_in_charge(actor, _region_of(proof))


def _region_of(proof: Proof) -> str:
    return str(Organisation.objects.values_list("region", flat=True).get(pk=proof.organisation_id))
