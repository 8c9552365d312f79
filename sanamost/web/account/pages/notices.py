"""What the person should know."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sanamost.foundation.access import policies
from sanamost.foundation.access.selectors import standings_of
from sanamost.foundation.messaging import services as messaging
from sanamost.web.account.shells import show_here
from sanamost.web.acting import ORGANISATION, Request
from sanamost.web.routing import acts, route


@route(
    "people",
    "notices",
    "notices/",
    policies.signed_in(unkept="what is read stays read"),
    writes=True,
)
def notices(request: Request) -> HttpResponse:
    """The newest notices; POST marks all as read."""
    if acts(request):
        messaging.mark_read(request.actor, now=timezone.now())
        return redirect("people:notices")
    rows = messaging.notices_for(request.actor)
    return show_here(
        request,
        "people/notices.html",
        {"notices": rows, "fresh": sum(not row.read for row in rows)},
        current="people:notices",
    )


@route(
    "people",
    "notice",
    "notices/<noticed:noticed>/",
    policies.signed_in(unkept="what is read stays read"),
    writes=True,
)
def notice(request: Request, noticed: str) -> HttpResponse:
    """POST: mark one as read and go where it points, in the place that it is for."""
    if not acts(request):
        return redirect("people:notices")
    row = messaging.mark_read(request.actor, now=timezone.now(), public_id=noticed)
    if row is None:
        return redirect("people:notices")
    for standing in standings_of(request.actor.user_id or 0):
        if row.organisation_id == standing.organisation_id:
            request.session[ORGANISATION] = standing.public_id
    if row.organisation_id is None and row.link.startswith("/my/"):
        request.session[ORGANISATION] = ""
    return redirect(row.link or "people:notices")
