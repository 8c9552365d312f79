"""Travel on the partner's case page: dates and rides, nothing of the treatment."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.cases.states import Fact
from sanamost.journey.travel import selectors as travel
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of


@panel("partner", order=60)
def journey(request: Request, case: Any) -> Panel | None:
    """When the patient comes and what is arranged."""
    if DataClass.TRAVEL not in request.actor.classes:
        return None
    plan = travel.plan_of_case(request.actor, case.pk)
    if plan is None:
        return None
    address = reverse("partner:travel", args=[case.public_id])
    action = None
    if plan.arrival_at is None and Fact.ADMITTED not in case.facts:
        mine = request.actor.has(Role.PARTNER_AGENT)
        words = _("Tell when and how the patient arrives")
        action = NextAction(words, _("You or the patient"), address, mine=mine)
    works = travel.works_of(request.actor, case.pk)
    return Panel(
        code="travel",
        title=_("Travel"),
        template="partner/panels/travel.html",
        context={
            "plan": plan,
            "address": address,
            "works": [(work, meaning_of(work.state)) for work in works],
        },
        next_action=action,
    )
