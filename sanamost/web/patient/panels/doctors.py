"""What clinics say: who reads, who asks, who accepts, who declines."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.journey.cases.selectors import running_clocks
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.requests import selectors
from sanamost.journey.requests.states import NeedState, ReferralState
from sanamost.registry.organisations.selectors import in_language
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.wording import reader_language

READING = {ReferralState.NEW, ReferralState.READ, ReferralState.IN_REVIEW}
KINDS: dict[str, str] = {
    **dict.fromkeys(READING, "active"),
    ReferralState.DATA_NEEDED: "waiting",
    ReferralState.ACCEPTED: "good",
    ReferralState.PROPOSED: "good",
    ReferralState.WON: "good",
}


@panel("patient", order=20)
def doctors(request: Request, case: Any) -> Panel | None:
    """Each clinic with its state, its verdict and its questions."""
    referrals = selectors.referrals_of(request.actor, case)
    if not referrals:
        return None
    needs = selectors.needs_of(request.actor, case)
    verdicts: dict[int, Any] = {}
    for verdict in selectors.verdicts_of(request.actor, case):
        verdicts.setdefault(verdict.referral_id, verdict)
    rows = [
        (
            referral,
            KINDS.get(referral.state, "ended"),
            verdicts.get(referral.pk),
            [need for need in needs if need.referral_id == referral.pk],
        )
        for referral in referrals
    ]
    return Panel(
        code="doctors",
        title=_("The clinics' answers"),
        template="patient/panels/doctors.html",
        context={"rows": rows, "case": case},
        next_action=_next(request, case, referrals, needs),
    )


def _next(request: Request, case: Any, referrals: list[Any], needs: list[Any]) -> NextAction | None:
    question = next((need for need in needs if need.state == NeedState.ASKED), None)
    if question is not None:
        url = reverse("patient:answer", args=[case.public_id, question.public_id])
        return NextAction(_("Answer the doctor's question"), _("You"), url=url, mine=True)
    for states, kind, words in (
        ({ReferralState.ACCEPTED}, ClockKind.PROPOSAL, _("The clinic prepares its proposal")),
        (READING, ClockKind.VERDICT, _("Doctors read your papers and answer")),
    ):
        at_work = [referral for referral in referrals if referral.state in states]
        if at_work:
            names = [in_language(r.organisation.names, reader_language()) for r in at_work]
            clocks = [c.due_at for c in running_clocks(request.actor, [case.pk]) if c.kind == kind]
            return NextAction(words, ", ".join(names), due=min(clocks, default=None))
    return None
