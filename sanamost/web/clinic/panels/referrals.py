"""The request before clinics: where each stands, what physicians said and asked."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.requests import selectors
from sanamost.journey.requests.states import NeedState, ReferralState
from sanamost.web.acting import Request
from sanamost.web.clinic.panels.requests import due_of
from sanamost.web.clinic.reading import Reading, reading_of
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of

UNDECIDED = {ReferralState.NEW, ReferralState.READ, ReferralState.IN_REVIEW}


@panel("clinic", order=20)
def referrals(request: Request, case: Any) -> Panel | None:
    """For a clinic its own referral, for the desk all of them."""
    reading = reading_of(request, case)
    if not reading.referrals:
        return None
    clinical = DataClass.CLINICAL in request.actor.classes
    verdicts = selectors.verdicts_of(request.actor, case) if clinical else []
    needs = selectors.needs_of(request.actor, case) if clinical else []
    rows = [
        {
            "referral": row,
            "meaning": meaning_of(row.state),
            "verdicts": [v for v in verdicts if v.referral_id == row.pk],
            "needs": [n for n in needs if n.referral_id == row.pk],
            "own": reading.own is not None and row.pk == reading.own.pk,
        }
        for row in reading.referrals
    ]
    actor = request.actor
    return Panel(
        code="referrals",
        title=_("The clinic's answer") if reading.own else _("Before clinics"),
        template="clinic/panels/referrals.html",
        context={
            "rows": rows,
            "reading": reading,
            "undecided": reading.own is not None and reading.own.state in UNDECIDED,
            "judges": actor.has(Role.PHYSICIAN),
            "assigns": actor.has(Role.COORDINATOR, Role.PHYSICIAN),
            "language": case.language,
        },
        next_action=_next(request, reading, needs),
    )


def _next(request: Request, reading: Reading, needs: list[Any]) -> NextAction | None:
    own = reading.own
    if own is None:
        return _of_clinics(reading)
    due = due_of(reading, ClockKind.VERDICT)
    if own.state in {ReferralState.NEW, ReferralState.READ}:
        return _to_begin(request, own, due)
    if own.state == ReferralState.IN_REVIEW:
        mine = request.actor.has(Role.PHYSICIAN)
        return NextAction(
            words=_("Read the papers and give the verdict"),
            who=str(own.physician or _("Physician")),
            url=reverse("clinic:verdict", args=[own.public_id]) if mine else "",
            due=due,
            mine=mine,
        )
    if own.state == ReferralState.DATA_NEEDED:
        return _of_question(request, reading, needs)
    if own.state == ReferralState.ACCEPTED:
        return NextAction(
            words=_("Prepare the proposal"),
            who=_("Coordinator"),
            due=due_of(reading, ClockKind.PROPOSAL),
        )
    return None


def _to_begin(request: Request, own: Any, due: Any) -> NextAction:
    actor = request.actor
    if actor.has(Role.PHYSICIAN):
        url = reverse("clinic:verdict", args=[own.public_id])
        return NextAction(
            _("Read the papers and give the verdict"), actor.name, url, due, mine=True
        )
    mine = actor.has(Role.COORDINATOR)
    return NextAction(
        words=_("Give the referral to a physician"),
        who=_("Coordinator"),
        url=reverse("clinic:review", args=[own.public_id]) if mine else "",
        due=due,
        mine=mine,
    )


def _of_question(request: Request, reading: Reading, needs: list[Any]) -> NextAction:
    untold = [
        need
        for need in needs
        if need.state == NeedState.ASKED
        and not need.translation
        and need.question_language != reading.case.language
    ]
    if untold and request.actor.has(Role.COORDINATOR):
        return NextAction(
            words=_("Put the physician's question into the patient's language"),
            who=_("Coordinator"),
            url=reverse("clinic:translate_question", args=[untold[0].public_id]),
            mine=True,
        )
    return NextAction(words=_("The patient answers the physician's questions"), who=_("Patient"))


def _of_clinics(reading: Reading) -> NextAction | None:
    waiting = [row for row in reading.referrals if row.state in UNDECIDED]
    if not waiting:
        return None
    words = _("Physicians of %(number)s clinics give their verdicts") % {"number": len(waiting)}
    if len(waiting) == 1:
        words = _("A physician gives the verdict")
    return NextAction(words=words, who=_("Clinics"))
