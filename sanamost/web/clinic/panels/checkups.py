"""The check-up on the clinic's case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.checkups import selectors
from sanamost.web.acting import Request
from sanamost.web.components.checkups import rows_of
from sanamost.web.components.panels import Panel, panel


@panel("clinic", order=12)
def checkup(request: Request, case: Any) -> Panel | None:
    """What was proposed to the patient, as it stands at this clinic."""
    actor = request.actor
    if DataClass.CLINICAL not in actor.classes:
        return None
    row = selectors.checkup_of(actor, case.pk)
    if row is None:
        return None
    opens = actor.has(Role.COORDINATOR, Role.PHYSICIAN)
    return Panel(
        code="checkup",
        title=_("Check-up"),
        template="clinic/panels/checkup.html",
        place="story",
        context={
            "rows": rows_of(selectors.for_clinic(actor, row, actor.organisation_id or 0)),
            "checkup": row,
            "url": reverse("clinic:checkup", args=[row.public_id]) if opens else "",
            "doctor": actor.has(Role.PHYSICIAN),
        },
    )
