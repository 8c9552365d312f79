"""A request in two minutes: the least that a clinic's coordinator needs to call the patient."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases.states import Origin
from sanamost.journey.requests import services
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.partner.forms.new import NewRequestForm
from sanamost.web.routing import acts, form_of, route


@route("partner", "new", "requests/new/", policies.roles(Role.PARTNER_AGENT), writes=True)
def new_request(request: Request) -> HttpResponse:
    """One page; the patient is then asked by e-mail whether the partner may see medical facts."""
    form = form_of(request, NewRequestForm)
    if acts(request) and form.is_valid():
        opened = services.submit(
            answers=form.answers(),
            origin=Origin.PARTNER,
            actor=request.actor,
            partner_id=request.actor.organisation_id,
            now=timezone.now(),
        )
        told = _("The request %(number)s was sent. The patient is asked for consent by e-mail.")
        messages.success(request, told % {"number": opened.number})
        return redirect("partner:case", opened.public_id)
    return show(
        request, "partner/new.html", {"form": form}, portal="partner", current="partner:new"
    )
