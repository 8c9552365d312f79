"""Consents: what holds, on which paper, and how to take it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.agreements import services as agreements
from sanamost.journey.cases import selectors as cases
from sanamost.journey.requests import consent_pages, selectors, services
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.partners.transfers import OPEN
from sanamost.registry.patients.selectors import access_consent, consents_of
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import day_words
from sanamost.web.patient.forms.consents import InsurerForm
from sanamost.web.routing import acts, form_of, route


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


@route("patient", "insurers", "cases/<case:case>/insurers/", policies.patient_side())
def insurers(request: Request, case: str) -> HttpResponse:
    """Who pays: which insurer may see the case."""
    row = cases.access_case(request.actor, case)
    cases.represents_patient(request.actor, row.pk)
    live = {c.recipient_id for c in consents_of(request.actor, row.pk) if not c.withdrawn_at}
    context = {
        "case": row,
        "crumbs": [Link(_("Consents"), reverse("patient:consents"))],
        "insurers": [
            (card, card.pk in live) for card in organisations.of_kind(OrganisationKind.INSURER)
        ],
    }
    return show(
        request, "patient/insurers.html", context, portal="patient", current="patient:consents"
    )


@route(
    "patient",
    "insurer",
    "cases/<case:case>/insurers/<organisation:insurer>/",
    policies.patient_side(),
    writes=True,
)
def insurer(request: Request, case: str, insurer: str) -> HttpResponse:
    """What the insurer would learn, on the paper's own words; yes shows the case to them."""
    row = cases.access_case(request.actor, case)
    cases.represents_patient(request.actor, row.pk)
    asked = selectors.insurer_papers(row.pk, insurer, now=timezone.now())
    form = form_of(request, InsurerForm, abroad=asked.abroad)
    if acts(request) and form.is_valid() and asked.standing in OPEN:
        services.disclose_to_insurer(
            actor=request.actor,
            case_id=row.pk,
            insurer=insurer,
            crosses=bool(form.cleaned_data.get("crosses")),
            now=timezone.now(),
        )
        messages.success(request, _("The insurer sees this case from now on."))
        return redirect("patient:consents")
    context = {
        "case": row,
        "crumbs": [
            Link(_("Consents"), reverse("patient:consents")),
            Link(_("Insurers"), reverse("patient:insurers", args=[case])),
        ],
        "card": asked.card,
        "form": form,
        "blocked": asked.standing not in OPEN,
        "papers": [
            consent_pages.page_of(purpose, content, language=get_language() or "en", day=day_words)
            for purpose, content in asked.papers
        ],
    }
    return show(
        request, "patient/insurer.html", context, portal="patient", current="patient:consents"
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
