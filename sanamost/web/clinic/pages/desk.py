"""The desk's work on a request: take it, call, complete, forward, reject, type one in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.roles import Role
from sanamost.foundation.files import selectors as files
from sanamost.journey.cases.states import Origin
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.states import AskStanding, RejectReason, Whom
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients
from sanamost.registry.resources import selectors as resources
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.desk import (
    AssignForm,
    ForwardForm,
    RejectForm,
    TranslationForm,
    TypedInForm,
    VerifyForm,
)
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import language_words
from sanamost.web.routing import acts, form_of, route

DESK = policies.care_staff(Role.COORDINATOR, reads="requests.request.read")
DAYS = 6


def _page(request: Request, template: str, asked: Any, **context: Any) -> HttpResponse:
    """A page about one request, with the way back to its case."""
    case = asked.case
    crumbs = [
        Link(_("Inbox"), reverse("clinic:inbox")),
        Link(case.number, reverse("clinic:case", args=[case.public_id])),
    ]
    patient = patients.patient_of(request.actor, patient_id=case.patient_id, case_id=case.pk)
    shown = {"asked": asked, "case": case, "patient": patient, "crumbs": crumbs, **context}
    return show(request, template, shown, portal="clinic", current="clinic:inbox")


def _back(asked: Any) -> HttpResponse:
    return redirect("clinic:case", asked.case.public_id)


@route("clinic", "assign", "requests/<request:asked>/assign/", DESK, writes=True)
def assign(request: Request, asked: str) -> HttpResponse:
    """Take the request, or give it to a colleague."""
    row = selectors.access_request(request.actor, asked)
    people = access.people_of(request.actor, Role.COORDINATOR)
    form = form_of(
        request, AssignForm, people=people, initial={"user": str(row.assigned_to_id or "")}
    )
    if acts(request) and form.is_valid():
        chosen = form.cleaned_data["user"]
        services.assign(
            actor=request.actor,
            request=row,
            user_id=int(chosen) if chosen else None,
            now=timezone.now(),
        )
        messages.success(request, _("Assigned."))
        return _back(row)
    return _page(request, "clinic/desk/assign.html", row, form=form)


@route("clinic", "verify", "requests/<request:asked>/call/", DESK, writes=True)
def verify(request: Request, asked: str) -> HttpResponse:
    """Note the call: the request is real."""
    row = selectors.access_request(request.actor, asked)
    form = form_of(request, VerifyForm)
    if acts(request) and form.is_valid():
        services.verify(
            actor=request.actor, request=row, note=form.cleaned_data["note"], now=timezone.now()
        )
        messages.success(request, _("The call is noted."))
        return _back(row)
    participants = _need(request, row)
    return _page(request, "clinic/desk/call.html", row, form=form, need=participants)


def _need(request: Request, row: Any) -> Any:
    return selectors.need_of(request.actor, row.case)


@route("clinic", "complete", "requests/<request:asked>/complete/", DESK, writes=True)
def complete(request: Request, asked: str) -> HttpResponse:
    """Check what is there, then mark the request complete."""
    row = selectors.access_request(request.actor, asked)
    if acts(request):
        services.mark_complete(actor=request.actor, request=row, now=timezone.now())
        messages.success(request, _("The request is complete and may go to clinics."))
        return redirect("clinic:forward", row.public_id)
    return _page(request, "clinic/desk/complete.html", row, checks=_checks(request, row))


@dataclass(frozen=True)
class Check:
    """One thing that a physician needs to begin."""

    words: str
    there: bool


def _checks(request: Request, row: Any) -> list[Check]:
    actor, case = request.actor, row.case
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    standing = selectors.consent_standing(actor, row, now=timezone.now())
    need = selectors.need_of(actor, case)
    papers = files.files_of_case(actor, case_id=case.pk).count()
    return [
        Check(
            _("The patient agreed to the processing of their data"), standing == AskStanding.GIVEN
        ),
        Check(_("The need is described"), bool(need and need.words)),
        Check(_("The area of care is known"), bool(row.area)),
        Check(_("There is at least one medical paper"), papers > 0),
        Check(_("There is a telephone number"), bool(patient.phone)),
        Check(_("The words are in Russian or translated"), _readable(need)),
    ]


def _readable(need: Any) -> bool:
    return bool(need and (need.words_language == "ru" or need.translation))


@route("clinic", "reject", "requests/<request:asked>/reject/", DESK, writes=True)
def reject(request: Request, asked: str) -> HttpResponse:
    """Turn the request down, with a reason that the patient reads."""
    row = selectors.access_request(request.actor, asked)
    form = form_of(request, RejectForm)
    if acts(request) and form.is_valid():
        reason = RejectReason(form.cleaned_data["reason"])
        services.reject(actor=request.actor, request=row, reason=reason, now=timezone.now())
        messages.success(request, _("The request is rejected, and the case has ended."))
        return redirect("clinic:inbox")
    return _page(request, "clinic/desk/reject.html", row, form=form)


@route("clinic", "translate_need", "requests/<request:asked>/translate/", DESK, writes=True)
def translate_need(request: Request, asked: str) -> HttpResponse:
    """Type a translation beside the patient's own words."""
    row = selectors.access_request(request.actor, asked)
    need = selectors.need_of(request.actor, row.case)
    initial = {
        "words": need.translation if need else "",
        "language": (need.translation_language if need else "") or "ru",
    }
    form = form_of(request, TranslationForm, initial=initial)
    if acts(request) and form.is_valid():
        services.translate_need(
            actor=request.actor, request=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The translation stands beside the patient's words."))
        return _back(row)
    return _page(request, "clinic/desk/translate.html", row, form=form, need=need)


@route("clinic", "ask_consent", "requests/<request:asked>/consent/", DESK, writes=True)
def ask_consent(request: Request, asked: str) -> HttpResponse:
    """Ask the patient's side for the consents once more, by e-mail."""
    row = selectors.access_request(request.actor, asked)
    if acts(request):
        services.ask_again(actor=request.actor, request=row, now=timezone.now())
        messages.success(request, _("The patient's side was asked again by e-mail."))
        return _back(row)
    return _page(request, "clinic/desk/consent.html", row)


@dataclass(frozen=True)
class Choice:
    """A clinic to forward to, with what helps to choose."""

    public_id: str
    names: dict[str, str]
    languages: str
    matches: bool
    """It treats the request's area."""
    days: list[dt.date]
    best: list[dt.date]
    """Those that cost the clinic least; none where its prices are not known."""
    soonest: bool
    """No other clinic is free before it, and not all at once."""
    sent: bool


@route("clinic", "forward", "requests/<request:asked>/forward/", DESK, writes=True)
def forward(request: Request, asked: str) -> HttpResponse:
    """Send the request to one or several clinics."""
    row = selectors.access_request(request.actor, asked)
    choices = _clinics(request, row)
    open_to = [(c.public_id, "") for c in choices if not c.sent]
    form = form_of(request, ForwardForm, clinics=open_to)
    if acts(request) and form.is_valid():
        sent = services.forward(
            actor=request.actor,
            request=row,
            clinic_public_ids=form.cleaned_data["clinics"],
            now=timezone.now(),
        )
        said = _("Sent to %(number)s clinics.") if len(sent) > 1 else _("Sent to one clinic.")
        messages.success(request, said % {"number": len(sent)} if len(sent) > 1 else said)
        return _back(row)
    standing = selectors.consent_standing(request.actor, row, now=timezone.now())
    context = {
        "form": form,
        "choices": choices,
        "chosen": request.POST.getlist("clinics"),
        "consent": standing == AskStanding.GIVEN,
        "standing": standing,
    }
    return _page(request, "clinic/desk/forward.html", row, **context)


def _clinics(request: Request, row: Any) -> list[Choice]:
    sent = {r.organisation_id for r in selectors.referrals_of(request.actor, row.case)}
    desk = organisations.card(row.desk_id)
    own = desk.kind == "clinic"
    cards = [card for card in organisations.clinics() if not own or card.pk == desk.pk]
    first = row.wished_from or timezone.localdate()
    free = _free([card.pk for card in cards], row.area, first)
    best = resources.best_days_of(area=row.area, now=timezone.now(), among=free)
    nearest = {card.pk: free[card.pk][0] for card in cards if card.pk in free}
    soonest = min(nearest.values(), default=None)
    differ = any(nearest.get(card.pk) != soonest for card in cards)
    choices = [
        Choice(
            public_id=card.public_id,
            names=card.names,
            languages=", ".join(language_words(code) for code in card.languages),
            matches=not row.area or row.area in card.areas,
            days=free.get(card.pk, [])[:DAYS],
            best=best.get(card.pk, []),
            soonest=differ and card.pk in nearest and nearest[card.pk] == soonest,
            sent=card.pk in sent,
        )
        for card in cards
    ]
    return sorted(choices, key=lambda choice: not choice.matches)


def _free(clinics: list[int], area: str, first: dt.date) -> dict[int, list[dt.date]]:
    """Free days from `first` on on which a patient of the area could come, by clinic."""
    openings = resources.nearest_openings(organisation_ids=clinics, area=area)
    return {key: days for key, row in openings.items() if (days := row.days_from(first))}


@route("clinic", "typed_in", "requests/new/", DESK, writes=True)
def typed_in(request: Request) -> HttpResponse:
    """Type in a request that came by telephone or letter."""
    language = get_language() or "en"
    first = {"language": language, "words_language": language}
    form = form_of(request, TypedInForm, initial={**first, "origin": Origin.PHONE})
    if acts(request) and form.is_valid():
        said = dict(form.cleaned_data)
        origin = Origin(said.pop("origin"))
        opened = services.submit(
            answers=Answers(**{**said, "whom": Whom(said["whom"])}),
            origin=origin,
            actor=request.actor,
            desk_organisation_id=request.actor.organisation_id,
            now=timezone.now(),
        )
        messages.success(
            request,
            _("The request has the number %(number)s. The patient was asked for consent by e-mail.")
            % {"number": opened.number},
        )
        return redirect("clinic:case", opened.public_id)
    return show(
        request,
        "clinic/desk/typed_in.html",
        {"form": form},
        portal="clinic",
        current="clinic:inbox",
    )
