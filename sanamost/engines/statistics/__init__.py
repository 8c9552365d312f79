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
from sanamost.engines.statistics.protection import HIDDEN, Hidden, protect, protect_cross
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
    "Purpose",
    "Table",
    "count",
    "cross",
    "protect",
    "protect_cross",
]
