"""Who may do what with agreements and addenda. Foreign looks like absent: `NotVisible`."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal

ISSUERS = (Role.OFFICER, Role.COORDINATOR)
ADDENDUM_WRITERS = (Role.COORDINATOR, Role.PHYSICIAN)


class NotForYou(Refusal):
    """The actor sees it, but another role must do it."""

    code = "not_for_you"
    message = _("This is for another role to do.")


class OfClinic(Protocol):
    """A row of a clinic."""

    organisation_id: int


def may_issue(actor: Actor, agreement: OfClinic) -> None:
    """The clinic's contract officers and coordinators."""
    _of_the_clinic(actor, agreement, *ISSUERS)


def may_countersign(actor: Actor, agreement: OfClinic) -> None:
    """The clinic's contract officers alone: they hold the authority to sign."""
    _of_the_clinic(actor, agreement, Role.OFFICER)


def may_name_customer(actor: Actor, agreement: OfClinic) -> None:
    """Whoever prepares the contract, and finance."""
    _of_the_clinic(actor, agreement, *ISSUERS, Role.FINANCE)


def may_write_addenda(actor: Actor, agreement: OfClinic) -> None:
    """The clinic's coordinators and physicians."""
    _of_the_clinic(actor, agreement, *ADDENDUM_WRITERS)


def may_keep_scans(actor: Actor, agreement: OfClinic) -> None:
    """The clinic's coordinators and contract officers keep what was signed on paper."""
    _of_the_clinic(actor, agreement, *ISSUERS)


def _of_the_clinic(actor: Actor, row: OfClinic, *roles: Role) -> None:
    if actor.organisation_id is None or actor.organisation_id != row.organisation_id:
        raise NotVisible
    if not actor.has(*roles):
        raise NotForYou
