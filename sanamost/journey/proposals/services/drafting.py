"""Starting a proposal, its plan, its dates, its next version."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sanamost.engines.pricing import group_of
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as clocks
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.proposals import policies
from sanamost.journey.proposals.events import ProposalSuperseded
from sanamost.journey.proposals.models import Line, Plan, Proposal
from sanamost.journey.proposals.selectors import lines_of, live_on, plan_of, services_in
from sanamost.journey.proposals.services.holding import Frozen, drop_approvals, held, open_to_change
from sanamost.journey.proposals.states import ProposalState
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests.states import Outcome, ReferralState
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients
from sanamost.registry.resources import selectors as resources

# Treaty on the Eurasian Economic Union of 29.05.2014: its members besides Russia.
GROUPS = {"resident": frozenset({"RU"}), "eaeu": frozenset({"AM", "BY", "KG", "KZ"})}
LONGEST_PLAN = 20_000
LONGEST_STAY, LONGEST_VALID = 365, 90
OPINION_DAYS = 10
"""Within how many days of the payment an opinion is ready, unless the clinic says otherwise."""


class VerdictMissing(Refusal):
    """No physician of the clinic has accepted the patient yet."""

    code = "verdict_missing"
    message = _("First a physician of the clinic must accept the patient.")


class ProposalExists(Refusal):
    """A live version stands on the same referral."""

    code = "proposal_exists"
    message = _("There is a proposal already; make a new version of it.")


class PlanMissing(Refusal):
    """No words of a plan."""

    code = "plan_missing"
    message = _("Write what will be done, in at most 20,000 letters.")
    field = "text"


class DateNotPossible(Refusal):
    """An arrival, a stay or a validity that cannot be meant."""

    code = "date_not_possible"
    message = _("Choose a day of arrival on which there is a free place for the whole stay.")
    field = "arrives_on"


def start(*, actor: Actor, referral: Any, now: dt.datetime) -> Proposal:
    """The first draft for an accepted referral; a draft under way is given back as it is.

    Prices will be those of the patient's group by citizenship; the stay is the physician's, the
    validity the clinic's own. Raises `NotYourTask`, `VerdictMissing`, `ProposalExists`.
    """
    policies.may_prepare(actor, referral)
    row = locked(referral)
    if row.state not in {ReferralState.ACCEPTED, ReferralState.PROPOSED}:
        raise VerdictMissing
    live = live_on(row.pk).first()
    if live is not None:
        if live.state in {ProposalState.DRAFT, ProposalState.APPROVED}:
            return live
        raise ProposalExists
    case = cases.case_of(row.case_id)
    verdict = next(
        (
            one
            for one in requests.verdicts_of(actor, case)
            if one.referral_id == row.pk and one.outcome == Outcome.ACCEPT
        ),
        None,
    )
    card = organisations.card(row.organisation_id)
    made = _create(
        actor,
        row,
        now,
        patient_group=patient_group(actor, case),
        area=case.area if case.area in card.areas else next(iter(card.areas), ""),
        stay_days=OPINION_DAYS if case.is_remote else max(1, verdict.stay_days if verdict else 1),
        valid_days=card.proposal_valid_days,
    )
    text = {verdict.language: verdict.conclusion} if verdict else {}
    language = verdict.language if verdict else "ru"
    _create_plan(made, Plan(language=language, text=text))
    return made


def patient_group(actor: Actor, case: Any) -> str:
    """Whose prices hold: residents, citizens of the Eurasian Economic Union, or other foreigners.

    A foreigner with a residence permit is a resident (law 173-FZ, art. 1).
    """
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    if patient.residency_basis in {"citizen", "residence_permit"}:
        return "resident"
    return group_of(patient.citizenship, GROUPS, others="foreign")


def set_plan(
    *,
    actor: Actor,
    proposal: Proposal | str,
    language: str,
    text: str,
    now: dt.datetime,
    translations: Mapping[str, str] | None = None,
    risks: Mapping[str, str] | None = None,
) -> Plan:
    """Write the plan in the writer's language, with translations and what may change the price.

    What was approved before must be approved again. Raises `PlanMissing`, `Frozen`, `NotYourTask`.
    """
    row = held(actor, proposal)
    policies.may_write_plan(actor, row)
    open_to_change(row)
    words = {code: words.strip() for code, words in (translations or {}).items() if words.strip()}
    words[language] = text.strip()
    if not words[language] or any(len(one) > LONGEST_PLAN for one in words.values()):
        raise PlanMissing
    plan = Plan.objects.get(proposal_id=row.pk)
    warned = {code: words.strip() for code, words in (risks or {}).items() if words.strip()}
    if (plan.language, plan.text, plan.risks) == (language, words, warned):
        return plan
    plan.language, plan.text, plan.risks = language, words, warned
    plan.save(update_fields=["language", "text", "risks"])
    _note(row, "proposals.plan.written", now)
    drop_approvals(row, now=now)
    return plan


def set_dates(
    *,
    actor: Actor,
    proposal: Proposal | str,
    arrives_on: dt.date | None,
    stay_days: int,
    valid_days: int,
    now: dt.datetime,
    area: str = "",
) -> Proposal:
    """Day of arrival (with everything free that the stay needs), days of stay, days of validity.

    A remote case has no day of arrival; its days of stay are those until the opinion is ready.
    Raises `DateNotPossible`, `Frozen`, `NotYourTask`.
    """
    row = held(actor, proposal)
    policies.may_prepare(actor, row)
    open_to_change(row)
    area = area or row.area
    _check_days(stay_days, valid_days)
    if cases.case_of(row.case_id).is_remote:
        arrives_on = None
    else:
        _check_arrival(row, area, arrives_on, stay_days, now)
    wanted = (arrives_on, stay_days, valid_days, area)
    if wanted == (row.arrives_on, row.stay_days, row.valid_days, row.area):
        return row
    row.arrives_on, row.stay_days, row.valid_days, row.area = wanted
    row.save(update_fields=["arrives_on", "stay_days", "valid_days", "area"])
    _note(row, "proposals.proposal.dated", now)
    drop_approvals(row, now=now)
    return row


def date_for_place(*, proposal_id: int, arrives_on: dt.date, now: dt.datetime) -> Proposal:
    """Date a draft by the day on which a place was found for it while it waited.

    Another day than before must be approved again, as after `set_dates`. A version that was sent
    keeps the day that the patient read. Runs inside the platform's `acting_as`.
    """
    row: Proposal = locked(Proposal.objects.get(pk=proposal_id))
    if row.state not in {ProposalState.DRAFT, ProposalState.APPROVED}:
        return row
    if row.arrives_on != arrives_on:
        row.arrives_on = arrives_on
        row.save(update_fields=["arrives_on"])
        _note(row, "proposals.proposal.dated", now)
        drop_approvals(row, now=now)
    return row


def new_version(*, actor: Actor, proposal: Proposal | str, now: dt.datetime) -> Proposal:
    """A draft that takes the place of a sent version, with the same plan, lines and stay.

    The sent one can be accepted no more, and its place is given back. Raises `MoveNotAllowed`.
    """
    row = held(actor, proposal)
    policies.may_prepare(actor, row)
    clocks.stop_clock(
        case_id=row.case_id, kind=ClockKind.PROPOSAL_VALID, now=now, subject=row.public_id
    )
    transition(
        row,
        ProposalState.SUPERSEDED,
        action="proposals.proposal.superseded",
        now=now,
        event=ProposalSuperseded(
            case_id=row.case_id, organisation_id=row.organisation_id, proposal=row.public_id
        ),
    )
    kept = ("patient_group", "area", "stay_days", "valid_days", "arrives_on", "total", "deposit")
    facts = {name: getattr(row, name) for name in (*kept, "price_from")}
    made = _create(actor, row.referral, now, **facts)
    _copy_parts(row, made)
    return made


def _create(actor: Actor, referral: Any, now: dt.datetime, **facts: Any) -> Proposal:
    newest = Proposal.objects.filter(referral_id=referral.pk).aggregate(newest=Max("version"))
    made = Proposal.objects.create(
        case_id=referral.case_id,
        organisation_id=referral.organisation_id,
        referral_id=referral.pk,
        version=(newest["newest"] or 0) + 1,
        prepared_by_id=actor.person_id,
        created_at=now,
        **facts,
    )
    _note(made, "proposals.proposal.started", now)
    return made


def _create_plan(proposal: Proposal, plan: Plan) -> None:
    plan.proposal = proposal
    plan.case_id, plan.organisation_id = proposal.case_id, proposal.organisation_id
    plan.save(force_insert=True)


def _copy_parts(old: Proposal, new: Proposal) -> None:
    plan = plan_of(old.pk) or Plan()
    plan.pk = None
    plan._state.adding = True  # noqa: SLF001 how Django documents copying a row
    _create_plan(new, plan)
    lines = lines_of(old.pk)
    for line in lines:
        line.pk, line.proposal = None, new
    Line.objects.bulk_create(lines)


def _check_days(stay_days: int, valid_days: int) -> None:
    if not 1 <= stay_days <= LONGEST_STAY:
        raise DateNotPossible(_("The stay is between 1 and 365 days."), field="stay_days")
    if not 1 <= valid_days <= LONGEST_VALID:
        raise DateNotPossible(_("A proposal is valid for 1 to 90 days."), field="valid_days")


def _check_arrival(
    row: Proposal, area: str, arrives_on: dt.date | None, stay_days: int, now: dt.datetime
) -> None:
    if arrives_on is None:
        raise DateNotPossible
    if arrives_on <= now.date():
        raise DateNotPossible(_("The day of arrival must be in the future."))
    days = resources.arrival_days(
        organisation_id=row.organisation_id,
        area=area,
        services=services_in(row.pk),
        stay_days=stay_days,
        first=arrives_on,
        before=arrives_on + dt.timedelta(days=1),
        limit=1,
    )
    if not days:
        raise DateNotPossible


def _note(row: Proposal, action: str, now: dt.datetime) -> None:
    audit.record(action=action, case_id=row.case_id, subject=row.public_id, now=now)


__all__ = [
    "DateNotPossible",
    "Frozen",
    "PlanMissing",
    "ProposalExists",
    "VerdictMissing",
    "date_for_place",
    "new_version",
    "patient_group",
    "set_dates",
    "set_plan",
    "start",
]
