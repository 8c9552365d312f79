"""Figures from the register, as far as the actor may see; small groups hidden from outsiders."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanamost.engines import statistics as engine
from sanamost.engines.money import Money
from sanamost.engines.periods import Period
from sanamost.engines.statistics import HIDDEN, CountingRule, EpisodeFact, PaidAmount, Shown
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.register import selectors as register
from sanamost.registry.organisations import selectors as organisations

Shares = Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom figures are: all that the actor may see, or one region or clinic of it."""

    region: str = ""
    organisation: str = ""
    """Public id of a clinic."""

    @property
    def whole(self) -> bool:
        """Whether it is everything that the actor may see."""
        return not self.region and not self.organisation


@dataclass(frozen=True, slots=True)
class Report:
    """Figures under one counting rule; what is `HIDDEN` would show a group of a few people."""

    rule: CountingRule
    period: Period[dt.date]
    undecided: int
    total: Shown
    by_citizenship: Shares
    by_profile: Shares
    by_region: Shares
    by_organisation: Shares
    cells: Mapping[tuple[str, str], Shown]
    """(profile, citizenship); empty for a part of what an outsider sees: see `_outside`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The episodes of a period, and what is known of their money's rates."""

    episodes: list[EpisodeFact]
    region_of: Mapping[str, str]
    """The region of each organisation."""
    without_rate: int
    """Amounts that no published rate turns into dollars or roubles: they count as nothing there."""
    rate_days: tuple[dt.date, ...]
    """The days of the rates used, earliest first."""
    rate_sources: tuple[str, ...]


def sees_people(actor: Actor) -> bool:
    """Whether small groups tell the actor nothing new: a clinic knows its own patients."""
    return actor.system or actor.organisation_kind == "clinic"


def facts(actor: Actor, period: Period[dt.date]) -> Facts:
    """The episodes that ended in the period, as far as the actor may see; one query."""
    rows = list(register.ended_in(actor, period).select_related("organisation"))
    moved = [one for row in rows for one in row.movements]
    rates = [one[name] for one in moved for name in ("roubles_rate", "dollars_rate") if name in one]
    return Facts(
        episodes=[_fact(row) for row in rows],
        region_of={row.organisation.public_id: row.region for row in rows},
        without_rate=sum(None in (one["roubles"], one["dollars"]) for one in moved),
        rate_days=tuple(sorted({dt.date.fromisoformat(rate["day"]) for rate in rates})),
        rate_sources=tuple(sorted({str(rate["source"]) for rate in rates})),
    )


def report(
    actor: Actor,
    found: Facts,
    rule: CountingRule,
    period: Period[dt.date],
    scope: Scope | None = None,
) -> Report:
    """Figures under `rule` for the scope; raises `NotVisible` for what is not in one's charge.

    A clinic sees its own figures whole. To anybody else groups of fewer than
    `engines.statistics.MINIMUM` persons are hidden, with what would give them away.
    """
    chosen = scope or Scope()
    _in_charge(actor, chosen)
    if sees_people(actor):
        inside = [fact for fact in found.episodes if _inside(fact, chosen)]
        return _plain(inside, rule, period)
    if chosen.whole:
        return _outside(found, rule, period)
    return _part(found, rule, period, chosen)


def _in_charge(actor: Actor, scope: Scope) -> None:
    """The national centre asks about every clinic, a region about its own, a clinic of itself."""
    if scope.whole or actor.system:
        return
    known = [card for card in organisations.every_clinic() if _inside_card(card, scope)]
    if actor.organisation_kind == "region":
        known = [card for card in known if card.region == actor.region]
    elif actor.organisation_kind != "national":
        known = [card for card in known if card.pk == actor.organisation_id]
    if not known:
        raise NotVisible


def _inside_card(card: Any, scope: Scope) -> bool:
    in_region = not scope.region or card.region == scope.region
    return in_region and (not scope.organisation or card.public_id == scope.organisation)


def _plain(episodes: list[EpisodeFact], rule: CountingRule, period: Period[dt.date]) -> Report:
    table = engine.cross(episodes, rule, period, rows="profile", columns="citizenship")
    regions = engine.count(episodes, rule, period, "region")
    clinics = engine.count(episodes, rule, period, "organisation")
    return Report(
        rule=rule,
        period=period,
        undecided=table.counted.undecided,
        total=table.total,
        by_citizenship=dict(table.column_totals),
        by_profile=dict(table.row_totals),
        by_region=dict(regions.parts),
        by_organisation=dict(clinics.parts),
        cells=dict(table.cells),
    )


