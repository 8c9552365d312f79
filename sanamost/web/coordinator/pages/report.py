"""What on the public pages of the clinics in one's charge is wrong or soon will be."""

from django.http import HttpResponse
from django.utils import timezone

from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.publishing import report
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.routing import route


@route("coordinator", "report", "report/", COORDINATORS)
def publishing(request: Request) -> HttpResponse:
    """Broken links, proofs that end, languages without a text."""
    actor = request.actor
    wide = actor.organisation_kind == "national"
    cards = [card for card in organisations.clinics() if wide or card.region == actor.region]
    context = report(actor, cards, timezone.now().date())
    return show(
        request,
        "coordinator/report.html",
        context,
        portal="coordinator",
        current="coordinator:report",
    )
