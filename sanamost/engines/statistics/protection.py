"""Small groups are hidden, and what is hidden cannot be worked out from what is shown.

docs/algorithms/counting.md explains the method: a hidden count is safe when it could also be
`minimum` without any shown figure changing. That is a cycle through the table, found as a cheapest
path; whatever lies on the path is hidden too.
"""

import dataclasses
import enum
import heapq
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from sanamost.engines.statistics.counting import Counted, CrossTab, Figures, Table

MINIMUM = 5
TOTAL = "\N{SYMBOL FOR NULL}total"


class Hidden(enum.Enum):
    """Stands in place of figures that this reader may not see."""

    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN
Shown = Figures | Literal[Hidden.HIDDEN]


@dataclasses.dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A `Table` with small groups hidden."""

    counted: Counted
    dimension: str
    parts: Mapping[str, Shown]
    total: Shown


@dataclasses.dataclass(frozen=True, slots=True)
class ProtectedCrossTab:
    """A `CrossTab` with small groups hidden."""

    counted: Counted
    rows: str
    columns: str
    cells: Mapping[tuple[str, str], Shown]
    row_totals: Mapping[str, Shown]
    column_totals: Mapping[str, Shown]
    total: Shown


def protect(table: Table, *, minimum: int = MINIMUM) -> ProtectedTable:
    """The table for readers who may not see identified people.

    Groups of fewer than `minimum` persons are hidden, and of the others as few as keep them from
    being worked out. All measures of a hidden group are hidden together.
    """
    entries = {(key, TOTAL): part for key, part in table.parts.items()}
    # One dimension has one equation, "the parts make the total": all entries join two points.
    edges = [Edge(key, "outside", "equation", figures) for key, figures in entries.items()]
    edges.append(Edge((TOTAL, TOTAL), "equation", "outside", table.total))
    hidden = hidden_keys(edges, minimum)
    return ProtectedTable(
        table.counted,
        table.dimension,
        {key: show(part, (key, TOTAL) in hidden) for key, part in table.parts.items()},
        show(table.total, (TOTAL, TOTAL) in hidden),
    )


def protect_cross(table: CrossTab, *, minimum: int = MINIMUM) -> ProtectedCrossTab:
    """The same for two dimensions, against sums along rows, columns and totals together."""
    edges = [
        Edge((row, column), f"row {row}", f"column {column}", figures)
        for (row, column), figures in table.cells.items()
    ]
    edges += [
        Edge((row, TOTAL), "total", f"row {row}", figures)
        for row, figures in table.row_totals.items()
    ]
    edges += [
        Edge((TOTAL, column), f"column {column}", "all", figures)
        for column, figures in table.column_totals.items()
    ]
    edges.append(Edge((TOTAL, TOTAL), "all", "total", table.total))
    hidden = hidden_keys(edges, minimum)
    return ProtectedCrossTab(
        table.counted,
        table.rows,
        table.columns,
        {key: show(cell, key in hidden) for key, cell in table.cells.items()},
        {key: show(each, (key, TOTAL) in hidden) for key, each in table.row_totals.items()},
        {key: show(each, (TOTAL, key) in hidden) for key, each in table.column_totals.items()},
        show(table.total, (TOTAL, TOTAL) in hidden),
    )


def show(figures: Figures, hidden: bool) -> Shown:  # noqa: FBT001 a switch is all it is
    """The figures, or that they are hidden."""
    return HIDDEN if hidden else figures


Key = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """One figure of the table as a flow: what enters a row's point leaves through its cells.

    The points' equations are exactly the sums that a reader can take, so the flows that keep all
    shown edges are exactly the tables that the reader must think possible.
    """

    key: Key
    tail: str
    head: str
    figures: Figures


def hidden_keys(edges: Sequence[Edge], minimum: int) -> set[Key]:
    """The keys that must be hidden: small groups, and what would give them away."""
    small = [place for place, edge in enumerate(edges) if 0 < edge.figures.persons < minimum]
    hidden = set(small)
    done: list[list[int]] = []
    for measure in ("persons", "episodes"):
        values = [int(getattr(edge.figures, measure)) for edge in edges]
        if values in done:  # what keeps one measure from being worked out keeps its equal
            continue
        done.append(values)
        network = _Network(edges, values)
        for place in small:
            lacking = max(minimum - values[place], 1)
            hidden |= network.cheapest_alternative(place, lacking, hidden)
    return {edges[place].key for place in hidden}


class _Network:
    """Finds which further figures must be hidden so that one hidden figure could be larger.

    Edges and points are numbers here, for this is walked once for every small figure.
    """

    def __init__(self, edges: Sequence[Edge], values: Sequence[int]) -> None:
        points = sorted({point for edge in edges for point in (edge.tail, edge.head)})
        number = {point: place for place, point in enumerate(points)}
        self._ends = [(number[edge.tail], number[edge.head]) for edge in edges]
        self._around: list[list[tuple[int, int, bool, int, int]]] = [[] for _ in points]
        for place, (edge, value) in enumerate(zip(edges, values, strict=True)):
            if value:
                tail, head = self._ends[place]
                # Hiding a total costs readers more than hiding a part of it.
                price = value + (10**9 if TOTAL in edge.key else 0)
                self._around[tail].append((place, head, True, value, price))
                self._around[head].append((place, tail, False, value, price))

    def cheapest_alternative(self, grown: int, by: int, hidden: set[int]) -> set[int]:
        """Edges on the cheapest way to balance `grown` being larger `by` so much.

        Forwards along an edge it would be larger as well, which is always possible; backwards
        smaller, possible while at least 1 remains: readers know that a hidden group is not empty.
        """
        goal, start = self._ends[grown]
        best = {start: 0}
        came: dict[int, tuple[int, int]] = {}
        queue = [(0, start)]
        while queue:
            cost, point = heapq.heappop(queue)
            if point == goal:
                break
            if cost > best[point]:
                continue
            for place, following, forwards, value, price in self._around[point]:
                if place == grown or not (forwards or value > by):
                    continue
                reached = cost if place in hidden else cost + price
                if reached < best.get(following, reached + 1):
                    best[following] = reached
                    came[following] = (point, place)
                    heapq.heappush(queue, (reached, following))
        return _way(came, start, goal)


def _way(came: Mapping[int, tuple[int, int]], start: int, goal: int) -> set[int]:
    edges = set()
    point = goal
    while point != start:
        point, place = came[point]
        edges.add(place)
    return edges
