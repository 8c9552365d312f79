"""Contracts at the clinic: what is missing, preview, issue, signature, addenda, the end."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.documents import reading
from sanamost.foundation.files import selectors as files
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.agreements import selectors, services
from sanamost.journey.agreements.policies import ISSUERS
from sanamost.journey.agreements.states import AddendumState, AgreementState, Gate
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings import services as booking_services
from sanamost.journey.cases import selectors as cases
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations.selectors import in_language
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request, proven_lately
from sanamost.web.clinic.forms.agreements import (
    AddendumForm,
    AgreementFilter,
    ConfirmForm,
    CustomerForm,
    EndForm,
    ScanForm,
)
from sanamost.web.clinic.forms.proposals import DayForm
from sanamost.web.clinic.offered_days import offered
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

READS = "agreements.agreement.read"
STAFF = policies.care_staff(Role.COORDINATOR, Role.OFFICER, Role.FINANCE, reads=READS)
PREPARE = policies.care_staff(*ISSUERS, reads=READS)
COORDINATORS = policies.care_staff(Role.COORDINATOR, reads=READS)
OFFICER = policies.roles(Role.OFFICER, reads=READS, fresh=True)
A_PAGE = 50
OVER = {AgreementState.COMPLETED, AgreementState.TERMINATED}


@route("clinic", "agreements", "agreements/", STAFF)
def agreements(request: Request) -> HttpResponse:
    """Contracts that wait for somebody; the others by state."""
    chosen = AgreementFilter(request.GET)
    state = chosen.cleaned_data["state"] if chosen.is_valid() else ""
    states = (AgreementState(state),) if state else ()
    page = Paginator(selectors.waiting(request.actor, *states), A_PAGE).get_page(
        request.GET.get("page")
    )
    people = patients.patients_by_key(request.actor, {row.case.patient_id for row in page})
    return show(
        request,
        "clinic/agreements/list.html",
        {
            "filters": chosen,
            "page": page,
            "rows": [(row, people.get(row.case.patient_id), meaning_of(row.state)) for row in page],
        },
        portal="clinic",
        current="clinic:agreements",
    )


@route("clinic", "agreement", "agreements/<agreement:agreement>/", STAFF, writes=True)
def agreement(request: Request, agreement: str) -> HttpResponse:
    """The checklist with what is missing; issue it once nothing is."""
    row = selectors.access_agreement(request.actor, agreement)
    form = form_of(request, ConfirmForm, words=_("I have checked the contract."))
    if acts(request) and form.is_valid():
        services.issue(actor=request.actor, agreement=row, now=timezone.now())
        messages.success(request, _("Issued. The patient's side has been told."))
        return redirect("clinic:agreement", agreement=agreement)
    items = services.checklist(actor=request.actor, agreement=row, now=timezone.now())
    lacking = [i for i in items if not i.ok and i.gate == Gate.ISSUE]
    actor = request.actor
    prepares = actor.has(*ISSUERS)
    return _show(
        request,
        "agreement",
        row,
        {
            "items": [(item, _place(item, row)) for item in items],
            "lacking": lacking,
            "form": form,
            "may_issue": prepares and row.state == AgreementState.DRAFT and not lacking,
            "may_preview": prepares and row.state == AgreementState.DRAFT and not lacking,
            "may_countersign": actor.has(Role.OFFICER) and row.state == AgreementState.SIGNED,
            "may_add": actor.has(Role.COORDINATOR) and row.state == AgreementState.IN_FORCE,
            "may_end": prepares and row.state not in OVER,
            "may_keep_scan": prepares
            and any(i.code == "consent_treatment" and not i.ok for i in items),
            "signatures": selectors.signatures_of(row),
            "addenda": [(a, meaning_of(a.state)) for a in selectors.addenda_of(actor, row)],
            "lines": row.proposal.lines.order_by("position"),
        },
    )


@route("clinic", "agreement_preview", "agreements/<agreement:agreement>/preview.pdf", PREPARE)
def agreement_preview(request: Request, agreement: str) -> HttpResponse:
    """The contract as it would be issued, marked as a draft."""
    row = selectors.access_agreement(request.actor, agreement)
    language = request.GET.get("language") or row.case.language
    try:
        drawn = services.preview(
            actor=request.actor, agreement=row, language=language, now=timezone.now()
        )
    except services.SomethingMissing as missing:
        messages.warning(request, missing.text)
        return redirect("clinic:agreement", agreement=agreement)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="draft.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@route("clinic", "customer", "agreements/<agreement:agreement>/customer/", STAFF, writes=True)
def customer(request: Request, agreement: str) -> HttpResponse:
    """Who pays, where it is not the patient."""
    row = selectors.access_agreement(request.actor, agreement)
    form = form_of(request, CustomerForm, initial=row.customer)
    if acts(request) and form.is_valid():
        services.set_customer(
            actor=request.actor, agreement=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("clinic:agreement", agreement=agreement)
    return _form_page(request, row, form, _("Who pays"), _("Save"))


@route("clinic", "another_day", "agreements/<agreement:agreement>/day/", COORDINATORS, writes=True)
def another_day(request: Request, agreement: str) -> HttpResponse:
    """The deposit is there and the place is not, or the patient comes another day: book it."""
    row = selectors.access_agreement(request.actor, agreement)
    if not bookings.day_may_change(request.actor, row.case_id):
        raise NotVisible
    form = form_of(request, DayForm, days=offered(row.proposal, row.proposal.area).choices)
    if acts(request) and form.is_valid():
        booking_services.choose_day(
            actor=request.actor,
            agreement=agreement,
            day=form.cleaned_data["arrives_on"],
            now=timezone.now(),
        )
        messages.success(request, _("The place is booked. The patient's side has been told."))
        return redirect("clinic:case", cases.case_of(row.case_id).public_id)
    return _form_page(request, row, form, _("Choose another day"), _("Book this day"))


@route("clinic", "countersign", "agreements/<agreement:agreement>/sign/", OFFICER, writes=True)
def countersign(request: Request, agreement: str) -> HttpResponse:
    """The officer signs for the clinic."""
    row = selectors.access_agreement(request.actor, agreement)
    form = form_of(request, ConfirmForm, words=_("I sign this contract for the clinic."))
    if acts(request) and form.is_valid():
        services.countersign(
            actor=request.actor, agreement=row, fresh=proven_lately(request), now=timezone.now()
        )
        messages.success(request, _("The contract is in force."))
        return redirect("clinic:agreement", agreement=agreement)
    context: dict[str, Any] = {"form": form}
    if row.contract is not None:
        context["reading"] = reading.read(row.contract, get_language() or "en")
        context["lines"] = row.proposal.lines.order_by("position")
    return _show(request, "countersign", row, context)


@route("clinic", "keep_scan", "agreements/<agreement:agreement>/scan/", PREPARE, writes=True)
def keep_scan(request: Request, agreement: str) -> HttpResponse:
    """Keep a treatment consent that was signed on paper."""
    row = selectors.access_agreement(request.actor, agreement)
    known = list(files.files_of_case(request.actor, case_id=row.case_id))
    form = form_of(request, ScanForm, files=known)
    if acts(request) and form.is_valid():
        services.keep_treatment_consent(
            actor=request.actor,
            agreement=row,
            scan=form.cleaned_data["scan"],
            now=timezone.now(),
        )
        messages.success(request, _("The consent is kept with its scan."))
        return redirect("clinic:agreement", agreement=agreement)
    return _form_page(request, row, form, _("Treatment consent on paper"), _("Keep it"))


@route("clinic", "end_agreement", "agreements/<agreement:agreement>/end/", PREPARE, writes=True)
def end_agreement(request: Request, agreement: str) -> HttpResponse:
    """End a contract before treatment; refunds follow the reason."""
    row = selectors.access_agreement(request.actor, agreement)
    form = form_of(request, EndForm)
    if acts(request) and form.is_valid():
        services.terminate(
            actor=request.actor,
            agreement=row,
            reason=form.cleaned_data["reason"],
            spent=form.cleaned_data["spent"] or Decimal(0),
            now=timezone.now(),
        )
        messages.success(request, _("The contract has ended."))
        return redirect("clinic:agreement", agreement=agreement)
    return _form_page(request, row, form, _("End the contract"), _("End the contract"), danger=True)


@route(
    "clinic", "new_addendum", "agreements/<agreement:agreement>/addenda/new/", PREPARE, writes=True
)
def new_addendum(request: Request, agreement: str) -> HttpResponse:
    """More services than agreed, from the price list."""
    row = selectors.access_agreement(request.actor, agreement)
    form = form_of(request, AddendumForm, services=_offered(row))
    if acts(request) and form.is_valid():
        made = services.draft_addendum(
            actor=request.actor,
            agreement=row,
            services=form.wanted(),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.success(request, _("Drafted. Check it, then lay it before the patient."))
        return redirect("clinic:addendum", addendum=made.public_id)
    pairs = [(form[f"service_{n}"], form[f"quantity_{n}"]) for n in range(1, 6)]
    return _show(request, "new_addendum", row, {"form": form, "pairs": pairs})


@route("clinic", "addendum", "addenda/<addendum:addendum>/", STAFF, writes=True)
def addendum(request: Request, addendum: str) -> HttpResponse:
    """One addendum: lay it before the patient, or take it back."""
    row = selectors.access_addendum(request.actor, addendum)
    form = form_of(request, ConfirmForm, words=_("I have checked services and prices."))
    if acts(request) and "take_back" in request.POST:
        services.cancel_addendum(actor=request.actor, addendum=row, now=timezone.now())
        messages.success(request, _("The addendum was taken back."))
        return redirect("clinic:addendum", addendum=addendum)
    if acts(request) and form.is_valid():
        services.issue_addendum(actor=request.actor, addendum=row, now=timezone.now())
        messages.success(request, _("The patient's side has been told."))
        return redirect("clinic:addendum", addendum=addendum)
    return _show(
        request,
        "addendum",
        row.agreement,
        {
            "addendum": row,
            "addendum_meaning": meaning_of(row.state),
            "form": form,
            "may_issue": row.state == AddendumState.DRAFT and request.actor.has(*ISSUERS),
            "may_take_back": row.state in {AddendumState.DRAFT, AddendumState.ISSUED}
            and request.actor.has(Role.COORDINATOR),
        },
    )


def _place(item: Any, row: Any) -> str:
    """Where the clinic itself supplies what is missing."""
    if item.ok or row.state != AgreementState.DRAFT:
        return ""
    return reverse("clinic:customer", args=[row.public_id]) if item.place == "customer" else ""


def _offered(row: Any) -> list[tuple[str, str]]:
    language = get_language() or "en"
    group = row.proposal.patient_group
    return [
        (one.public_id, f"{in_language(one.names, language)} · {one.prices[group]} {one.currency}")
        for one in catalogue.services_of(row.organisation_id, day=timezone.localdate())
        if group in one.prices
    ]


def _form_page(
    request: Request, row: Any, form: Any, title: str, button: str, *, danger: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "danger": danger}
    return _show(request, "form", row, context)


def _show(request: Request, page: str, row: Any, context: dict[str, Any]) -> HttpResponse:
    case = cases.case_of(row.case_id)
    identity = DataClass.IDENTITY in request.actor.classes
    people = patients.patients_by_key(request.actor, {case.patient_id}) if identity else {}
    return show(
        request,
        f"clinic/agreements/{page}.html",
        {
            "agreement": row,
            "case": case,
            "patient": people.get(case.patient_id),
            "meaning": meaning_of(row.state),
            **context,
        },
        portal="clinic",
        current="clinic:agreements",
    )
