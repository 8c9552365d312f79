"""The papers sent for the way."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.numbering import next_number
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.journey.cases import selectors as cases
from sanamost.journey.travel import papers, policies, telling
from sanamost.journey.travel.events import InvitationSheetIssued, WelcomePackSent
from sanamost.journey.travel.models import TravelPlan, WorkOrder
from sanamost.journey.travel.services.plans import patient_side, travelling_if_ready
from sanamost.journey.travel.states import WorkState
from sanamost.registry.patients import selectors as patients


class PassportNeeded(Refusal):
    """An invitation stands on the passport."""

    code = "passport_needed"
    message = _(
        "The invitation needs the passport's number and the home address. "
        "Ask the patient to enter them with the agreement."
    )


class ConsulateNeeded(Refusal):
    """The invitation names where the visa is asked for."""

    code = "consulate_needed"
    message = _("Say in which city the patient will ask for the visa.")
    field = "consulate"


def issue_invitation_sheet(
    *, actor: Actor, plan: TravelPlan, consulate: str, entries: str = "single", now: dt.datetime
) -> Any:
    """Freeze the data for the visa invitation; an earlier sheet is superseded. Gives the paper.

    `entries` is single or double. Raises `PassportNeeded`, `ConsulateNeeded`.
    """
    policies.may_arrange(actor, plan)
    plan = locked(plan)
    case = cases.case_of(plan.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    if not patient.passport_number or not patient.address:
        raise PassportNeeded
    if not consulate.strip():
        raise ConsulateNeeded
    payload = papers.invitation(
        plan,
        case,
        patient,
        actor=actor,
        consulate=consulate.strip(),
        entries=entries,
        number=_number("V", plan.organisation_id, now),
        now=now,
    )
    paper = _freeze("invitation_sheet", payload, plan, case, actor, now)
    _replace(plan, "invitation_sheet", paper, actor, now)
    issued = InvitationSheetIssued(case_id=case.pk, travel=plan.public_id, paper=paper.public_id)
    publish(issued, now=now)
    _tell(case, telling.INVITATION_SHEET, now)
    return paper


def issue_welcome_pack(
    *, actor: Actor, plan: TravelPlan, met_by: str = "", met_by_phone: str = "", now: dt.datetime
) -> Any:
    """Freeze the welcome pack and tell the patient; an earlier one is superseded. Gives the paper.

    With the arrival known as well, the case is travelling.
    """
    policies.may_arrange(actor, plan)
    plan = locked(plan)
    plan.met_by = met_by.strip() or plan.met_by
    plan.met_by_phone = met_by_phone.strip() or plan.met_by_phone
    plan.save(update_fields=["met_by", "met_by_phone"])
    case = cases.case_of(plan.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    works = WorkOrder.objects.visible_to(actor).filter(case_id=case.pk)
    payload = papers.welcome(
        plan,
        case,
        patient,
        list(works.exclude(state=WorkState.CANCELLED)),
        actor=actor,
        number=_number("W", plan.organisation_id, now),
        now=now,
    )
    paper = _freeze("welcome_pack", payload, plan, case, actor, now)
    _replace(plan, "welcome_pack", paper, actor, now)
    sent = WelcomePackSent(case_id=case.pk, travel=plan.public_id, paper=paper.public_id)
    publish(sent, now=now)
    _tell(case, telling.WELCOME_PACK, now)
    travelling_if_ready(plan, now)
    return paper


def _freeze(
    kind: str, payload: dict[str, Any], plan: TravelPlan, case: Any, actor: Actor, now: dt.datetime
) -> Any:
    return documents.freeze(
        kind,
        payload,
        language=case.language,
        case_id=case.pk,
        organisation_id=plan.organisation_id,
        actor=actor,
        now=now,
    )


def _replace(plan: TravelPlan, name: str, paper: Any, actor: Actor, now: dt.datetime) -> None:
    if before := getattr(plan, f"{name}_id"):
        documents.void(paper_id=before, reason=documents.SUPERSEDED, actor=actor, now=now)
    setattr(plan, name, paper)
    plan.save(update_fields=[name])


def _number(letter: str, organisation_id: int, now: dt.datetime) -> str:
    serial = next_number(f"{letter}-{organisation_id}-{now.year}")
    return f"{letter}-{now.year}-{serial:05d}"


def _tell(case: Any, kind: NoticeKind, now: dt.datetime) -> None:
    tell(
        user_ids=patient_side(case.pk),
        kind=kind,
        now=now,
        case_id=case.pk,
        link=f"/my/cases/{case.public_id}/travel/",
        parameters={"case": case.number},
    )
