"""What the partner earned."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from sanamost.commerce.commissions import selectors as commissions
from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.routing import route


@route("partner", "statement", "statement/", policies.roles(Role.PARTNER_AGENT))
def statement(request: Request) -> HttpResponse:
    """Commissions by case, with what they were reckoned on, and what is payable now."""
    page = Paginator(commissions.commissions(request.actor), 50)
    return show(
        request,
        "partner/statement.html",
        {
            "page": page.get_page(request.GET.get("page")),
            "owed": commissions.payable(request.actor),
        },
        portal="partner",
        current="partner:statement",
    )
