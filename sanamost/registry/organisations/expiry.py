"""Certificates that end: warnings 90, 30 and 7 days ahead; on their last day they are still shown.

Called once a day by the clock; what was sent is remembered, so that a second run sends nothing.
Days are those of UTC. What the public sees never waits for this: `selectors.shown_proofs` compares
the last day itself.
"""

import datetime as dt

from django.db.models import Q

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.registry.organisations import notices
from sanamost.registry.organisations.models import Proof
from sanamost.registry.organisations.policies import EDITORS
from sanamost.registry.organisations.services.proofs import keep_licence
from sanamost.registry.organisations.states import ProofState

AHEAD = (90, 30, 7)
LIVE = (ProofState.CLAIMED, ProofState.CHECKED)


def look_at_expiries(*, now: dt.datetime) -> tuple[int, int]:
    """Warn of proofs that end and take off those that have; how many of each.

    A claimed one that ended before anybody looked at it leaves the coordinator's list in silence.
    """
    with acting_as(system("expiring certificates")):
        live = Proof.objects.filter(state__in=LIVE, valid_until__isnull=False)
        soon = live.filter(valid_until__lte=now.date() + dt.timedelta(days=AHEAD[0]))
        warned = ended = 0
        for proof in soon.select_for_update().order_by("pk"):
            if proof.valid_until and proof.valid_until < now.date():
                _end(proof, now)
                ended += 1
            elif proof.state == ProofState.CHECKED and _warn(proof, now):
                warned += 1
    return warned, ended


def warning_due(last_day: dt.date, warned: int | None, *, today: dt.date) -> int | None:
    """The warning that is due for what holds until `last_day`: 90, 30 or 7 days; None for none.

    `warned` is the last one sent. Where several are due at once, as on the first run, only the
    nearest is.
    """
    left = (last_day - today).days
    reached = [days for days in AHEAD if 0 <= left <= days]
    if not reached or (warned is not None and warned <= min(reached)):
        return None
    return min(reached)


def _end(proof: Proof, now: dt.datetime) -> None:
    shown = proof.state == ProofState.CHECKED
    transition(proof, ProofState.ENDED, action="organisations.proof.ended", now=now)
    if shown:
        keep_licence(proof, now)
        _tell(proof, notices.PROOF_ENDED, now)


def _warn(proof: Proof, now: dt.datetime) -> bool:
    assert proof.valid_until is not None  # noqa: S101 the query asked for it
    mark = warning_due(proof.valid_until, proof.warned_days, today=now.date())
    if mark is None or _has_successor(proof):
        return False
    proof.warned_days = mark
    proof.save(update_fields=["warned_days"])
    _tell(proof, notices.PROOF_ENDS, now)
    return True


def _has_successor(proof: Proof) -> bool:
    """Whether the clinic has entered a later one of the same kind: there is nothing to ask for."""
    same = Proof.objects.filter(organisation_id=proof.organisation_id, kind=proof.kind)
    later = Q(valid_until__gt=proof.valid_until)
    endless = Q(valid_until__isnull=True, claimed_at__gt=proof.claimed_at)
    return same.filter(later | endless, state__in=LIVE).exists()


def _tell(proof: Proof, kind: NoticeKind, now: dt.datetime) -> None:
    day = proof.valid_until.isoformat() if proof.valid_until else ""
    tell(
        user_ids=[user.pk for user in colleagues(proof.organisation_id, *EDITORS)],
        kind=kind,
        now=now,
        organisation_id=proof.organisation_id,
        link=notices.CARD,
        parameters={"proof": proof.kind, "day": day},
    )
