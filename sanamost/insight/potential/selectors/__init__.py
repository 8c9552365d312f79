"""Reads of the potential: a clinic's own part, a coordinator's sums, what was entered."""

from sanamost.insight.potential.selectors.clinic import (
    Alone,
    Changed,
    Hand,
    Own,
    Step,
    WhatIf,
    Worth,
    by_hand,
    changed,
    hand_totals,
    own_potential,
)
from sanamost.insight.potential.selectors.coordinator import (
    ClinicLine,
    Machine,
    Promotion,
    Report,
    Shortfall,
    UnderBudget,
    regions_of_clinics,
    report,
)
from sanamost.insight.potential.selectors.entered import (
    figures_there,
    own_cost,
    own_costs,
    own_demand,
    own_limit,
)
from sanamost.insight.potential.selectors.gathering import CURRENCY, coming_months
from sanamost.insight.potential.selectors.kept import AsOf
from sanamost.insight.potential.selectors.planning import Cell, Total, grouped, total

__all__ = [
    "CURRENCY",
    "Alone",
    "AsOf",
    "Cell",
    "Changed",
    "ClinicLine",
    "Hand",
    "Machine",
    "Own",
    "Promotion",
    "Report",
    "Shortfall",
    "Step",
    "Total",
    "UnderBudget",
    "WhatIf",
    "Worth",
    "by_hand",
    "changed",
    "coming_months",
    "figures_there",
    "grouped",
    "hand_totals",
    "own_cost",
    "own_costs",
    "own_demand",
    "own_limit",
    "own_potential",
    "regions_of_clinics",
    "report",
    "total",
]
