"""The patient's contract: details, consents, notice, text, signature, additions, the end."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sanamost.foundation.access import policies
from sanamost.foundation.documents import reading
from sanamost.journey.agreements import rules, selectors, services
from sanamost.journey.agreements.states import AddendumState, AgreementState, Gate, Side
from sanamost.journey.cases import selectors as cases
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients.states import ConsentPurpose
from sanamost.web.acting import Request, proven_lately
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link, TimelineStep
from sanamost.web.components.states import meaning_of
from sanamost.web.patient.forms.agreements import (
    AgreeForm,
    ChildIdentityForm,
    EndForm,
    IdentityForm,
)
from sanamost.web.routing import acts, form_of, route

HERE = policies.patient_side(reads="agreements.agreement.read")
FRESH = policies.patient_side(reads="agreements.agreement.read", fresh=True)
OVER = {AgreementState.COMPLETED, AgreementState.TERMINATED}


@dataclass(frozen=True)
class Purpose:
    """A consent in plain words: what it lets others do, what withdrawing it does."""

    title: Any
    words: Any
    end: Any


PURPOSES: dict[str, Purpose] = {
    ConsentPurpose.PROCESSING: Purpose(
        later("Processing of personal data"),
        later(
            "The clinic may keep and use your details and medical papers to prepare your contract,"
            " your journey and your treatment. Without it no contract can be made."
        ),
        later(
            "If you withdraw it, a contract that is not yet in force ends, and your case with it."
            " A contract in force is carried out, and medical records are kept as the law demands."
        ),
    ),
    ConsentPurpose.DISCLOSURE: Purpose(
        later("Disclosure of medical information to your partner agency"),
        later(
            "The agency that accompanies you may read your medical papers and the doctors' answers."
            " You may refuse: your treatment does not change."
        ),
        later("If you withdraw it, the agency no longer sees anything medical, from this moment."),
    ),
    ConsentPurpose.CROSS_BORDER: Purpose(
        later("Transfer of personal data abroad"),
        later("Your agency is in another country: what it reads crosses a border."),
        later("If you withdraw it, the agency no longer sees anything medical, from this moment."),
    ),
    ConsentPurpose.TREATMENT: Purpose(
        later("Informed consent to treatment"),
        later(
            "You confirm that you were told, in words you understand, what will be done, why, which"
            " risks it has and what else is possible. You may also sign it on paper at the clinic."
        ),
        later("You may refuse treatment at any time. Tell your doctor at once if you do."),
    ),
}


@route("patient", "agreement", "agreements/<agreement:agreement>/", HERE)
def agreement(request: Request, agreement: str) -> HttpResponse:
    """Where the contract stands and what the patient's side does next."""
    row = selectors.access_agreement(request.actor, agreement)
    now = timezone.now()
    items = services.checklist(actor=request.actor, agreement=row, now=now)
    steps = _steps(row, items)
    return _show(
        request,
        "agreement",
        row,
        {
            "steps": steps,
            "next": next((s for s in steps if s.state == "now"), None),
            "waits_for_clinic": [
                i for i in items if not i.ok and i.by == Side.CLINIC and i.gate == Gate.ISSUE
            ],
            "addenda": [(a, meaning_of(a.state)) for a in selectors.addenda_of(request.actor, row)],
            "over": row.state in OVER,
        },
    )


