"""Every page declares who may use it; the router acts, guards, writes the trail, answers once.

A page is a function `(request, **ids) -> HttpResponse`, used for GET and, where it `writes`, for
POST. It runs in one transaction as the request's actor. When a service refuses, everything is
rolled back and the page runs again with `request.refusal` set, so that it shows the form as it was
typed; `acts(request)` is then false.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, register_converter, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import urlencode

from sanamost.foundation.access.acting import Acting, acting_as
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.policies import Policy, needs_strong
from sanamost.foundation.audit import services as audit
from sanamost.foundation.idempotency import services as idempotency
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.web import unsent
from sanamost.web.acting import Request, actor_of, proven_lately, reader_zone

KEY = "idempotency_key"
Page = Callable[..., HttpResponse]
F = TypeVar("F", bound=BaseForm)

# One kind of public id, one converter, so that an id of another kind is already unknown here.
KINDS = {
    "case": "case",
    "request": "reqs",
    "draft": "drft",
    "referral": "refr",
    "need": "need",
    "proposal": "prop",
    "agreement": "agre",
    "addendum": "addn",
    "hold": "hold",
    "booking": "book",
    "invoice": "invc",
    "payment": "paym",
    "refund": "rfnd",
    "commission": "comm",
    "travel": "trvl",
    "work": "work",
    "notice": "ntce",
    "episode": "epis",
    "done": "done",
    "follow_up": "flup",
    "paper": "papr",
    "file": "file",
    "organisation": "orgn",
    "membership": "memb",
    "invitation": "invt",
    "patient": "pati",
    "consent": "cons",
    "happening": "evnt",
    "message": "mesg",
    "noticed": "noti",
    "counted": "cnte",
    "service": "serv",
    "price_list": "plst",
    "price_import": "pimp",
    "staff_access": "look",
    "site": "site",
    "proof": "prof",
    "claim": "clam",
    "practitioner": "prac",
    "credential": "cred",
    "passport": "pass",
    "checkup": "chkp",
    "reference_price": "refp",
    "ppp_factor": "pppf",
    "demand_limit": "dmnd",
    "promotion_cost": "prmo",
    "portal": "port",
    "resource": "reso",
    "break": "paus",
    "recipe": "reci",
    "concession": "conc",
    "waiting": "wait",
    "key": "akey",
}


class PublicId:
    """A public id in an address."""

    regex = ""

    def to_python(self, value: str) -> str:
        """The id as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The id as it stands."""
        return value


for _kind, _prefix in KINDS.items():
    register_converter(
        type(f"{_kind}_id", (PublicId,), {"regex": _prefix + r"_[A-Za-z0-9]{22}"}), _kind
    )


@dataclass(frozen=True)
class Route:
    """An address, its policy and its page."""

    portal: str
    name: str
    pattern: str
    policy: Policy
    methods: tuple[str, ...]
    page: Page


_routes: dict[str, Route] = {}


def route(
    portal: str, name: str, pattern: str, policy: Policy, *, writes: bool = False
) -> Callable[[Page], Page]:
    """Declare a page; `writes` lets it accept POST."""

    def declare(page: Page) -> Page:
        full = f"{portal}:{name}"
        if full in _routes:
            raise RuntimeError(f"two pages are called {full}")
        methods = ("GET", "POST") if writes else ("GET",)
        _routes[full] = Route(portal, name, pattern, policy, methods, page)
        return page

    return declare


def routes() -> list[Route]:
    """Every declared page."""
    return list(_routes.values())


def route_named(full_name: str) -> Route:
    """The declared page of `portal:name`."""
    return _routes[full_name]


def patterns(portal: str) -> list[URLPattern]:
    """The addresses of one portal, for its urls.py."""
    return [
        path(declared.pattern, _view(declared), name=declared.name)
        for declared in _routes.values()
        if declared.portal == portal
    ]


def acts(request: HttpRequest) -> bool:
    """Whether this run of the page may change something."""
    return request.method == "POST" and getattr(request, "refusal", None) is None


def form_of(request: HttpRequest, form: Callable[..., F], **options: object) -> F:
    """The form, filled with what was sent; a refusal stands at its field or on top."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    made = form(*sent, **options)
    refusal = getattr(request, "refusal", None)
    if isinstance(refusal, Refusal) and made.is_bound:
        made.full_clean()
        field = refusal.field if refusal.field in made.fields else None
        made.add_error(field, refusal.text)
    return made


def _view(declared: Route) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, **ids: str) -> HttpResponse:
        if request.method not in {*declared.methods, "HEAD"}:
            return HttpResponseNotAllowed(declared.methods)
        asked = cast("Request", request)
        asked.refusal = None
        asked.actor = actor_of(request)
        if not declared.policy.admits(asked.actor):
            return _turn_away(asked)
        if detour := _proof_missing(declared.policy, asked):
            return detour
        try:
            with timezone.override(reader_zone(request)):
                return _run(declared, asked, ids)
        except NotVisible as unknown:
            raise Http404 from unknown

    view.__name__ = f"{declared.portal}_{declared.name}"
    view.route = declared  # type: ignore[attr-defined]  # start-up and probes find the policy here
    view.__module__ = declared.page.__module__
    return view


