"""What the clinic says of its services: what is to be translated, one service in four languages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.languages.translation import translator
from sanamost.registry.catalogue import selectors, services
from sanamost.registry.catalogue.policies import WRITERS
from sanamost.registry.catalogue.states import LISTS, ServiceKind, Setting, Standing, TextPart
from sanamost.registry.catalogue.wordings import original_language
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.services import FactsForm, SeenForm, TextsForm, WorkFilter
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.service_texts import contents
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import acts, form_of, route

KEEPERS = policies.care_staff(*WRITERS)
A_PAGE = 30


@route("clinic", "services", "services/", KEEPERS)
def listed(request: Request) -> HttpResponse:
    """Services with how far their texts are in each language; how much is to be done in each."""
    chosen = WorkFilter(request.GET)
    said = chosen.cleaned_data if chosen.is_valid() else {}
    rows = selectors.work_on(
        request.actor,
        language=said.get("language", ""),
        wanted=said.get("standing", ""),
        query=said.get("q", ""),
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    works = selectors.works(request.actor, page.object_list)
    context = {
        "filters": chosen if chosen.is_bound and request.GET else WorkFilter(),
        "languages": _languages(selectors.work_counted(request.actor)),
        "page": page,
        "rows": [
            (work.service, ServiceKind(work.service.kind).label, _cells(work)) for work in works
        ],
    }
    return _show(request, "list", context)


@route("clinic", "service", "services/<service:service>/", KEEPERS)
def service(request: Request, service: str) -> HttpResponse:
    """One service: its facts, and its texts in four languages side by side."""
    return _editor(request, service)


@route("clinic", "service_facts", "services/<service:service>/facts/", KEEPERS, writes=True)
def facts(request: Request, service: str) -> HttpResponse:
    """Kind, setting, stay, and what the price holds and leaves out."""
    row = selectors.own_service(request.actor, service)
    form = form_of(request, FactsForm, service=row)
    if acts(request) and form.is_valid():
        services.describe(
            actor=request.actor, service=service, facts=form.facts(), now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("clinic:service", service)
    context = {
        "form": form,
        "row": row,
        "crumbs": [
            *_crumbs(),
            Link(pick_text(row.names), reverse("clinic:service", args=[service])),
        ],
    }
    return _show(request, "facts", context)


@route(
    "clinic",
    "service_texts",
    "services/<service:service>/<slug:language>/",
    KEEPERS,
    writes=True,
)
def texts(request: Request, service: str, language: str) -> HttpResponse:
    """POST: keep what was written in one language as drafts."""
    _known(language)
    row = selectors.own_service(request.actor, service)
    if request.method != "POST":
        return redirect(_address(service, language))
    wordings = selectors.wordings_of(request.actor, row).get(language, [])
    form = form_of(request, TextsForm, wordings=wordings)
    if acts(request) and form.is_valid():
        changed = services.write_texts(
            actor=request.actor,
            service=service,
            language=language,
            texts=form.cleaned_data,
            now=timezone.now(),
        )
        messages.success(request, _kept(changed))
        return redirect(_address(service, language))
    return _editor(request, service, form, language)


@route(
    "clinic",
    "preview_service",
    "services/<service:service>/<slug:language>/preview/",
    KEEPERS,
)
def preview(request: Request, service: str, language: str) -> HttpResponse:
    """What visitors will read in the language once the drafts are published."""
    name = _known(language)
    row = selectors.own_service(request.actor, service)
    shown = _as_published(row, selectors.wordings_of(request.actor, row)[language])
    texts = selectors.texts_previewed(request.actor, row, language=language)
    context = {
        "shown_name": shown.names.get(language) or pick_text(shown.names),
        "shown": _as_read(shown, texts, language),
        "tag": language.replace("-hans", "-Hans"),
        "flow": "rtl" if language == "ar" else "ltr",
        "language_name": name,
        "crumbs": [
            *_crumbs(),
            Link(pick_text(row.names), reverse("clinic:service", args=[service])),
        ],
    }
    return _show(request, "preview", context)


@route(
    "clinic",
    "draft_service",
    "services/<service:service>/<slug:language>/draft/",
    KEEPERS,
    writes=True,
)
def draft(request: Request, service: str, language: str) -> HttpResponse:
    """POST: let a machine draft what is missing."""
    return _at_once(
        request,
        service,
        language,
        services.ask_machine,
        _("The machine's drafts will stand here in a moment, for somebody to review."),
    )


@route(
    "clinic",
    "check_service",
    "services/<service:service>/<slug:language>/check/",
    KEEPERS,
    writes=True,
)
def check(request: Request, service: str, language: str) -> HttpResponse:
    """POST: somebody who did not write them has compared the drafts with the original."""
    seen = SeenForm(request.POST).moment() if request.method == "POST" else None

    def act(**asked: Any) -> int:
        return services.check_texts(**asked, seen=seen)

    return _at_once(request, service, language, act, _("Reviewed. The texts may be published."))


@route(
    "clinic",
    "publish_service",
    "services/<service:service>/<slug:language>/publish/",
    KEEPERS,
    writes=True,
)
def publish(request: Request, service: str, language: str) -> HttpResponse:
    """POST: show the reviewed texts of one language to everybody."""
    told = _("The texts are published.")
    return _at_once(request, service, language, services.publish_texts, told)


@route(
    "clinic",
    "hide_service",
    "services/<service:service>/<slug:language>/hide/",
    KEEPERS,
    writes=True,
)
def hide(request: Request, service: str, language: str) -> HttpResponse:
    """POST: take the texts of one language off the portal."""
    told = _("The texts are off the portal. They are drafts again.")
    return _at_once(request, service, language, services.hide_texts, told)


def _editor(
    request: Request, public_id: str, sent: TextsForm | None = None, language: str = ""
) -> HttpResponse:
    row = selectors.own_service(request.actor, public_id)
    wordings = selectors.wordings_of(request.actor, row)
    own = original_language(row)
    names = dict(settings.LANGUAGES)
    context = {
        "row": row,
        "kind": ServiceKind(row.kind).label,
        "setting": Setting(row.setting).label if row.setting else "",
        "original": own,
        "columns": [
            _column(request, code, str(names[code]), ones, sent if code == language else None)
            for code, ones in wordings.items()
        ],
        "machine": translator() is not None,
        "crumbs": _crumbs(),
    }
    return _show(request, "editor", context)


def _column(
    request: Request,
    code: str,
    name: str,
    wordings: list[selectors.Wording],
    sent: TextsForm | None,
) -> dict[str, Any]:
    """One language of the editor: its form, and what may be done there next."""
    standings = {one.standing for one in wordings if one.text or one.original}
    drafts = [one for one in wordings if one.row and one.standing == Standing.DRAFT]
    seen = selectors.last_written(wordings)
    return {
        "code": code,
        "name": name,
        "tag": code.replace("-hans", "-Hans"),
        "direction": "rtl" if code == "ar" else "ltr",
        "form": sent or TextsForm(wordings=wordings),
        "fixed": [(one, one.text.split("\n")) for one in wordings if not one.editable and one.text],
        "may_check": any(one.row.written_by_id != request.actor.user_id for one in drafts),
        "waits": bool(drafts),
        "seen": seen.isoformat() if seen else "",
        "may_publish": Standing.CHECKED in standings,
        "may_draft": bool(standings & {Standing.MISSING, Standing.STALE})
        and bool(any(one.original for one in wordings)),
        "shown": any(one.row and one.row.published_at for one in wordings),
    }


def _as_read(row: Any, texts: list[selectors.Read], language: str) -> SafeString:
    """The part of the public page about the service, in the language of its readers."""
    with override(language):
        lists = contents(row, language=language, reviewed={"included": True, "excluded": True})
        parts = {"contents": lists, "texts": texts, "language": language}
        return render_to_string("components/service_read.html", parts)


def _as_published(row: Any, wordings: list[selectors.Wording]) -> Any:
    """The service with the drafts of a language in their places; it is not kept so."""
    for one in wordings:
        if one.part == TextPart.NAME:
            row.names = {**row.names, one.language: one.text}
        elif one.part in LISTS and one.text:
            said = zip(getattr(row, one.part), one.text.split("\n"), strict=False)
            setattr(row, one.part, [{**item, one.language: line} for item, line in said])
    return row


def _languages(counted: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str, int, str]]]]:
    """Per language its name and what is to be done there, each with the address of its list."""
    at = reverse("clinic:services")
    return [
        (
            code,
            str(name),
            [
                (str(one.label), meaning_of(one), counted[code][one], _filtered(at, code, one))
                for one in selectors.OPEN
                if counted[code][one]
            ],
        )
        for code, name in settings.LANGUAGES
    ]


def _filtered(at: str, language: str, standing: Standing) -> str:
    return f"{at}?{urlencode({'language': language, 'standing': standing.value})}"


def _cells(work: selectors.Work) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """By language what is to be done, or that nothing is."""
    return [
        (
            code,
            str(name),
            [
                (str(one.label), meaning_of(one), work.standings[code][one])
                for one in (*selectors.OPEN, Standing.PUBLISHED)
                if work.standings[code][one]
            ],
        )
        for code, name in settings.LANGUAGES
    ]


def _kept(changed: int) -> str:
    if not changed:
        return _("Nothing has changed.")
    words = ngettext(
        "%(n)s draft is kept. A colleague reviews it next.",
        "%(n)s drafts are kept. A colleague reviews them next.",
        changed,
    )
    return words % {"n": changed}


def _known(code: str) -> str:
    names = dict(settings.LANGUAGES)
    if code not in names:
        raise Http404
    return str(names[code])


def _address(service: str, language: str) -> str:
    return f"{reverse('clinic:service', args=[service])}#{language}"


def _at_once(
    request: Request, service: str, language: str, act: Callable[..., object], told: str
) -> HttpResponse:
    """These addresses show nothing: one goes back and learns what came of it."""
    _known(language)
    selectors.own_service(request.actor, service)
    if isinstance(request.refusal, Refusal):
        messages.error(request, request.refusal.text)
    elif acts(request):
        act(actor=request.actor, service=service, language=language, now=timezone.now())
        messages.success(request, told)
    return redirect(_address(service, language))


def _crumbs() -> list[Link]:
    return [Link(_("Services and texts"), reverse("clinic:services"))]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    template = f"clinic/services/{page}.html"
    return show(request, template, context, portal="clinic", current="clinic:services")
