"""The patient's way there, how they are afterwards, what they thought of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.journey.aftercare import selectors as aftercare
from sanamost.journey.aftercare import services as after
from sanamost.journey.aftercare.states import Feeling, FollowUpState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.travel import papers, selectors, services
from sanamost.journey.travel.states import WorkKind
from sanamost.journey.treatment import selectors as treatment
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.arrival import ArrivalForm, tell_arrival
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.patient.forms.stay import FollowUpForm, SurveyForm, WishForm
from sanamost.web.routing import acts, form_of, route

MINE = policies.patient_side()


@route("patient", "travel", "cases/<case:case>/travel/", MINE, writes=True)
def travel(request: Request, case: str) -> HttpResponse:
    """When and how the patient comes, the papers for the way, what to bring."""
    row = cases.access_case(request.actor, case)
    plan = selectors.plan_or_refuse(request.actor, row.pk)
    form = form_of(request, ArrivalForm, plan=plan)
    if acts(request) and form.is_valid():
        tell_arrival(request, plan, form, timezone.now())
        messages.success(request, _("Thank you. The clinic knows when you arrive."))
        return redirect("patient:travel", case=row.public_id)
    return _travel_page(request, row, plan, form=form)


@route("patient", "ask_work", "cases/<case:case>/travel/services/", MINE, writes=True)
def ask_work(request: Request, case: str) -> HttpResponse:
    """Ask for an interpreter, a ride, a place to stay."""
    row = cases.access_case(request.actor, case)
    plan = selectors.plan_or_refuse(request.actor, row.pk)
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
        messages.success(request, _("The clinic was asked. You see here who takes care of it."))
        return redirect("patient:travel", case=row.public_id)
    return _travel_page(request, row, plan, **({"wish": form} if form.is_bound else {}))


def _travel_page(request: Request, row: Any, plan: Any, **forms: Any) -> HttpResponse:
    language = papers.short(get_language() or "en")
    said = papers.texts()
    clinic = organisations.card(plan.organisation_id)
    border = said["border_visa" if plan.needs_visa else "border_free"]
    context = {
        "case": row,
        "plan": plan,
        "form": ArrivalForm(plan=plan),
        "wish": WishForm(),
        "works": [(w, meaning_of(w.state)) for w in selectors.works_of(request.actor, row.pk)],
        "stay": selectors.stay_of(request.actor, plan),
        "clinic": clinic,
        "bring": [one[language] for one in said["bring"]],
        "border": [one[language] for one in border],
        "good_to_know": [one[language] for one in said["good_to_know"]],
        "over": plan.booking.state != "confirmed",
        **forms,
    }
    return show(request, "patient/travel.html", context, portal="patient", current="patient:cases")


@route("patient", "follow_up", "follow-ups/<follow_up:follow_up>/", MINE, writes=True)
def follow_up(request: Request, follow_up: str) -> HttpResponse:
    """How are you? Four questions, on a phone."""
    row = aftercare.access_follow_up(request.actor, follow_up)
    form = form_of(request, FollowUpForm)
    if acts(request) and form.is_valid():
        typed = form.cleaned_data
        given = after.answer(
            actor=request.actor,
            follow_up=row,
            feeling=Feeling(typed["feeling"]),
            pain=int(typed["pain"]),
            complication=typed["complication"] == "yes",
            words=typed["words"],
            language=get_language() or "en",
            now=timezone.now(),
        )
        if given.worrying:
            words = _("Thank you. A doctor of the clinic reads your answer and gets in touch.")
        else:
            words = _("Thank you. We are glad that you told us.")
        messages.success(request, words)
        return redirect("patient:follow_up", follow_up=row.public_id)
    context = {
        "follow_up": row,
        "case": row.case,
        "form": form,
        "answered": row.state == FollowUpState.ANSWERED,
        "survey": aftercare.survey_of(request.actor, row.episode),
        "episode": row.episode,
        "clinic": organisations.card(row.organisation_id),
    }
    return show(
        request, "patient/follow_up.html", context, portal="patient", current="patient:cases"
    )


@route("patient", "survey", "episodes/<episode:episode>/survey/", MINE, writes=True)
def survey(request: Request, episode: str) -> HttpResponse:
    """What the patient thought of it."""
    row = treatment.access_episode(request.actor, episode)
    form = form_of(request, SurveyForm)
    if acts(request) and form.is_valid():
        typed = form.cleaned_data
        names = ("care", "communication", "price_honesty", "recommend")
        after.answer_survey(
            actor=request.actor,
            episode=row,
            **{name: int(typed[name]) for name in names},
            words=typed["words"],
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. Your words help the next patients."))
        return redirect("patient:case", row.case.public_id)
    context = {
        "case": row.case,
        "form": form,
        "answered": aftercare.survey_of(request.actor, row),
        "clinic": organisations.card(row.organisation_id),
    }
    return show(request, "patient/survey.html", context, portal="patient", current="patient:cases")
