"""Entering and withdrawing demand and the cost of promotion; nothing is changed in silence."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import figures
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential import policies
from sanamost.insight.potential.counting import ask_count
from sanamost.insight.potential.groups import country_groups
from sanamost.insight.potential.models import DemandLimit, Entry, PromotionCost
from sanamost.registry.catalogue import selectors as catalogue

MOST_MONTHS = 36
MOST_PATIENTS = 1_000_000
DEAREST = Decimal(10) ** 9

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Where a figure is from."""

    country_group: str
    source: str
    as_of: dt.date
    source_page: str = ""
    demonstration: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DemandFacts(Named):
    """So many patients in each month from `first_month` to `last_month`, both included."""

    area: str
    first_month: dt.date
    last_month: dt.date
    patients: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CostFacts(Named):
    """What winning one patient costs, in roubles."""

    amount: Decimal


def enter_demand(
    *, actor: Actor, facts: DemandFacts, now: dt.datetime, organisation_id: int | None = None
) -> list[DemandLimit]:
    """Keep a demand, in place of what stood for those months. Raises `FigureRefused`, `NotVisible`.

    `organisation_id` is for the system alone: everybody else enters for the own organisation.
    """
    owner = _owner(actor, organisation_id)
    _check(facts, now.date())
    _check_demand(facts)
    months = _months(facts)
    key: dict[str, Any] = {"country_group": facts.country_group, "area": facts.area}
    before = DemandLimit.objects.filter(organisation_id=owner, month__in=months, **key)
    _put_aside(before, actor, now)
    made = DemandLimit.objects.bulk_create(
        DemandLimit(**key, **_entry(facts, actor, owner, now), month=month, patients=facts.patients)
        for month in months
    )
    audit.record(action="potential.demand.entered", subject=made[0].public_id, now=now)
    ask_count(now=now)
    return made


def withdraw_demand(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> DemandLimit:
    """Take a demand out of the figures; it stays in the record with the reason.

    Raises `NotVisible`, `WithdrawReasonMissing`, `WithdrawnAlready`.
    """
    row: DemandLimit = _withdraw(
        actor, DemandLimit.objects.visible_to(actor), public_id, reason, now
    )
    audit.record(action="potential.demand.withdrawn", subject=public_id, now=now)
    ask_count(now=now)
    return row


def enter_cost(
    *, actor: Actor, facts: CostFacts, now: dt.datetime, organisation_id: int | None = None
) -> PromotionCost:
    """Keep what winning a patient costs, in place of what stood.

    `organisation_id` as in `enter_demand`. Raises `FigureRefused`, `NotVisible`.
    """
    owner = _owner(actor, organisation_id)
    _check(facts, now.date())
    if not 0 < facts.amount < DEAREST:
        raise figures.refused("amount", _("The cost is more than zero, in roubles."))
    key: dict[str, Any] = {"country_group": facts.country_group}
    _put_aside(PromotionCost.objects.filter(organisation_id=owner, **key), actor, now)
    made = PromotionCost.objects.create(
        **key, **_entry(facts, actor, owner, now), amount=facts.amount
    )
    audit.record(action="potential.cost.entered", subject=made.public_id, now=now)
    ask_count(now=now)
    return made


def withdraw_cost(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> PromotionCost:
    """Take a cost out of the figures; it stays in the record with the reason.

    Raises `NotVisible`, `WithdrawReasonMissing`, `WithdrawnAlready`.
    """
    row: PromotionCost = _withdraw(
        actor, PromotionCost.objects.visible_to(actor), public_id, reason, now
    )
    audit.record(action="potential.cost.withdrawn", subject=public_id, now=now)
    ask_count(now=now)
    return row


def _owner(actor: Actor, organisation_id: int | None) -> int:
    if actor.system and organisation_id is not None:
        return organisation_id
    return policies.require_keeper(actor)


def _entry(facts: Named, actor: Actor, owner: int, now: dt.datetime) -> dict[str, Any]:
    return {
        "organisation_id": owner,
        "source": facts.source.strip(),
        "source_page": facts.source_page,
        "as_of": facts.as_of,
        "demonstration": facts.demonstration,
        "entered_by_id": actor.user_id,
        "entered_at": now,
    }


def _put_aside(rows: Any, actor: Actor, now: dt.datetime) -> None:
    rows.filter(withdrawn_at__isnull=True).update(withdrawn_at=now, withdrawn_by_id=actor.user_id)


def _withdraw(actor: Actor, rows: Any, public_id: str, reason: str, now: dt.datetime) -> Any:
    owner = policies.require_keeper(actor)
    row = rows.select_for_update().filter(public_id=public_id, organisation_id=owner).first()
    if row is None:
        raise NotVisible
    figures.withdraw(row, actor=actor, reason=reason, now=now)
    return row


def _check(facts: Named, today: dt.date) -> None:
    if facts.country_group not in country_groups():
        raise figures.refused("country_group", _("Choose a group of countries from the list."))
    if not figures.OLDEST <= facts.as_of <= today:
        raise figures.refused(
            "as_of", _("The day of the figure is not in the future and not before 2000.")
        )
    figures.check_source(facts.source)


def _check_demand(facts: DemandFacts) -> None:
    if facts.area not in {one.code for one in catalogue.areas("en")}:
        raise figures.refused("area", _("Choose an area from the list."))
    if not 0 <= facts.patients <= MOST_PATIENTS:
        raise figures.refused("patients", _("Enter a whole number of patients a month, 0 or more."))
    if facts.last_month < facts.first_month:
        raise figures.refused("last_month", _("The last month lies before the first."))
    if len(_months(facts)) > MOST_MONTHS:
        raise figures.refused("last_month", _("Enter at most 36 months at once."))


def _months(facts: DemandFacts) -> list[dt.date]:
    first, last = facts.first_month, facts.last_month
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [dt.date(one // 12, one % 12 + 1, 1) for one in numbers]
