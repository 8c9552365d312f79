"""protect: small groups are hidden and cannot be worked out."""

import datetime as dt
import itertools
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.engines import statistics
from sanamost.engines.periods import Period
from sanamost.engines.statistics import ALL_CASES, HIDDEN, CrossTab, EpisodeFact, Hidden
from sanamost.engines.statistics.protection import ProtectedCrossTab
from tests.engines.statistics.facts import MANY, fact

YEAR = Period(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
MINIMUM = 5


def people(**numbers: int) -> list[EpisodeFact]:
    """So many persons with one episode each, by citizenship."""
    return [
        fact(f"{country}{number}", f"{country}{number}", citizenship=country)
        for country, many in numbers.items()
        for number in range(many)
    ]


def hidden(**numbers: int) -> tuple[set[str], bool]:
    table = statistics.protect(
        statistics.count(people(**numbers), ALL_CASES, YEAR, by="citizenship")
    )
    return {key for key, part in table.parts.items() if part is HIDDEN}, table.total is HIDDEN


@pytest.mark.parametrize(
    ("numbers", "parts", "total"),
    [
        ({"UZ": 10, "CN": 5}, set(), False),
        ({"UZ": 10, "CN": 8, "AE": 4}, {"AE", "CN"}, False),
        ({"UZ": 10, "CN": 4, "AE": 4}, {"AE", "CN"}, False),
        ({"UZ": 10, "CN": 1, "AE": 1}, {"AE", "CN", "UZ"}, False),
        ({"UZ": 4}, {"UZ"}, True),
        ({"UZ": 2, "CN": 3}, {"UZ", "CN"}, True),
        ({}, set(), False),
    ],
)
def test_hides_small_groups_and_as_few_others_as_cover_them(
    numbers: dict[str, int], parts: set[str], total: bool
) -> None:
    assert hidden(**numbers) == (parts, total)


def test_hides_persons_not_episodes_below_the_minimum() -> None:
    often = [fact(f"e{number}", "amina", citizenship="UZ") for number in range(30)]

    table = statistics.protect(
        statistics.count(often + people(CN=20, AE=30), ALL_CASES, YEAR, by="citizenship")
    )

    assert table.parts["UZ"] is HIDDEN


def cross(counts: Mapping[tuple[str, str], int]) -> CrossTab:
    facts = [
        fact(f"{row}{column}{number}", f"{row}{column}{number}", citizenship=row, profile=column)
        for (row, column), many in counts.items()
        for number in range(many)
    ]
    return statistics.cross(facts, ALL_CASES, YEAR, rows="citizenship", columns="profile")


def known(shown: object) -> bool:
    return not isinstance(shown, Hidden)


def unknowns(
    table: CrossTab, protected: ProtectedCrossTab
) -> tuple[list[tuple[str, str]], list[dict[tuple[str, str], int]]]:
    """Hidden places, and for each sum a reader can take, the coefficients of the hidden places."""
    every = {
        **protected.cells,
        **{(row, "*"): each for row, each in protected.row_totals.items()},
        **{("*", column): each for column, each in protected.column_totals.items()},
        ("*", "*"): protected.total,
    }
    places = [key for key, each in every.items() if not known(each)]
    sums = [[key for key in every if key[0] == row] for row in [*table.row_totals, "*"]] + [
        [key for key in every if key[1] == column] for column in [*table.column_totals, "*"]
    ]
    equations = []
    for number, line in enumerate(sums):
        margin = 1 if number <= len(table.row_totals) else 0
        equations.append({key: -1 if key[margin] == "*" else 1 for key in line if key in places})
    return places, equations


def determined(
    places: list[tuple[str, str]], equations: list[dict[tuple[str, str], int]]
) -> set[tuple[str, str]]:
    """Places that the equations fix, by Gauss's elimination in exact fractions."""
    rows = [[Fraction(each.get(place, 0)) for place in places] for each in equations]
    pivots: list[int] = []
    for column in range(len(places)):
        rank = len(pivots)
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        rows[rank] = [value / rows[rank][column] for value in rows[rank]]
        for i, row in enumerate(rows):
            if i != rank and row[column]:
                rows[i] = [
                    value - row[column] * base for value, base in zip(row, rows[rank], strict=True)
                ]
        pivots.append(column)
    return {
        places[column]
        for rank, column in enumerate(pivots)
        if not any(rows[rank][other] for other in range(len(places)) if other != column)
    }


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("WXYZ")), st.integers(1, 14), max_size=16
)


