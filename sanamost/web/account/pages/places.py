"""Whom the person acts for."""

from django.http import HttpResponse
from django.shortcuts import redirect

from sanamost.foundation.access import policies
from sanamost.foundation.access.selectors import standings_of
from sanamost.web.acting import ORGANISATION, Request
from sanamost.web.routing import route

HOMES = {
    "clinic": "/desk/",
    "platform": "/desk/",
    "partner": "/partner/",
    "insurer": "/partner/",
    "region": "/coordinator/",
    "national": "/coordinator/",
}


@route("people", "act_for", "act-for/", policies.signed_in(once=False), writes=True)
def act_for(request: Request) -> HttpResponse:
    """Switch to another place by its key; an empty key means oneself. Nothing is changed but this."""
    if request.method != "POST":
        return redirect(home_of(request))
    asked = request.POST.get("place", "")
    mine = {s.public_id for s in standings_of(request.actor.user_id or 0)}
    request.session[ORGANISATION] = asked if asked in mine else ""
    request.session.cycle_key()
    return redirect(home_of(request))


def home_of(request: Request) -> str:
    """The first page of the place that the person acts in."""
    chosen = request.session.get(ORGANISATION, "")
    for standing in standings_of(request.actor.user_id or 0):
        if standing.public_id == chosen:
            admin = "platform_admin" in standing.roles
            return "/administration/" if admin else HOMES.get(standing.kind, "/my/")
    return "/my/"
