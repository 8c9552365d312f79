"""A case's page is made of panels, one a stage of the journey; each stage brings its own.

A panel function takes the request and the case and gives a panel, or None where it has nothing to
show to this actor. Who is asked for what next comes from the panels too: the first action in order.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sanamost.web.acting import Request


@dataclass(frozen=True)
class NextAction:
    """What happens next: what, who does it, by when, and where to do it (for the one who acts)."""

    words: str
    who: str
    url: str = ""
    due: dt.datetime | None = None
    mine: bool = False


@dataclass(frozen=True)
class Panel:
    """One part of a case's page."""

    code: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    next_action: NextAction | None = None
    state: str = ""
    place: str = "main"
    """story (what was asked, its files), main (the stages, the conversation), or side."""


PanelMaker = Callable[[Request, Any], Panel | None]
_makers: dict[str, list[tuple[int, PanelMaker]]] = {}


def panel(portal: str, *, order: int) -> Callable[[PanelMaker], PanelMaker]:
    """Declare a panel of the portal's case page; lower orders stand first."""

    def declare(maker: PanelMaker) -> PanelMaker:
        _makers.setdefault(portal, []).append((order, maker))
        _makers[portal].sort(key=lambda pair: pair[0])
        return maker

    return declare


def panels(portal: str, request: Request, case: Any) -> list[Panel]:
    """The case page's panels, in order."""
    made = (maker(request, case) for _, maker in _makers.get(portal, []))
    return [one for one in made if one is not None]


def next_action(shown: list[Panel]) -> NextAction | None:
    """The actor's own next action if there is one, else the next one of anybody."""
    actions = [p.next_action for p in shown if p.next_action]
    return next((a for a in actions if a.mine), actions[0] if actions else None)


def drawn(shown: list[Panel], request: Request, case: Any, place: str) -> list[tuple[Panel, str]]:
    """The panels of one place with their bodies; a body's template has `panel.context` by name.

    The case page draws the card around it: title and state are the page's, the rest the panel's.
    """
    return [
        (one, _body(one, request, case)) for one in shown if one.place == place and one.template
    ]


def _body(one: Panel, request: Request, case: Any) -> SafeString:
    return render_to_string(
        one.template, {"case": case, "actor": request.actor, "panel": one, **one.context}, request
    )
