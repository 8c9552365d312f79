"""Who may do what with money."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal


class NeedsAnotherPerson(Refusal):
    """Who asked for it may not approve it."""

    code = "needs_another_person"
    message = _("Another person must approve this: you asked for it yourself.")


def may_handle_money(actor: Actor, organisation_id: int) -> None:
    """Finance of the clinic itself, or the platform's own work; raises `NotVisible`."""
    if actor.system:
        return
    if actor.organisation_id != organisation_id or not actor.has(Role.FINANCE):
        raise NotVisible
