"""How far requests have come, for counting and for whoever acts last."""

import datetime as dt
from dataclasses import dataclass

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.journey.requests.models import (
    Referral,
    Request,
)
from sanamost.journey.requests.states import (
    REFERRAL_MOVES,
    ReferralState,
    RequestState,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case's request has come before the clinics asked for, for counting."""

    verified: bool = False
    forwarded: bool = False
    proposed: bool = False
    won: bool = False


def standing_of_requests(
    *, submitted_from: dt.datetime, submitted_before: dt.datetime, clinic_ids: set[int] | None
) -> dict[int, Standing]:
    """The standing of each case whose request came in the period, by the case's key.

    With `clinic_ids` only cases forwarded to one of them, and only what these clinics did. For
    figures alone: the caller acts as the system and shows sums, never a case.
    """
    requests = Request.objects.filter(
        submitted_at__gte=submitted_from, submitted_at__lt=submitted_before
    )
    referrals = Referral.objects.filter(request__in=requests)
    if clinic_ids is not None:
        referrals = referrals.filter(organisation_id__in=clinic_ids)
        requests = requests.filter(pk__in=referrals.values("request_id"))
    sent = set(referrals.values_list("case_id", flat=True))
    offered = referrals.filter(proposals__sent_at__isnull=False)
    proposed = set(offered.values_list("case_id", flat=True))
    won = set(referrals.filter(state=ReferralState.WON).values_list("case_id", flat=True))
    called = {RequestState.VERIFIED, RequestState.COMPLETE, RequestState.FORWARDED}
    rows = requests.values_list("case_id", "state", "verified_at")
    return {
        case_id: Standing(
            verified_at is not None or state in called,
            case_id in sent,
            case_id in proposed,
            case_id in won,
        )
        for case_id, state, verified_at in rows
    }


def last_clinic(referral_id: int) -> bool:
    """Whether no other clinic is at work on the request of this referral."""
    with acting_as(system("clinics at work on a request")):
        request_id = Referral.objects.values_list("request_id", flat=True).get(pk=referral_id)
        others = Referral.objects.filter(request_id=request_id).exclude(pk=referral_id)
        return not others.filter(state__in=[*REFERRAL_MOVES, ReferralState.WON]).exists()
