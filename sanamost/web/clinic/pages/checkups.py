"""The check-up that a patient asked for: physicians change it, each time with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.checkups import selectors, services
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals import services as proposal_services
from sanamost.registry.checkups.selectors import rules
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.checkups import AddForm, RemoveForm
from sanamost.web.components.checkups import left_of, rows_of, told_of
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import acts, form_of, route

READS = "checkups.checkup.read"
STAFF = policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, reads=READS)
DOCTORS = policies.care_staff(Role.PHYSICIAN, reads=READS)
COORDINATORS = policies.care_staff(Role.COORDINATOR, reads=READS)


@route("clinic", "checkup", "checkups/<checkup:checkup>/", STAFF)
def checkup(request: Request, checkup: str) -> HttpResponse:
    """The whole check-up with answers, reasons and changes."""
    return _page(request, selectors.access_checkup(request.actor, checkup))


@route("clinic", "checkup_add", "checkups/<checkup:checkup>/add/", DOCTORS, writes=True)
def add(request: Request, checkup: str) -> HttpResponse:
    """Put an examination in."""
    row = selectors.access_checkup(request.actor, checkup)
    form = form_of(request, AddForm, items=_others(request, row))
    if acts(request) and form.is_valid():
        said = form.cleaned_data
        services.add(
            actor=request.actor,
            checkup=row,
            item=said["item"],
            service_code=said["service_code"],
            reason=said["reason"],
            now=timezone.now(),
        )
        messages.success(request, _("The examination is in the check-up."))
        return redirect("clinic:checkup", checkup)
    return _page(request, row, add_form=form)


@route("clinic", "checkup_remove", "checkups/<checkup:checkup>/remove/", DOCTORS, writes=True)
def remove(request: Request, checkup: str) -> HttpResponse:
    """Take an examination out."""
    row = selectors.access_checkup(request.actor, checkup)
    form = form_of(request, RemoveForm)
    if acts(request) and form.is_valid():
        services.remove(actor=request.actor, checkup=row, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The examination is taken out, with your reason."))
        return redirect("clinic:checkup", checkup)
    return _page(request, row, removing=form)


@route(
    "clinic",
    "proposal_checkup",
    "proposals/<proposal:proposal>/checkup/",
    COORDINATORS,
    writes=True,
)
def take_over(request: Request, proposal: str) -> HttpResponse:
    """Put the check-up's examinations into the proposal as lines of the price list."""
    row = proposals.access_proposal(request.actor, proposal)
    if acts(request):
        taken = proposal_services.take_over_checkup(
            actor=request.actor, proposal=row, now=timezone.now()
        )
        number = len(taken.fresh)
        messages.success(
            request,
            ngettext("%(number)s line is added.", "%(number)s lines are added.", number)
            % {"number": number},
        )
        return redirect(f"{reverse('clinic:proposal', args=[proposal])}#lines")
    return redirect("clinic:proposal", proposal)


def _others(request: Request, row: Any) -> list[tuple[str, str]]:
    """What the rules know and the check-up does not hold now."""
    standing = {
        one.code
        for one in selectors.for_clinic(request.actor, row, request.actor.organisation_id or 0)
        if one.stands
    }
    known = rules(row.rules_version).items
    return [(one.code, pick_text(one.names)) for one in known if one.code not in standing]


def _page(
    request: Request,
    row: Any,
    *,
    add_form: AddForm | None = None,
    removing: RemoveForm | None = None,
) -> HttpResponse:
    actor = request.actor
    case = cases.case_of(row.case_id)
    doctor = actor.has(Role.PHYSICIAN)
    context = {
        "case": case,
        "crumbs": [
            Link(_("Inbox"), reverse("clinic:inbox")),
            Link(case.number, reverse("clinic:case", args=[case.public_id])),
        ],
        "patient": patients.patients_by_key(actor, {case.patient_id}).get(case.patient_id),
        "checkup": row,
        "rows": rows_of(selectors.for_clinic(actor, row, actor.organisation_id or 0)),
        "told": told_of(row),
        "left": left_of(row),
        "doctor": doctor,
        "refusal": request.refusal,
        "add_form": add_form or (AddForm(items=_others(request, row)) if doctor else None),
        "removing": removing["item"].value() if removing else "",
        "remove_form": removing,
    }
    return show(request, "clinic/checkup.html", context, portal="clinic", current="clinic:inbox")