@settings(max_examples=150)
@given(COUNTS)
def test_leaves_nothing_that_sums_can_work_out(counts: dict[tuple[str, str], int]) -> None:
    table = cross(counts)

    protected = statistics.protect_cross(table)

    for key, cell in table.cells.items():
        assert (cell.persons >= MINIMUM) or protected.cells[key] is HIDDEN
    for row, whole in table.row_totals.items():
        assert (whole.persons >= MINIMUM) or protected.row_totals[row] is HIDDEN
    small = {key for key, cell in table.cells.items() if cell.persons < MINIMUM}
    assert not determined(*unknowns(table, protected)) & small


def possible_values(
    counts: dict[tuple[str, str], int], protected: ProtectedCrossTab
) -> dict[tuple[str, str], set[int]]:
    """Every value of each hidden cell in some table that shows the same, tried one by one."""
    places = [key for key, cell in protected.cells.items() if not known(cell)]
    found: dict[tuple[str, str], set[int]] = {place: set() for place in places}
    for values in itertools.product(range(1, 12), repeat=len(places)):
        tried = counts | dict(zip(places, values, strict=True))
        if _shows_the_same(tried, counts, protected):
            for place, value in zip(places, values, strict=True):
                found[place].add(value)
    return found


def _shows_the_same(
    tried: dict[tuple[str, str], int],
    counts: dict[tuple[str, str], int],
    protected: ProtectedCrossTab,
) -> bool:
    def same(at: int, key: str) -> bool:
        return sum(v for k, v in tried.items() if k[at] == key) == sum(
            v for k, v in counts.items() if k[at] == key
        )

    return (
        all(same(0, row) for row, each in protected.row_totals.items() if known(each))
        and all(same(1, column) for column, each in protected.column_totals.items() if known(each))
        and (not known(protected.total) or sum(tried.values()) == sum(counts.values()))
    )


@settings(max_examples=30)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("AB"), st.sampled_from("XY")), st.integers(1, 7), min_size=1
    )
)
def test_lets_every_hidden_small_cell_be_as_large_as_the_minimum(
    counts: dict[tuple[str, str], int],
) -> None:
    protected = statistics.protect_cross(cross(counts))

    for place, values in possible_values(counts, protected).items():
        if counts[place] < MINIMUM:
            assert counts[place] in values
            assert max(values) >= MINIMUM


def test_that_proof_notices_a_table_with_no_covering_cells() -> None:
    counts = {("A", "X"): 2, ("A", "Y"): 20, ("B", "X"): 20, ("B", "Y"): 20}
    table = cross(counts)
    careless = ProtectedCrossTab(
        table.counted,
        table.rows,
        table.columns,
        {key: HIDDEN if counts[key] < MINIMUM else cell for key, cell in table.cells.items()},
        table.row_totals,
        table.column_totals,
        table.total,
    )

    assert determined(*unknowns(table, careless)) == {("A", "X")}
    assert possible_values(counts, careless) == {("A", "X"): {2}}


@given(MANY)
def test_shows_what_it_does_not_hide_unchanged(facts: list[EpisodeFact]) -> None:
    table = statistics.cross(facts, ALL_CASES, YEAR, rows="citizenship", columns="profile")

    protected = statistics.protect_cross(table)

    for key, cell in protected.cells.items():
        assert cell is HIDDEN or cell == table.cells[key]
    assert protected.total is HIDDEN or protected.total == table.total


def test_shows_everything_where_no_group_is_small() -> None:
    table = cross({("A", "X"): 5, ("A", "Y"): 6, ("B", "X"): 7})

    protected = statistics.protect_cross(table)

    assert HIDDEN not in [*protected.cells.values(), *protected.row_totals.values()]
