"""Counting: persons once, episodes, visits, money, by one dimension or by two."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sanamost.engines.money import Money, total_of
from sanamost.engines.periods import Period, quarter_of
from sanamost.engines.statistics.facts import EpisodeFact
from sanamost.engines.statistics.rules import CountingRule, DatedBy

Amounts = Mapping[str, Money]

DIMENSIONS: dict[str, Callable[[EpisodeFact], str]] = {
    "citizenship": lambda fact: fact.citizenship,
    "residence": lambda fact: fact.residence,
    "residency_basis": lambda fact: fact.residency_basis,
    "purpose": lambda fact: fact.purpose or "",
    "profile": lambda fact: fact.profile,
    "organisation": lambda fact: fact.organisation,
    "region": lambda fact: fact.region,
    "month": lambda fact: f"{fact.ended or fact.started:%Y-%m}",
    "quarter": lambda fact: f"{quarter_of(fact.ended or fact.started).start:%Y-%m}",
}
"""By what figures may be split; months and quarters by the end of the episode."""


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """Persons (each once), episodes, visits, and money by currency with two equivalents."""

    persons: int
    episodes: int
    visits: int
    money: Amounts
    roubles: Money
    dollars: Money


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """Under which rule and for which period figures were counted.

    `undecided` episodes are in the period, but the rule lacks what would decide them: they are in
    no figure, and the reader is told.
    """

    rule: CountingRule
    period: Period[dt.date]
    undecided: int


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """Figures by one dimension. Persons of the parts may add up to more than the total's."""

    counted: Counted
    dimension: str
    parts: Mapping[str, Figures]
    total: Figures


@dataclasses.dataclass(frozen=True, slots=True)
class CrossTab:
    """Figures by two dimensions, with the totals of rows, of columns and of all."""

    counted: Counted
    rows: str
    columns: str
    cells: Mapping[tuple[str, str], Figures]
    row_totals: Mapping[str, Figures]
    column_totals: Mapping[str, Figures]
    total: Figures


def figures(facts: Sequence[EpisodeFact]) -> Figures:
    """The figures of these episodes, each of which is counted once however often it is given."""
    once = list({fact.episode: fact for fact in facts}.values())
    paid = [amount for fact in once for amount in fact.amounts]
    currencies = sorted({amount.money.currency for amount in paid})
    return Figures(
        persons=len({fact.person for fact in once}),
        episodes=len(once),
        visits=sum(fact.visits for fact in once),
        money={
            currency: total_of(
                (amount.money for amount in paid if amount.money.currency == currency), currency
            )
            for currency in currencies
        },
        roubles=total_of((amount.roubles for amount in paid), "RUB"),
        dollars=total_of((amount.dollars for amount in paid), "USD"),
    )


def count(
    facts: Iterable[EpisodeFact], rule: CountingRule, period: Period[dt.date], by: str
) -> Table:
    """Figures under `rule` for `period` by the dimension `by` (a key of `DIMENSIONS`)."""
    counted, chosen = _chosen(facts, rule, period)
    return Table(counted, by, _grouped(chosen, DIMENSIONS[by]), figures(chosen))


def cross(
    facts: Iterable[EpisodeFact],
    rule: CountingRule,
    period: Period[dt.date],
    *,
    rows: str,
    columns: str,
) -> CrossTab:
    """Figures under `rule` for `period` by two dimensions at once; empty cells are left out."""
    counted, chosen = _chosen(facts, rule, period)
    row, column = DIMENSIONS[rows], DIMENSIONS[columns]
    cells: dict[tuple[str, str], list[EpisodeFact]] = defaultdict(list)
    for fact in chosen:
        cells[row(fact), column(fact)].append(fact)
    return CrossTab(
        counted,
        rows,
        columns,
        {key: figures(cells[key]) for key in sorted(cells)},
        _grouped(chosen, row),
        _grouped(chosen, column),
        figures(chosen),
    )


def _chosen(
    facts: Iterable[EpisodeFact], rule: CountingRule, period: Period[dt.date]
) -> tuple[Counted, list[EpisodeFact]]:
    inside = {fact.episode: fact for fact in facts if _is_in(fact, rule, period)}
    chosen = [fact for fact in inside.values() if rule.counts(fact)]
    undecided = sum(rule.counts(fact) is None for fact in inside.values())
    return Counted(rule, period, undecided), chosen


def _is_in(fact: EpisodeFact, rule: CountingRule, period: Period[dt.date]) -> bool:
    day = fact.ended if rule.dated_by is DatedBy.ENDED else fact.started
    return day is not None and day in period


def _grouped(
    facts: Sequence[EpisodeFact], dimension: Callable[[EpisodeFact], str]
) -> dict[str, Figures]:
    groups: dict[str, list[EpisodeFact]] = defaultdict(list)
    for fact in facts:
        groups[dimension(fact)].append(fact)
    return {key: figures(groups[key]) for key in sorted(groups)}
