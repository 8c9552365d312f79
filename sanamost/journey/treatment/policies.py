"""Who may do what during treatment."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal


class NeedsCoordinator(Refusal):
    """The coordinator does this."""

    code = "needs_coordinator"
    message = _("The coordinator does this.")


class NeedsPhysician(Refusal):
    """An extract is a physician's word."""

    code = "needs_physician"
    message = _("Only a physician discharges and writes the extract.")


class NeedsFinance(Refusal):
    """Invoices come from finance."""

    code = "needs_finance"
    message = _("Only finance issues invoices.")


def may_admit(actor: Actor, row: Any) -> None:
    """The coordinator of the clinic that treats; `row` is a booking or an episode."""
    _one_of(actor, row, NeedsCoordinator, Role.COORDINATOR)


def may_record(actor: Actor, row: Any) -> None:
    """The coordinator: prices belong to what is recorded, and physicians do not see prices."""
    _one_of(actor, row, NeedsCoordinator, Role.COORDINATOR)


def may_discharge(actor: Actor, row: Any) -> None:
    """A physician of the clinic that treats."""
    _one_of(actor, row, NeedsPhysician, Role.PHYSICIAN)


def may_bill(actor: Actor, row: Any) -> None:
    """Finance of the clinic that treats."""
    _one_of(actor, row, NeedsFinance, Role.FINANCE)


def _one_of(actor: Actor, row: Any, otherwise: type[Refusal], *roles: Role) -> None:
    if actor.system:
        return
    if actor.organisation_id != row.organisation_id:
        raise NotVisible
    if not actor.has(*roles):
        raise otherwise
