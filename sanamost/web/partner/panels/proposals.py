"""Proposals on the partner's case page: totals and where they stand, nothing of their content."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.proposals import selectors
from sanamost.journey.proposals.states import ProposalState
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of


@panel("partner", order=30)
def proposals(request: Request, case: Any) -> Panel | None:
    """Which clinics proposed, for how much, until when."""
    if DataClass.MONEY not in request.actor.classes:
        return None
    rows = selectors.totals_on(request.actor, case.pk)
    if not rows:
        return None
    waiting = next((row for row in rows if row.state == ProposalState.SENT), None)
    action = None
    if waiting is not None:
        action = NextAction(
            _("The patient chooses a proposal"), _("Patient"), due=waiting.valid_until
        )
    return Panel(
        code="proposals",
        title=_("Proposals"),
        template="partner/panels/proposals.html",
        context={"rows": [(row, meaning_of(row.state)) for row in rows]},
        next_action=action,
    )


@panel("partner", order=45)
def booking(request: Request, case: Any) -> Panel | None:
    """The place that was booked."""
    row = bookings.booking_of(request.actor, case.pk)
    if row is None:
        return None
    return Panel(
        code="booking",
        title=_("Booking"),
        template="components/panels/booking.html",
        context={"booking": row, "meaning": meaning_of(row.state)},
    )
