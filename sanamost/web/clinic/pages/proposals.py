"""Putting a proposal together: plan, dates, priced lines, two approvals, the way to the patient."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.documents import services as documents
from sanamost.journey.bookings import services as booking_services
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import selectors, services
from sanamost.journey.proposals.states import ApprovalRole
from sanamost.journey.requests import selectors as requests
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.proposals import (
    DatesForm,
    FreeLineForm,
    PlanForm,
    RemoteDatesForm,
)
from sanamost.web.clinic.proposal_builder import dates_offered, shown
from sanamost.web.clinic.typed_lines import asked_lines, free_line
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

READS = "proposals.proposal.opened"
STAFF = policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, Role.FINANCE, reads=READS)
COORDINATORS = policies.care_staff(Role.COORDINATOR, reads=READS)
WRITERS = policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, reads=READS)
PRICERS = policies.care_staff(Role.COORDINATOR, Role.FINANCE, reads=READS)


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
        else form_of(request, DatesForm, **dates_offered(row, request.POST.get("area", "")))
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
        asked = asked_lines(request, selectors.lines_of(row.pk))
        if free is not None:
            asked.append(free_line(free.cleaned_data, cases.case_of(row.case_id).language))
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
    context = shown(request, public_id, forms_sent)
    context["crumbs"] = _crumbs(context["case"])
    return show(
        request, "clinic/proposals/builder.html", context, portal="clinic", current="clinic:inbox"
    )


def _crumbs(case: Any) -> list[Link]:
    return [
        Link(_("Inbox"), reverse("clinic:inbox")),
        Link(case.number, reverse("clinic:case", args=[case.public_id])),
    ]


def _back(public_id: str, part: str) -> HttpResponse:
    return redirect(f"{reverse('clinic:proposal', args=[public_id])}#{part}")
