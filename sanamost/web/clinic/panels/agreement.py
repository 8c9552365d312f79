"""The contract on the clinic's case page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.commerce.billing import selectors as billing
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.agreements import selectors, services
from sanamost.journey.agreements.policies import ISSUERS
from sanamost.journey.agreements.states import AgreementState, Gate, Side
from sanamost.journey.cases.states import Fact
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of


@panel("clinic", order=40)
def agreement(request: Request, case: Any) -> Panel | None:
    """Where the contract stands, what it lacks, whose turn it is."""
    actor = request.actor
    if DataClass.MONEY not in actor.classes:
        return None
    row = selectors.agreement_of_case(actor, case)
    if row is None:
        return None
    lacking = []
    own = row.organisation_id == actor.organisation_id
    if own and row.state == AgreementState.DRAFT:
        items = services.checklist(actor=actor, agreement=row, now=timezone.now())
        lacking = [item for item in items if not item.ok and item.gate == Gate.ISSUE]
    return Panel(
        code="agreement",
        title=_("Contract"),
        template="clinic/panels/agreement.html",
        context={
            "agreement": row,
            "own": own,
            "meaning": meaning_of(row.state),
            "lacking": lacking,
            "addenda": [(a, meaning_of(a.state)) for a in selectors.addenda_of(actor, row)],
        },
        next_action=_next(request, row, lacking) if own else None,
        state=row.get_state_display(),
    )


def _next(request: Request, row: Any, lacking: list[Any]) -> NextAction | None:
    url = reverse("clinic:agreement", args=[row.public_id])
    actor = request.actor
    if row.state == AgreementState.DRAFT:
        if any(item.by == Side.PATIENT for item in lacking):
            return NextAction(_("Fill in the details for the contract"), _("Patient"), url)
        mine = actor.has(*ISSUERS)
        return NextAction(_("Issue the contract"), _("Contract officer"), url, mine=mine)
    if row.state == AgreementState.ISSUED:
        return NextAction(_("Read and sign the contract"), _("Patient"), url)
    if row.state == AgreementState.SIGNED:
        mine = actor.has(Role.OFFICER)
        return NextAction(_("Sign for the clinic"), _("Contract officer"), url, mine=mine)
    return None


@panel("clinic", order=60)
def remote_work(request: Request, case: Any) -> Panel | None:
    """A remote case between the contract and the doctor's work: what is waited for, who begins."""
    actor = request.actor
    if not case.is_remote or DataClass.MONEY not in actor.classes:
        return None
    row = selectors.agreement_of_case(actor, case)
    if row is None or row.organisation_id != actor.organisation_id or Fact.ADMITTED in case.facts:
        return None
    if row.state != AgreementState.IN_FORCE:
        return None
    paid = billing.deposit_settled(row.pk)
    mine = paid and actor.has(Role.COORDINATOR)
    url = reverse("clinic:begin_opinion", args=[row.public_id])
    return Panel(
        code="remote",
        title=_("Remote review"),
        template="clinic/panels/remote.html",
        context={"paid": paid, "url": url if mine else ""},
        next_action=NextAction(_("Let the doctor begin"), _("Coordinator"), url, mine=mine)
        if paid
        else NextAction(_("The patient pays the deposit"), _("Patient")),
    )
