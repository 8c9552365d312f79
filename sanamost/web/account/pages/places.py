"""Whom the person acts for, and where they begin."""

from django.http import HttpResponse
from django.shortcuts import redirect

from sanamost.foundation.access import policies
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.selectors import actor_for, standings_of
from sanamost.web.account.shells import home_of
from sanamost.web.acting import ORGANISATION, Request
from sanamost.web.components.pages import show
from sanamost.web.routing import route


@route(
    "people", "act_for", "act-for/", policies.signed_in(unkept="the last choice holds"), writes=True
)
def act_for(request: Request) -> HttpResponse:
    """Switch to another place by its key; an empty key means oneself. Nothing else changes."""
    if request.method == "POST":
        _choose(request, request.POST.get("place", ""))
        request.session.cycle_key()
    return redirect(home_of(_actor_now(request)))


@route("people", "home", "home/", policies.signed_in())
def home(request: Request) -> HttpResponse:
    """Where a person begins after signing in: their only place, or a choice between several."""
    places = standings_of(request.actor.user_id or 0)
    if request.actor.organisation_id is None and len(places) == 1:
        _choose(request, places[0].public_id)
    if request.actor.organisation_id is None and len(places) > 1:
        return show(request, "people/choose_place.html", portal="public")
    return redirect(home_of(_actor_now(request)))


def _choose(request: Request, asked: str) -> None:
    mine = {standing.public_id for standing in standings_of(request.actor.user_id or 0)}
    request.session[ORGANISATION] = asked if asked in mine else ""


def _actor_now(request: Request) -> Actor:
    return actor_for(
        user_id=request.actor.user_id or 0, membership=request.session.get(ORGANISATION, "")
    )
