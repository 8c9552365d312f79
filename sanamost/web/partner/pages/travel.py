"""The partner tells the arrival of a patient they sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.travel import selectors
from sanamost.web.acting import Request
from sanamost.web.components.arrival import ArrivalForm, tell_arrival
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, form_of, route

AGENT = policies.roles(Role.PARTNER_AGENT, reads="travel.plan.read")


@route("partner", "travel", "cases/<case:case>/travel/", AGENT, writes=True)
def travel(request: Request, case: str) -> HttpResponse:
    """When and how the patient comes, with whom."""
    row = cases.access_case(request.actor, case)
    plan = selectors.plan_or_refuse(request.actor, row.pk)
    form = form_of(request, ArrivalForm, plan=plan)
    if acts(request) and form.is_valid():
        tell_arrival(request, plan, form, timezone.now())
        messages.success(request, _("The arrival is saved."))
        return redirect("partner:case", row.public_id)
    context = {"case": row, "plan": plan, "form": form}
    return show(request, "partner/travel.html", context, portal="partner", current="partner:cases")
