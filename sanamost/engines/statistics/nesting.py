"""Protection of a table whose rows come in groups: clinics within regions, by one more dimension.

The same method as in `protection`, for all levels together: a cell flows from its row through its
group's cell into its column, so what hides a clinic's cell also keeps it from being worked out as
"the region less the other clinics".
"""

import dataclasses
from collections.abc import Mapping

from sanamost.engines.statistics.counting import CrossTab
from sanamost.engines.statistics.protection import (
    MINIMUM,
    TOTAL,
    Edge,
    Key,
    ProtectedCrossTab,
    Shown,
    hidden_keys,
    show,
)

GROUP = "\N{SYMBOL FOR GROUP SEPARATOR}"


@dataclasses.dataclass(frozen=True, slots=True)
class ProtectedNesting:
    """The detailed table and the same by groups; columns' totals and the grand total agree."""

    detail: ProtectedCrossTab
    groups: ProtectedCrossTab


def protect_nested(
    detail: CrossTab,
    groups: CrossTab,
    group_of: Mapping[str, str],
    *,
    minimum: int = MINIMUM,
) -> ProtectedNesting:
    """Both tables for readers who may not see identified people.

    `detail` and `groups` count the same episodes under the same rule by the same columns;
    `group_of` says to which group each row of `detail` belongs.
    """
    edges = [
        Edge((row, column), f"row {row}", f"at {group_of[row]} {column}", figures)
        for (row, column), figures in detail.cells.items()
    ]
    edges += [
        Edge((GROUP + group, column), f"at {group} {column}", f"column {column}", figures)
        for (group, column), figures in groups.cells.items()
    ]
    edges += [
        Edge((row, TOTAL), f"group {group_of[row]}", f"row {row}", figures)
        for row, figures in detail.row_totals.items()
    ]
    edges += [
        Edge((GROUP + group, TOTAL), "total", f"group {group}", figures)
        for group, figures in groups.row_totals.items()
    ]
    edges += [
        Edge((TOTAL, column), f"column {column}", "all", figures)
        for column, figures in detail.column_totals.items()
    ]
    edges.append(Edge((TOTAL, TOTAL), "all", "total", detail.total))
    hidden = hidden_keys(edges, minimum)
    return ProtectedNesting(
        _protected(detail, hidden, ""),
        _protected(groups, hidden, GROUP),
    )


def _protected(table: CrossTab, hidden: set[Key], mark: str) -> ProtectedCrossTab:
    cells: dict[Key, Shown] = {
        (row, column): show(cell, (mark + row, column) in hidden)
        for (row, column), cell in table.cells.items()
    }
    rows = {
        row: show(each, (mark + row, TOTAL) in hidden) for row, each in table.row_totals.items()
    }
    columns = {
        column: show(each, (TOTAL, column) in hidden)
        for column, each in table.column_totals.items()
    }
    total = show(table.total, (TOTAL, TOTAL) in hidden)
    return ProtectedCrossTab(table.counted, table.rows, table.columns, cells, rows, columns, total)
