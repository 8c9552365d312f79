"""Who did what on the case, in words."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel, panel
from sanamost.web.components.trail import in_words

SHOWN = 8


@panel("clinic", order=95)
def trail(request: Request, case: Any) -> Panel | None:
    """The organisation's own lines, the newest first."""
    lines = in_words(request.actor, case.pk)
    if not lines:
        return None
    return Panel(
        code="trail",
        title=_("What was done"),
        template="clinic/panels/trail.html",
        place="side",
        context={"newest": lines[:SHOWN], "older": lines[SHOWN:]},
    )
