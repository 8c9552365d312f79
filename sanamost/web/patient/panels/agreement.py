"""The contract on the patient's case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.journey.agreements import selectors
from sanamost.journey.agreements.states import AddendumState, AgreementState
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel


@panel("patient", order=40)
def agreement(request: Request, case: Any) -> Panel | None:
    """Where the contract stands, and the patient's turn in it."""
    row = selectors.agreement_of_case(request.actor, case)
    if row is None:
        return None
    addenda = selectors.addenda_of(request.actor, row)
    clinic = organisations.card(row.organisation_id)
    return Panel(
        code="agreement",
        title=_("Contract"),
        template="patient/panels/agreement.html",
        context={"agreement": row, "clinic": clinic, "addenda": addenda},
        next_action=_next(row, addenda, clinic),
        state=row.get_state_display(),
    )


def _next(row: Any, addenda: list[Any], clinic: Any) -> NextAction | None:
    asked = next((a for a in addenda if a.state == AddendumState.ISSUED), None)
    if asked is not None and row.state == AgreementState.IN_FORCE:
        url = reverse("patient:addendum", args=[asked.public_id])
        return NextAction(_("Decide on more services"), _("You"), url, mine=True)
    url = reverse("patient:agreement", args=[row.public_id])
    who = organisations.in_language(clinic.names, get_language() or "en")
    return {
        AgreementState.DRAFT: NextAction(
            _("Fill in your details for the contract"), _("You"), url, mine=True
        ),
        AgreementState.ISSUED: NextAction(
            _("Read and sign the contract"), _("You"), url, mine=True
        ),
        AgreementState.SIGNED: NextAction(_("The clinic signs the contract"), who),
    }.get(row.state)
