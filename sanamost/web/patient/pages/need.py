"""Answering a doctor's question."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.journey.cases.selectors import access_case
from sanamost.journey.requests import selectors, services
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.patient.forms.need import AnswerForm
from sanamost.web.routing import acts, form_of, route


@route(
    "patient",
    "answer",
    "cases/<case:case>/questions/<need:need>/",
    policies.patient_side(reads="requests.need.read"),
    writes=True,
)
def answer(request: Request, case: str, need: str) -> HttpResponse:
    """The doctor's question and the patient's words; files are added beside it."""
    row = access_case(request.actor, case)
    asked = selectors.access_need(request.actor, need)
    form = form_of(request, AnswerForm)
    if acts(request) and form.is_valid():
        services.answer_data(
            actor=request.actor, need=asked, answer=form.cleaned_data["answer"], now=timezone.now()
        )
        messages.success(request, _("Thank you. The doctor sees your answer."))
        return redirect("patient:case", row.public_id)
    return show(
        request,
        "patient/answer.html",
        {"case": row, "need": asked, "form": form},
        portal="patient",
        current="patient:cases",
    )
