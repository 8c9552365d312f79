"""A clinic's capacity as a workbook: saved, filled in, brought, looked at, entered whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.engines.capacity import workbooks as engine
from sanamost.foundation.files import names
from sanamost.registry.resources import selectors, services
from sanamost.web.acting import Request
from sanamost.web.clinic.capacity import KEEPING, show_capacity
from sanamost.web.clinic.capacity_sheets import template_of, words_of_codes
from sanamost.web.clinic.forms.passports import FileForm
from sanamost.web.routing import acts, form_of, route


@route("clinic", "capacity_template", "capacity/template/", KEEPING)
def capacity_template(request: Request) -> HttpResponse:
    """The workbook to fill in, with what is entered already."""
    return template_of(request, timezone.localdate())


@route("clinic", "capacity_file", "capacity/file/", KEEPING, writes=True)
def capacity_file(request: Request) -> HttpResponse:
    """Bring a workbook; nothing changes before it was looked at."""
    form = form_of(request, FileForm)
    if acts(request) and form.is_valid():
        sent: Any = form.cleaned_data["file"]
        services.bring_capacity(
            actor=request.actor,
            file=sent,
            name=names.clean(sent.name or ""),
            words=words_of_codes(request),
            now=timezone.now(),
        )
        return redirect("clinic:capacity_brought")
    context = {"form": form, "waits": selectors.waiting_file(request.actor)}
    return show_capacity(request, "file", context, part="resources")


@route("clinic", "capacity_brought", "capacity/file/look/", KEEPING, writes=True)
def capacity_brought(request: Request) -> HttpResponse:
    """Every row of the file and what becomes of it; POST enters it all or puts it aside."""
    if acts(request):
        take = request.POST.get("decision") == "take"
        do = services.take_capacity if take else services.drop_capacity
        do(actor=request.actor, sha256=request.POST.get("sha256", ""), now=timezone.now())
        messages.success(
            request,
            _("The file is entered, and the days are counted anew.")
            if take
            else _("The file is put aside; nothing has changed."),
        )
        return redirect("clinic:resources")
    waiting = selectors.waiting_file(request.actor)
    if waiting is None:
        return redirect("clinic:capacity_file")
    brought = engine.read(waiting.content)
    refused = [line for line in brought.lines if line.refused]
    context = {
        "waiting": waiting,
        "sections": [
            (_section_words()[section], _lines(brought, section)) for section in brought.sections
        ],
        "rows": len(brought.lines),
        "refused": len(refused),
        "doubted": sum(bool(line.doubts) for line in brought.lines),
        "told": str(getattr(request.refusal, "text", "")),
    }
    return show_capacity(request, "brought", context, part="resources")


def _lines(brought: engine.Brought, section: str) -> list[dict[str, Any]]:
    lines = (line for line in brought.lines if line.section == section)
    return [_line(line) for line in sorted(lines, key=_order)]


def _order(line: engine.Line) -> tuple[bool, bool, bool, int]:
    """What must be looked at comes first: refused, then doubted, then what changes something."""
    return not line.refused, not line.doubts, line.change == "same", line.row


def _line(line: engine.Line) -> dict[str, Any]:
    return {
        "row": line.row,
        "found": line.found,
        "refused": services.ROW_REASONS[line.refused] if line.refused else "",
        "doubts": [services.ROW_DOUBTS[code] for code in line.doubts],
        "change": "" if line.refused else _change_words()[line.change],
    }


def _change_words() -> dict[str, str]:
    return {
        "new": _("New"),
        "changed": _("Changed"),
        "same": _("As it is"),
        "": _("Taken"),
    }


def _section_words() -> dict[str, str]:
    return {
        engine.RESOURCES: _("Resources"),
        engine.BREAKS: _("Times of less"),
        engine.PLANS: _("State task"),
        engine.PROTECTION: _("Protection"),
        engine.RECIPES: _("What treatments use"),
        engine.SERVICES: _("What single services use"),
    }
