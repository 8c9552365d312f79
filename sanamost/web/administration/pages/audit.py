"""The chains of the trail: how long each is, and whether it holds."""

from django.http import HttpResponse
from django.utils import timezone

from sanamost.foundation.audit import verify
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.administration.navigation import ADMINISTRATORS
from sanamost.web.components.pages import show
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import route

OF_ORGANISATION = "organisation-"


@route("administration", "audit", "trail/", ADMINISTRATORS)
def audit(request: Request) -> HttpResponse:
    """Every chain; with ?verify=1 each line is checked against the one before it.

    Checking changes nothing, so it is a page that may be reloaded; that somebody looked is noted.
    """
    found = verify.chains(request.actor)
    keys = {_organisation(chain.name) for chain in found} - {0}
    names = {key: pick_text(card.names) for key, card in organisations.cards(keys).items()}
    checked = None
    if request.GET.get("verify"):
        lines, broken = verify.verify(actor=request.actor, now=timezone.now())
        checked = {"lines": lines, "broken": broken}
    context = {
        "chains": [(chain, names.get(_organisation(chain.name), "")) for chain in found],
        "checked": checked,
    }
    return show(
        request,
        "administration/audit.html",
        context,
        portal="administration",
        current="administration:audit",
    )


def _organisation(chain: str) -> int:
    key = chain.removeprefix(OF_ORGANISATION)
    return int(key) if chain.startswith(OF_ORGANISATION) and key.isdecimal() else 0
