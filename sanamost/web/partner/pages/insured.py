"""The insurer's cases: where each stands and its money, nothing medical."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse

from sanamost.commerce.billing import selectors as billing
from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Stage
from sanamost.registry.patients.selectors import patients_by_key
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import route

SIZE = 50
INSURERS = policies.roles(Role.INSURER, reads="cases.list.read")


@dataclass
class Sums:
    """What was asked, came and is open on a case, by currency."""

    asked: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    paid: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    open: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@route("partner", "insured", "insured/", INSURERS)
def insured(request: Request) -> HttpResponse:
    """Every case that was granted to the insurer, newest first."""
    page = Paginator(cases.visible_cases(request.actor), SIZE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    patients = patients_by_key(request.actor, {row.patient_id for row in rows})
    sums = _sums(request, [row.pk for row in rows])
    shown = [
        {
            "case": row,
            "patient": patients.get(row.patient_id),
            "stage": Stage(row.stage).label,
            "meaning": meaning_of(row.stage),
            "sums": _listed(sums[row.pk]),
        }
        for row in rows
    ]
    return show(
        request,
        "partner/insured.html",
        {"page": page, "rows": shown},
        portal="partner",
        current="partner:insured",
    )


def _sums(request: Request, case_ids: list[int]) -> dict[int, Sums]:
    found: dict[int, Sums] = defaultdict(Sums)
    for invoice in billing.invoices(request.actor).filter(case_id__in=case_ids):
        if invoice.state == "credited":
            continue
        sums = found[invoice.case_id]
        sums.asked[invoice.currency] += invoice.amount
        sums.paid[invoice.currency] += invoice.paid
        sums.open[invoice.currency] += invoice.amount - invoice.paid
    return found


def _listed(sums: Sums) -> list[dict[str, Any]]:
    return [
        {"currency": currency, "asked": asked, "paid": sums.paid[currency],
         "open": sums.open[currency]}
        for currency, asked in sums.asked.items()
    ]  # fmt: skip
