"""Proposals, their lines, plans and approvals, as far as the actor may see them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from sanamost.foundation.access.acting import acting_as, note_seen
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.clock import database_now
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.proposals.models import Approval, Line, Plan, Proposal
from sanamost.journey.proposals.states import ApprovalRole, ProposalState

LIVE = (
    ProposalState.DRAFT,
    ProposalState.APPROVED,
    ProposalState.SENT,
    ProposalState.ACCEPTED,
)


@dataclass(frozen=True, slots=True)
class Approved:
    """One yes: whose and when."""

    role: ApprovalRole
    user_id: int
    name: str
    at: dt.datetime


def access_proposal(actor: Actor, public_id: str) -> Proposal:
    """The proposal with its price; raises `NotVisible`."""
    return Proposal.objects.select_related("referral", "organisation", "paper").access(
        actor, public_id
    )


def access_plan(actor: Actor, public_id: str) -> Plan:
    """The plan of the proposal, for who may see medical content but no prices; or `NotVisible`."""
    with acting_as(system("key of a proposal")):
        key = Proposal.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
    plan = Plan.objects.visible_to(actor).filter(proposal_id=key).first() if key else None
    if plan is None:
        raise NotVisible
    note_seen(plan.case_id, "clinical")
    return plan


def plans_of(actor: Actor, case_id: int) -> list[Plan]:
    """The plans on the case that the actor may see, newest first."""
    rows = Plan.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.order_by("-pk"))


def outline_of(plan: Plan) -> Proposal:
    """State, version and dates of a plan's proposal, for who may see the plan but no prices.

    Its sums read as zero.
    """
    with acting_as(system("outline of a proposal")):
        row = Proposal.objects.select_related("organisation").get(pk=plan.proposal_id)
    row.total = row.deposit = Decimal(0)
    row.shown_total = None
    return row


def proposals_of(actor: Actor, case_id: int) -> list[Proposal]:
    """The case's proposals that the actor may see, every version, newest first."""
    rows = Proposal.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.select_related("organisation", "paper").order_by("-created_at", "-pk"))


def live_proposals_of(actor: Actor, case_id: int) -> list[Proposal]:
    """Those that wait for an answer or were accepted (a clinic's own drafts too), cheapest first.

    Each comes with `lines` and `plan` as far as the actor may see them.
    """
    rows = Proposal.objects.visible_to(actor).filter(case_id=case_id, state__in=LIVE)
    return list(
        rows.select_related("organisation", "plan", "paper")
        .prefetch_related("lines")
        .order_by("total", "pk")
    )


def proposal_of(proposal_id: int) -> Proposal:
    """The proposal by its key, for other stages that hold it already."""
    return Proposal.objects.select_related("referral").get(pk=proposal_id)


def of_case(case_id: int) -> list[Proposal]:
    """Every version on the case by its key, for handlers, in the order of keys."""
    return list(Proposal.objects.filter(case_id=case_id).order_by("pk"))


def by_public_id(public_id: str) -> Proposal:
    """The proposal of a public id, for handlers; raises `NotVisible`."""
    row = Proposal.objects.select_related("referral").filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def lines_of(proposal_id: int) -> list[Line]:
    """The priced lines in their order, as far as the database shows them."""
    rows = Line.objects.filter(proposal_id=proposal_id).select_related("service")
    return list(rows.order_by("position"))


def services_in(proposal_id: int) -> list[int]:
    """Keys of the services of the proposal's lines, the dearest first: what it is mainly for."""
    rows = Line.objects.filter(proposal_id=proposal_id, service_id__isnull=False)
    return list(rows.order_by("-amount", "position").values_list("service_id", flat=True))


def plan_of(proposal_id: int) -> Plan | None:
    """The plan, if the database shows it."""
    return Plan.objects.filter(proposal_id=proposal_id).first()


def approvals_of(proposal_id: int) -> list[Approved]:
    """Who has said yes so far."""
    rows = Approval.objects.filter(proposal_id=proposal_id).select_related("user").order_by("at")
    return [Approved(ApprovalRole(a.role), a.user_id, str(a.user), a.at) for a in rows]


def totals_on(actor: Actor, case_id: int) -> list[Proposal]:
    """Sent, accepted and answered proposals without their content: what a partner follows."""
    rows = Proposal.objects.visible_to(actor).filter(case_id=case_id)
    shown = rows.exclude(state__in=[ProposalState.DRAFT, ProposalState.APPROVED])
    return list(shown.select_related("organisation").order_by("-sent_at", "-pk"))


def live_on(referral_id: int) -> QuerySet[Proposal]:
    """The referral's live version, at most one."""
    return Proposal.objects.filter(referral_id=referral_id, state__in=LIVE)


def still_valid(proposal_id: int) -> bool:
    """Whether the proposal may still be accepted, by the database's clock."""
    return Proposal.objects.filter(pk=proposal_id, valid_until__gt=database_now()).exists()
