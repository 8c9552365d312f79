"""Reads of regions' portals."""

import datetime as dt

from django.db.models import F, Max, Q

from sanamost.foundation.access.actor import Actor
from sanamost.registry.publishing.models import CheckedLink, Portal, PortalEdition
from sanamost.registry.publishing.policies import require_national, require_regional
from sanamost.registry.publishing.states import PortalState


def edition_by_code(code: str) -> PortalEdition | None:
    """The portal of the word in the address, if the public may see it; a public fact."""
    return PortalEdition.objects.filter(code=code, withdrawn_at__isnull=True).first()


def edition_by_host(host: str) -> PortalEdition | None:
    """The portal of the host name, if the public may see it; a public fact."""
    rows = PortalEdition.objects.filter(withdrawn_at__isnull=True)
    return rows.filter(host=host).first() if host else None


def was_edition(code: str) -> bool:
    """Whether there has been a portal of this word: its old addresses lead to the whole portal."""
    return PortalEdition.objects.filter(code=code).exists()


def editions() -> list[PortalEdition]:
    """Every portal that the public may see, by its word."""
    return list(PortalEdition.objects.filter(withdrawn_at__isnull=True).order_by("code"))


def stylesheet_of(code: str, version: int) -> PortalEdition | None:
    """The edition whose colours a page asks for; older ones stay, as browsers keep old pages."""
    return PortalEdition.objects.filter(code=code, version=version).first()


def own_portal(actor: Actor) -> Portal | None:
    """What the actor's region has written; raises `NotVisible` to anybody else."""
    require_regional(actor)
    rows = Portal.objects.visible_to(actor).filter(organisation_id=actor.organisation_id or 0)
    return rows.select_related("checked_by").first()


def own_edition(actor: Actor) -> PortalEdition | None:
    """What the public sees of the actor's region now."""
    rows = PortalEdition.objects.filter(organisation_id=actor.organisation_id or 0)
    return rows.filter(withdrawn_at__isnull=True).first()


def portals_to_check(actor: Actor) -> list[Portal]:
    """Those that wait for the national centre, the oldest first; none for anybody else."""
    if actor.organisation_kind != "national":
        return []
    rows = Portal.objects.visible_to(actor).filter(state=PortalState.SENT)
    return list(rows.select_related("organisation").order_by("written_at", "pk"))


def portal_to_check(actor: Actor, public_id: str) -> Portal:
    """One of them; raises `NotVisible`."""
    require_national(actor)
    rows = Portal.objects.select_related("organisation", "written_by")
    portal: Portal = rows.access(actor, public_id)
    return portal


def broken_links(actor: Actor) -> list[CheckedLink]:
    """Links that led nowhere when last looked at, as far as the actor is in charge of them.

    A link that the card no longer carries is not among them.
    """
    rows = CheckedLink.objects.visible_to(actor).exclude(problem="")
    still = Q(organisation__isnull=True) | Q(organisation__website=F("url"))
    return list(rows.filter(still).select_related("organisation").order_by("failing_since", "pk"))


def links_checked_at(actor: Actor) -> dt.datetime | None:
    """When links were last looked at."""
    newest: dt.datetime | None = CheckedLink.objects.visible_to(actor).aggregate(
        newest=Max("checked_at")
    )["newest"]
    return newest
