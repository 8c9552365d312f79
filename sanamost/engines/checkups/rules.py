"""What a set of check-up rules is made of."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]
"""The same words by language."""
LANGUAGES = ("en", "ru", "zh-hans", "ar")
SEXES = ("female", "male")
YOUNGEST, OLDEST = 18, 120
"""Full years of age for which there are rules, both included."""


@dataclass(frozen=True, slots=True)
class Source:
    """Published guidance that a rule follows."""

    code: str
    titles: Texts
    """As its publisher names it, with the year; an act also by its name in other languages."""


@dataclass(frozen=True, slots=True)
class Value:
    """One answer to choose."""

    code: str
    words: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `many` lets several answers be chosen, or none."""

    code: str
    many: bool
    words: Texts
    values: tuple[Value, ...]
    hint: Texts | None = None
    sex: str = ""
    """Asked of this sex alone; empty for everybody."""

    @property
    def codes(self) -> frozenset[str]:
        """The answers that there are."""
        return frozenset(value.code for value in self.values)


@dataclass(frozen=True, slots=True)
class Item:
    """One examination; `codes` are those of order 804n that stand for it, the best first."""

    code: str
    names: Texts
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Whom a rule is for: every part that is named has to hold."""

    sex: str = ""
    age_from: int = YOUNGEST
    age_to: int = OLDEST
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By question: at least one of these was chosen."""

    def holds(self, *, sex: str, age: int, answers: Mapping[str, frozenset[str]]) -> bool:
        """Whether it is for this person."""
        if (self.sex and sex != self.sex) or not self.age_from <= age <= self.age_to:
            return False
        return all(not answers.get(q, frozenset()).isdisjoint(w) for q, w in self.answers.items())


@dataclass(frozen=True, slots=True)
class Rule:
    """Puts items into a check-up. Either guidance stands behind it, or it says that none does."""

    code: str
    items: tuple[str, ...]
    when: Condition
    reason: Texts
    sources: tuple[Source, ...]
    unconfirmed: bool
    """No published guidance is named: a physician has to confirm it."""
    base: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Takes items out, with words: what forbids them, or what makes them needless."""

    code: str
    items: tuple[str, ...]
    when: Condition
    beside: tuple[str, ...]
    """Only where one of these is in the check-up."""
    words: Texts


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the rules, whole and without contradictions (`reading.read`)."""

    version: str
    day: dt.date
    author: str
    reviewed_by: str
    """The physician who has confirmed the set; empty for nobody yet."""
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    rules: tuple[Rule, ...]
    bars: tuple[Bar, ...]

    def item(self, code: str) -> Item | None:
        """The item of the code; None for an unknown one."""
        return next((one for one in self.items if one.code == code), None)

    def question(self, code: str) -> Question | None:
        """The question of the code; None for an unknown one."""
        return next((one for one in self.questions if one.code == code), None)
