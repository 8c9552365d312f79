"""Who may do what with requests and referrals. Foreign looks like absent: `NotVisible`."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.cases.states import Origin

TYPED_IN = (Origin.PHONE, Origin.EMAIL)


class NotYourTask(Refusal):
    """The actor sees it, but it is another role's or organisation's to do."""

    code = "not_your_task"
    message = _("This is for another role or organisation to do.")


class OfDesk(Protocol):
    """A request with its desk."""

    desk_id: int


class OfClinic(Protocol):
    """A referral with its clinic."""

    organisation_id: int


def may_submit(actor: Actor, *, origin: Origin, partner_id: int | None, desk_id: int) -> None:
    """Anybody for themselves; an agent for their agency; a coordinator what reached their desk."""
    if origin == Origin.DIRECT:
        return
    if origin == Origin.PARTNER:
        allowed = actor.organisation_id == partner_id and actor.has(Role.PARTNER_AGENT)
    else:
        allowed = origin in TYPED_IN and actor.organisation_id == desk_id
        allowed = allowed and actor.has(Role.COORDINATOR)
    if actor.organisation_id is None or not allowed:
        raise NotVisible


def may_work_on_request(actor: Actor, request: OfDesk) -> None:
    """The coordinators of the desk that took the request in."""
    if actor.system:
        return
    if actor.organisation_id != request.desk_id or not actor.has(Role.COORDINATOR):
        raise NotYourTask


def may_work_on_referral(actor: Actor, referral: OfClinic) -> None:
    """The clinic's coordinators and physicians."""
    _own(actor, referral)
    if not actor.has(Role.COORDINATOR, Role.PHYSICIAN):
        raise NotYourTask


def may_judge(actor: Actor, referral: OfClinic) -> None:
    """A physician of the clinic; nobody else gives a verdict."""
    _own(actor, referral)
    if not actor.has(Role.PHYSICIAN):
        raise NotYourTask


def _own(actor: Actor, referral: OfClinic) -> None:
    if actor.organisation_id is None:
        raise NotVisible
    if actor.organisation_id != referral.organisation_id:
        raise NotYourTask
