"""The clinic's physicians: who they are, what gives them the right to work, who is named."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.policies import EDITORS
from sanamost.registry.practitioners import selectors, services
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.practitioners import (
    CredentialForm,
    PractitionerForm,
    practitioner_values,
)
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import acts, form_of, route

KEEPERS = policies.care_staff(*EDITORS)
SOON = dt.timedelta(days=90)


@route("clinic", "practitioners", "practitioners/", KEEPERS)
def practitioners(request: Request) -> HttpResponse:
    """Everybody on the list, with the end of their papers."""
    today = timezone.now().date()
    rows = []
    for row in selectors.own(request.actor):
        held = next((one.valid_until for one in row.credentials.all()), None)
        rows.append(
            {
                "row": row,
                "speciality": pick_text(row.speciality.names),
                "until": held,
                "over": held is None or held < today,
                "soon": held is not None and today <= held <= today + SOON,
                "uninsured": row.insured_until is None or row.insured_until < today,
            }
        )
    return _show(request, "list", {"rows": rows})


@route("clinic", "new_practitioner", "practitioners/new/", KEEPERS, writes=True)
def new_practitioner(request: Request) -> HttpResponse:
    """One more physician."""
    form = form_of(request, PractitionerForm, **_choices(request))
    return _kept(request, form, None, _("Add a physician"))


@route("clinic", "practitioner", "practitioners/<practitioner:practitioner>/", KEEPERS, writes=True)
def practitioner(request: Request, practitioner: str) -> HttpResponse:
    """One physician, their papers, and the end of their work here."""
    row = selectors.one(request.actor, practitioner)
    form = form_of(
        request,
        PractitionerForm,
        initial=practitioner_values(row),
        **_choices(request, also=row.languages),
    )
    return _kept(request, form, row, row.name_latin)


@route(
    "clinic",
    "add_credential",
    "practitioners/<practitioner:practitioner>/credentials/",
    KEEPERS,
    writes=True,
)
def add_credential(request: Request, practitioner: str) -> HttpResponse:
    """An accreditation or certificate of theirs."""
    row = selectors.one(request.actor, practitioner)
    form = form_of(request, CredentialForm)
    if acts(request) and form.is_valid():
        services.add_credential(
            actor=request.actor,
            public_id=practitioner,
            document=form.document(),
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("clinic:practitioner", practitioner)
    title = _("Add a document")
    crumbs = [*_crumbs(), Link(row.name_latin, reverse("clinic:practitioner", args=[practitioner]))]
    return _show(request, "credential", {"form": form, "title": title, "crumbs": crumbs})


@route(
    "clinic",
    "withdraw_credential",
    "practitioners/credentials/<credential:credential>/withdraw/",
    KEEPERS,
    writes=True,
)
def withdraw_credential(request: Request, credential: str) -> HttpResponse:
    """POST: it no longer holds, or was entered by mistake."""
    if not acts(request):
        return _refused(request)
    row = services.withdraw_credential(
        actor=request.actor, public_id=credential, now=timezone.now()
    )
    messages.success(request, _("The document is withdrawn."))
    return redirect("clinic:practitioner", row.practitioner.public_id)


@route(
    "clinic",
    "practitioner_left",
    "practitioners/<practitioner:practitioner>/left/",
    KEEPERS,
    writes=True,
)
def practitioner_left(request: Request, practitioner: str) -> HttpResponse:
    """POST: they no longer work here."""
    if not acts(request):
        return _refused(request)
    services.leave(actor=request.actor, public_id=practitioner, now=timezone.now())
    messages.success(request, _("They are off the list and off the portal."))
    return redirect("clinic:practitioners")


def _refused(request: Request) -> HttpResponse:
    """Nothing is shown at these addresses: one goes back and learns why."""
    if isinstance(request.refusal, Refusal):
        messages.error(request, request.refusal.text)
    return redirect("clinic:practitioners")


def _choices(request: Request, also: Any = ()) -> dict[str, Any]:
    key = request.actor.organisation_id or 0
    sites = organisations.sites_of([key]).get(key, [])
    known = catalogue.specialities(get_language() or "en")
    return {
        "specialities": [(one.code, one.name) for one in known],
        "sites": [(site.public_id, pick_text(site.names)) for site in sites],
        "also": also,
    }


def _kept(request: Request, form: PractitionerForm, row: Any, title: str) -> HttpResponse:
    if acts(request) and form.is_valid():
        kept = services.keep(
            actor=request.actor,
            facts=form.facts(),
            public_id=row.public_id if row else "",
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("clinic:practitioner", kept.public_id)
    today = timezone.now().date()
    papers = selectors.credentials_of(request.actor, row.pk) if row else []
    context = {
        "form": form,
        "title": title,
        "row": row,
        "credentials": [(paper, paper.valid_until < today) for paper in papers],
        "crumbs": _crumbs(),
    }
    return _show(request, "practitioner", context)


def _crumbs() -> list[Link]:
    return [Link(_("Physicians"), reverse("clinic:practitioners"))]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"clinic/practitioners/{page}.html",
        context,
        portal="clinic",
        current="clinic:practitioners",
    )
