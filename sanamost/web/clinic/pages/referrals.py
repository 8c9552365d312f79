"""A clinic's work on a referral: give it to a physician, answer, decline, translate questions."""

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
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.states import DeclineReason, Outcome
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.referrals import (
    DeclineForm,
    QuestionForm,
    ReviewForm,
    VerdictForm,
)
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.routing import acts, form_of, route

STAFF = policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, reads="requests.referral.opened")
DOCTORS = policies.care_staff(Role.PHYSICIAN, reads="requests.referral.opened")


def _page(request: Request, template: str, case: Any, **context: Any) -> HttpResponse:
    crumbs = [
        Link(_("Inbox"), reverse("clinic:inbox")),
        Link(case.number, reverse("clinic:case", args=[case.public_id])),
    ]
    patient = patients.patient_of(request.actor, patient_id=case.patient_id, case_id=case.pk)
    shown = {"case": case, "patient": patient, "crumbs": crumbs, **context}
    return show(request, template, shown, portal="clinic", current="clinic:inbox")


@route("clinic", "review", "referrals/<referral:referral>/review/", STAFF, writes=True)
def review(request: Request, referral: str) -> HttpResponse:
    """Give the referral to a physician; a physician takes it."""
    row = selectors.access_referral(request.actor, referral)
    people = access.people_of(request.actor, Role.PHYSICIAN)
    form = form_of(request, ReviewForm, people=people)
    if acts(request) and form.is_valid():
        services.start_review(
            actor=request.actor,
            referral=row,
            physician_id=int(form.cleaned_data["physician"]),
            now=timezone.now(),
        )
        messages.success(request, _("The physician has the referral."))
        return redirect("clinic:case", row.request.case.public_id)
    return _page(
        request, "clinic/desk/review.html", row.request.case, referral=row, form=form, people=people
    )


@route("clinic", "verdict", "referrals/<referral:referral>/verdict/", DOCTORS, writes=True)
def verdict(request: Request, referral: str) -> HttpResponse:
    """The physician's structured answer, beside what the patient sent."""
    row = selectors.access_referral(request.actor, referral)
    case = row.request.case
    initial = {"language": get_language() or "ru"}
    form = form_of(request, VerdictForm, initial=initial, remote=case.is_remote)
    if acts(request) and form.is_valid():
        said = form.cleaned_data
        services.give_verdict(
            actor=request.actor,
            referral=row,
            outcome=Outcome(said["outcome"]),
            conclusion=said["conclusion"],
            language=said["language"],
            stay_days=said.get("stay_days") or 0,
            board=said["board"],
            decline_reason=said["decline_reason"],
            questions=said["questions"].splitlines(),
            now=timezone.now(),
        )
        messages.success(request, _("The verdict is given."))
        declined = said["outcome"] == Outcome.DECLINE
        return redirect("clinic:inbox") if declined else redirect("clinic:case", case.public_id)
    context = {
        "referral": row,
        "form": form,
        "need": selectors.need_of(request.actor, case),
        "files": list(files.files_of_case(request.actor, case_id=case.pk)),
        "asked": row.request,
    }
    return _page(request, "clinic/desk/verdict.html", case, **context)


@route("clinic", "decline", "referrals/<referral:referral>/decline/", STAFF, writes=True)
def decline(request: Request, referral: str) -> HttpResponse:
    """Decline without a physician's verdict; the clinic loses sight of the case."""
    row = selectors.access_referral(request.actor, referral)
    form = form_of(request, DeclineForm)
    if acts(request) and form.is_valid():
        reason = DeclineReason(form.cleaned_data["reason"])
        services.decline(actor=request.actor, referral=row, reason=reason, now=timezone.now())
        messages.success(request, _("Declined. The patient and the desk have been told."))
        return redirect("clinic:inbox")
    return _page(request, "clinic/desk/decline.html", row.request.case, referral=row, form=form)


@route("clinic", "translate_question", "questions/<need:need>/translate/", STAFF, writes=True)
def translate_question(request: Request, need: str) -> HttpResponse:
    """Put a physician's question into the patient's language."""
    row = selectors.access_need(request.actor, need)
    case = row.referral.request.case
    form = form_of(request, QuestionForm, initial={"words": row.translation})
    if acts(request) and form.is_valid():
        services.translate_question(
            actor=request.actor, need=row, words=form.cleaned_data["words"], now=timezone.now()
        )
        messages.success(request, _("The patient sees the question in their language."))
        return redirect("clinic:case", case.public_id)
    return _page(request, "clinic/desk/question.html", case, need=row, form=form)
