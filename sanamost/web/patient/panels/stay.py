"""Travel, treatment and what follows on the patient's case page."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.journey.aftercare import selectors as aftercare
from sanamost.journey.cases.states import Fact
from sanamost.journey.travel import selectors as travel
from sanamost.journey.treatment import selectors as treatment
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of


@panel("patient", order=60)
def journey(request: Request, case: Any) -> Panel | None:
    """When you come and what is ready for the way."""
    plan = travel.plan_of_case(request.actor, case.pk)
    if plan is None:
        return None
    address = reverse("patient:travel", args=[case.public_id])
    action = None
    if Fact.ADMITTED not in case.facts and not plan.arrival_at:
        action = NextAction(_("Tell us when and how you arrive"), _("You"), address, mine=True)
    elif Fact.ADMITTED not in case.facts and not plan.welcome_pack_id:
        action = NextAction(_("The clinic sends you the welcome pack"), _("Coordinator"))
    elif Fact.ADMITTED not in case.facts:
        words = _("Travel to the clinic; the welcome pack says how")
        action = NextAction(words, _("You"), address, plan.arrival_at, mine=True)
    return Panel(
        code="travel",
        title=_("Travel"),
        template="patient/panels/travel.html",
        context={
            "plan": plan,
            "address": address,
            "works": [
                (work, meaning_of(work.state))
                for work in travel.works_of(request.actor, case.pk)
                if work.state != "cancelled"
            ],
        },
        next_action=action,
    )


@panel("patient", order=70)
def treated(request: Request, case: Any) -> Panel | None:
    """What was done, like a receipt; the extract."""
    episode = treatment.episode_of_case(request.actor, case.pk)
    if episode is None:
        return None
    given = [r for r in treatment.records_of(request.actor, episode) if r.voided_at is None]
    return Panel(
        code="treatment",
        title=_("Remote review") if episode.is_remote else _("Treatment"),
        template="patient/panels/treatment.html",
        context={
            "episode": episode,
            "records": given,
            "total": sum((record.amount for record in given), Decimal(0)),
            "currency": episode.agreement.currency,
            "discharge": treatment.discharge_of(request.actor, episode),
            "ask_survey": episode.is_remote and not aftercare.survey_of(request.actor, episode),
        },
        next_action=(
            NextAction(
                _("The doctor writes your opinion")
                if episode.is_remote
                else _("You are in treatment"),
                _("Your doctor"),
            )
            if episode.discharged_at is None
            else None
        ),
    )


@panel("patient", order=80)
def after(request: Request, case: Any) -> Panel | None:
    """How are you, and what did you think of it."""
    rows = aftercare.follow_ups_of(request.actor, case.pk)
    if not rows:
        return None
    episode = treatment.episode_of_case(request.actor, case.pk)
    waiting = aftercare.open_for_patient(request.actor, case.pk)
    action = None
    if waiting:
        address = reverse("patient:follow_up", args=[waiting.public_id])
        action = NextAction(_("Tell us how you are"), _("You"), address, mine=True)
    asked = any(row.asked_at or row.answered_at for row in rows)
    return Panel(
        code="aftercare",
        title=_("After treatment"),
        template="patient/panels/aftercare.html",
        context={
            "rows": [(row, meaning_of(row.state)) for row in rows],
            "waiting": waiting,
            "episode": episode,
            "ask_survey": asked and not aftercare.survey_of(request.actor, episode),
        },
        next_action=action,
    )
