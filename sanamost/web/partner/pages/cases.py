"""The partner's cases: status, stage and money; nothing medical without the patient's consent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Stage
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.selectors import Filters
from sanamost.registry.patients.selectors import patients_by_key
from sanamost.web.acting import Request
from sanamost.web.components.history import history_of
from sanamost.web.components.pages import show
from sanamost.web.components.panels import next_action, panels
from sanamost.web.partner.forms.filters import FilterForm
from sanamost.web.routing import acts, route

OVER = {Stage.CLOSED, Stage.ENDED_EARLY}
AGENTS = (Role.PARTNER_AGENT, Role.INSURER)


@route("partner", "cases", "", policies.roles(*AGENTS, reads="requests.inbox.read"))
def partner_cases(request: Request) -> HttpResponse:
    """Every case that the partner sent, with where it stands and what is due."""
    form = FilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = selectors.inbox(
        request.actor,
        Filters(
            search=str(chosen.get("search", ""))[:100],
            stage=str(chosen.get("stage", "")),
            page=request.GET.get("page", 1),
        ),
    )
    stages = dict(Stage.choices)
    rows = [(row, stages.get(Stage(row.stage)), row.stage in OVER) for row in page]
    context = {"page": page, "rows": rows, "form": form}
    return show(request, "partner/cases.html", context, portal="partner", current="partner:cases")


@route("partner", "case", "cases/<case:case>/", policies.roles(*AGENTS, reads="cases.case.read"))
def partner_case(request: Request, case: str) -> HttpResponse:
    """One case as far as the partner may see it."""
    row = cases.access_case(request.actor, case)
    shown = panels("partner", request, row)
    context: dict[str, Any] = {
        "case": row,
        "patient": patients_by_key(request.actor, {row.patient_id}).get(row.patient_id),
        "panels": shown,
        "next": None if row.stage in OVER else next_action(shown),
        "over": row.stage in OVER,
        "history": history_of(request.actor, row, "partner"),
    }
    return show(request, "partner/case.html", context, portal="partner", current="partner:cases")


@route("partner", "ask", "cases/<case:case>/ask/", policies.roles(Role.PARTNER_AGENT), writes=True)
def ask_again(request: Request, case: str) -> HttpResponse:
    """Send the patient a fresh link to read the consents and decide."""
    row = cases.access_case(request.actor, case)
    asked = selectors.request_of(request.actor, row)
    if acts(request):
        services.ask_again(actor=request.actor, request=asked, now=timezone.now())
        messages.success(request, _("The patient gets a new link by e-mail."))
        return redirect("partner:case", row.public_id)
    return show(
        request,
        "partner/ask.html",
        {"case": row, "refusal": request.refusal},
        portal="partner",
        current="partner:cases",
    )
