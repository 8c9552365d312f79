"""The contract on the partner's case page: its state and price, no content."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.journey.agreements import selectors
from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel, panel
from sanamost.web.components.states import meaning_of


@panel("partner", order=40)
def agreement(request: Request, case: Any) -> Panel | None:
    """Where the contract stands and what it comes to."""
    row = selectors.agreement_of_case(request.actor, case)
    if row is None:
        return None
    return Panel(
        code="agreement",
        title=_("Contract"),
        template="partner/panels/agreement.html",
        context={"agreement": row, "meaning": meaning_of(row.state)},
        state=row.get_state_display(),
    )
