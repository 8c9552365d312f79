"""What waits for the coordinator's eye: certificates of clinics, claims to register entries."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.web.acting import Request
from sanamost.web.components.downloads import attachment
from sanamost.web.components.figures.page import region_names
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.proofs import proof_row, proof_rows
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import pick_text
from sanamost.web.coordinator.forms.clinics import ReasonForm
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.coordinator.pages.reasons import with_reason
from sanamost.web.routing import acts, route


@route("coordinator", "checking", "checking/", COORDINATORS)
def checking(request: Request) -> HttpResponse:
    """Certificates and claims that wait, oldest first."""
    proofs = selectors.proofs_to_check(request.actor)
    region = region_names(get_language() or "en")
    context = {
        "proofs": [
            (row, pick_text(row.proof.organisation.names))
            for row in proof_rows(proofs, timezone.now().date())
        ],
        "claims": [
            (claim, region(claim.entry.region_id))
            for claim in selectors.claims_to_decide(request.actor)
        ],
    }
    return _show(request, "checking", context)


@route("coordinator", "proof", "checking/proofs/<proof:proof>/", COORDINATORS, writes=True)
def proof(request: Request, proof: str) -> HttpResponse:
    """One certificate; POST confirms it."""
    row = selectors.proof_in_charge(request.actor, proof)
    if acts(request):
        services.check_proof(actor=request.actor, public_id=proof, now=timezone.now())
        messages.success(request, _("It is confirmed and shown on the clinic's page."))
        return redirect("coordinator:checking")
    return _proof(request, row, ReasonForm())


@route(
    "coordinator",
    "refuse_proof",
    "checking/proofs/<proof:proof>/refuse/",
    COORDINATORS,
    writes=True,
)
def refuse_proof(request: Request, proof: str) -> HttpResponse:
    """Say no, with the reason; also to one that was confirmed before."""
    row = selectors.proof_in_charge(request.actor, proof)
    return with_reason(
        request,
        services.refuse_proof,
        public_id=proof,
        said=_("The clinic reads why it is not confirmed."),
        onward="coordinator:checking",
        ask=lambda form: _proof(request, row, form),
    )


@route("coordinator", "proof_paper", "checking/proofs/<proof:proof>/paper/", COORDINATORS)
def proof_paper(request: Request, proof: str) -> HttpResponse:
    """The certificate that the clinic sent, to save; the trail knows before a byte leaves."""
    content = services.open_paper(actor=request.actor, public_id=proof, now=timezone.now())
    return cast("HttpResponse", attachment(content))  # a stream: the pages know only its headers


@route("coordinator", "claim", "checking/claims/<claim:claim>/", COORDINATORS, writes=True)
def claim(request: Request, claim: str) -> HttpResponse:
    """One claim; POST makes the living card and its first person."""
    row = selectors.claim_in_charge(request.actor, claim)
    if acts(request):
        card = services.confirm_claim(actor=request.actor, public_id=claim, now=timezone.now())
        messages.success(
            request, _("The card is open to the claimant. Verify the clinic when it is complete.")
        )
        return redirect("coordinator:clinic_card", card.public_id)
    return _claim(request, row, ReasonForm())


@route(
    "coordinator",
    "refuse_claim",
    "checking/claims/<claim:claim>/refuse/",
    COORDINATORS,
    writes=True,
)
def refuse_claim(request: Request, claim: str) -> HttpResponse:
    """Say no; the claimant reads why."""
    row = selectors.claim_in_charge(request.actor, claim)
    return with_reason(
        request,
        services.refuse_claim,
        public_id=claim,
        said=_("The claimant reads why it is not confirmed."),
        onward="coordinator:checking",
        ask=lambda form: _claim(request, row, form),
    )


def _proof(request: Request, row: Any, form: Any) -> HttpResponse:
    kind = proof_kinds().get(row.kind)
    context = {
        "row": proof_row(row, timezone.now().date()),
        "clinic": row.organisation,
        "name": pick_text(row.organisation.names),
        "page": kind.page if kind else "",
        "form": form,
        "told": _told(request),
        "crumbs": _crumbs(),
    }
    return _show(request, "proof", context)


def _claim(request: Request, row: Any, form: Any) -> HttpResponse:
    region = region_names(get_language() or "en")
    context = {
        "claim": row,
        "meaning": meaning_of(row.state),
        "region": region(row.entry.region_id),
        "own": row.user_id == request.actor.user_id,
        "form": form,
        "told": _told(request),
        "crumbs": _crumbs(),
    }
    return _show(request, "claim", context)


def _told(request: Request) -> str:
    """Why the step was refused, where it was."""
    return str(getattr(request.refusal, "text", ""))


def _crumbs() -> list[Link]:
    return [Link(_("To check"), reverse("coordinator:checking"))]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"coordinator/{page}.html",
        context,
        portal="coordinator",
        current="coordinator:checking",
    )
