"""From answers to the examinations that are proposed, each with every reason that speaks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sanamost.engines.checkups.rules import (
    OLDEST,
    SEXES,
    YOUNGEST,
    Bar,
    Item,
    Rule,
    RuleSet,
    Texts,
)


class BadAnswer(ValueError):
    """An answer that the rules do not know; `field` names its question, `age` or `sex`."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the rules know no such answer to {field!r}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a check-up: full years, sex as in the passport, chosen answers by question."""

    age: int
    sex: str
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One examination with the rules that propose it, in the order of the rule set."""

    item: Item
    rules: tuple[Rule, ...]

    @property
    def base(self) -> bool:
        """Whether everybody of this age and sex gets it."""
        return any(rule.base for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Dropped:
    """One examination that a rule proposed and a bar took out, with the words why."""

    item: Item
    bar: Bar

    @property
    def words(self) -> Texts:
        """Why it is not proposed."""
        return self.bar.words


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is proposed and what was left out, by which version of the rules."""

    version: str
    items: tuple[Proposed, ...]
    dropped: tuple[Dropped, ...]


def propose(rules: RuleSet, asked: Asked) -> Checkup:
    """The check-up for these answers: the same answers and rules always give the same.

    Every examination stands once, in the order of the rule set's items, with all its reasons. What
    a bar forbids is in `dropped` and nowhere else. Bars are tried in their order; a bar `beside`
    other examinations looks at those not dropped by the bars before it. Raises `BadAnswer`.
    """
    known = _checked(rules, asked)
    person = {"sex": asked.sex, "age": asked.age, "answers": known}
    found: dict[str, list[Rule]] = {}
    for rule in rules.rules:
        if rule.when.holds(**person):  # type: ignore[arg-type]  # three parts of one person
            for code in rule.items:
                found.setdefault(code, []).append(rule)
    barred: dict[str, Bar] = {}
    for bar in rules.bars:
        if not bar.when.holds(**person):  # type: ignore[arg-type]  # as above
            continue
        live = found.keys() - barred.keys()
        for code in bar.items:
            if code in live and (not bar.beside or live & (set(bar.beside) - {code})):
                barred[code] = bar
    return Checkup(
        version=rules.version,
        items=tuple(
            Proposed(item, tuple(found[item.code]))
            for item in rules.items
            if item.code in found and item.code not in barred
        ),
        dropped=tuple(
            Dropped(item, barred[item.code]) for item in rules.items if item.code in barred
        ),
    )


def _checked(rules: RuleSet, asked: Asked) -> dict[str, frozenset[str]]:
    """The answers that count: known ones, to questions that this person is asked."""
    if not YOUNGEST <= asked.age <= OLDEST:
        raise BadAnswer("age")
    if asked.sex not in SEXES:
        raise BadAnswer("sex")
    counted = {}
    for code, chosen in asked.answers.items():
        question = rules.question(code)
        if question is None or chosen - question.codes:
            raise BadAnswer(code)
        if not question.many and len(chosen) > 1:
            raise BadAnswer(code)
        if not question.sex or question.sex == asked.sex:
            counted[code] = frozenset(chosen)
    return counted