@route("patient", "identity", "agreements/<agreement:agreement>/details/", HERE, writes=True)
def identity(request: Request, agreement: str) -> HttpResponse:
    """What the contract must name: passport, address, telephone, document of stay."""
    row = selectors.access_agreement(request.actor, agreement)
    case = cases.case_of(row.case_id)
    patient = patients.patient_of(request.actor, patient_id=case.patient_id, case_id=case.pk)
    minor = rules.is_minor(timezone.localdate(), patient.birth_date)
    kind = ChildIdentityForm if minor else IdentityForm
    form = form_of(request, kind, initial={n: getattr(patient, n) for n in kind.base_fields})
    if acts(request) and form.is_valid():
        services.set_identity(
            actor=request.actor, agreement=row, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved. Thank you."))
        return redirect("patient:agreement", agreement=agreement)
    return _show(request, "identity", row, {"form": form, "patient": patient})


@route("patient", "agreement_notice", "agreements/<agreement:agreement>/notice/", HERE, writes=True)
def agreement_notice(request: Request, agreement: str) -> HttpResponse:
    """The notice that must be read before the contract."""
    row = selectors.access_agreement(request.actor, agreement)
    if row.notice is None:
        raise Http404
    form = form_of(request, AgreeForm, words=_("I have read this notice."))
    if acts(request) and form.is_valid():
        services.read_notice(actor=request.actor, agreement=row, now=timezone.now())
        return redirect("patient:agreement_text", agreement=agreement)
    return _show(request, "notice", row, {"form": form, "reading": _read(row.notice)})


@route("patient", "agreement_text", "agreements/<agreement:agreement>/text/", HERE)
def agreement_text(request: Request, agreement: str) -> HttpResponse:
    """The contract to read, in the reader's language."""
    row = selectors.access_agreement(request.actor, agreement)
    if row.contract is None:
        raise Http404
    return _show(
        request,
        "text",
        row,
        {
            "reading": _read(row.contract),
            "lines": row.proposal.lines.order_by("position"),
            "signatures": selectors.signatures_of(row),
            "may_sign": row.state == AgreementState.ISSUED,
        },
    )


@route("patient", "agreement_sign", "agreements/<agreement:agreement>/sign/", FRESH, writes=True)
def agreement_sign(request: Request, agreement: str) -> HttpResponse:
    """Sign: what it means in plain words, one box, one button."""
    row = selectors.access_agreement(request.actor, agreement)
    if row.contract is None:
        raise Http404
    form = form_of(request, AgreeForm, words=_("I have read the contract and I sign it."))
    if acts(request) and form.is_valid():
        services.sign(
            actor=request.actor, agreement=row, fresh=proven_lately(request), now=timezone.now()
        )
        messages.success(request, _("Signed. The clinic signs next; we will write to you."))
        return redirect("patient:agreement", agreement=agreement)
    return _show(request, "sign", row, {"form": form, "reading": _read(row.contract)})


@route(
    "patient",
    "agreement_consent",
    "agreements/<agreement:agreement>/consents/<slug:purpose>/",
    HERE,
    writes=True,
)
def agreement_consent(request: Request, agreement: str, purpose: str) -> HttpResponse:
    """One consent about data, by itself."""
    if purpose == ConsentPurpose.TREATMENT:
        return redirect("patient:treatment_consent", agreement=agreement)
    return _consent(request, agreement, purpose)


@route(
    "patient",
    "treatment_consent",
    "agreements/<agreement:agreement>/treatment-consent/",
    FRESH,
    writes=True,
)
def treatment_consent(request: Request, agreement: str) -> HttpResponse:
    """The consent to treatment is signed: it needs a fresh proof of who signs."""
    return _consent(request, agreement, ConsentPurpose.TREATMENT)


@route("patient", "agreement_end", "agreements/<agreement:agreement>/end/", HERE, writes=True)
def agreement_end(request: Request, agreement: str) -> HttpResponse:
    """The patient's side ends the contract before treatment."""
    row = selectors.access_agreement(request.actor, agreement)
    form = form_of(request, EndForm)
    if acts(request) and form.is_valid():
        services.terminate(
            actor=request.actor,
            agreement=row,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        messages.success(request, _("The contract has ended."))
        return redirect("patient:agreement", agreement=agreement)
    return _show(request, "end", row, {"form": form})


@route("patient", "addendum", "addenda/<addendum:addendum>/", HERE, writes=True)
def addendum(request: Request, addendum: str) -> HttpResponse:
    """More services than agreed: what, why, for how much; the no is here, the yes is signed."""
    row = selectors.access_addendum(request.actor, addendum)
    form = form_of(request, AgreeForm, words=_("I do not want these services."))
    if acts(request) and form.is_valid():
        services.refuse_addendum(actor=request.actor, addendum=row, now=timezone.now())
        messages.success(request, _("We have told the clinic: these services will not be done."))
        return redirect("patient:agreement", agreement=row.agreement.public_id)
    return _show_addendum(request, "addendum", row, form)


@route("patient", "addendum_sign", "addenda/<addendum:addendum>/sign/", FRESH, writes=True)
def addendum_sign(request: Request, addendum: str) -> HttpResponse:
    """The yes to an addendum."""
    row = selectors.access_addendum(request.actor, addendum)
    form = form_of(request, AgreeForm, words=_("I agree to these services and their price."))
    if acts(request) and form.is_valid():
        services.sign_addendum(
            actor=request.actor, addendum=row, fresh=proven_lately(request), now=timezone.now()
        )
        messages.success(request, _("Signed. The clinic may now do these services."))
        return redirect("patient:agreement", agreement=row.agreement.public_id)
    return _show_addendum(request, "addendum_sign", row, form)


def _consent(request: Request, agreement: str, purpose: str) -> HttpResponse:
    row = selectors.access_agreement(request.actor, agreement)
    if purpose not in PURPOSES:
        raise Http404
    form = form_of(request, AgreeForm, words=_("I give this consent."))
    if acts(request) and form.is_valid():
        services.give_consent(
            actor=request.actor,
            agreement=row,
            purpose=ConsentPurpose(purpose),
            fresh=proven_lately(request),
            now=timezone.now(),
        )
        messages.success(request, _("Thank you. You can withdraw it at any time under Consents."))
        return redirect("patient:agreement", agreement=agreement)
    context: dict[str, Any] = {"form": form, "purpose": PURPOSES[purpose]}
    if purpose == ConsentPurpose.TREATMENT:
        context["plan"] = getattr(row.proposal, "plan", None)
        context["lines"] = row.proposal.lines.order_by("position")
    return _show(request, "consent", row, context)


def _steps(row: Any, items: list[Any]) -> list[TimelineStep]:
    """The way of the contract as the patient's side walks it."""
    draft = row.state == AgreementState.DRAFT
    issued = row.contract_id is not None
    details = all(i.ok for i in items if i.place == "identity")
    lacking = [i for i in items if i.place == "consents" and i.gate == Gate.ISSUE and not i.ok]
    change = _link("identity", row, _("Change") if details else _("Fill in"))
    read_notice = _link("agreement_notice", row, pgettext("button", "Read")) if issued else None
    read_text = _link("agreement_text", row, pgettext("button", "Read")) if issued else None
    wanted = [
        (_("Your details"), not draft or details, change if draft else None),
        (_("Consents"), not draft or not lacking, _consent_link(row, lacking) if draft else None),
        (_("The clinic prepares the contract"), not draft, None),
        (_("Read the notice"), row.notice_read_at is not None, read_notice),
        (_("Read and sign the contract"), row.signed_at is not None, read_text),
        (_("The clinic signs"), row.in_force_at is not None, None),
    ]
    return _in_turn(wanted, ended=row.state == AgreementState.TERMINATED)


def _in_turn(wanted: list[tuple[str, bool, Link | None]], *, ended: bool) -> list[TimelineStep]:
    """The first step that is not done is the one to do now, unless the contract has ended."""
    first = next((n for n, (_title, done, _link) in enumerate(wanted) if not done), None)
    made = []
    for number, (title, done, link) in enumerate(wanted):
        not_done: Any = "ended" if ended else "now" if number == first else "coming"
        shown = link is not None and not ended and (done or number == first)
        made.append(
            TimelineStep(
                title=title,
                state="done" if done else not_done,
                links=(link,) if link and shown else (),
            )
        )
    return made


def _link(name: str, row: Any, words: str) -> Link:
    return Link(words, reverse(f"patient:{name}", args=[row.public_id]))


def _consent_link(row: Any, lacking: list[Any]) -> Link | None:
    if not lacking:
        return None
    purpose = lacking[0].code.removeprefix("consent_")
    url = reverse("patient:agreement_consent", args=[row.public_id, purpose])
    return Link(_("Read and decide"), url)


def _read(paper: Any) -> reading.Reading:
    return reading.read(paper, get_language() or "en")


def _show(request: Request, page: str, row: Any, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"patient/agreements/{page}.html",
        {
            "agreement": row,
            "meaning": meaning_of(row.state),
            "clinic": organisations.card(row.organisation_id),
            **context,
        },
        portal="patient",
        current="patient:home",
    )


def _show_addendum(request: Request, page: str, row: Any, form: Any) -> HttpResponse:
    return _show(
        request,
        page,
        row.agreement,
        {
            "addendum": row,
            "form": form,
            "open": row.state == AddendumState.ISSUED,
            "addendum_meaning": meaning_of(row.state),
        },
    )
