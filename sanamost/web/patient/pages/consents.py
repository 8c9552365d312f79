"""Consents: what holds, on which paper, and how to take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.agreements import services as agreements
from sanamost.journey.cases import selectors as cases
from sanamost.journey.requests import selectors, services
from sanamost.registry.patients.selectors import access_consent, consents_of
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, route


@route("patient", "consents", "consents/", policies.signed_in())
def my_consents(request: Request) -> HttpResponse:
    """Every consent of the person's cases, and what still waits for a decision."""
    if not request.actor.has(Role.PATIENT):
        return redirect("people:act_for")
    found = [
        (case, consents_of(request.actor, case.pk))
        for case in cases.visible_cases(request.actor)[:30]
    ]
    return show(
        request,
        "patient/consents.html",
        {
            "cases": [(case, rows) for case, rows in found if rows],
            "asked": [
                (ask, reverse("consent", args=[services.token_of(ask)]))
                for ask in selectors.open_asks(request.actor, now=timezone.now())
            ],
        },
        portal="patient",
        current="patient:consents",
    )


@route(
    "patient",
    "withdraw_consent",
    "consents/<consent:consent>/withdraw/",
    policies.patient_side(),
    writes=True,
)
def withdraw_consent(request: Request, consent: str) -> HttpResponse:
    """Take a consent back; the page says what follows from it."""
    row = access_consent(request.actor, consent)
    if acts(request):
        agreements.withdraw_consent(actor=request.actor, consent=consent, now=timezone.now())
        messages.success(request, _("The consent was withdrawn."))
        return redirect("patient:consents")
    return show(
        request,
        "patient/withdraw_consent.html",
        {"consent": row},
        portal="patient",
        current="patient:consents",
    )
