"""Pages of one's own account stand in the shell of the place that the person acts in."""

from typing import Any

from django.http import HttpResponse

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.web.acting import Request
from sanamost.web.components.pages import show

PORTALS = {
    "clinic": "clinic",
    "platform": "clinic",
    "partner": "partner",
    "insurer": "partner",
    "region": "coordinator",
    "national": "coordinator",
}
HOMES = {
    "clinic": "/desk/",
    "partner": "/partner/",
    "coordinator": "/coordinator/",
    "administration": "/administration/",
    "patient": "/my/",
}


def portal_of(actor: Actor) -> str:
    """The portal in which the actor works."""
    if actor.has(Role.PLATFORM_ADMIN):
        return "administration"
    return PORTALS.get(actor.organisation_kind, "patient")


def home_of(actor: Actor) -> str:
    """The first page of the actor's portal."""
    return HOMES[portal_of(actor)]


def show_here(
    request: Request, template: str, context: dict[str, Any] | None = None, *, current: str = ""
) -> HttpResponse:
    """The page in the shell of the actor's own portal."""
    portal = portal_of(request.actor)
    shell = "patient" if portal == "patient" else "workspace"
    return show(
        request,
        template,
        {**(context or {}), "shell": f"components/{shell}.html", "home_url": HOMES[portal]},
        portal=portal,
        current=current,
    )
