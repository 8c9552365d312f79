"""Putting a proposal together: plan, dates, priced lines, two approvals, the way to the patient."""

import dataclasses
import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.documents import services as documents
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings import services as booking_services
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import papers, selectors, services
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.proposals.states import ApprovalRole, ProposalState
from sanamost.journey.requests import selectors as requests
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
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

READS = "proposals.proposal.opened"
STAFF = policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, Role.FINANCE, reads=READS)
COORDINATORS = policies.care_staff(Role.COORDINATOR, reads=READS)
WRITERS = policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, reads=READS)
PRICERS = policies.care_staff(Role.COORDINATOR, Role.FINANCE, reads=READS)
OPEN = {ProposalState.DRAFT, ProposalState.APPROVED}
MAY_WAIT = OPEN | {ProposalState.SENT}
FOUND = 12


@route("clinic", "propose", "referrals/<referral:referral>/proposal/", COORDINATORS, writes=True)
def propose(request: Request, referral: str) -> HttpResponse:
    """Begin a proposal for an accepted referral, or go on with the one under way."""
    row = requests.access_referral(request.actor, referral)
    live = next(
        (
            one
            for one in selectors.live_proposals_of(request.actor, row.case_id)
            if one.referral_id == row.pk
        ),
        None,
    )
    if live is not None:
        return redirect("clinic:proposal", live.public_id)
    if acts(request):
        made = services.start(actor=request.actor, referral=row, now=timezone.now())
        return redirect("clinic:proposal", made.public_id)
    case = cases.case_of(row.case_id)
    context = {"case": case, "crumbs": _crumbs(case), "refusal": request.refusal}
    return show(
        request, "clinic/proposals/start.html", context, portal="clinic", current="clinic:inbox"
    )


@route("clinic", "proposal", "proposals/<proposal:proposal>/", STAFF)
def proposal(request: Request, proposal: str) -> HttpResponse:
    """The whole proposal, with what the reader's role may see and do.

    A clinic that was not chosen has lost sight of the case; its own paper it may still read.
    """
    if DataClass.MONEY in request.actor.classes:
        row = selectors.access_proposal(request.actor, proposal)
        if not cases.still_seen(request.actor, row.case_id):
            context = {"proposal": row, "meaning": meaning_of(row.state)}
            return show(
                request,
                "clinic/proposals/kept.html",
                context,
                portal="clinic",
                current="clinic:inbox",
            )
    return _page(request, proposal)


@route("clinic", "proposal_plan", "proposals/<proposal:proposal>/plan/", WRITERS, writes=True)
def plan(request: Request, proposal: str) -> HttpResponse:
    """Write the plan and its translation."""
    row = selectors.access_plan(request.actor, proposal)
    case = cases.case_of(row.case_id)
    form = form_of(request, PlanForm, patient_language=case.language)
    if acts(request) and form.is_valid():
        said = form.cleaned_data
        services.set_plan(
            actor=request.actor,
            proposal=proposal,
            language=said["language"],
            text=said["text"],
            translations=_beside(said["language"], case.language, said["translation"]),
            risks=_beside(said["language"], case.language, said["risks_translation"])
            | {said["language"]: said["risks"]},
            now=timezone.now(),
        )
        messages.success(request, _("The plan is saved."))
        return _back(proposal, "plan")
    return _page(request, proposal, plan_form=form if form.is_bound else None)


def _beside(written_in: str, language: str, words: str) -> dict[str, str]:
    return {language: words} if language != written_in else {}


@route(
    "clinic", "proposal_dates", "proposals/<proposal:proposal>/dates/", COORDINATORS, writes=True
)
def dates(request: Request, proposal: str) -> HttpResponse:
    """Choose the day of arrival, the stay and the validity."""
    row = selectors.access_proposal(request.actor, proposal)
    remote = cases.case_of(row.case_id).is_remote
    form: DatesForm | RemoteDatesForm = (
        form_of(request, RemoteDatesForm)
        if remote
        else form_of(request, DatesForm, **_choices(row, request.POST.get("area", "")))
    )
    if acts(request) and form.is_valid():
        said = form.cleaned_data
        services.set_dates(
            actor=request.actor,
            proposal=row,
            arrives_on=said.get("arrives_on"),
            stay_days=said["stay_days"],
            valid_days=said["valid_days"],
            area=said.get("area", ""),
            now=timezone.now(),
        )
        messages.success(request, _("The dates are saved."))
        return _back(proposal, "dates")
    return _page(request, proposal, dates_form=form if form.is_bound else None)


@route("clinic", "proposal_lines", "proposals/<proposal:proposal>/lines/", PRICERS, writes=True)
def lines(request: Request, proposal: str) -> HttpResponse:
    """Change quantities, take lines out, add one from the price list or a free one."""
    row = selectors.access_proposal(request.actor, proposal)
    free = form_of(request, FreeLineForm) if "free" in request.POST else None
    if acts(request) and (free is None or free.is_valid()):
        asked = _asked(request, selectors.lines_of(row.pk))
        if free is not None:
            asked.append(_free_line(free.cleaned_data, cases.case_of(row.case_id).language))
        services.set_lines(actor=request.actor, proposal=row, rows=asked, now=timezone.now())
        return _back(proposal, "lines")
    return _page(request, proposal, free_form=free, lines_sent=True)


@route("clinic", "proposal_approve", "proposals/<proposal:proposal>/approve/", STAFF, writes=True)
def approve(request: Request, proposal: str) -> HttpResponse:
    """Say yes: a physician to the plan, finance to the price."""
    if acts(request):
        wanted = request.POST.get("role", "")
        role = ApprovalRole(wanted) if wanted in ApprovalRole.values else ApprovalRole.PHYSICIAN
        services.approve(actor=request.actor, proposal=proposal, role=role, now=timezone.now())
        messages.success(request, _("Approved."))
        return _back(proposal, "approval")
    return _page(request, proposal)


