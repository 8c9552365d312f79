"""Export potential: how many foreign patients there is room for, what limits them, what if."""

from sanamost.engines.capacity.potential.answers import (
    FINE,
    Answer,
    Binding,
    Limit,
    Line,
    Spare,
    Sum,
    Wanted,
    potential,
)
from sanamost.engines.capacity.potential.by_hand import ByHand, Quotient, alone, in_turn, total
from sanamost.engines.capacity.potential.changes import (
    Budget,
    Change,
    Difference,
    More,
    Price,
    Stay,
    what_if,
)
from sanamost.engines.capacity.potential.interior_point import optimum
from sanamost.engines.capacity.potential.program import NOBODY, BadProgram, Optimum, Program
from sanamost.engines.capacity.potential.questions import (
    BadQuestion,
    Demand,
    Offer,
    Question,
    Stock,
)

__all__ = [
    "FINE",
    "NOBODY",
    "Answer",
    "BadProgram",
    "BadQuestion",
    "Binding",
    "Budget",
    "ByHand",
    "Change",
    "Demand",
    "Difference",
    "Limit",
    "Line",
    "More",
    "Offer",
    "Optimum",
    "Price",
    "Program",
    "Question",
    "Quotient",
    "Spare",
    "Stay",
    "Stock",
    "Sum",
    "Wanted",
    "alone",
    "in_turn",
    "optimum",
    "potential",
    "total",
    "what_if",
]
