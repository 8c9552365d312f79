"""A form that could not be sent while its sender was signed out: sent now, or thrown away."""

from django.http import HttpResponse
from django.shortcuts import redirect

from sanamost.foundation.access import policies
from sanamost.web import unsent
from sanamost.web.account.shells import home_of, show_here
from sanamost.web.acting import Request
from sanamost.web.routing import acts, route


@route(
    "people",
    "unsent",
    "unsent/",
    policies.signed_in(unkept="it only throws away what the session holds"),
    writes=True,
)
def show_unsent(request: Request) -> HttpResponse:
    """What was typed, ready to be sent with one press; nothing is sent by itself."""
    waiting = unsent.kept(request.session, request.actor.user_id)
    if waiting is None:
        unsent.forget(request.session)
        return redirect(home_of(request.actor))
    if acts(request):
        unsent.forget(request.session)
        return redirect(waiting.path)
    return show_here(request, "people/unsent.html", {"unsent": waiting})
