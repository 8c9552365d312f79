"""Looking at one case: with a reason, for an hour, to read only, seen by the patient."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.commerce.billing import selectors as billing
from sanamost.foundation.access import policies
from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import staff_access
from sanamost.journey.cases.states import Origin, Payer, PurposeOfArrival, Stage
from sanamost.journey.requests import selectors as requests
from sanamost.registry.patients.selectors import patients_by_key
from sanamost.web.acting import Request
from sanamost.web.administration.forms import StaffAccessForm
from sanamost.web.administration.navigation import ADMINISTRATORS
from sanamost.web.components import trail
from sanamost.web.components.history import history_of
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

LOOKING = policies.roles(Role.PLATFORM_ADMIN, reads="cases.case.read")


@route("administration", "looks", "access/", ADMINISTRATORS, writes=True)
def looks(request: Request) -> HttpResponse:
    """Ask to see a case, and every look there ever was."""
    form = form_of(request, StaffAccessForm)
    if acts(request) and form.is_valid():
        case = staff_access.open_case(
            actor=request.actor,
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.warning(request, _("You see this case for 60 minutes. The patient sees that."))
        return redirect("administration:case", case.public_id)
    return _show_looks(request, form)


@route(
    "administration",
    "review_look",
    "access/<staff_access:look>/review/",
    ADMINISTRATORS,
    writes=True,
)
def review_look(request: Request, look: str) -> HttpResponse:
    """A second administrator has read the reason."""
    if acts(request):
        staff_access.review(actor=request.actor, public_id=look, now=timezone.now())
        messages.success(request, _("Noted as reviewed."))
        return redirect("administration:looks")
    if request.method == "POST":
        return _show_looks(request, StaffAccessForm())
    return redirect("administration:looks")


@route("administration", "case", "cases/<case:case>/", LOOKING)
def case(request: Request, case: str) -> HttpResponse:
    """The case as it is, to read only, while the look lasts."""
    row = cases.access_case(request.actor, case)
    patient = patients_by_key(request.actor, {row.patient_id}).get(row.patient_id)
    invoices = billing.invoices_of(request.actor, row.pk)
    context: dict[str, Any] = {
        "case": row,
        "patient": patient,
        "stage": Stage(row.stage).label,
        "stage_meaning": meaning_of(row.stage),
        "origin": Origin(row.origin).label,
        "payer": Payer(row.payer).label,
        "purpose": PurposeOfArrival(row.purpose_of_arrival).label,
        "need": requests.need_of(request.actor, row),
        "invoices": [(one, one.amount - one.paid, meaning_of(one.state)) for one in invoices],
        "history": history_of(request.actor, row, "clinic"),
        "trail": trail.in_words(request.actor, row.pk),
        "until": _until(request, row.pk),
    }
    return show(
        request,
        "administration/case.html",
        context,
        portal="administration",
        current="administration:looks",
    )


def _until(request: Request, case_id: int) -> Any:
    mine = [one for one in access.staff_accesses(request.actor) if one.case_id == case_id]
    return max((one.ends_at for one in mine), default=None)


def _show_looks(request: Request, form: StaffAccessForm) -> HttpResponse:
    context = {
        "form": form,
        "looks": staff_access.looks(request.actor, timezone.now()),
        "refusal": request.refusal if not form.is_bound else None,
    }
    return show(
        request,
        "administration/looks.html",
        context,
        portal="administration",
        current="administration:looks",
    )
