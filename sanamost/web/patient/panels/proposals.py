"""Proposals and the booked place on the patient's case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.proposals import selectors
from sanamost.journey.proposals.states import ProposalState
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of
from sanamost.web.patient.offers import rate_words


@panel("patient", order=30)
def proposals(request: Request, case: Any) -> Panel | None:
    """What clinics proposed, and where to compare and decide."""
    rows = selectors.totals_on(request.actor, case.pk)
    if not rows:
        return None
    waiting = [row for row in rows if row.state == ProposalState.SENT]
    action = None
    if waiting:
        action = NextAction(
            words=_("Read the proposals and choose"),
            who=_("You"),
            url=reverse("patient:proposals", args=[case.public_id]),
            due=min(row.valid_until for row in waiting if row.valid_until),
            mine=True,
        )
    return Panel(
        code="proposals",
        title=_("Proposals"),
        template="patient/panels/proposals.html",
        context={
            "rows": [(row, meaning_of(row.state), rate_words(row)) for row in rows],
            "waiting": len(waiting),
        },
        next_action=action,
    )


@panel("patient", order=45)
def booking(request: Request, case: Any) -> Panel | None:
    """The place that was booked."""
    row = bookings.booking_of(request.actor, case.pk)
    if bookings.missed_place_of(request.actor, case.pk) is not None:
        return Panel(
            code="booking",
            title=_("Your booking"),
            template="patient/panels/missed_place.html",
            context={"agreement": agreements.agreement_of_case(request.actor, case)},
            next_action=NextAction(_("Offer you another week"), _("The clinic")),
        )
    if row is None:
        return None
    return Panel(
        code="booking",
        title=_("Your booking"),
        template="components/panels/booking.html",
        context={"booking": row, "meaning": meaning_of(row.state)},
    )
