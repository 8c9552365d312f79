"""Admission, plan against done, discharge, the final invoice."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.documents.render import short_language
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings import services as places
from sanamost.journey.bookings.services import StartNotSafe
from sanamost.journey.bookings.states import BookingState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.travel import selectors as travels
from sanamost.journey.travel.states import EntryDocument
from sanamost.journey.treatment import selectors, services
from sanamost.journey.treatment.services import Extract
from sanamost.journey.treatment.states import EpisodeState
from sanamost.registry.patients import selectors as patients
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources.states import ResourceKind
from sanamost.web.acting import Request
from sanamost.web.clinic.capacity import day_amount
from sanamost.web.clinic.forms.stay import (
    DoneForm,
    EntryForm,
    ExtractForm,
    ExtraForm,
    ReasonForm,
    UseForm,
)
from sanamost.web.components.arrival import zone_of
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

READS = "treatment.episode.read"
ADMITS = policies.care_staff(Role.COORDINATOR, reads=READS)
STAFF = policies.care_staff(reads=READS)


@route("clinic", "admit", "travel/<travel:travel>/admit/", ADMITS, writes=True)
def admit(request: Request, travel: str) -> HttpResponse:
    """The patient has come: on what document, and how long they may stay."""
    plan = travels.access_plan(request.actor, travel)
    initial = {"entered_on": timezone.localdate(timezone=zone_of(plan))}
    form = form_of(request, EntryForm, initial=initial)
    booking, now = bookings.booking_by_id(plan.booking_id), timezone.now()
    if acts(request) and form.is_valid():
        typed = form.cleaned_data
        try:
            episode = services.admit(
                actor=request.actor,
                booking=booking,
                entered_on=typed["entered_on"],
                document=EntryDocument(typed["document"]),
                number=typed["number"],
                stay_until=typed["stay_until"],
                now=now,
            )
        except StartNotSafe as refused:
            # Not a mistake on the form: what follows from it is kept, so this is no 422.
            places.note_unsafe(booking=booking, now=now)
            messages.error(request, refused.text)
            return redirect("clinic:admit", travel=plan.public_id)
        messages.success(request, _("The patient is admitted. The arrival notice is due now."))
        return redirect("clinic:treatment", episode=episode.public_id)
    context = {
        "plan": plan,
        "case": plan.case,
        "form": form,
        "agreement": booking.agreement,
        "lacks": _lacks(booking, now),
    }
    return show(
        request, "clinic/stay/admit.html", context, portal="clinic", current="clinic:arrivals"
    )


def _lacks(booking: Any, now: Any) -> list[dict[str, Any]]:
    """What keeps the planned stay from beginning, each with the concession that would let it."""
    if booking.state != BookingState.CONFIRMED:
        return []
    return [
        {
            "resource": one.resource,
            "first_on": one.first_on,
            "last_on": one.last_on,
            "amount": day_amount(one.resource.kind, one.amount),
            "of_month": one.of_month,
            "ask": urlencode(
                {
                    "resource": one.resource.public_id,
                    "first_on": one.first_on.isoformat(),
                    "last_on": one.last_on.isoformat(),
                    "amount": one.a_day,
                }
            ),
        }
        for one in places.lacks_at(booking=booking, now=now)
    ]


@route("clinic", "begin_opinion", "agreements/<agreement:agreement>/begin/", ADMITS, writes=True)
def begin_opinion(request: Request, agreement: str) -> HttpResponse:
    """A remote case: nobody comes, the doctor begins to read."""
    row = agreements.access_agreement(request.actor, agreement)
    if acts(request):
        episode = services.begin_remote(actor=request.actor, agreement=row, now=timezone.now())
        messages.success(request, _("The doctor can begin. Record what is done here."))
        return redirect("clinic:treatment", episode=episode.public_id)
    context = {"case": row.case, "refusal": request.refusal}
    return show(request, "clinic/stay/begin.html", context, portal="clinic", current="clinic:inbox")


@route("clinic", "treatment", "episodes/<episode:episode>/", STAFF, writes=True)
def treatment(request: Request, episode: str) -> HttpResponse:
    """What was agreed against what was done; each line has its quick button."""
    row = selectors.access_episode(request.actor, episode)
    extra = "extra" in request.POST
    form = form_of(request, ExtraForm if extra else DoneForm)
    if acts(request) and form.is_valid():
        services.record_service(
            actor=request.actor, episode=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The service is recorded."))
        return redirect("clinic:treatment", episode=row.public_id)
    # What was agreed stands in the contract, which carries prices: a physician does not read it.
    sees_prices = DataClass.MONEY in request.actor.classes
    items = selectors.items_of(request.actor, row) if sees_prices else []
    context = {
        "episode": row,
        "case": row.case,
        "meaning": meaning_of(row.state),
        "items": items,
        "form": form,
        "extra": form if extra else ExtraForm(initial={"quantity": 1, "done_on": _today(row)}),
        "refusal": getattr(request.refusal, "code", ""),
        "today": _today(row).isoformat(),
        "open": row.state == EpisodeState.ADMITTED,
        "sees_prices": sees_prices,
        "noted": _noted(row),
        **_rights(request),
    }
    return show(
        request, "clinic/stay/treatment.html", context, portal="clinic", current="clinic:inbox"
    )


@route(
    "clinic",
    "used",
    "episodes/<episode:episode>/used/",
    policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, reads=READS),
    writes=True,
)
def used(request: Request, episode: str) -> HttpResponse:
    """What the stay used of theatres, machines and people, beside what was planned."""
    row = selectors.access_episode(request.actor, episode)
    if row.booking is None:
        raise Http404
    booking = row.booking  # without its agreement, which a physician does not read
    last, parts = _today(row), bookings.used_parts(request.actor, booking)
    form = form_of(
        request,
        UseForm,
        parts=[part for part in parts if part.day <= last],
        resources=_counted(booking.organisation_id),
        last=last,
    )
    if acts(request) and form.is_valid():
        places.note_use(actor=request.actor, booking=booking, used=form.used, now=timezone.now())
        messages.success(request, _("Saved. The days have what was used, and the recipe learns."))
        return redirect("clinic:treatment", episode=row.public_id)
    context = {
        "episode": row,
        "case": row.case,
        "booking": booking,
        "form": form,
        "rows": [
            (part, day_amount(part.resource.kind, part.planned) if part.planned else "", field)
            for part, field in form.rows()
        ],
        "later": [part for part in parts if part.day > last],
    }
    return show(request, "clinic/stay/used.html", context, portal="clinic", current="clinic:inbox")


def _counted(organisation_id: int) -> list[tuple[str, str]]:
    """All that is counted in minutes."""
    rows = resources.resources_of(organisation_id=organisation_id)
    return [(row.public_id, row.name) for row in rows if row.kind != ResourceKind.BEDS]


def _today(row: Any) -> Any:
    return timezone.localdate(timezone=zone_of(row))


def _noted(row: Any) -> Any:
    """When the clinic said what the stay used; none where it has not, or nothing was booked."""
    return row.booking.use_noted_at if row.booking_id else None


def _rights(request: Request) -> dict[str, bool]:
    return {
        "coordinates": request.actor.has(Role.COORDINATOR),
        "physician": request.actor.has(Role.PHYSICIAN),
        "finance": request.actor.has(Role.FINANCE),
    }


@route("clinic", "void_done", "done/<done:done>/", ADMITS, writes=True)
def void_done(request: Request, done: str) -> HttpResponse:
    """Take a record back, with a reason."""
    row = selectors.access_done(request.actor, done)
    form = form_of(request, ReasonForm)
    if acts(request) and form.is_valid():
        services.void_service(
            actor=request.actor, done=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The record is taken back."))
        return redirect("clinic:treatment", episode=row.episode.public_id)
    context = {"done": row, "case": row.case, "episode": row.episode, "form": form}
    return show(request, "clinic/stay/void.html", context, portal="clinic", current="clinic:inbox")


@route(
    "clinic",
    "discharge",
    "episodes/<episode:episode>/discharge/",
    policies.care_staff(Role.PHYSICIAN, reads=READS),
    writes=True,
)
def discharge(request: Request, episode: str) -> HttpResponse:
    """The extract: Russian in one column, the patient's language in the other."""
    row = selectors.access_episode(request.actor, episode)
    language = short_language(row.case.language)
    form = form_of(request, ExtractForm, language=language, remote=row.is_remote)
    if acts(request) and form.is_valid():
        services.discharge(
            actor=request.actor,
            episode=row,
            extract=Extract(**form.cleaned_data),
            now=timezone.now(),
        )
        messages.success(
            request,
            _("The opinion is given. It is in the patient's cabinet.")
            if row.is_remote
            else _("The patient is discharged. The extract is in their cabinet."),
        )
        return redirect("clinic:treatment", episode=row.public_id)
    context = {
        "episode": row,
        "case": row.case,
        "patient": patients.patient_of(
            request.actor, patient_id=row.case.patient_id, case_id=row.case_id
        ),
        "form": form,
        "language": row.case.language,
        "open": row.state == EpisodeState.ADMITTED,
    }
    return show(
        request, "clinic/stay/discharge.html", context, portal="clinic", current="clinic:inbox"
    )


@route(
    "clinic",
    "final_invoice",
    "episodes/<episode:episode>/invoice/",
    policies.roles(Role.FINANCE, reads=READS, strong=True),
    writes=True,
)
def final_invoice(request: Request, episode: str) -> HttpResponse:
    """What will be billed, and the button."""
    row = selectors.access_episode(request.actor, episode)
    if acts(request):
        invoice = services.issue_final_invoice(actor=request.actor, episode=row, now=timezone.now())
        messages.success(request, _("The final invoice is issued."))
        return redirect("clinic:invoice", invoice=invoice.public_id)
    given = [item for item in selectors.items_of(request.actor, row) if item.done > 0]
    context = {
        "episode": row,
        "case": cases.case_of(row.case_id),
        "items": given,
        "total": sum(item.done_amount for item in given),
        "currency": row.agreement.currency,
        "refusal": request.refusal,
    }
    return show(
        request, "clinic/stay/invoice.html", context, portal="clinic", current="clinic:money"
    )
