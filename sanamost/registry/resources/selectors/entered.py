"""What a clinic has entered of its capacity, as it stands on the clinic's own pages."""

import datetime as dt

from sanamost.foundation.access.actor import Actor
from sanamost.registry.resources.models import (
    CapacityFile,
    Concession,
    MonthPlan,
    Protection,
    Recipe,
    RecipeUse,
    Resource,
    ResourceBreak,
)


def own_resources(actor: Actor, *, retired: bool = False) -> list[Resource]:
    """The clinic's resources, in use or retired, with their breaks, by area, kind and name."""
    rows = Resource.objects.visible_to(actor).filter(retired_at__isnull=not retired)
    return list(
        rows.select_related("site")
        .prefetch_related("breaks")
        .order_by("area", "kind", "name", "pk")
    )


def breaks_of(actor: Actor, resource: Resource) -> list[ResourceBreak]:
    """The times in which a resource gives less, the earliest first."""
    rows = ResourceBreak.objects.visible_to(actor).filter(resource=resource)
    return list(rows.order_by("first_on", "pk"))


def plans_between(actor: Actor, *, first: dt.date, before: dt.date) -> list[MonthPlan]:
    """The state task of the months, by area, source of finance and month."""
    rows = MonthPlan.objects.visible_to(actor).filter(month__gte=first, month__lt=before)
    return list(rows.order_by("area", "source", "month"))


def protection_of(actor: Actor) -> Protection | None:
    """How surely the clinic keeps what domestic patients need; None where it has not said."""
    row: Protection | None = (
        Protection.objects.visible_to(actor).select_related("set_by").order_by("pk").first()
    )
    return row


def access_recipe(actor: Actor, public_id: str) -> Recipe:
    """One recipe of the clinic, in force or replaced; raises `NotVisible`."""
    rows = Recipe.objects.select_related("service", "made_by").prefetch_related("uses__resource")
    row: Recipe = rows.access(actor, public_id)
    return row


def versions_of(actor: Actor, recipe: Recipe) -> list[Recipe]:
    """Every version of what the same treatment uses, the newest first."""
    rows = Recipe.objects.visible_to(actor).filter(
        organisation_id=recipe.organisation_id, area=recipe.area
    )
    of = {"service__isnull": True} if recipe.service_id is None else {"service": recipe.service_id}
    rows = rows.filter(**of)
    return list(rows.select_related("made_by").order_by("-version"))


def treatments_using(actor: Actor, resource: Resource) -> list[Recipe]:
    """The recipes in force that name the resource."""
    uses = RecipeUse.objects.visible_to(actor).filter(resource=resource)
    rows = Recipe.objects.visible_to(actor).filter(
        replaced_at__isnull=True, pk__in=uses.values("recipe_id")
    )
    return list(rows.select_related("service").order_by("area", "pk"))


def own_concessions(actor: Actor) -> list[Concession]:
    """What was asked for foreign patients above what is free, the newest first."""
    rows = Concession.objects.visible_to(actor)
    return list(rows.select_related("resource", "asked_by", "decided_by").order_by("-pk"))


def access_concession(actor: Actor, public_id: str) -> Concession:
    """One of them; raises `NotVisible`."""
    rows = Concession.objects.select_related("resource", "asked_by", "decided_by")
    row: Concession = rows.access(actor, public_id)
    return row


def waiting_file(actor: Actor) -> CapacityFile | None:
    """The clinic's workbook that waits to be looked at."""
    rows = CapacityFile.objects.visible_to(actor).select_related("brought_by")
    row: CapacityFile | None = rows.order_by("pk").first()
    return row
