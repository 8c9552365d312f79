"""count and cross: persons, episodes, visits and money under a named rule."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import statistics
from sanamost.engines.money import Money, total_of
from sanamost.engines.periods import Period
from sanamost.engines.statistics import (
    ALL_CASES,
    CAME_FOR_TREATMENT,
    DIMENSIONS,
    EXPORT_CITIZENSHIP,
    EXPORT_NON_RESIDENT,
    RULES,
    CountingRule,
    Purpose,
)
from tests.engines.statistics.facts import MANY, fact, paid

YEAR = Period(dt.date(2026, 1, 1), dt.date(2027, 1, 1))


def rub(amount: int) -> Money:
    return Money(Decimal(amount), "RUB")


def test_counts_a_person_once_and_every_episode_and_visit() -> None:
    table = statistics.count(
        [
            fact("e1", "amina", visits=3),
            fact("e2", "amina", profile="ONCOLOGY", visits=2),
            fact("e3", "zhang", citizenship="CN", amounts=(paid(500, "CNY"), paid(70))),
        ],
        CAME_FOR_TREATMENT,
        YEAR,
        by="citizenship",
    )

    assert list(table.parts) == ["CN", "UZ"]
    uzbekistan = table.parts["UZ"]
    assert (uzbekistan.persons, uzbekistan.episodes, uzbekistan.visits) == (1, 2, 5)
    assert table.total.persons == 2
    assert table.total.money == {"CNY": Money(Decimal(500), "CNY"), "RUB": rub(2070)}
    assert table.total.roubles == rub(2570)
    assert table.total.dollars == Money(Decimal("25.70"), "USD")


EXPORT_ONLY = fact(purpose=Purpose.ALREADY_HERE)
SETTLED = fact(residency_basis="residence_permit")
UNPAID = fact(amounts=())
ALL_THREE = {EXPORT_CITIZENSHIP, EXPORT_NON_RESIDENT, CAME_FOR_TREATMENT}


@pytest.mark.parametrize(
    ("episode", "counting"),
    [
        (fact(), ALL_THREE),
        (EXPORT_ONLY, {EXPORT_CITIZENSHIP, EXPORT_NON_RESIDENT}),
        (SETTLED, {EXPORT_CITIZENSHIP, CAME_FOR_TREATMENT}),
        (UNPAID, {CAME_FOR_TREATMENT}),
        (fact(amounts=(paid(0),)), {CAME_FOR_TREATMENT}),
        (fact(citizenship="RU"), set()),
        (fact(purpose=Purpose.COMPANION, amounts=()), set()),
    ],
)
def test_keeps_export_and_treatment_apart(
    episode: statistics.EpisodeFact, counting: set[CountingRule]
) -> None:
    assert {rule for rule in ALL_THREE if rule.counts(episode)} == counting


@pytest.mark.parametrize(
    ("episode", "rule"),
    [
        (fact(citizenship=""), EXPORT_CITIZENSHIP),
        (fact(residency_basis=""), EXPORT_NON_RESIDENT),
        (fact(purpose=None), CAME_FOR_TREATMENT),
    ],
)
def test_counts_nobody_whose_answer_is_missing_and_says_how_many(
    episode: statistics.EpisodeFact, rule: CountingRule
) -> None:
    table = statistics.count([episode], rule, YEAR, by="profile")

    assert table.total.episodes == 0
    assert table.counted.undecided == 1


def test_counts_an_episode_in_the_period_in_which_it_ended() -> None:
    facts = [
        fact("open", ended=None),
        fact("last", ended=dt.date(2026, 12, 31)),
        fact("next", ended=dt.date(2027, 1, 1)),
    ]

    assert statistics.count(facts, ALL_CASES, YEAR, by="month").parts.keys() == {"2026-12"}


def test_counts_an_episode_given_twice_once() -> None:
    assert statistics.count([fact(), fact()], ALL_CASES, YEAR, by="region").total.roubles == rub(
        1000
    )


def test_names_the_rule_beside_every_figure() -> None:
    assert statistics.count([], ALL_CASES, YEAR, by="region").counted.rule.code == "all_cases"
    assert all(code == rule.code for code, rule in RULES.items())


def test_refuses_equivalents_in_the_wrong_currency() -> None:
    with pytest.raises(ValueError, match="equivalents"):
        statistics.PaidAmount(rub(1), Money(Decimal(1), "USD"), Money(Decimal(1), "USD"))


DIMENSION = st.sampled_from(sorted(DIMENSIONS))
RULE = st.sampled_from(sorted(RULES)).map(RULES.__getitem__)


@given(MANY, RULE, DIMENSION)
def test_parts_add_up_to_the_whole(
    facts: list[statistics.EpisodeFact], rule: CountingRule, by: str
) -> None:
    table = statistics.count(facts, rule, YEAR, by=by)

    parts = table.parts.values()
    assert sum(part.episodes for part in parts) == table.total.episodes
    assert sum(part.visits for part in parts) == table.total.visits
    assert total_of((part.roubles for part in parts), "RUB") == table.total.roubles
    assert total_of((part.dollars for part in parts), "USD") == table.total.dollars
    for currency, whole in table.total.money.items():
        amounts = [part.money[currency] for part in parts if currency in part.money]
        assert total_of(amounts, currency) == whole
    assert sum(part.persons for part in parts) >= table.total.persons


@given(MANY, RULE, DIMENSION)
def test_never_counts_more_persons_than_episodes_nor_more_episodes_than_visits(
    facts: list[statistics.EpisodeFact], rule: CountingRule, by: str
) -> None:
    table = statistics.count(facts, rule, YEAR, by=by)

    for figures in [*table.parts.values(), table.total]:
        assert figures.persons <= figures.episodes <= figures.visits


@given(MANY)
def test_counts_within_export_by_citizenship_all_of_export_by_residency(
    facts: list[statistics.EpisodeFact],
) -> None:
    wide = statistics.count(facts, EXPORT_CITIZENSHIP, YEAR, by="region").total
    narrow = statistics.count(facts, EXPORT_NON_RESIDENT, YEAR, by="region").total

    assert narrow.episodes <= wide.episodes
    assert narrow.roubles <= wide.roubles


@given(MANY, RULE, DIMENSION, DIMENSION)
def test_a_cross_table_s_margins_are_the_single_tables(
    facts: list[statistics.EpisodeFact], rule: CountingRule, rows: str, columns: str
) -> None:
    table = statistics.cross(facts, rule, YEAR, rows=rows, columns=columns)

    assert table.row_totals == statistics.count(facts, rule, YEAR, by=rows).parts
    assert table.column_totals == statistics.count(facts, rule, YEAR, by=columns).parts
    for row, whole in table.row_totals.items():
        inside = [cell for (at, _), cell in table.cells.items() if at == row]
        assert sum(cell.episodes for cell in inside) == whole.episodes