def _turn_away(request: Request) -> HttpResponse:
    """A stranger may sign in; whoever is signed in learns nothing of what is here."""
    if request.actor.signed_in:
        raise Http404
    if request.method == "POST" and unsent.is_waiting(request.session):
        return redirect_to_login(reverse("people:unsent"))
    return redirect_to_login(request.get_full_path())


def _proof_missing(policy: Policy, request: Request) -> HttpResponse | None:
    """The page where more is proven first, with the way back; what was sent waits meanwhile."""
    if needs_strong(policy, request.actor) and not request.actor.strong:
        page = "people:second_factor"
    elif policy.fresh and not proven_lately(request):
        page = "people:confirm"
    else:
        return None
    onward = request.get_full_path()
    typed = unsent.typed_by(request, request.actor.user_id or 0)
    if typed is not None and unsent.keep(request.session, typed):
        onward = reverse("people:unsent")
    return redirect(f"{reverse(page)}?{urlencode({'next': onward})}")


def _run(declared: Route, request: Request, ids: dict[str, str]) -> HttpResponse:
    if request.method != "POST":
        return _show(declared, request, ids)
    try:
        with acting_as(request.actor) as acting:
            response = _act_once(declared, request, ids)
            if response.status_code >= 400:
                transaction.set_rollback(True)
                acting.before_commit.clear()
            else:
                _note_reads(declared, request.actor, acting)
    except Refusal as refusal:
        if isinstance(refusal, NotVisible):
            raise
        request.refusal = refusal
        return _refused(declared, request, ids, refusal)
    if response.status_code == 422:
        _note_shown(declared, request.actor, acting.seen)
    return response


def _refused(
    declared: Route, request: Request, ids: dict[str, str], refusal: Refusal
) -> HttpResponse:
    """The page once more; where it has no place for the reason, the reason stands on top."""
    response = _checked(_show(declared, request, ids))
    if escape(refusal.text) in response.content.decode(errors="replace"):
        return response
    messages.error(request, refusal.text)
    leads_on = 300 <= response.status_code < 400
    return response if leads_on else _checked(_show(declared, request, ids))


def _show(declared: Route, request: Request, ids: dict[str, str]) -> HttpResponse:
    with acting_as(request.actor) as acting:
        response = declared.page(request, **ids)
        if response.status_code < 400:
            _note_reads(declared, request.actor, acting)
        return response


def _note_shown(declared: Route, actor: Actor, seen: dict[int, set[str]]) -> None:
    """A form that came back as a page has shown the case, though nothing else of it is kept."""
    with acting_as(actor) as acting:
        acting.seen.update(seen)
        _note_reads(declared, actor, acting)


def _act_once(declared: Route, request: Request, ids: dict[str, str]) -> HttpResponse:
    if not declared.policy.once:
        return _checked(declared.page(request, **ids))
    claimed = idempotency.claim(
        asker=idempotency.asker_of(request.actor, request.session.session_key or ""),
        key=request.POST.get(KEY, ""),
        asked=_asked(request),
    )
    if not claimed.fresh:
        again = HttpResponse(status=claimed.answer.status)
        again["Location"] = claimed.answer.location
        return again
    response = _checked(declared.page(request, **ids))
    if response.status_code < 400:
        idempotency.settle(
            claimed, status=response.status_code, location=response.headers.get("Location", "")
        )
    return response


def _checked(response: HttpResponse) -> HttpResponse:
    """A form that came back as a page was not accepted: 422, nothing kept."""
    if response.status_code == 200:
        response.status_code = 422
    return response


def _asked(request: HttpRequest) -> bytes:
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {KEY, "csrfmiddlewaretoken"}
    )
    files = sorted(
        (name, str(sent.name), _digest(sent))
        for name in request.FILES
        for sent in request.FILES.getlist(name)
    )
    return repr((request.method, request.path, fields, files)).encode()


def _digest(sent: "UploadedFile[bytes]") -> str:
    """A file is its content: another one of the same name and size is another body."""
    digest = hashlib.sha256()
    for piece in sent.chunks():
        digest.update(piece)
    sent.seek(0)
    return digest.hexdigest()


def _note_reads(declared: Route, actor: Actor, acting: Acting) -> None:
    """The trail of reads: one line a case that the page showed."""
    if not declared.policy.reads or actor.organisation_id is None:
        return
    if len(acting.seen) > 3:
        audit.record(action=declared.policy.reads, details={"cases": sorted(acting.seen)})
        return
    for case_id, classes in acting.seen.items():
        audit.record(
            action=declared.policy.reads,
            case_id=case_id,
            details={"classes": sorted(filter(None, classes))},
        )


def refuse() -> None:
    """Say that this actor may not do this, when they know that it exists."""
    raise PermissionDenied