@route("clinic", "proposal_send", "proposals/<proposal:proposal>/send/", COORDINATORS, writes=True)
def send(request: Request, proposal: str) -> HttpResponse:
    """Keep a place and send the proposal, both or neither."""
    row = selectors.access_proposal(request.actor, proposal)
    if acts(request):
        booking_services.send_with_hold(actor=request.actor, proposal=row, now=timezone.now())
        remote = cases.case_of(row.case_id).is_remote
        messages.success(
            request,
            _("The proposal is sent.")
            if remote
            else _("The proposal is sent, and a place is kept for it."),
        )
        return redirect("clinic:case", cases.case_of(row.case_id).public_id)
    return _page(request, proposal)


@route(
    "clinic", "proposal_version", "proposals/<proposal:proposal>/new/", COORDINATORS, writes=True
)
def version(request: Request, proposal: str) -> HttpResponse:
    """Put a new version in the place of one that was sent."""
    if acts(request):
        made = services.new_version(actor=request.actor, proposal=proposal, now=timezone.now())
        messages.success(
            request, _("This is the new version. The old one can no longer be accepted.")
        )
        return redirect("clinic:proposal", made.public_id)
    return _page(request, proposal)


@route("clinic", "proposal_preview", "proposals/<proposal:proposal>/preview.pdf", COORDINATORS)
def preview(request: Request, proposal: str) -> HttpResponse:
    """The paper as it would leave now, marked as a draft."""
    row = selectors.access_proposal(request.actor, proposal)
    case = cases.case_of(row.case_id)
    now = timezone.now()
    content = services.payload_of(
        request.actor, row, now=now, held_until=services.valid_until(row, now)
    )
    if not content.get("lines"):
        return redirect("clinic:proposal", proposal)
    answer = HttpResponse(
        documents.preview("proposal", content, language=case.language),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = 'inline; filename="proposal-draft.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(request: Request, public_id: str, **forms_sent: Any) -> HttpResponse:
    actor = request.actor
    sees_money = DataClass.MONEY in actor.classes
    sees_plan = DataClass.CLINICAL in actor.classes
    row = selectors.access_proposal(actor, public_id) if sees_money else None
    written = selectors.access_plan(actor, public_id) if sees_plan else None
    here = row if row is not None else selectors.outline_of(_there(written))
    case = cases.case_of(here.case_id)
    context: dict[str, Any] = {
        "case": case,
        "crumbs": _crumbs(case),
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
    return show(
        request, "clinic/proposals/builder.html", context, portal="clinic", current="clinic:inbox"
    )


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
        "lines": [(line, _typed_quantity(request, line)) for line in priced],
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
    return DatesForm(initial=initial, **_choices(row, ""))


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


def _typed_quantity(request: Request, line: Any) -> str:
    """The quantity as it is kept, or as it was typed where that was refused."""
    kept = f"{papers.plain_number(line.quantity):f}"
    return request.POST.get(f"quantity-{line.position}", kept) if request.refusal else kept


def _choices(row: Any, area: str) -> dict[str, Any]:
    """Areas, and the days on which the whole stay is free, for the form of dates."""
    card = organisations.card(row.organisation_id)
    names = {choice.code: choice.name for choice in catalogue.areas(get_language() or "en")}
    chosen = area if area in card.areas else row.area
    areas = [(code, names.get(code, code)) for code in card.areas]
    found = offered(row, chosen, kept=row.arrives_on)
    return {"areas": areas, "days": found.choices, "advice": found.advice}


def _asked(request: Request, current: list[Any]) -> list[LineAsked]:
    """The lines as the page now has them: quantities as typed, one taken out, one added."""
    rows = [
        _kept(line, request.POST.get(f"quantity-{line.position}", ""))
        for line in current
        if str(line.position) != request.POST.get("remove", "")
    ]
    added = request.POST.get("add", "")
    if not added:
        return rows
    for place, row in enumerate(rows):
        if row.service == added:
            rows[place] = dataclasses.replace(row, quantity=row.quantity + 1)
            return rows
    return [*rows, LineAsked(service=added)]


def _kept(line: Any, typed: str) -> LineAsked:
    quantity = _quantity(typed) if typed.strip() else line.quantity
    if line.service_id is not None:
        return LineAsked(service=line.service.public_id, quantity=quantity)
    return LineAsked(
        names=line.names,
        unit_price=line.unit_price,
        vat_class=line.vat_class,
        scope=line.scope,
        reason=line.reason,
        quantity=quantity,
    )


def _quantity(typed: str) -> Decimal:
    try:
        return Decimal(typed.strip().replace(",", ".").replace("٫", "."))
    except InvalidOperation:
        raise services.BadLines(_("Write quantities in digits, such as 2 or 1.5.")) from None


def _free_line(said: dict[str, Any], language: str) -> LineAsked:
    own = get_language() or "ru"
    names = {own: said["name"]}
    if said["name_translation"]:
        names[language] = said["name_translation"]
    return LineAsked(
        names=names,
        unit_price=said["unit_price"],
        vat_class=said["vat_class"],
        scope=said["scope"],
        reason=said["reason"],
    )


def _crumbs(case: Any) -> list[Link]:
    return [
        Link(_("Inbox"), reverse("clinic:inbox")),
        Link(case.number, reverse("clinic:case", args=[case.public_id])),
    ]


def _back(public_id: str, part: str) -> HttpResponse:
    return redirect(f"{reverse('clinic:proposal', args=[public_id])}#{part}")
