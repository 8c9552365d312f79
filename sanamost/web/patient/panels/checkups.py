"""The check-up that was asked for, and what each clinic's physician made of it."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.journey.checkups import selectors
from sanamost.web.acting import Request
from sanamost.web.components.checkups import rows_of
from sanamost.web.components.panels import Panel, panel


@panel("patient", order=12)
def checkup(request: Request, case: Any) -> Panel | None:
    """What the patient ticked; below it each clinic's changes with their reasons."""
    row = selectors.checkup_of(request.actor, case.pk)
    if row is None:
        return None
    return Panel(
        code="checkup",
        title=_("Your check-up"),
        template="patient/panels/checkup.html",
        context={
            "rows": [one for one in rows_of(selectors.examinations(row, [])) if one.wanted],
            "edits": selectors.edits_of(request.actor, row),
        },
    )
