"""protect_nested: no clinic's small group can be worked out from its region's."""

import dataclasses
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.engines import statistics
from sanamost.engines.statistics import ALL_CASES, HIDDEN, CrossTab, EpisodeFact, ProtectedNesting
from tests.engines.statistics.facts import fact
from tests.engines.statistics.test_protection import YEAR, determined

REGION = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "c1": "C"}
Counts = Mapping[tuple[str, str], int]
Place = tuple[str, str]


def episodes(counts: Counts) -> list[EpisodeFact]:
    """So many persons with one episode each, by clinic and citizenship."""
    return [
        dataclasses.replace(
            fact(f"{clinic}{country}{number}", f"{clinic}{country}{number}", citizenship=country),
            organisation=clinic,
            region=REGION[clinic],
        )
        for (clinic, country), many in counts.items()
        for number in range(many)
    ]


def tables(counts: Counts) -> tuple[CrossTab, CrossTab, ProtectedNesting]:
    facts = episodes(counts)
    detail = statistics.cross(facts, ALL_CASES, YEAR, rows="organisation", columns="citizenship")
    groups = statistics.cross(facts, ALL_CASES, YEAR, rows="region", columns="citizenship")
    return detail, groups, statistics.protect_nested(detail, groups, REGION)


def test_hides_a_small_clinic_and_keeps_the_region_from_telling_it() -> None:
    *_, shown = tables({("a1", "UZ"): 3, ("a2", "UZ"): 20, ("b1", "UZ"): 30, ("b2", "UZ"): 40})
    assert shown.detail.cells["a1", "UZ"] is HIDDEN
    others = [shown.detail.cells["a2", "UZ"], shown.groups.cells["A", "UZ"]]
    assert HIDDEN in others


def test_shows_everything_where_no_group_is_small() -> None:
    *_, shown = tables({("a1", "UZ"): 5, ("a2", "UZ"): 20, ("c1", "CN"): 7})
    for table in (shown.detail, shown.groups):
        every = [*table.cells.values(), *table.row_totals.values(), *table.column_totals.values()]
        assert HIDDEN not in [*every, table.total]


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(REGION)), st.sampled_from("XYZ")),
    st.integers(1, 12),
    max_size=15,
)


@given(COUNTS)
@settings(max_examples=150, deadline=None)
def test_leaves_no_small_figure_that_the_sums_determine(counts: Counts) -> None:
    detail, groups, shown = tables(counts)
    every = {
        **{(f"clinic {row}", column): cell for (row, column), cell in shown.detail.cells.items()},
        **{(f"region {row}", column): cell for (row, column), cell in shown.groups.cells.items()},
        **{(f"clinic {row}", "*"): each for row, each in shown.detail.row_totals.items()},
        **{(f"region {row}", "*"): each for row, each in shown.groups.row_totals.items()},
        **{("*", column): each for column, each in shown.detail.column_totals.items()},
        ("*", "*"): shown.detail.total,
    }
    true = {
        **{(f"clinic {row}", column): cell for (row, column), cell in detail.cells.items()},
        **{(f"region {row}", column): cell for (row, column), cell in groups.cells.items()},
        **{(f"clinic {row}", "*"): each for row, each in detail.row_totals.items()},
        **{(f"region {row}", "*"): each for row, each in groups.row_totals.items()},
        **{("*", column): each for column, each in detail.column_totals.items()},
        ("*", "*"): detail.total,
    }
    places = [key for key, each in every.items() if each is HIDDEN]

    def sums(whole: Place, parts: list[Place]) -> dict[Place, int]:
        line = {key: 1 for key in parts if key in places}
        return line | ({whole: -1} if whole in places else {})

    rows = [row for row, _ in true]
    equations = [
        sums((row, "*"), [key for key in true if key[0] == row and key[1] != "*"])
        for row in set(rows)
    ]
    for column in {column for _, column in true}:
        regions = [key for key in true if key[0].startswith("region") and key[1] == column]
        equations.append(sums(("*", column), regions))
        for region in "ABC":
            clinics = [
                key
                for key in true
                if key[0].startswith("clinic") and key[1] == column and REGION[key[0][7:]] == region
            ]
            equations.append(sums((f"region {region}", column), clinics))
    small = {key for key, each in true.items() if 0 < each.persons < 5}
    assert small <= set(places)
    assert not small & determined(places, equations)
