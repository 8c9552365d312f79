"""Counting persons, episodes, visits and money under a named rule, without exposing anybody."""

from sanamost.engines.statistics.counting import (
    DIMENSIONS,
    Amounts,
    Counted,
    CrossTab,
    Figures,
    Table,
    count,
    cross,
)
from sanamost.engines.statistics.facts import EpisodeFact, PaidAmount, Purpose
from sanamost.engines.statistics.nesting import ProtectedNesting, protect_nested
from sanamost.engines.statistics.protection import (
    HIDDEN,
    MINIMUM,
    Hidden,
    ProtectedCrossTab,
    ProtectedTable,
    Shown,
    protect,
    protect_cross,
)
from sanamost.engines.statistics.rules import (
    ALL_CASES,
    CAME_FOR_TREATMENT,
    EXPORT_CITIZENSHIP,
    EXPORT_NON_RESIDENT,
    RULES,
    Basis,
    CountingRule,
)

__all__ = [
    "ALL_CASES",
    "CAME_FOR_TREATMENT",
    "DIMENSIONS",
    "EXPORT_CITIZENSHIP",
    "EXPORT_NON_RESIDENT",
    "HIDDEN",
    "MINIMUM",
    "RULES",
    "Amounts",
    "Basis",
    "Counted",
    "CountingRule",
    "CrossTab",
    "EpisodeFact",
    "Figures",
    "Hidden",
    "PaidAmount",
    "ProtectedCrossTab",
    "ProtectedNesting",
    "ProtectedTable",
    "Purpose",
    "Shown",
    "Table",
    "count",
    "cross",
    "protect",
    "protect_cross",
    "protect_nested",
]
