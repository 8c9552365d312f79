"""The page behind the link by which the patient's side decides on consents."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import policies
from sanamost.journey.requests import consent_pages, consent_papers, services
from sanamost.registry.partners.transfers import OPEN
from sanamost.registry.patients.states import ConsentPurpose
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.wording import day_words
from sanamost.web.public.request.drafts import begin_session
from sanamost.web.public.request.forms import StepForm
from sanamost.web.routing import acts, form_of, route

DECISIONS = [("yes", _("I agree")), ("no", _("I do not agree"))]


class DecisionForm(StepForm):
    """A decision on each paper for itself; nothing is chosen beforehand."""

    processing = forms.ChoiceField(
        label=_("Your decision on the processing of personal data"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
    )
    disclosure = forms.ChoiceField(
        label=_("Your decision on the disclosure of medical information"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
    )
    passport_number = forms.CharField(
        label=_("Number of the patient's passport"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    address = forms.CharField(label=_("The patient's address"), required=False, max_length=300)

    def prepare(self) -> None:
        if not self.known.get("recipient") or self.known.get("blocked"):
            del self.fields["disclosure"]
        for name in ("passport_number", "address"):
            if self.known.get(name):
                del self.fields[name]

    def clean_passport_number(self) -> str:
        return self.plain("passport_number", 40)

    def clean_address(self) -> str:
        return self.plain("address", 300)

    def clean(self) -> None:
        super().clean()
        agreed = "yes" in {self.cleaned_data.get("processing"), self.cleaned_data.get("disclosure")}
        for name in ("passport_number", "address"):
            if agreed and name in self.fields and not self.cleaned_data.get(name):
                self.add_error(name, _("The consent has to name it."))


@route("public", "consent", "consent/<str:token>/", policies.public(), writes=True)
def consent(request: Request, token: str) -> HttpResponse:
    """Each paper whole, in the reader's language; yes or no to each."""
    begin_session(request)
    try:
        ask = services.ask_of(token, now=timezone.now())
    except services.LinkOver:
        return show(request, "public/request/link_over.html", portal="public")
    patient = ask.case.patient
    standing = services.transfer_standing(ask, now=timezone.now())
    blocked = standing is not None and standing not in OPEN
    known = {
        "blocked": blocked,
        "recipient": ask.recipient_id,
        "passport_number": patient.passport_number,
        "address": patient.address,
    }
    form = form_of(request, DecisionForm, known=known)
    if acts(request) and form.is_valid():
        return _answer(token, form.cleaned_data)
    country = consent_papers.country(ask.recipient.country) if blocked and ask.recipient else {}
    context = {
        "form": form,
        "ask": ask,
        "papers": _papers(ask, disclosing=not blocked),
        "standing": standing if blocked else None,
        "country": country.get((get_language() or "en").partition("-")[0], ""),
    }
    return show(request, "public/request/decide.html", context, portal="public")


def _answer(token: str, said: dict[str, Any]) -> HttpResponse:
    services.answer_ask(
        token=token,
        processing=said["processing"] == "yes",
        disclosure=said.get("disclosure") == "yes",
        passport_number=said.get("passport_number", ""),
        address=said.get("address", ""),
        now=timezone.now(),
    )
    return redirect("consent_decided", said["processing"])


@route("public", "consent_decided", "consent/decided/<slug:decision>/", policies.public())
def decided(request: Request, decision: str) -> HttpResponse:
    """What follows from the decision."""
    given = {"given": decision == "yes"}
    return show(request, "public/request/decided.html", given, portal="public")


def _papers(ask: Any, *, disclosing: bool) -> list[Any]:
    language = translation.get_language() or "en"
    desk = services.desk_of(ask)
    wanted = [(ConsentPurpose.PROCESSING, None)]
    if ask.recipient_id and disclosing:
        wanted.append((ConsentPurpose.DISCLOSURE, ask.recipient_id))
    return [
        consent_pages.page_of(
            purpose,
            consent_papers.payload(
                purpose,
                subject=ask.case.patient,
                desk=desk,
                number="—",
                day=timezone.localdate(),
                recipient_id=recipient_id,
            ),
            language=language,
            day=day_words,
        )
        for purpose, recipient_id in wanted
    ]
