"""The clinic's own card: contacts, sites, certificates, texts, and what the coordinator did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.files.intake import Accepted, accept_upload
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.policies import EDITORS
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.card import (
    ContactsForm,
    ProofForm,
    SeenForm,
    SiteForm,
    TextForm,
    site_values,
)
from sanamost.web.components.downloads import attachment
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.proofs import proof_rows
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import language_words, pick_text
from sanamost.web.routing import acts, form_of, route

KEEPERS = policies.care_staff(*EDITORS)


@route("clinic", "card", "card/", KEEPERS)
def card(request: Request) -> HttpResponse:
    """Everything that stands on the card, with where it still has to go."""
    own = _own(request)
    today = timezone.now().date()
    regions = dict(_regions())
    written = selectors.texts_of(request.actor)
    context = {
        "card": own,
        "name": pick_text(own.names),
        "languages": [language_words(code) for code in own.languages],
        "warning": selectors.open_warning(own.pk),
        "sites": [
            (site, pick_text(site.names), pick_text(site.city), regions.get(site.region, ""))
            for site in selectors.sites_of([own.pk]).get(own.pk, [])
        ],
        "proofs": proof_rows(selectors.own_proofs(request.actor), today),
        "texts": [
            (code, str(name), written.get(code), _meaning(written.get(code)), own.about.get(code))
            for code, name in settings.LANGUAGES
        ],
        "measures": [
            (measure, meaning_of(measure.kind))
            for measure in selectors.measures_of(request.actor, own.pk)
        ],
    }
    return _show(request, "card", context)


@route("clinic", "card_contacts", "card/contacts/", KEEPERS, writes=True)
def contacts(request: Request) -> HttpResponse:
    """How to reach the clinic, its languages, its regime."""
    own = _own(request)
    names = ("phone", "email", "website", "languages", "regime", "protocols")
    initial = {name: getattr(own, name) for name in names}
    form = form_of(request, ContactsForm, also=own.languages, initial=initial)
    if acts(request) and form.is_valid():
        services.set_contacts(actor=request.actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("clinic:card")
    return _form(request, form, _("Contacts and regime"))


@route("clinic", "card_new_site", "card/sites/new/", KEEPERS, writes=True)
def new_site(request: Request) -> HttpResponse:
    """One more place where patients are received."""
    own = _own(request)
    form = form_of(request, SiteForm, regions=_regions(), initial={"region": own.region})
    return _site(request, form, "", _("Add a site"))


@route("clinic", "card_site", "card/sites/<site:site>/", KEEPERS, writes=True)
def one_site(request: Request, site: str) -> HttpResponse:
    """Change one of the sites, or close it."""
    row = selectors.own_site(request.actor, site)
    form = form_of(request, SiteForm, regions=_regions(), initial=site_values(row))
    return _site(request, form, site, pick_text(row.names))


@route("clinic", "card_close_site", "card/sites/<site:site>/close/", KEEPERS, writes=True)
def close_site(request: Request, site: str) -> HttpResponse:
    """POST: patients are no longer received there."""
    return _at_once(
        request,
        lambda: services.close_site(actor=request.actor, public_id=site, now=timezone.now()),
        _("The site is closed."),
    )


@route("clinic", "card_new_proof", "card/proofs/new/", KEEPERS, writes=True)
def new_proof(request: Request) -> HttpResponse:
    """Put a certificate or attribute forward for the coordinator to check."""
    form = form_of(request, ProofForm)
    if acts(request) and form.is_valid():
        said = dict(form.cleaned_data)
        with _quarantined(said.pop("paper")) as paper:
            services.claim_proof(
                actor=request.actor,
                facts=services.ProofFacts(**said),
                paper=paper,
                now=timezone.now(),
            )
        messages.success(request, _("It is on your card; the coordinator will check it."))
        return redirect("clinic:card")
    return _form(request, form, _("Add a certificate or attribute"), files=True)


@route("clinic", "card_paper", "card/proofs/<proof:proof>/paper/", KEEPERS)
def paper(request: Request, proof: str) -> HttpResponse:
    """The certificate, to save."""
    content = services.open_paper(actor=request.actor, public_id=proof, now=timezone.now())
    return cast("HttpResponse", attachment(content))  # a stream: the pages know only its headers


@route("clinic", "card_end_proof", "card/proofs/<proof:proof>/end/", KEEPERS, writes=True)
def end_proof(request: Request, proof: str) -> HttpResponse:
    """POST: take it off the card."""
    return _at_once(
        request,
        lambda: services.end_proof(actor=request.actor, public_id=proof, now=timezone.now()),
        _("It is off your card."),
    )


@route("clinic", "card_text", "card/texts/<slug:language>/", KEEPERS, writes=True)
def text(request: Request, language: str) -> HttpResponse:
    """The text in one language: draft, preview, what is public now."""
    own, name = _own(request), _language(language)
    row = selectors.texts_of(request.actor).get(language)
    begun = {
        part: getattr(row, part) if row else getattr(own, part).get(language, "")
        for part in ("about", "directions")
    }
    form = form_of(request, TextForm, initial=begun)
    if acts(request) and form.is_valid():
        services.write_text(
            actor=request.actor, language=language, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The draft is kept. A colleague checks it next."))
        return redirect("clinic:card_text", language)
    context = {
        "form": form,
        "title": name,
        "language": language,
        "tag": language.replace("-hans", "-Hans"),
        "flow": "rtl" if language == "ar" else "ltr",
        "row": row,
        "meaning": _meaning(row),
        "own": row is not None and row.written_by_id == request.actor.user_id,
        "seen": row.written_at.isoformat() if row else "",
        "public_about": own.about.get(language, ""),
        "public_directions": own.directions.get(language, ""),
        "crumbs": _crumbs(),
    }
    return _show(request, "text", context)


@route("clinic", "card_check_text", "card/texts/<slug:language>/check/", KEEPERS, writes=True)
def check_text(request: Request, language: str) -> HttpResponse:
    """POST: a colleague has read it."""
    _language(language)
    seen = SeenForm(request.POST)
    read = seen.cleaned_data["written_at"] if seen.is_valid() else None
    return _at_once(
        request,
        lambda: services.check_text(
            actor=request.actor, language=language, written_at=read, now=timezone.now()
        ),
        _("The text is checked and may be published."),
        back=reverse("clinic:card_text", args=[language]),
    )


@route("clinic", "card_publish_text", "card/texts/<slug:language>/publish/", KEEPERS, writes=True)
def publish_text(request: Request, language: str) -> HttpResponse:
    """POST: show it to everybody."""
    _language(language)
    return _at_once(
        request,
        lambda: services.publish_text(actor=request.actor, language=language, now=timezone.now()),
        _("The text is published."),
        back=reverse("clinic:card_text", args=[language]),
    )


def _own(request: Request) -> Any:
    if request.actor.organisation_id is None:
        raise NotVisible
    return selectors.card(request.actor.organisation_id)


def _regions() -> list[tuple[str, str]]:
    return [(region.code, region.name) for region in catalogue.regions(get_language() or "en")]


def _language(code: str) -> str:
    names = dict(settings.LANGUAGES)
    if code not in names:
        raise Http404
    return str(names[code])


def _meaning(row: Any) -> str:
    return meaning_of(row.state) if row else "ended"


def _crumbs() -> list[Link]:
    return [Link(_("Card of the clinic"), reverse("clinic:card"))]


def _site(request: Request, form: SiteForm, public_id: str, title: str) -> HttpResponse:
    if acts(request) and form.is_valid():
        services.keep_site(
            actor=request.actor, facts=form.facts(), public_id=public_id, now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("clinic:card")
    context = {"form": form, "title": title, "site": public_id, "crumbs": _crumbs()}
    return _show(request, "site", context)


@contextmanager
def _quarantined(sent: Any) -> Iterator[Accepted | None]:
    """The file through every check; None where none was sent. Raises `FileRefused`."""
    if not sent:
        yield None
        return
    with accept_upload(
        sent, declared_name=sent.name or "", declared_type=sent.content_type or ""
    ) as accepted:
        yield accepted


def _at_once(
    request: Request, act: Callable[[], object], told: str, *, back: str = ""
) -> HttpResponse:
    """These addresses show nothing: one goes back and learns what came of it."""
    if isinstance(request.refusal, Refusal):
        messages.error(request, request.refusal.text)
    elif acts(request):
        act()
        messages.success(request, told)
    return redirect(back or reverse("clinic:card"))


def _form(request: Request, form: Any, title: str, *, files: bool = False) -> HttpResponse:
    context = {"form": form, "title": title, "files": files, "crumbs": _crumbs()}
    return _show(request, "form", context)


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    template = f"clinic/card/{page}.html"
    return show(request, template, context, portal="clinic", current="clinic:card")
