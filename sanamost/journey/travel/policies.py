"""Who may do what about travel. Rows come from selectors, so the actor knows of them already."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan, WorkOrder


class ForAnotherRole(Refusal):
    """The actor sees it, but another role does this."""

    code = "for_another_role"
    message = _("This is done by another role. Ask the coordinator.")


def may_tell_arrival(actor: Actor, plan: TravelPlan) -> None:
    """The patient's side, the partner who sees travel, the clinic's coordinator."""
    if actor.system or actor.organisation_id is None or actor.has(Role.PARTNER_AGENT):
        return  # whoever is not of this case could not have got the row
    may_arrange(actor, plan)


def may_ask_for_work(actor: Actor, plan: TravelPlan) -> None:
    """The same people: they know what is needed on the way."""
    may_tell_arrival(actor, plan)


def may_arrange(actor: Actor, row: TravelPlan | WorkOrder) -> None:
    """The coordinator of the clinic that treats."""
    if actor.system:
        return
    if actor.organisation_id != row.organisation_id:
        raise NotVisible
    if not actor.has(Role.COORDINATOR):
        raise ForAnotherRole


def may_file(actor: Actor, notice: AuthorityNotice) -> None:
    """Coordinator or officer of the clinic that is the host."""
    if actor.system:
        return
    if actor.organisation_id != notice.organisation_id:
        raise NotVisible
    if not actor.has(Role.COORDINATOR, Role.OFFICER):
        raise ForAnotherRole
