"""The demonstration's sign-in by one click and its post box. Elsewhere there is nothing here."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.actor import labels
from sanamost.foundation.access.selectors import user_by_email
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.account import demonstration as doors
from sanamost.web.acting import DEMONSTRATION, ORGANISATION, Request
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, route

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Group:
    """The personas of one organisation, or those who act for themselves."""

    names: dict[str, str]
    people: list[tuple[doors.Persona, str]]


@route(
    "people",
    "demonstration",
    "demonstration/",
    policies.public(unkept="signs in, which twice is once"),
    writes=True,
)
def demonstration(request: Request) -> HttpResponse:
    """Every persona with their story; one click signs in as them."""
    doors.require()
    if acts(request):
        return _enter(request, request.POST.get("persona", ""))
    return show(request, "people/demonstration.html", {"groups": _groups()}, portal="public")


def _enter(request: Request, code: str) -> HttpResponse:
    person = next((p for p in doors.personas() if p.code == code), None)
    user = user_by_email(person.email) if person else None
    if user is None:
        messages.error(request, _("This person is not here. Load the demonstration world first."))
        return redirect("people:demonstration")
    login(request, user, backend=BACKEND)
    request.session[ORGANISATION] = ""
    record_authentication(request, user, method=DEMONSTRATION)
    return redirect("people:home")


def _groups() -> list[Group]:
    groups: dict[str, Group] = {}
    for person in doors.personas():
        if person.organisation not in groups:
            card = organisations.card_by_code(person.organisation)
            groups[person.organisation] = Group(card.names if card else {}, [])
        groups[person.organisation].people.append((person, ", ".join(labels(person.roles))))
    return list(groups.values())


@route("people", "demonstration_mail", "demonstration/mail/", policies.public())
def mail(request: Request) -> HttpResponse:
    """The letters that a real installation would have sent; `to` narrows them to one address."""
    doors.require()
    to = request.GET.get("to", "").strip()
    context = {"letters": doors.letters(to), "to": to}
    return show(request, "people/mail.html", context, portal="public")
