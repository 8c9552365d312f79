"""Which clinics have the request, and how far they are; conclusions only with consent."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.journey.requests import selectors
from sanamost.journey.requests.states import ReferralState
from sanamost.registry.organisations.selectors import in_language
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.wording import reader_language

AT_WORK = {
    ReferralState.NEW,
    ReferralState.READ,
    ReferralState.IN_REVIEW,
    ReferralState.ACCEPTED,
}
WELL = {ReferralState.ACCEPTED, ReferralState.PROPOSED, ReferralState.WON}


@panel("partner", order=20)
def referrals(request: Request, case: Any) -> Panel | None:
    """Each clinic with its state."""
    found = selectors.referrals_of(request.actor, case)
    if not found:
        return None
    verdicts: dict[int, Any] = {}
    for verdict in selectors.verdicts_of(request.actor, case):
        verdicts.setdefault(verdict.referral_id, verdict)
    return Panel(
        code="referrals",
        title=_("Clinics"),
        template="partner/panels/referrals.html",
        context={"rows": [(one, _kind(one), verdicts.get(one.pk)) for one in found]},
        next_action=_next(found),
    )


def _kind(referral: Any) -> str:
    if referral.state in WELL:
        return "good"
    if referral.state == ReferralState.DATA_NEEDED:
        return "waiting"
    return "active" if referral.state in AT_WORK else "ended"


def _next(found: list[Any]) -> NextAction | None:
    if any(one.state == ReferralState.DATA_NEEDED for one in found):
        return NextAction(_("The patient answers a doctor's question"), _("The patient"))
    names = [
        in_language(one.organisation.names, reader_language())
        for one in found
        if one.state in AT_WORK
    ]
    return NextAction(_("Doctors read the papers and answer"), ", ".join(names)) if names else None
