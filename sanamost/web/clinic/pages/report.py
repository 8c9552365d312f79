"""What on the clinic's public page is wrong or soon will be."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.clinic.pages.card import KEEPERS
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.publishing import report
from sanamost.web.routing import route


@route("clinic", "report", "card/report/", KEEPERS)
def publishing(request: Request) -> HttpResponse:
    """Its links, its proofs that end, its languages without a text."""
    own = organisations.card(request.actor.organisation_id or 0)
    context = report(request.actor, [own], timezone.now().date())
    context["crumbs"] = [Link(_("Card of the clinic"), reverse("clinic:card"))]
    return show(request, "clinic/card/report.html", context, portal="clinic", current="clinic:card")
