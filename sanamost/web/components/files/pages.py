"""Files go out only after a live check; they come in for a case that the person sees."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.foundation.access import policies
from sanamost.foundation.files import services, uploads
from sanamost.foundation.files.intake import accept_upload
from sanamost.foundation.files.selectors import files_of_case
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.cases.selectors import access_case
from sanamost.web.acting import Request
from sanamost.web.components.downloads import attachment, picture
from sanamost.web.components.files.belonging import belonging_of, may_add
from sanamost.web.routing import acts, route

READS = "files.file.read"
MOST_FILES = 300


@route("files", "open", "<file:file>/", policies.signed_in(reads=READS))
def open_file(request: Request, file: str) -> Any:
    """The file, to save on one's own device."""
    return attachment(services.open_for(actor=request.actor, public_id=file, now=timezone.now()))


@route("files", "page", "<file:file>/pages/<int:number>/", policies.signed_in(reads=READS))
def page(request: Request, file: str, number: int) -> HttpResponse:
    """One page as a picture, counted from 1."""
    drawn = services.preview(
        actor=request.actor, public_id=file, page=number - 1, now=timezone.now()
    )
    if drawn is None:
        raise Http404
    return picture(drawn)


@route("files", "add", "cases/<case:case>/add/", policies.signed_in(), writes=True)
def add(request: Request, case: str) -> HttpResponse:
    """Take files for a case; each that cannot be taken says why, the others stay."""
    back = _back(request)
    if not acts(request):
        return redirect(back)
    row = access_case(request.actor, case)
    may_add(request.actor, row)
    sent = request.FILES.getlist("files")
    taken = sum(_take(request, row, file) for file in sent[:20])
    if taken:
        told = ngettext("%(count)s file was received.", "%(count)s files were received.", taken)
        messages.success(request, told % {"count": taken})
    elif not sent:
        messages.error(request, _("Choose a file first."))
    return redirect(back)


@route("files", "withdraw", "<file:file>/withdraw/", policies.signed_in(), writes=True)
def withdraw(request: Request, file: str) -> HttpResponse:
    """Withdraw a file that one's own side brought."""
    if not acts(request):
        if isinstance(request.refusal, Refusal):
            messages.error(request, request.refusal.text)
        return redirect(_back(request))
    services.void(
        actor=request.actor,
        public_id=file,
        reason=request.POST.get("reason", ""),
        now=timezone.now(),
    )
    messages.success(request, _("The file was withdrawn."))
    return redirect(_back(request))


@route(
    "files",
    "begin",
    "cases/<case:case>/uploads/",
    policies.signed_in(unkept="an upload that is never finished is thrown away"),
    writes=True,
)
def begin(request: Request, case: str) -> HttpResponse:
    """Announce a file: JSON with name, type and size; the answer says how to send its pieces."""
    return _answered(lambda: _begin(request, case))


@route(
    "files",
    "send",
    "cases/<case:case>/uploads/<slug:upload>/",
    policies.signed_in(unkept="a piece that has arrived already changes nothing"),
    writes=True,
)
def send(request: Request, case: str, upload: str) -> HttpResponse:
    """GET: how much has arrived. POST: one piece, at `X-Offset`, with its `X-Sha256`.

    A piece sent twice changes nothing, so the offset takes the place of a key.
    """
    return _answered(lambda: _send(request, case, upload))


@route(
    "files",
    "finish",
    "cases/<case:case>/uploads/<slug:upload>/finish/",
    policies.signed_in(unkept="a finished upload answers with the same file"),
    writes=True,
)
def finish(request: Request, case: str, upload: str) -> HttpResponse:
    """Check the whole and keep it; asked again, the same file."""
    return _answered(lambda: _finish(request, case, upload))


def _begin(request: Request, case: str) -> dict[str, Any]:
    row = access_case(request.actor, case)
    may_add(request.actor, row)
    told = _json(request)
    begun = uploads.begin(
        actor=request.actor,
        name=str(told.get("name", "")),
        declared_type=str(told.get("type", "")),
        size=_whole(told.get("size")),
        now=timezone.now(),
    )
    return {"upload": begun.public_id, "received": 0, "piece": 1024 * 1024}


def _send(request: Request, case: str, upload: str) -> dict[str, Any]:
    access_case(request.actor, case)
    tab = request.headers.get("X-Tab", "page")[:64]
    if request.method != "POST":
        found = uploads.take_up(actor=request.actor, public_id=upload, tab=tab, now=timezone.now())
        return {"upload": upload, "received": found.received}
    received = uploads.append(
        actor=request.actor,
        public_id=upload,
        tab=tab,
        offset=_whole(request.headers.get("X-Offset")),
        piece=request.body,
        sha256=request.headers.get("X-Sha256", ""),
        now=timezone.now(),
    )
    return {"upload": upload, "received": received}


def _finish(request: Request, case: str, upload: str) -> dict[str, Any]:
    row = access_case(request.actor, case)
    may_add(request.actor, row)
    kept = uploads.finish(
        actor=request.actor,
        public_id=upload,
        belongs=belonging_of(request.actor, row, label=str(_json(request).get("label", ""))),
        now=timezone.now(),
    )
    return {"file": kept.public_id, "name": kept.name}


def _answered(act: Any) -> HttpResponse:
    """JSON; a refusal in words that a person may read, nothing changed."""
    try:
        return JsonResponse(act(), status=201)
    except NotVisible:
        raise
    except Refusal as refusal:
        told = {"code": refusal.code, "message": refusal.text}
        received = refusal.parameters.get("received")
        return JsonResponse(
            told if received is None else {**told, "received": received}, status=422
        )


def _take(request: Request, case: Any, file: Any) -> bool:
    try:
        with accept_upload(
            file.chunks(), declared_name=file.name or "", declared_type=file.content_type or ""
        ) as accepted:
            brought = files_of_case(request.actor, case_id=case.pk)
            if brought.count() >= MOST_FILES:
                messages.error(request, _("This case has too many files already."))
                return False
            if brought.filter(sha256=accepted.sha256, name=accepted.name).exists():
                return True
            services.store(
                actor=request.actor,
                accepted=accepted,
                belongs=belonging_of(request.actor, case, label=request.POST.get("label", "")),
                now=timezone.now(),
            )
    except NotVisible:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return False
    return True


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {}


def _whole(value: Any) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 16 else 0


def _back(request: HttpRequest) -> str:
    """Where the form stood; another site is never gone to."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and asked.startswith("/") else "/"
