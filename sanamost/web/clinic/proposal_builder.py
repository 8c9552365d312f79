"""What the page of a proposal shows: where the version stands, its plan, its money, its place."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import selectors, services
from sanamost.journey.proposals.states import ApprovalRole, ProposalState
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.proposals import (
    DatesForm,
    FreeLineForm,
    PlanForm,
    RemoteDatesForm,
)
from sanamost.web.clinic.offered_days import offered
from sanamost.web.clinic.typed_lines import typed_quantity
from sanamost.web.components.states import meaning_of

OPEN = {ProposalState.DRAFT, ProposalState.APPROVED}
MAY_WAIT = OPEN | {ProposalState.SENT}
FOUND = 12


def shown(request: Request, public_id: str, forms_sent: dict[str, Any]) -> dict[str, Any]:
    """The page's context: what the reader's classes of data allow, with the forms as they were
    sent."""
    actor = request.actor
    sees_money = DataClass.MONEY in actor.classes
    sees_plan = DataClass.CLINICAL in actor.classes
    row = selectors.access_proposal(actor, public_id) if sees_money else None
    written = selectors.access_plan(actor, public_id) if sees_plan else None
    here = row if row is not None else selectors.outline_of(_there(written))
    case = cases.case_of(here.case_id)
    context: dict[str, Any] = {
        "case": case,
        "public_id": public_id,
        "patient": patients.patients_by_key(actor, {case.patient_id}).get(case.patient_id),
        "plan": written,
        "proposal": row,
        "refusal": None if any(forms_sent.values()) else request.refusal,
        "lines_refusal": request.refusal if _lines_alone(forms_sent) else None,
        "outline": here,
        **_standing(request, here),
    }
    if written is not None:
        context |= _plan_part(written, case, forms_sent.get("plan_form"))
    if row is not None:
        context |= _money_part(request, row, case, forms_sent)
    return context


def _there(plan: Any) -> Any:
    """A reader with neither class has no business here."""
    if plan is None:
        raise NotVisible
    return plan


def _standing(request: Request, here: Any) -> dict[str, Any]:
    """Where the version stands and which buttons the actor has."""
    actor = request.actor
    state = ProposalState(here.state)
    approvals = selectors.approvals_of(here.pk)
    given = {one.role for one in approvals}
    mine = [
        role
        for role, needed in (
            (ApprovalRole.PHYSICIAN, Role.PHYSICIAN),
            (ApprovalRole.FINANCE, Role.FINANCE),
        )
        if actor.has(needed) and role not in given and state in OPEN
    ]
    return {
        "approvals": approvals,
        "state": state,
        "state_words": state.label,
        "meaning": meaning_of(state),
        "open": state in OPEN,
        "may_plan": state in OPEN and actor.has(Role.COORDINATOR, Role.PHYSICIAN),
        "may_price": state in OPEN and actor.has(Role.COORDINATOR, Role.FINANCE),
        "may_date": state in OPEN and actor.has(Role.COORDINATOR),
        "may_send": state == ProposalState.APPROVED and actor.has(Role.COORDINATOR),
        "may_renew": state == ProposalState.SENT and actor.has(Role.COORDINATOR),
        "to_approve": mine,
        "waiting": [role for role in ApprovalRole if role not in given],
        "gaps": services.gaps(here) if state in OPEN else [],
    }


def _plan_part(written: Any, case: Any, sent: PlanForm | None) -> dict[str, Any]:
    language = written.language
    other = case.language if case.language != language else ""
    initial = {
        "language": language,
        "text": written.text.get(language, ""),
        "translation": written.text.get(other, ""),
        "risks": written.risks.get(language, ""),
        "risks_translation": written.risks.get(other, ""),
    }
    return {
        "plan_form": sent or PlanForm(initial=initial, patient_language=case.language),
        "original": initial["text"],
        "translation": initial["translation"],
        "translation_language": other,
    }


def _money_part(request: Request, row: Any, case: Any, sent: dict[str, Any]) -> dict[str, Any]:
    query = request.GET.get("q", "")
    found = (
        catalogue.services_of(
            row.organisation_id, day=timezone.localdate(), query=query, limit=FOUND
        )
        if query.strip()
        else []
    )
    priced = selectors.lines_of(row.pk)
    arrives = row.arrives_on
    initial = {
        "area": row.area,
        "arrives_on": arrives.isoformat() if arrives else "",
        "stay_days": row.stay_days,
        "valid_days": row.valid_days,
    }
    dates_form = sent.get("dates_form") or _dates_form(row, case, initial)
    return {
        "lines": [(line, typed_quantity(request, line)) for line in priced],
        "vat": sum((line.vat_amount for line in priced), Decimal(0)),
        "query": query,
        "found": [(one, one.prices.get(row.patient_group)) for one in found],
        "group_words": dict(catalogue.group_choices()).get(row.patient_group, ""),
        "free_form": sent.get("free_form") or FreeLineForm(),
        "dates_form": dates_form,
        "leaves_on": arrives + dt.timedelta(days=row.stay_days) if arrives else None,
        **_place_part(request, row, case, dates_form),
        "checkup_lines": services.checkup_lines(request.actor, row, day=timezone.now().date())
        if row.state in OPEN and request.actor.has(Role.COORDINATOR)
        else None,
    }


def _dates_form(row: Any, case: Any, initial: dict[str, Any]) -> DatesForm | RemoteDatesForm:
    if case.is_remote:
        return RemoteDatesForm(initial=initial)
    return DatesForm(initial=initial, **dates_offered(row, ""))


def _place_part(
    request: Request, row: Any, case: Any, dates_form: DatesForm | RemoteDatesForm
) -> dict[str, Any]:
    """The place that is kept, or what the proposal waits for, or whether it could wait.

    A remote case needs no place.
    """
    hold = bookings.hold_of(request.actor, row.pk)
    waits = hold is None and row.state in MAY_WAIT and not case.is_remote
    may_wait = waits and request.actor.has(Role.COORDINATOR)
    days = dates_form.days_offered if isinstance(dates_form, DatesForm) else []
    return {
        "hold": hold,
        "waits": bookings.waiting_of(request.actor, row.pk) if may_wait else None,
        "may_wait": may_wait,
        "advice": getattr(dates_form, "advice", None),
        "no_day_free": not [day for day in days if day != row.arrives_on],
    }


def _lines_alone(sent: dict[str, Any]) -> bool:
    """Whether quantities were sent, rather than a form that shows its own errors."""
    return bool(sent.get("lines_sent")) and not sent.get("free_form")


def dates_offered(row: Any, area: str) -> dict[str, Any]:
    """Areas, and the days on which the whole stay is free, for the form of dates."""
    card = organisations.card(row.organisation_id)
    names = {choice.code: choice.name for choice in catalogue.areas(get_language() or "en")}
    chosen = area if area in card.areas else row.area
    areas = [(code, names.get(code, code)) for code in card.areas]
    found = offered(row, chosen, kept=row.arrives_on)
    return {"areas": areas, "days": found.choices, "advice": found.advice}
