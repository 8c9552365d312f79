"""The constructor's two pages, and the way from them into the request."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.engines.checkups import BadAnswer
from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.checkups.services import Told
from sanamost.journey.requests import services as requests
from sanamost.registry.checkups import selectors
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.checkups import lines_of
from sanamost.web.components.pages import show
from sanamost.web.public.checkup import keeping
from sanamost.web.public.checkup.forms import QuestionsForm
from sanamost.web.public.checkup.shown import Shown, need_words, shown
from sanamost.web.public.portal import described, pictures
from sanamost.web.public.portal.scope import scope_of
from sanamost.web.public.request import drafts, wish
from sanamost.web.routing import acts, form_of, route

AREA = "check-up"


class NotAgreed(Refusal):
    """Answers about health are kept with a draft only where the visitor says so."""

    code = "not_agreed"
    message = _("Say that your answers may be kept with your request; without them it cannot be.")
    field = "agreed"


class NothingChosen(Refusal):
    """A check-up of nothing."""

    code = "nothing_chosen"
    message = _("Leave at least one examination ticked.")
    field = "items"


class ClinicUnknown(Refusal):
    """The clinic takes no patients now."""

    code = "clinic_unknown"
    message = _("This clinic takes no requests now. Choose another one.")
    field = "clinic"


@route(
    "public",
    "checkup",
    "checkup/",
    policies.public(unkept="the answers go to the visitor's own browser, nothing is kept here"),
    writes=True,
)
def questions(request: Request) -> HttpResponse:
    """Age, sex, the family's and one's own illnesses, on one page."""
    rules = selectors.rules()
    form = form_of(request, QuestionsForm, rules=rules, told=keeping.told_of(request))
    if acts(request) and form.is_valid():
        response = redirect("checkup_result")
        keeping.keep(response, form.told())
        return response
    context = {
        "form": form,
        "rules": rules,
        "title": _("Put your check-up together"),
        "summary": _(
            "A few questions about your family and yourself: which examinations make sense, why, "
            "and what they cost at each clinic."
        ),
        "addresses": described.addresses(request),
        "picture": pictures.of_whole(request),
    }
    page = show(request, "public/checkup/questions.html", context, portal="public")
    page["Cache-Control"] = "private, no-store"  # it holds what was answered before
    return page


@route("public", "checkup_result", "checkup/result/", policies.public(), writes=True)
def result(request: Request) -> HttpResponse:
    """What is proposed and why, what it costs where; ticked off, or asked for at a clinic."""
    drafts.begin_session(request)
    told = keeping.told_of(request)
    page = _shown(request, _ticked(request, told)) if told is not None else None
    if told is None or page is None:
        return redirect("checkup")
    told = _ticked(request, told)
    if acts(request):
        if "clinic" not in request.POST:
            again = redirect("checkup_result")
            keeping.keep(again, told)
            return again
        return _ask(request, told)
    context = {"page": page, "told": told, "refusal": request.refusal}
    response = show(request, "public/checkup/result.html", context, portal="public")
    if not drafts.secret_of(request):
        # Before anything is sent: were the answer lost, the browser would not know its draft.
        drafts.keep_secret(response, requests.new_secret())
    response["Cache-Control"] = "private, no-store"
    return response


def _shown(request: Request, told: Told) -> Shown | None:
    """None for answers that the rules no longer know: they are asked again."""
    try:
        return shown(told, scope_of(request))
    except BadAnswer:
        return None


def _ticked(request: Request, told: Told) -> Told:
    """With the ticks as they were sent; what was not on the page stays as it was."""
    if request.method != "POST":
        return told
    on_page = set(request.POST.getlist("shown"))
    off = on_page - set(request.POST.getlist("items"))
    known = {line.code for line in _lines(told)}
    return replace(told, unwanted=frozenset((off | (told.unwanted - on_page)) & known))


def _lines(told: Told) -> Any:
    try:
        return lines_of(told)
    except BadAnswer:
        return ()


def _ask(request: Request, told: Told) -> HttpResponse:
    """Put the check-up into the visitor's draft and go on to the request."""
    if "agreed" not in request.POST:
        raise NotAgreed
    if all(not line.wanted for line in lines_of(told)):
        raise NothingChosen
    code = request.POST.get("clinic", "")
    shown_here = filter(scope_of(request).clinic, organisations.clinics())
    clinic = next((one for one in shown_here if one.code == code), None)
    if code and clinic is None:
        raise ClinicUnknown
    wish.keep_checkup(request, clinic=clinic.code if clinic else "", area=AREA)
    now = timezone.now()
    secret = drafts.secret_of(request) or requests.new_secret()
    known = requests.draft_for(secret, now=now)
    if known is not None and known.case_id is not None:
        secret, known = requests.new_secret(), None
    requests.save_draft(
        secret=secret,
        step=known.step if known is not None else "",
        answers={
            "checkup": told.as_plain(),
            "sex": told.sex,
            "words": need_words(told),
            "area": AREA,
            "wished_clinic": clinic.code if clinic else "",
        },
        language=get_language() or "en",
        now=now,
    )
    response = redirect("request")
    drafts.keep_secret(response, secret)
    keeping.forget(response)
    return response
