"""The case's files: originals, adding and withdrawing."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.files import services
from sanamost.foundation.files.intake import accept_upload
from sanamost.journey.cases import selectors as cases
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.desk import FileForm
from sanamost.web.components.downloads import attachment
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.routing import acts, form_of, route

FILES = policies.care_staff()


@route("clinic", "file", "files/<file:file>/", FILES)
def file(request: Request, file: str) -> HttpResponse:
    """The original, to save; the trail knows before a byte leaves."""
    content = services.open_for(actor=request.actor, public_id=file, now=timezone.now())
    return cast("HttpResponse", attachment(content))  # a stream: the pages know only its headers


@route(
    "clinic",
    "add_file",
    "cases/<case:case>/files/add/",
    policies.care_staff(Role.COORDINATOR, Role.PHYSICIAN, reads="cases.case.read"),
    writes=True,
)
def add_file(request: Request, case: str) -> HttpResponse:
    """Add a paper that reached the desk by other ways; everybody on the case sees it."""
    row = cases.access_case(request.actor, case)
    form = form_of(request, FileForm)
    if acts(request) and form.is_valid():
        sent: Any = form.cleaned_data["file"]
        with accept_upload(
            sent, declared_name=sent.name or "", declared_type=sent.content_type or ""
        ) as accepted:
            services.store(
                actor=request.actor,
                accepted=accepted,
                belongs=services.Belonging(
                    subject=row.public_id, data_class=DataClass.CLINICAL, case_id=row.pk
                ),
                now=timezone.now(),
            )
        messages.success(request, _("The file is in the case."))
        return redirect(reverse("clinic:case", args=[case]) + "#files")
    crumbs = [
        Link(_("Inbox"), reverse("clinic:inbox")),
        Link(row.number, reverse("clinic:case", args=[case])),
    ]
    return show(
        request,
        "clinic/desk/add_file.html",
        {"form": form, "case": row, "crumbs": crumbs},
        portal="clinic",
        current="clinic:inbox",
    )
