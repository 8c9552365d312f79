"""Who may do what with a proposal. Foreign looks like absent: `NotVisible`."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.proposals.states import ApprovalRole


class NotYourTask(Refusal):
    """The actor sees it, but it is another role's or organisation's to do."""

    code = "not_your_task"
    message = _("This is for another role or organisation to do.")


class OfClinic(Protocol):
    """A row of one clinic."""

    organisation_id: int


APPROVERS = {ApprovalRole.PHYSICIAN: Role.PHYSICIAN, ApprovalRole.FINANCE: Role.FINANCE}


def may_prepare(actor: Actor, row: OfClinic) -> None:
    """The clinic's coordinators make, date and send proposals."""
    _own(actor, row, Role.COORDINATOR)


def may_write_plan(actor: Actor, row: OfClinic) -> None:
    """The plan is written by a coordinator or a physician."""
    _own(actor, row, Role.COORDINATOR, Role.PHYSICIAN)


def may_price(actor: Actor, row: OfClinic) -> None:
    """The price is put together by a coordinator or by finance."""
    _own(actor, row, Role.COORDINATOR, Role.FINANCE)


def may_approve(actor: Actor, row: OfClinic, role: ApprovalRole) -> None:
    """A physician says yes to the plan, finance to the price."""
    _own(actor, row, APPROVERS[role])


def _own(actor: Actor, row: OfClinic, *roles: Role) -> None:
    if actor.organisation_id is None:
        raise NotVisible
    if actor.organisation_id != row.organisation_id or not actor.has(*roles):
        raise NotYourTask
