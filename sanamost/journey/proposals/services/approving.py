"""Two people say yes before a proposal may leave: a physician to the plan, finance to the price."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import policies
from sanamost.journey.proposals.models import Approval, Line, Plan, Proposal
from sanamost.journey.proposals.services.holding import held, open_to_change
from sanamost.journey.proposals.states import ApprovalRole, Gap, ProposalState


class NotComplete(Refusal):
    """Something is missing that the patient must read."""

    code = "proposal_not_complete"
    message = _("Still missing: %(gaps)s.")


class AlreadyApproved(Refusal):
    """The same person, or the same role, has said yes before."""

    code = "already_approved"
    message = _("Two different people approve: one the plan, one the price. This yes is there.")


def gaps(proposal: Proposal) -> list[Gap]:
    """What is still missing before anybody can approve; empty when nothing is.

    Answers of anybody's proposal with words alone: ask only for one that the actor may see.
    """
    with acting_as(system("completeness of a proposal")):
        plan = Plan.objects.filter(proposal_id=proposal.pk).first()
        priced = Line.objects.filter(proposal_id=proposal.pk).exists()
        case = cases.case_of(proposal.case_id)
    missing = {
        Gap.PLAN: plan is None or not plan.text.get(plan.language),
        Gap.TRANSLATION: plan is None or not plan.text.get(case.language),
        Gap.LINES: not priced,
        Gap.DATES: proposal.arrives_on is None and not case.is_remote,
    }
    return [gap for gap, is_missing in missing.items() if is_missing]


def approve(
    *, actor: Actor, proposal: Proposal | str, role: ApprovalRole, now: dt.datetime
) -> Proposal:
    """Say yes in one role; with the second person's yes the proposal is approved.

    Raises `NotComplete` naming what is missing, `AlreadyApproved`, `Frozen`, `NotYourTask`.
    """
    row = held(actor, proposal)
    policies.may_approve(actor, row, ApprovalRole(role))
    open_to_change(row)
    if missing := gaps(row):
        raise NotComplete(gaps=", ".join(str(gap.label) for gap in missing))
    given = list(Approval.objects.filter(proposal_id=row.pk))
    if any(one.role == role or one.user_id == actor.user_id for one in given):
        raise AlreadyApproved
    Approval.objects.create(
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        proposal_id=row.pk,
        role=role,
        user_id=actor.person_id,
        at=now,
    )
    audit.record(
        action="proposals.proposal.approved_by",
        case_id=row.case_id,
        subject=row.public_id,
        details={"role": str(role)},
        now=now,
    )
    if len(given) + 1 == len(ApprovalRole):
        with acting_as(system("both have approved")):
            transition(row, ProposalState.APPROVED, action="proposals.proposal.approved", now=now)
    return row
