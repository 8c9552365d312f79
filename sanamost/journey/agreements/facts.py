"""What the checklist and the papers speak of, gathered once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.agreements.rules import is_minor
from sanamost.journey.cases import selectors as cases
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients


@dataclass(frozen=True)
class Representative:
    """Somebody who takes part in the case and may sign for the patient."""

    name: str
    relation: str
    email: str


@dataclass(frozen=True)
class Facts:
    """An agreement with everything around it; rows are read, never changed through it."""

    agreement: Agreement
    proposal: Any
    lines: list[Any]
    case: Any
    patient: Any
    clinic: Any
    partner: Any | None
    representatives: list[Representative]
    consents: frozenset[tuple[str, int | None]]
    """(purpose, recipient) of the consents that hold now."""
    today: dt.date
    """By the clinic's own clock."""

    @property
    def minor(self) -> bool:
        """Whether the patient is under age today."""
        return is_minor(self.today, self.patient.birth_date)

    @property
    def ends_on(self) -> dt.date | None:
        """The last day of the stay."""
        if self.proposal.arrives_on is None:
            return None
        days = max(self.proposal.stay_days, 1) - 1
        return self.proposal.arrives_on + dt.timedelta(days=days)  # type: ignore[no-any-return]  # a row's date

    def consents_to(self, purpose: str, *recipients: int | None) -> bool:
        """Whether a consent for the purpose holds, with any of the recipients where named."""
        held = {recipient for known, recipient in self.consents if known == purpose}
        return bool(held & set(recipients)) if recipients else bool(held)


def gather(*, actor: Actor, agreement: Agreement, now: dt.datetime) -> Facts:
    """The agreement's facts, as far as the actor may see the patient; raises `NotVisible`."""
    case = cases.case_of(agreement.case_id)
    clinic = organisations.card(agreement.organisation_id)
    live = patients.live_consents(case.pk)
    return Facts(
        agreement=agreement,
        proposal=agreement.proposal,
        lines=list(agreement.proposal.lines.order_by("position")),
        case=case,
        patient=patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk),
        clinic=clinic,
        partner=organisations.card(case.partner_id) if case.partner_id else None,
        representatives=representatives_of(case.pk),
        consents=frozenset((c.purpose, c.recipient_id) for c in live),
        today=day_of(clinic, now),
    )


def representatives_of(case_id: int) -> list[Representative]:
    """Who may sign for the patient; a clinic's people do not see the participants themselves."""
    with acting_as(system("representatives of a contract")):
        return [
            Representative(str(side.user), side.relation, side.user.email)
            for side in cases.participants_of(case_id)
            if side.represents and side.role != "patient"
        ]


def day_of(clinic: Any, now: dt.datetime) -> dt.date:
    """Today by the clinic's own clock."""
    return now.astimezone(ZoneInfo(clinic.time_zone)).date()
