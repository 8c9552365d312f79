"""Showing a page in its portal's shell: navigation by rights, places to act in, unread notices."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from sanamost.foundation.access.actor import Actor, labels
from sanamost.foundation.messaging import selectors as messaging
from sanamost.registry.organisations.selectors import in_language
from sanamost.web.acting import ORGANISATION, Request, standings_here
from sanamost.web.components.parts import NavigationItem, Place
from sanamost.web.routing import route_named


@dataclass(frozen=True)
class Entry:
    """One entry of a portal's navigation: shown to whom the page's policy admits.

    `parts` are further pages behind the same entry, such as those of its tabs: it leads to the
    first one that the reader may open, and is lit up on all of them.
    """

    words: str | Promise
    route: str
    icon: str = ""
    parts: tuple[str, ...] = ()

    def opens(self, actor: Actor) -> str:
        """The route that it leads to; empty where the reader may open none."""
        routes = (self.route, *self.parts)
        return next((one for one in routes if route_named(one).policy.admits(actor)), "")


_entries: dict[str, list[Entry]] = {}


def navigation(portal: str, *entries: Entry) -> None:
    """Declare a portal's navigation, in its order."""
    _entries[portal] = list(entries)


def show(
    request: Request,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    portal: str,
    current: str = "",
) -> HttpResponse:
    """The page in its portal's shell; `current` is the name of the route that is lit up."""
    return render(request, template, {**(context or {}), **_shell(request, portal, current)})


def _shell(request: Request, portal: str, current: str) -> dict[str, Any]:
    actor = request.actor
    shell: dict[str, Any] = {
        "actor": actor,
        "navigation": [
            NavigationItem(
                str(e.words), reverse(opens), e.icon, current=current in {e.route, *e.parts}
            )
            for e in _entries.get(portal, [])
            if (opens := e.opens(actor))
        ],
    }
    if actor.user_id is None:
        return shell
    return {
        **shell,
        "places": _places(request),
        "places_url": reverse("people:act_for"),
        "notifications_url": reverse("people:notices"),
        "unread": messaging.unread_count(actor),
    }


def _places(request: Request) -> list[Place]:
    language = get_language() or "en"
    chosen = request.session.get(ORGANISATION, "")
    return [
        Place(
            key=standing.public_id,
            name=in_language(standing.names, language),
            role=", ".join(labels(standing.roles)),
            current=standing.public_id == chosen,
        )
        for standing in standings_here(request)
    ]
