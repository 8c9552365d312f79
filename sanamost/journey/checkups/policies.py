"""Who may change a check-up."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal


class NotYourTask(Refusal):
    """The actor sees it, but it is for the clinic's physician to do."""

    code = "not_your_task"
    message = _("Only a physician of a clinic that has the referral changes the check-up.")


def may_edit(actor: Actor, *, referred: bool) -> None:
    """A physician of a clinic before which the request is."""
    if actor.organisation_id is None:
        raise NotVisible
    if not referred or not actor.has(Role.PHYSICIAN):
        raise NotYourTask
