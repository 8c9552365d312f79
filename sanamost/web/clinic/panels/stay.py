"""Travel, treatment and aftercare on the clinic's case page."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.commerce.billing import selectors as billing
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.aftercare import selectors as aftercare
from sanamost.journey.aftercare.states import FollowUpState
from sanamost.journey.cases.states import Fact
from sanamost.journey.travel import selectors as travel
from sanamost.journey.travel.states import NoticeState
from sanamost.journey.treatment import selectors as treatment
from sanamost.journey.treatment.states import EpisodeState
from sanamost.web.acting import Request
from sanamost.web.components.arrival import zone_of
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of


@panel("clinic", order=60)
def journey(request: Request, case: Any) -> Panel | None:
    """When the patient comes, what is arranged, which notices are owed."""
    actor = request.actor
    if DataClass.TRAVEL not in actor.classes:
        return None
    plan = travel.plan_of_case(actor, case.pk)
    if plan is None:
        return None
    works = travel.works_of(actor, case.pk)
    notices = travel.notices_of(actor, case.pk)
    return Panel(
        code="travel",
        title=_("Travel"),
        template="clinic/panels/travel.html",
        context={
            "plan": plan,
            "works": [(work, meaning_of(work.state)) for work in works],
            "notices": [(notice, meaning_of(notice.state)) for notice in notices],
            "stay": travel.stay_of(actor, plan),
            "outdated": travel.pack_is_outdated(plan),
            "coordinates": actor.has(Role.COORDINATOR),
        },
        next_action=_travel_action(request, case, plan, notices),
    )


def _travel_action(request: Request, case: Any, plan: Any, notices: Any) -> NextAction | None:
    mine = request.actor.has(Role.COORDINATOR)
    who = _("Coordinator")
    owed = next((n for n in notices if n.state == NoticeState.DUE), None)
    if owed:
        files = request.actor.has(Role.COORDINATOR, Role.OFFICER)
        address = reverse("clinic:file_notice", args=[owed.public_id]) if files else ""
        words = _("File: %(notice)s") % {"notice": owed.get_kind_display()}
        return NextAction(words, who, address, owed.due_at, mine=files)
    if Fact.ADMITTED in case.facts or Fact.BOOKED not in case.facts:
        return None
    address = reverse("clinic:travel", args=[plan.public_id]) if mine else ""
    if plan.arrival_at is None:
        return NextAction(_("The patient tells when and how they arrive"), _("Patient"))
    if plan.welcome_pack_id is None or travel.pack_is_outdated(plan):
        return NextAction(_("Send the welcome pack"), who, address, plan.arrival_at, mine=mine)
    address = reverse("clinic:admit", args=[plan.public_id]) if mine else ""
    return NextAction(_("Admit the patient"), who, address, plan.arrival_at, mine=mine)


@panel("clinic", order=70)
def treated(request: Request, case: Any) -> Panel | None:
    """What was done against the plan."""
    actor = request.actor
    episode = treatment.episode_of_case(actor, case.pk)
    if episode is None or episode.organisation_id != actor.organisation_id:
        return None
    sees_prices = DataClass.MONEY in actor.classes
    items = treatment.items_of(actor, episode) if sees_prices else []
    return Panel(
        code="treatment",
        title=_("Remote review") if episode.is_remote else _("Treatment"),
        template="clinic/panels/treatment.html",
        context={
            "episode": episode,
            "meaning": meaning_of(episode.state),
            "remote": episode.is_remote,
            "items": items,
            "done": sum(1 for item in items if item.left <= 0),
            "discharge": treatment.discharge_of(actor, episode),
        },
        next_action=_treatment_action(request, case, episode),
    )


def _treatment_action(request: Request, case: Any, episode: Any) -> NextAction | None:
    actor = request.actor
    if episode.state == EpisodeState.ADMITTED:
        mine = actor.has(Role.COORDINATOR, Role.PHYSICIAN)
        name = "discharge" if actor.has(Role.PHYSICIAN) else "treatment"
        address = reverse(f"clinic:{name}", args=[episode.public_id]) if mine else ""
        words = (
            _("Record what is done; the physician writes the opinion")
            if episode.is_remote
            else _("Record what is done; the physician discharges")
        )
        return NextAction(words, _("Coordinator and physician"), address, mine=mine)
    if DataClass.MONEY in actor.classes and not billing.final_invoice_of(episode.agreement_id):
        mine = actor.has(Role.FINANCE)
        address = reverse("clinic:final_invoice", args=[episode.public_id]) if mine else ""
        return NextAction(_("Issue the final invoice"), _("Finance"), address, mine=mine)
    if Fact.SETTLED in case.facts and Fact.CLOSED not in case.facts:
        return _closing_action(request, episode)
    return None


def _closing_action(request: Request, episode: Any) -> NextAction | None:
    rows = aftercare.follow_ups_of(request.actor, episode.case_id)
    if not episode.is_remote and (not rows or rows[0].state == FollowUpState.SCHEDULED):
        return NextAction(_("The patient is asked how they are"), _("Sanamost"))
    mine = request.actor.has(Role.COORDINATOR)
    address = reverse("clinic:close_case", args=[episode.public_id]) if mine else ""
    return NextAction(_("Close the case"), _("Coordinator"), address, mine=mine)


@panel("clinic", order=80)
def after(request: Request, case: Any) -> Panel | None:
    """How the patient is after the return home."""
    actor = request.actor
    if DataClass.CLINICAL not in actor.classes:
        return None
    rows = aftercare.follow_ups_of(actor, case.pk)
    if not rows or rows[0].organisation_id != actor.organisation_id:
        return None
    episode = treatment.episode_of_case(actor, case.pk)
    today = timezone.localdate(timezone=zone_of(rows[0]))
    days = aftercare.days_until_due(rows, today)
    alarm = next((r for r in rows if r.worrying and not r.attended_at), None)
    action = None
    if alarm:
        words = _("Get in touch with the patient: day %(day)s") % {"day": alarm.day}
        address = reverse("clinic:follow_up", args=[alarm.public_id])
        mine = actor.has(Role.COORDINATOR, Role.PHYSICIAN, Role.QUALITY)
        action = NextAction(words, _("Coordinator or physician"), address, mine=mine)
    return Panel(
        code="aftercare",
        title=_("After treatment"),
        template="clinic/panels/aftercare.html",
        context={
            "rows": [(row, meaning_of(row.state)) for row in rows],
            "survey": aftercare.survey_of(actor, episode) if episode else None,
            "case": case,
            "pass_days": days if settings.DEMONSTRATION else None,
            "pass_words": _pass_words(days or 0),
        },
        next_action=action,
    )


def _pass_words(days: int) -> str:
    return ngettext(
        "Demonstration: let %(days)s day pass and ask now",
        "Demonstration: let %(days)s days pass and ask now",
        days,
    ) % {"days": days}
