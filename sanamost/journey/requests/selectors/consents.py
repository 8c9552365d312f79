"""Consents asked for by e-mail, and what is read before one is given."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.journey.requests import consent_papers
from sanamost.journey.requests.models import (
    ConsentAsk,
    Request,
)
from sanamost.journey.requests.states import (
    AskStanding,
)
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.partners import transfers
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients.states import ConsentPurpose


def consent_standing(actor: Actor, request: Request, *, now: dt.datetime) -> AskStanding:
    """Where the consent stands that the patient's side was asked for by e-mail."""
    rows = ConsentAsk.objects.visible_to(actor).filter(case_id=request.case_id)
    ask = rows.order_by("-asked_at", "-pk").first()
    told = ask is not None and not (ask.transfer and ask.transfer not in transfers.OPEN)
    recipient_id = ask.recipient_id if ask is not None and told else None
    purpose = ConsentPurpose.DISCLOSURE if recipient_id else ConsentPurpose.PROCESSING
    if patients.has_consent(request.case_id, purpose, recipient_id):
        return AskStanding.GIVEN
    if ask is None:
        return AskStanding.NOT_ASKED
    if ask.answer:
        given = ask.answer == AskStanding.GIVEN.value
        return AskStanding.WITHDRAWN if given else AskStanding.REFUSED
    return AskStanding.ASKED if ask.expires_at > now else AskStanding.EXPIRED


def open_asks(actor: Actor, *, now: dt.datetime, case_id: int | None = None) -> list[ConsentAsk]:
    """The consents that wait for this person's own decision."""
    if actor.organisation_id is not None or actor.user_id is None:
        return []
    rows = ConsentAsk.objects.visible_to(actor).filter(
        user_id=actor.user_id, answer="", expires_at__gt=now
    )
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return list(rows.select_related("case", "recipient").order_by("asked_at"))


@dataclass(frozen=True)
class InsurerPapers:
    """What the patient's side reads before an insurer may see the case."""

    card: Any
    standing: transfers.Standing
    papers: list[tuple[ConsentPurpose, dict[str, Any]]]

    @property
    def abroad(self) -> bool:
        """Whether a second consent, to the transfer, is needed."""
        return self.standing != transfers.Standing.AT_HOME


def insurer_papers(case_id: int, insurer: str, *, now: dt.datetime) -> InsurerPapers:
    """The papers for the insurer of the public id; raises `NotVisible` for none.

    Whoever asks has shown that they represent the patient.
    """
    card = organisations.card_by_public_id(insurer, OrganisationKind.INSURER)
    with acting_as(system("papers of a consent")):
        request = Request.objects.select_related("case__patient", "desk").get(case_id=case_id)
        answer = transfers.standing(card.country, home=request.desk.country, now=now)
        purposes = [ConsentPurpose.DISCLOSURE]
        if answer != transfers.Standing.AT_HOME:
            purposes.append(ConsentPurpose.CROSS_BORDER)
        papers = [
            (
                purpose,
                consent_papers.payload(
                    purpose,
                    subject=request.case.patient,
                    desk=request.desk,
                    number="—",
                    day=now.date(),
                    recipient_id=card.pk,
                ),
            )
            for purpose in purposes
        ]
    return InsurerPapers(card, answer, papers)
