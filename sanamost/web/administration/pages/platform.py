"""How the platform stands: versions, database, queues, mail, rates."""

import platform
import smtplib
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.commerce.rates import selectors as rates
from sanamost.commerce.rates import services as publishing
from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.catalog import database_facts
from sanamost.foundation.audit import services as audit
from sanamost.foundation.bulk import Outcome
from sanamost.foundation.events import work
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging import services as messaging
from sanamost.web.acting import Request
from sanamost.web.administration.forms import RatesForm
from sanamost.web.administration.navigation import ADMINISTRATORS
from sanamost.web.components.figures.page import SOURCE_WORDS
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, form_of, route

PARTS = ("Django", "psycopg", "procrastinate", "django-allauth", "granian", "typst")
LARGEST_RATES = 8 * 1024 * 1024
SUFFIXES = (".xml", ".csv", ".csv.gz")


class MailFails(Refusal):
    """The post does not take letters."""

    code = "mail_fails"
    message = gettext_lazy("The letter was not taken: %(error)s. Check the settings of the mail.")


class NotRates(Refusal):
    """Not a file of rates."""

    code = "not_rates"
    message = gettext_lazy(
        "This is no file of rates: an .xml, .csv or .csv.gz of at most 8 MB is expected."
    )
    field = "file"


@route("administration", "system", "", ADMINISTRATORS)
def system(request: Request) -> HttpResponse:
    """Everything at a glance."""
    return _show(request, RatesForm())


@route("administration", "mail", "mail/", ADMINISTRATORS, writes=True)
def mail(request: Request) -> HttpResponse:
    """Send a letter to oneself, to see that letters go out."""
    if acts(request):
        user = access.user_of(request.actor.user_id or 0)
        try:
            messaging.send_mail(
                to=user.email,
                subject=_("A letter to see that letters arrive"),
                words=_("You asked for this letter on the system page."),
                link="",
                language=get_language() or "en",
            )
        except (OSError, smtplib.SMTPException) as reason:
            raise MailFails(error=type(reason).__name__) from reason
        audit.record(action="platform.mail.tried", now=timezone.now())
        messages.success(request, _("A letter is on its way to %(email)s.") % {"email": user.email})
        return redirect("administration:system")
    if request.method == "POST":
        return _show(request, RatesForm())
    return redirect("administration:system")


@route("administration", "rates", "rates/", ADMINISTRATORS, writes=True)
def import_rates(request: Request) -> HttpResponse:
    """Add the rates of a file; nothing of it where one of them contradicts what was published."""
    form = form_of(request, RatesForm)
    if acts(request) and form.is_valid():
        outcome = _take_in(form.cleaned_data["file"])
        audit.record(
            action="rates.file.imported", details={"added": outcome.new}, now=timezone.now()
        )
        messages.success(
            request,
            _("Rates added: %(added)s; known already: %(known)s.")
            % {"added": outcome.new, "known": outcome.unchanged},
        )
        return redirect("administration:system")
    if request.method == "POST":
        return _show(request, form)
    return redirect("administration:system")


def _take_in(sent: "UploadedFile[Any]") -> Outcome:
    name = str(sent.name or "").lower()
    suffix = next((end for end in SUFFIXES if name.endswith(end)), "")
    if not suffix or (sent.size or 0) > LARGEST_RATES:
        raise NotRates
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rates{suffix}"
        with path.open("wb") as stream:
            for piece in sent.chunks():
                stream.write(piece)
        try:
            return publishing.import_file(path=path, now=timezone.now())
        except (UnicodeDecodeError, EOFError, OSError) as reason:
            raise NotRates from reason


def _show(request: Request, form: RatesForm) -> HttpResponse:
    context = {
        "versions": [("Python", platform.python_version()), *_versions()],
        "database": database_facts(),
        "queues": work.queues(),
        "rates": [(words, rates.latest_day(code)) for code, words in SOURCE_WORDS.items()],
        "form": form,
        "refusal": request.refusal if not form.is_bound else None,
    }
    return show(
        request,
        "administration/system.html",
        context,
        portal="administration",
        current="administration:system",
    )


def _versions() -> list[tuple[str, str]]:
    known = {part.metadata["Name"].lower(): part.version for part in metadata.distributions()}
    return [(part, known[part.lower()]) for part in PARTS if part.lower() in known]
