"""Proposals before the patient: side by side, one by one, accepted or declined."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Stage
from sanamost.journey.proposals import papers, selectors, services
from sanamost.journey.proposals.states import ProposalState
from sanamost.journey.requests import selectors as requests
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.components.abroad import Abroad, abroad_of
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.states import meaning_of
from sanamost.web.patient.offers import offers_of, rate_words
from sanamost.web.routing import acts, route

READS = policies.patient_side(reads="proposals.proposal.opened")


@route("patient", "proposals", "cases/<case:case>/proposals/", READS)
def proposals(request: Request, case: str) -> HttpResponse:
    """Like with like: totals, stay, what is in the price and what is not, what comes back."""
    row = cases.access_case(request.actor, case)
    compared = selectors.comparison(request.actor, row.pk)
    context = {
        "case": row,
        "crumbs": _crumbs(row),
        "offers": offers_of(compared),
        "outside": [
            (one.proposal.organisation.names, one.plan.excluded)
            for one in compared.offers
            if one.plan is not None and one.plan.excluded
        ],
    }
    return _show(request, "patient/proposals/compare.html", context)


@route("patient", "proposal", "proposals/<proposal:proposal>/", READS)
def proposal(request: Request, proposal: str) -> HttpResponse:
    """One proposal whole: plan, lines, price, what it leaves out, how to answer."""
    row = selectors.access_proposal(request.actor, proposal)
    case = cases.case_of(row.case_id)
    lines, plan = selectors.lines_of(row.pk), selectors.plan_of(row.pk)
    context = {
        "case": case,
        "crumbs": [
            *_crumbs(case),
            Link(_("Proposals"), reverse("patient:proposals", args=[case.public_id])),
        ],
        "proposal": row,
        "clinic": row.organisation,
        "meaning": meaning_of(row.state),
        "lines": lines,
        "vat": sum((line.vat_amount for line in lines), Decimal(0)),
        "rate": rate_words(row),
        "from_words": papers.price_from_words() if row.price_from else "",
        "refund": papers.refund_words_of(row),
        "ready": papers.ready_words(row) if case.is_remote else "",
        "payment": papers.payment_words(row),
        "commission": selectors.disclosure_of(row, day=timezone.now().date()),
        "waits": row.state == ProposalState.SENT,
        "decides": _decides(request, row.case_id),
        "abroad": _abroad(request, case, row, lines),
        **_plan(plan),
    }
    return _show(request, "patient/proposals/proposal.html", context)


@route("patient", "proposal_accept", "proposals/<proposal:proposal>/accept/", READS, writes=True)
def accept(request: Request, proposal: str) -> HttpResponse:
    """Say what accepting does, then do it."""
    row = selectors.access_proposal(request.actor, proposal)
    if acts(request):
        services.accept(actor=request.actor, proposal=row, now=timezone.now())
        messages.success(
            request, _("You have chosen. The clinic now prepares the agreement for you to sign.")
        )
        return redirect("patient:case", cases.case_of(row.case_id).public_id)
    return _answer(request, row, "patient/proposals/accept.html")


@route("patient", "proposal_decline", "proposals/<proposal:proposal>/decline/", READS, writes=True)
def decline(request: Request, proposal: str) -> HttpResponse:
    """Say what declining does, then do it."""
    row = selectors.access_proposal(request.actor, proposal)
    if acts(request):
        services.decline(actor=request.actor, proposal=row, now=timezone.now())
        case = cases.case_of(row.case_id)
        if case.stage == Stage.ENDED_EARLY:
            messages.success(request, _("The clinic was told that you decline. The case is over."))
        else:
            messages.success(request, _("The clinic was told that you decline."))
        return redirect("patient:case", cases.case_of(row.case_id).public_id)
    return _answer(request, row, "patient/proposals/decline.html")


def _abroad(request: Request, case: Any, row: Any, lines: list[Any]) -> list[Abroad]:
    """What the proposal's main line costs where the patient lives, if somebody has entered it."""
    coded = [line for line in lines if line.nomenclature_code]
    if not coded:
        return []
    main = max(coded, key=lambda line: line.amount)
    patient = patients.patient_of(request.actor, patient_id=case.patient_id, case_id=case.pk)
    return abroad_of(
        main.unit_price,
        row.currency,
        nomenclature_code=main.nomenclature_code,
        area="",
        day=timezone.localdate(),
        only=patient.residence_country,
    )


def _answer(request: Request, row: Any, template: str) -> HttpResponse:
    cases.represents_patient(request.actor, row.case_id)
    case = cases.case_of(row.case_id)
    others = [
        one
        for one in selectors.live_proposals_of(request.actor, row.case_id)
        if one.pk != row.pk and one.state == ProposalState.SENT
    ]
    context = {
        "case": case,
        "crumbs": _crumbs(case),
        "proposal": row,
        "clinic": row.organisation,
        "others": others,
        "rate": rate_words(row),
        "from_words": papers.price_from_words() if row.price_from else "",
        "refusal": request.refusal,
        "waits": row.state == ProposalState.SENT,
        "last": requests.last_clinic(row.referral_id),
    }
    return _show(request, template, context)


def _plan(plan: Any) -> dict[str, Any]:
    if plan is None:
        return {"plan": None}
    reader = get_language() or "en"
    language = reader if plan.text.get(reader) else plan.language
    return {
        "plan": plan,
        "plan_words": plan.text.get(language, ""),
        "plan_language": language,
        "original_words": plan.text.get(plan.language, "") if language != plan.language else "",
        "risk_words": plan.risks.get(reader) or plan.risks.get(plan.language, ""),
    }


def _decides(request: Request, case_id: int) -> bool:
    try:
        cases.represents_patient(request.actor, case_id)
    except NotVisible:
        return False
    return True


def _crumbs(case: Any) -> list[Link]:
    return [
        Link(_("My cases"), reverse("patient:cases")),
        Link(case.number, reverse("patient:case", args=[case.public_id])),
    ]


def _show(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    return show(request, template, context, portal="patient", current="patient:cases")
