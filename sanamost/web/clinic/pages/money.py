"""The clinic's money: invoices, payments, refunds, what partners are owed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.billing import services as billing_services
from sanamost.commerce.billing.states import InvoiceState, PaymentMethod, RefundState
from sanamost.commerce.commissions import selectors as commissions
from sanamost.commerce.commissions import services as commission_services
from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.money import InvoiceFilter, PaymentForm, RefundPaidForm
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

FINANCE = policies.roles(Role.FINANCE, reads="billing.invoice.read", strong=True)
A_PAGE = 50


@route("clinic", "money", "money/", FINANCE)
def money(request: Request) -> HttpResponse:
    """Invoices, and what waits for somebody."""
    chosen = InvoiceFilter(request.GET)
    rows = billing.invoices(request.actor).select_related("case")
    if chosen.is_valid():
        rows = _chosen(rows, chosen.cleaned_data)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "clinic/money/list.html",
        {
            "filters": chosen,
            "page": page,
            "rows": [(row, row.amount - row.paid, meaning_of(row.state)) for row in page],
            "refunds": billing.refunds_waiting(request.actor),
            "owed": commissions.payable(request.actor),
        },
        portal="clinic",
        current="clinic:money",
    )


def _chosen(rows: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if words := wanted.get("q", "").strip():
        rows = rows.filter(Q(number__icontains=words) | Q(case__number__icontains=words))
    return rows


@route("clinic", "invoice", "invoices/<invoice:invoice>/", FINANCE, writes=True)
def invoice(request: Request, invoice: str) -> HttpResponse:
    """One invoice with its payments, and the form for the next one."""
    row = billing.access_invoice(request.actor, invoice)
    case = cases.case_of(row.case_id)
    left = row.amount - row.paid
    form = form_of(request, PaymentForm, currency=row.currency, left=left)
    if acts(request) and form.is_valid():
        typed = form.cleaned_data
        billing_services.record_payment(
            actor=request.actor,
            invoice=row,
            amount=typed["amount"],
            currency=row.currency,
            method=PaymentMethod(typed["method"]),
            bank_reference=typed["bank_reference"],
            payer_name=typed["payer_name"],
            received_on=typed["received_on"],
            language=case.language,
            case_number=case.number,
            now=timezone.now(),
        )
        messages.success(request, _("The payment is recorded; the receipt is in the papers."))
        return redirect("clinic:invoice", invoice=row.public_id)
    payments = [
        p for p in billing.payments_of(request.actor, row.case_id) if p.invoice_id == row.pk
    ]
    return show(
        request,
        "clinic/money/invoice.html",
        {
            "invoice": row,
            "case": case,
            "left": left,
            "meaning": meaning_of(row.state),
            "open": row.state in {InvoiceState.ISSUED, InvoiceState.PARTLY_PAID},
            "payments": payments,
            "form": form,
        },
        portal="clinic",
        current="clinic:money",
    )


@route("clinic", "refund", "refunds/<refund:refund>/", FINANCE, writes=True)
def refund(request: Request, refund: str) -> HttpResponse:
    """One refund: approved by a second person, then paid."""
    row = billing.access_refund(request.actor, refund)
    form = form_of(request, RefundPaidForm) if row.state == RefundState.APPROVED else None
    if acts(request):
        if row.state == RefundState.REQUESTED:
            billing_services.approve_refund(actor=request.actor, row=row, now=timezone.now())
            messages.success(request, _("The refund is approved."))
            return redirect("clinic:refund", refund=row.public_id)
        if form is not None and form.is_valid():
            reference = form.cleaned_data["bank_reference"]
            billing_services.pay_refund(
                actor=request.actor, row=row, bank_reference=reference, now=timezone.now()
            )
            messages.success(request, _("The refund is paid."))
            return redirect("clinic:money")
    return show(
        request,
        "clinic/money/refund.html",
        {
            "refund": row,
            "case": cases.case_of(row.case_id),
            "meaning": meaning_of(row.state),
            "form": form,
            "asked_by_me": row.requested_by_id == request.actor.user_id,
            "refusal": request.refusal,
        },
        portal="clinic",
        current="clinic:money",
    )


@route("clinic", "commissions", "commissions/", FINANCE)
def owed_to_partners(request: Request) -> HttpResponse:
    """What partners are owed, from which bill, and by which terms."""
    page = Paginator(commissions.commissions(request.actor), A_PAGE)
    return show(
        request,
        "clinic/money/commissions.html",
        {
            "page": page.get_page(request.GET.get("page")),
            "owed": commissions.payable(request.actor),
        },
        portal="clinic",
        current="clinic:commissions",
    )


@route("clinic", "pay_commission", "commissions/<commission:commission>/", FINANCE, writes=True)
def pay_commission(request: Request, commission: str) -> HttpResponse:
    """Note that a partner was paid."""
    row = commissions.access_commission(request.actor, commission)
    if acts(request):
        commission_services.pay(actor=request.actor, row=row, now=timezone.now())
        messages.success(request, _("The commission is noted as paid."))
        return redirect("clinic:commissions")
    return show(
        request,
        "clinic/money/commission.html",
        {"commission": row, "meaning": meaning_of(row.state), "refusal": request.refusal},
        portal="clinic",
        current="clinic:commissions",
    )
