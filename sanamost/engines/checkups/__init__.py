"""Check-ups by rules: a base by age and sex, add-ons by answers, each with its reason."""

from sanamost.engines.checkups.proposing import (
    Asked,
    BadAnswer,
    Checkup,
    Dropped,
    Proposed,
    propose,
)
from sanamost.engines.checkups.reading import BadRules, read
from sanamost.engines.checkups.rules import (
    LANGUAGES,
    OLDEST,
    SEXES,
    YOUNGEST,
    Bar,
    Condition,
    Item,
    Question,
    Rule,
    RuleSet,
    Source,
    Texts,
    Value,
)

__all__ = [
    "LANGUAGES",
    "OLDEST",
    "SEXES",
    "YOUNGEST",
    "Asked",
    "BadAnswer",
    "BadRules",
    "Bar",
    "Checkup",
    "Condition",
    "Dropped",
    "Item",
    "Proposed",
    "Question",
    "Rule",
    "RuleSet",
    "Source",
    "Texts",
    "Value",
    "propose",
    "read",
]
