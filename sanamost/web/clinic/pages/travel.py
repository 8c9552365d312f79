"""Arranging the journey, who comes this week, notices to the authorities."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.travel import selectors, services
from sanamost.journey.travel.states import WorkKind, WorkState
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.stay import (
    FiledForm,
    InvitationForm,
    PackForm,
    SheetForm,
    WishForm,
    WorkForm,
)
from sanamost.web.components.arrival import ArrivalForm, tell_arrival, zone_of
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import acts, form_of, route

TRAVEL = policies.care_staff(Role.COORDINATOR, Role.OFFICER, reads="travel.plan.read")
ARRANGES = policies.care_staff(Role.COORDINATOR, reads="travel.plan.read")
NEXT_WORK = {
    WorkState.REQUESTED: ("assign", gettext_lazy("Assign")),
    WorkState.ASSIGNED: ("confirm", gettext_lazy("Confirm")),
    WorkState.CONFIRMED: ("done", gettext_lazy("Mark as done")),
}
MISSING = {
    "arrival": gettext_lazy("When and how they arrive"),
    "invitation": gettext_lazy("Invitation sheet"),
    "welcome_pack": gettext_lazy("Welcome pack"),
    "outdated_pack": gettext_lazy("Welcome pack is older than the arrival"),
    "meeting": gettext_lazy("Who meets them"),
    "passport": gettext_lazy("Passport number"),
    "extension": gettext_lazy("Extension of the stay"),
}


@route("clinic", "arrivals", "arrivals/", TRAVEL)
def arrivals(request: Request) -> HttpResponse:
    """Who comes in the chosen week, who meets them, what is missing."""
    zone = ZoneInfo(organisations.timing_of(request.actor.organisation_id).time_zone)
    first = _monday(request.GET.get("week", ""), timezone.localdate(timezone=zone))
    rows = selectors.arrivals(request.actor, first=first)
    context = {
        "rows": [(row, [str(MISSING[code]) for code in row.missing]) for row in rows],
        "first": first,
        "last": first + dt.timedelta(days=6),
        "before": (first - dt.timedelta(days=7)).isoformat(),
        "after": (first + dt.timedelta(days=7)).isoformat(),
    }
    return show(
        request, "clinic/stay/arrivals.html", context, portal="clinic", current="clinic:arrivals"
    )


def _monday(asked: str, today: dt.date) -> dt.date:
    """The Monday of the week in the address, or of this one."""
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        day = today
    if abs((day - today).days) > 3660:
        day = today
    return day - dt.timedelta(days=day.weekday())


@route("clinic", "travel", "travel/<travel:travel>/", TRAVEL, writes=True)
def arrange(request: Request, travel: str) -> HttpResponse:
    """The journey of one case: arrival, papers, services around treatment."""
    plan = selectors.access_plan(request.actor, travel)
    form = form_of(request, ArrivalForm, plan=plan)
    if acts(request) and form.is_valid():
        tell_arrival(request, plan, form, timezone.now())
        messages.success(request, _("The arrival is saved."))
        return redirect("clinic:travel", travel=plan.public_id)
    return _travel_page(request, plan, form=form)


def _travel_page(request: Request, plan: Any, **forms: Any) -> HttpResponse:
    full = selectors.plan_or_refuse(request.actor, plan.case_id)
    works = selectors.works_of(request.actor, plan.case_id)
    given = {"met_by": full.met_by, "met_by_phone": full.met_by_phone}
    context = {
        "plan": full,
        "case": full.case,
        "works": [(w, meaning_of(w.state), NEXT_WORK.get(WorkState(w.state))) for w in works],
        "stay": selectors.stay_of(request.actor, full),
        "outdated": selectors.pack_is_outdated(full),
        "notices": [
            (n, meaning_of(n.state)) for n in selectors.notices_of(request.actor, plan.case_id)
        ],
        "form": ArrivalForm(plan=full),
        "pack": PackForm(initial=given),
        "invitation": InvitationForm(),
        "wish": WishForm(),
        "coordinates": request.actor.has(Role.COORDINATOR),
        **forms,
    }
    return show(
        request, "clinic/stay/travel.html", context, portal="clinic", current="clinic:arrivals"
    )


@route("clinic", "welcome_pack", "travel/<travel:travel>/pack/", ARRANGES, writes=True)
def welcome_pack(request: Request, travel: str) -> HttpResponse:
    """Send the welcome pack."""
    plan = selectors.access_plan(request.actor, travel)
    form = form_of(request, PackForm)
    if acts(request) and form.is_valid():
        services.issue_welcome_pack(
            actor=request.actor, plan=plan, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The welcome pack is sent."))
        return redirect("clinic:travel", travel=plan.public_id)
    return _travel_page(request, plan, **({"pack": form} if form.is_bound else {}))


@route("clinic", "invitation_sheet", "travel/<travel:travel>/invitation/", ARRANGES, writes=True)
def invitation_sheet(request: Request, travel: str) -> HttpResponse:
    """Put the data for the visa invitation together."""
    plan = selectors.access_plan(request.actor, travel)
    form = form_of(request, InvitationForm)
    if acts(request) and form.is_valid():
        services.issue_invitation_sheet(
            actor=request.actor, plan=plan, now=timezone.now(), **form.cleaned_data
        )
        messages.success(
            request, _("The invitation sheet is ready; the patient is asked to check it.")
        )
        return redirect("clinic:travel", travel=plan.public_id)
    return _travel_page(request, plan, **({"invitation": form} if form.is_bound else {}))


@route("clinic", "ask_work", "travel/<travel:travel>/services/", ARRANGES, writes=True)
def ask_work(request: Request, travel: str) -> HttpResponse:
    """One more service around treatment."""
    plan = selectors.access_plan(request.actor, travel)
    form = form_of(request, WishForm)
    if acts(request) and form.is_valid():
        typed = form.cleaned_data
        services.request_work(
            actor=request.actor,
            plan=plan,
            kind=WorkKind(typed["kind"]),
            wish=typed["wish"],
            now=timezone.now(),
        )
        messages.success(request, _("The service is asked for."))
        return redirect("clinic:travel", travel=plan.public_id)
    return _travel_page(request, plan, **({"wish": form} if form.is_bound else {}))


@route("clinic", "work", "work/<work:work>/", ARRANGES, writes=True)
def work(request: Request, work: str) -> HttpResponse:
    """One work order: given to somebody, confirmed, done, cancelled."""
    row = selectors.access_work(request.actor, work)
    form = form_of(request, WorkForm)
    if acts(request) and form.is_valid():
        _move(request, row, request.POST.get("move", ""), form.cleaned_data)
        messages.success(request, _("The work order is up to date."))
        plan = selectors.plan_or_refuse(request.actor, row.case_id)
        return redirect("clinic:travel", travel=plan.public_id)
    context = {
        "work": row,
        "case": row.case,
        "meaning": meaning_of(row.state),
        "form": form,
        "next": NEXT_WORK.get(WorkState(row.state)),
        "plan": selectors.plan_or_refuse(request.actor, row.case_id),
        "refusal": request.refusal,
    }
    return show(
        request, "clinic/stay/work.html", context, portal="clinic", current="clinic:arrivals"
    )


def _move(request: Request, row: Any, move: str, typed: dict[str, Any]) -> None:
    now = timezone.now()
    moves = {
        "confirm": services.confirm_work,
        "done": services.finish_work,
        "cancel": services.cancel_work,
    }
    if move in moves:
        moves[move](actor=request.actor, work=row, now=now)
        return
    plan = selectors.plan_or_refuse(request.actor, row.case_id)
    due_on = typed["due_on"]
    due_at = dt.datetime.combine(due_on, dt.time(18), tzinfo=zone_of(plan)) if due_on else None
    services.assign_work(
        actor=request.actor,
        work=row,
        assigned_to=typed["assigned_to"],
        price=typed["price"] or None,
        currency="RUB",
        due_at=due_at,
        now=now,
    )


@route("clinic", "notices", "notices/", TRAVEL)
def notices(request: Request) -> HttpResponse:
    """What the clinic owes the authorities, soonest first; filed ones on their own tab."""
    filed = request.GET.get("show") == "filed"
    page = Paginator(selectors.notices(request.actor, filed=filed), 50)
    shown = page.get_page(request.GET.get("page"))
    known = patients.patients_by_key(request.actor, {n.case.patient_id for n in shown})
    rows = [(n, known.get(n.case.patient_id), meaning_of(n.state)) for n in shown]
    context = {"rows": rows, "page": shown, "filed": filed}
    return show(
        request, "clinic/stay/notices.html", context, portal="clinic", current="clinic:notices"
    )


@route("clinic", "file_notice", "notices/<notice:notice>/", TRAVEL, writes=True)
def file_notice(request: Request, notice: str) -> HttpResponse:
    """One notice: its data sheet, and the number once it is filed."""
    row = selectors.access_notice(request.actor, notice)
    form = form_of(request, FiledForm)
    if acts(request) and form.is_valid():
        services.file_notice(
            actor=request.actor, notice=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The notice is filed."))
        return redirect("clinic:notices")
    return _notice_page(request, row, form=form)


@route("clinic", "notice_sheet", "notices/<notice:notice>/sheet/", TRAVEL, writes=True)
def notice_sheet(request: Request, notice: str) -> HttpResponse:
    """Make the sheet with the data for the official form."""
    row = selectors.access_notice(request.actor, notice)
    form = form_of(request, SheetForm)
    if acts(request) and form.is_valid():
        services.issue_notice_sheet(
            actor=request.actor, notice=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The data sheet is ready."))
        return redirect("clinic:file_notice", notice=row.public_id)
    return _notice_page(request, row, **({"sheet": form} if form.is_bound else {}))


def _notice_page(request: Request, row: Any, **forms: Any) -> HttpResponse:
    patient = patients.patient_of(
        request.actor, patient_id=row.case.patient_id, case_id=row.case_id
    )
    surname, _space, given = patient.name_latin.partition(" ")
    context = {
        "notice": row,
        "case": row.case,
        "patient": patient,
        "plan": selectors.plan_of_case(request.actor, row.case_id),
        "meaning": meaning_of(row.state),
        "form": FiledForm(),
        "sheet": SheetForm(initial={"surname": surname, "given_names": given}),
        **forms,
    }
    return show(
        request, "clinic/stay/notice.html", context, portal="clinic", current="clinic:notices"
    )