def _outside(found: Facts, rule: CountingRule, period: Period[dt.date]) -> Report:
    """What an outsider sees of the whole: three tables that hide a shared sum together."""
    table = engine.protect_cross(
        engine.cross(found.episodes, rule, period, rows="profile", columns="citizenship")
    )
    countries = _nested(found, rule, period, "citizenship")
    profiles = _nested(found, rule, period, "profile")
    return Report(
        rule=rule,
        period=period,
        undecided=table.counted.undecided,
        total=_both(table.total, countries.groups.total, profiles.groups.total),
        by_citizenship=_all(table.column_totals, countries.groups.column_totals),
        by_profile=_all(table.row_totals, profiles.groups.column_totals),
        by_region=_all(countries.groups.row_totals, profiles.groups.row_totals),
        by_organisation=_all(countries.detail.row_totals, profiles.detail.row_totals),
        cells=dict(table.cells),
    )


def _part(found: Facts, rule: CountingRule, period: Period[dt.date], scope: Scope) -> Report:
    """A region or a clinic as an outsider sees it: rows of the nested tables and nothing beside.

    Tables made for the part alone would, held against those of the whole, show what these hide.
    """
    countries = _nested(found, rule, period, "citizenship")
    profiles = _nested(found, rule, period, "profile")
    tables = [part.groups if scope.region else part.detail for part in (countries, profiles)]
    row = scope.region or scope.organisation
    inside = [fact for fact in found.episodes if _inside(fact, scope)]
    if row not in tables[0].row_totals:
        return dataclasses.replace(_plain(inside, rule, period), cells={}, by_organisation={})
    clinics = _all(countries.detail.row_totals, profiles.detail.row_totals)
    return Report(
        rule=rule,
        period=period,
        undecided=engine.count(inside, rule, period, "region").counted.undecided,
        total=_both(*(table.row_totals.get(row, HIDDEN) for table in tables)),
        by_citizenship=_row(tables[0], row),
        by_profile=_row(tables[1], row),
        by_region={},
        by_organisation={
            key: shown for key, shown in clinics.items() if found.region_of[key] == scope.region
        },
        cells={},
    )


def _nested(
    found: Facts, rule: CountingRule, period: Period[dt.date], by: str
) -> engine.ProtectedNesting:
    return engine.protect_nested(
        engine.cross(found.episodes, rule, period, rows="organisation", columns=by),
        engine.cross(found.episodes, rule, period, rows="region", columns=by),
        found.region_of,
    )


def _row(table: engine.ProtectedCrossTab, row: str) -> dict[str, Shown]:
    return {column: cell for (key, column), cell in table.cells.items() if key == row}


def _both(*shown: Shown) -> Shown:
    return HIDDEN if HIDDEN in shown else shown[0]


def _all(*tables: Shares) -> dict[str, Shown]:
    """What every table shows; what one of them hides is hidden."""
    first = tables[0]
    return {key: _both(*(table.get(key, HIDDEN) for table in tables)) for key in first}


def _inside(fact: EpisodeFact, scope: Scope) -> bool:
    in_region = not scope.region or fact.region == scope.region
    return in_region and (not scope.organisation or fact.organisation == scope.organisation)


def _fact(row: Any) -> EpisodeFact:
    known = {purpose.value for purpose in engine.Purpose}
    purpose = row.purpose_of_arrival
    return EpisodeFact(
        person=row.person_key,
        episode=row.public_id,
        visits=row.visits,
        started=row.started_on,
        ended=row.ended_on,
        citizenship=row.citizenship,
        residence=row.residence_country,
        residency_basis=row.residency_basis,
        purpose=engine.Purpose(purpose) if purpose in known else None,
        profile=row.area,
        organisation=row.organisation.public_id,
        region=row.region,
        amounts=tuple(_amount(one) for one in row.movements),
    )


def _amount(movement: Mapping[str, Any]) -> PaidAmount:
    return PaidAmount(
        Money(Decimal(movement["amount"]), movement["currency"]),
        Money(Decimal(movement["roubles"] or 0), "RUB"),
        Money(Decimal(movement["dollars"] or 0), "USD"),
    )
