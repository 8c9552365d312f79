"""The pages of a request: its questions, the review, what comes after."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases.states import Origin
from sanamost.journey.checkups.services import attach as attach_checkup
from sanamost.journey.requests import consent_pages, consent_papers, selectors, services
from sanamost.registry.catalogue.selectors import diagnoses as find_diagnoses
from sanamost.registry.catalogue.states import Setting
from sanamost.registry.patients.states import ConsentPurpose
from sanamost.web.acting import Request
from sanamost.web.components.checkups import kept_in, lines_of
from sanamost.web.components.pages import show
from sanamost.web.components.wording import day_words
from sanamost.web.public.request import drafts, reading, steps, uploads, wish
from sanamost.web.public.request.steps import Step
from sanamost.web.routing import acts, form_of, route


@route("public", "request", "request/", policies.public())
def begin(request: Request) -> HttpResponse:
    """The first question that is still open; what the visitor was looking at is remembered."""
    drafts.begin_session(request)
    wish.note(request)
    draft = drafts.draft_of(request)
    if draft is not None and draft.case_id is not None:
        return redirect("request_sent")
    opened = steps.first_open(_answers(request, draft)) if draft else steps.STEPS[0]
    return redirect(_address(opened))


@route("public", "request_step", "request/step/<slug:code>/", policies.public(), writes=True)
def step(request: Request, code: str) -> HttpResponse:
    """One question; a right answer is kept at once."""
    asked = steps.BY_CODE.get(code)
    if asked is None:
        raise Http404
    drafts.begin_session(request)
    draft = drafts.draft_of(request)
    if draft is not None and draft.case_id is not None:
        return redirect("request_sent")
    known = _answers(request, draft)
    if not steps.reachable(asked, known):
        return redirect(_address(steps.first_open(known)))
    form = form_of(request, asked.form, known=_first_answers(request, known))
    if acts(request) and form.is_valid():
        return _keep(request, asked, draft, form)
    return _show(request, asked, draft, form)


@route("public", "request_review", "request/review/", policies.public(), writes=True)
def review(request: Request) -> HttpResponse:
    """Everything on one page, and the button that sends it."""
    drafts.begin_session(request)
    draft = drafts.draft_of(request, hold=acts(request))
    if draft is None:
        return redirect("request")
    if draft.case_id is not None:
        return redirect("request_sent")
    answers = _answers(request, draft)
    opened = steps.first_open(answers)
    if opened is not None:
        return redirect(_address(opened))
    checkup = kept_in(draft)
    if acts(request):
        sent = services.submit(
            answers=reading.answers_of(answers, language=get_language() or "en"),
            origin=Origin.DIRECT,
            actor=request.actor,
            consented=True,
            draft=draft,
            now=timezone.now(),
        )
        if checkup is not None:
            attach_checkup(
                case_id=sent.pk,
                request_public_id=sent.request_public_id,
                told=checkup,
                now=timezone.now(),
            )
        return redirect("request_sent")
    refusal = request.refusal if isinstance(request.refusal, Refusal) else None
    wrong = steps.step_of_field(refusal.field) if refusal else None
    return show(
        request,
        "public/request/review.html",
        {
            "parts": [
                (one, _address(one), reading.shown(one, answers)) for one in steps.asked_of(answers)
            ],
            "papers": uploads.papers_of(draft),
            "checkup": lines_of(checkup) if checkup is not None else (),
            "refusal": refusal.text if refusal else "",
            "wrong": _address(wrong) if wrong else "",
            **_progress(None, answers),
        },
        portal="public",
    )


@route(
    "public",
    "request_sent",
    "request/sent/",
    policies.public(unkept="the browser forgets its draft, nothing else changes"),
    writes=True,
)
def sent(request: Request) -> HttpResponse:
    """The number, what happens next, and by when; a further request begins here too."""
    draft = drafts.draft_of(request)
    if draft is None or draft.case_id is None:
        return redirect("request")
    if acts(request):
        response = redirect("request")
        drafts.forget_secret(response)
        return response
    receipt = selectors.receipt_of(draft)
    return show(request, "public/request/sent.html", {"receipt": receipt}, portal="public")


@route("public", "request_discard", "request/discard/", policies.public(), writes=True)
def discard(request: Request) -> HttpResponse:
    """Forget everything that was typed, after asking."""
    if acts(request):
        services.discard(secret=drafts.secret_of(request), now=timezone.now())
        messages.success(request, _("Your draft was deleted. Nothing of it is kept."))
        response = redirect("home")
        drafts.forget_secret(response)
        return response
    return show(request, "public/request/discard.html", portal="public")


@route("public", "request_diagnoses", "request/diagnoses/", policies.public())
def diagnoses(request: Request) -> HttpResponse:
    """Codes of ICD-10 by code or words; a part of a page for htmx, a page of its own without."""
    query = request.GET.get("q", request.GET.get("diagnosis_code", ""))[:100]
    found = find_diagnoses(query, limit=15) if len(query.strip()) > 1 else []
    part = bool(getattr(request, "htmx", False))
    template = "public/request/_diagnoses.html" if part else "public/request/diagnoses.html"
    return show(request, template, {"found": found, "query": query}, portal="public")


def _first_answers(request: Request, known: dict[str, Any]) -> dict[str, Any]:
    """Nobody types again what the portal or their account knows: the area, the address."""
    known = {**{k: v for k, v in wish.wish_of(request).items() if k == "area"}, **known}
    if "email" in known or request.actor.organisation_id or not request.actor.signed_in:
        return known
    return {**known, "email": getattr(request.user, "email", "")}


def _keep(request: Request, asked: Step, draft: Any, form: Any) -> HttpResponse:
    """Keep the answers and go where the visitor wants to go."""
    kept = form.kept()
    finished = steps.done(draft.answers if draft else {}) | {asked.code}
    stays = asked.code == "papers" and request.POST.get("action", "") != "next"
    if asked.code == "whom" and draft and kept.get("whom") != draft.answers.get("whom"):
        finished -= {"patient", "consent"}  # an age or a signature may no longer fit
    if stays:
        finished -= {"papers"} if "papers" not in steps.done(draft.answers) else set()
    secret = drafts.secret_of(request) or services.new_secret()
    draft = services.save_draft(
        secret=secret,
        step=asked.code,
        answers={**_wished(request), **kept, steps.DONE: sorted(finished)},
        language=get_language() or "en",
        now=timezone.now(),
    )
    if asked.code == "papers":
        _papers(request, draft)
    opened = steps.first_open(_answers(request, draft))
    response = redirect(_address(asked if stays else opened))
    drafts.keep_secret(response, secret)
    return response


def _answers(request: Request, draft: Any) -> dict[str, Any]:
    """What was answered so far, with what the visitor was looking at last."""
    return {**(draft.answers if draft else {}), **_wished(request)}


def _wished(request: Request) -> dict[str, str]:
    asked = wish.wish_of(request)
    return {name: text for name, text in asked.items() if name not in {"area", wish.CHECKUP}}


def _papers(request: Request, draft: Any) -> None:
    removed = request.POST.get("remove", "")
    if removed:
        uploads.remove(draft, removed)
    uploads.take(request, draft, request.FILES.getlist("files"))


def _show(request: Request, asked: Step, draft: Any, form: Any) -> HttpResponse:
    answers = _answers(request, draft)
    behind = steps.before(asked, answers)
    context = {
        "step": asked,
        "form": form,
        "back": _address(behind) if behind else "",
        "draft": draft,
        "wish": wish.words(wish.wish_of(request)),
        "remote": answers.get(steps.SETTING) == Setting.REMOTE,
        **_progress(asked, answers),
    }
    if asked.code == "papers":
        context["papers"] = uploads.papers_of(draft)
    if asked.code == "consent":
        context["paper"] = _consent(draft)
    response = show(request, asked.template, context, portal="public")
    if not drafts.secret_of(request):
        # Before anything is sent: were the answer lost, the browser would not know its draft.
        drafts.keep_secret(response, services.new_secret())
    return response


def _consent(draft: Any) -> Any:
    """The consent's text as it will stand on the paper, in the reader's language."""
    said = reading.answers_of(draft.answers, language=get_language() or "en")
    return consent_pages.page_of(
        ConsentPurpose.PROCESSING,
        consent_papers.payload(
            ConsentPurpose.PROCESSING,
            subject=said,
            desk=services.intake_desk(),
            number="—",
            day=timezone.localdate(),
        ),
        language=get_language() or "en",
        day=day_words,
    )


def _progress(asked: Step | None, answers: dict[str, Any]) -> dict[str, Any]:
    known = steps.asked_of(answers)
    place = known.index(asked) if asked else len(known)
    return {"names": steps.names(answers), "now": place + 1}


def _address(asked: Step | None) -> str:
    return reverse("request_step", args=[asked.code]) if asked else reverse("request_review")
