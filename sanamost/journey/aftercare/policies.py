"""Who may do what after the return home."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal


class OnlyThePatient(Refusal):
    """How somebody feels is theirs to say."""

    code = "only_the_patient"
    message = _("Only the patient's side can answer this.")


class NotYours(Refusal):
    """Another role does this."""

    code = "not_yours"
    message = _("The coordinator, a physician or the quality officer does this.")


class NeedsCoordinator(Refusal):
    """The coordinator closes."""

    code = "needs_coordinator"
    message = _("The coordinator does this.")


def may_answer(actor: Actor) -> None:
    """The patient's side; whoever is not of this case could not have got the row."""
    if actor.organisation_id is not None or actor.user_id is None:
        raise OnlyThePatient


def may_attend(actor: Actor, row: Any) -> None:
    """Coordinator, physician or quality officer of the clinic that treated."""
    if actor.organisation_id != row.organisation_id:
        raise NotVisible
    if not actor.has(Role.COORDINATOR, Role.PHYSICIAN, Role.QUALITY):
        raise NotYours


def may_close(actor: Actor, row: Any) -> None:
    """The coordinator of the clinic that treated."""
    if actor.organisation_id != row.organisation_id:
        raise NotVisible
    if not actor.has(Role.COORDINATOR):
        raise NeedsCoordinator
