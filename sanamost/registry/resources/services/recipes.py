"""What one treatment uses: written by the clinic, or learned from treated patients."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources.models import Recipe, RecipeUse, Resource
from sanamost.registry.resources.policies import require_keeper
from sanamost.registry.resources.services.counting import count_days
from sanamost.registry.resources.states import RecipeOrigin

LONGEST_STAY = 365
MOST_USES = 200


class RecipeEmpty(Refusal):
    """A treatment that uses nothing."""

    code = "recipe_empty"
    message = _("Say what the treatment uses: at least one resource, at most 200 rows.")
    field = "amount"


class UseNotPossible(Refusal):
    """An amount or a day that cannot be meant."""

    code = "use_not_possible"
    message = _("An amount is above 0, and its day lies within the stay or 30 days after it.")
    field = "amount"


class UseTwice(Refusal):
    """One resource on one day stands in two rows."""

    code = "use_twice"
    message = _("A resource stands twice on the same day. Add the amounts up in one row.")
    field = "amount"


@dataclass(frozen=True, kw_only=True, slots=True)
class UseFacts:
    """`amount` of a resource (by its public id) on the day, counted from admission."""

    resource: str
    amount: Decimal
    day: int = 0
    spread: Decimal = Decimal(0)


def set_recipe(
    *,
    actor: Actor,
    area: str,
    stay_days: int,
    uses: Sequence[UseFacts],
    now: dt.datetime,
    service: str = "",
    origin: str = RecipeOrigin.ENTERED,
) -> Recipe:
    """A new version of what the area's usual treatment, or the service's, uses.

    The version before stays on record: what is held and booked was counted from it. Raises
    `RecipeEmpty`, `UseNotPossible`, `UseTwice`, and `NotVisible` for a foreign resource or service.
    """
    organisation_id = require_keeper(actor)
    key = {
        "organisation_id": organisation_id,
        "area": area,
        "service_id": service_key(organisation_id, service, now.date()),
    }
    row = write_recipe(
        key, stay_days=stay_days, uses=uses, made_by=actor.user_id, origin=origin, now=now
    )
    record(action="resources.recipe.set", subject=row.public_id, now=now)
    count_days(organisation_id=organisation_id, now=now)
    return row


def write_recipe(
    key: Mapping[str, Any],
    *,
    stay_days: int,
    uses: Sequence[UseFacts],
    now: dt.datetime,
    made_by: int | None = None,
    origin: str = RecipeOrigin.ENTERED,
) -> Recipe:
    """The new version itself; `key` is its organisation, area and service. Counts nothing."""
    _check(uses, stay_days)
    organisation_id = key["organisation_id"]
    resources = _resources(organisation_id, uses)
    before = Recipe.objects.filter(**key).order_by("-version").first()
    Recipe.objects.filter(**key, replaced_at__isnull=True).update(replaced_at=now)
    row = Recipe.objects.create(
        **key,
        version=before.version + 1 if before else 1,
        origin=origin,
        stay_days=stay_days,
        made_by_id=made_by,
        made_at=now,
    )
    RecipeUse.objects.bulk_create(
        RecipeUse(
            organisation_id=organisation_id,
            recipe=row,
            resource_id=resources[use.resource],
            day=use.day,
            amount=use.amount,
            spread=use.spread,
        )
        for use in uses
    )
    return row


def drop_recipe(*, actor: Actor, recipe: str, now: dt.datetime) -> None:
    """The service follows its area's usual treatment again; an area without one takes nobody."""
    organisation_id = require_keeper(actor)
    row = Recipe.objects.access(actor, recipe)
    if row.replaced_at is not None:
        raise NotVisible
    row.replaced_at = now
    row.save(update_fields=["replaced_at"])
    record(action="resources.recipe.dropped", subject=row.public_id, now=now)
    count_days(organisation_id=organisation_id, now=now)


def _check(uses: Sequence[UseFacts], stay_days: int) -> None:
    if not uses or len(uses) > MOST_USES:
        raise RecipeEmpty
    if not 1 <= stay_days <= LONGEST_STAY:
        raise UseNotPossible(field="stay_days")
    for use in uses:
        if use.amount <= 0 or use.spread < 0 or not 0 <= use.day <= stay_days + 30:
            raise UseNotPossible
    if len({(use.resource, use.day) for use in uses}) < len(uses):
        raise UseTwice


def _resources(organisation_id: int, uses: Sequence[UseFacts]) -> dict[str, int]:
    wanted = {use.resource for use in uses}
    rows = Resource.objects.filter(
        organisation_id=organisation_id, retired_at__isnull=True, public_id__in=wanted
    )
    found = dict(rows.values_list("public_id", "pk"))
    if found.keys() != wanted:
        raise NotVisible
    return found


def service_key(organisation_id: int, public_id: str, day: dt.date) -> int | None:
    """The key of one of the clinic's own services on offer; none for none. Raises `NotVisible`."""
    if not public_id:
        return None
    return catalogue.offered(organisation_id, [public_id], day=day)[public_id].key
