"""A check-up holds each examination once, with its reasons, and nothing that is forbidden."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.checkups import (
    LANGUAGES,
    OLDEST,
    SEXES,
    YOUNGEST,
    Asked,
    BadAnswer,
    Checkup,
    RuleSet,
    propose,
    read,
)
from tests.engines.checkups.samples import RULES

FOLDER = Path(__file__).resolve().parents[3] / "sanamost" / "registry" / "checkups" / "rules"
SETS = [read(RULES), *(read(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml")))]
SMALL, NEWEST = SETS[0], SETS[-1]


def asked(age: int, sex: str, **answers: str) -> Asked:
    return Asked(age, sex, {code.replace("_", "-"): frozenset({a}) for code, a in answers.items()})


def codes(checkup: Checkup) -> list[str]:
    return [one.item.code for one in checkup.items]


@st.composite
def people(draw: st.DrawFn, rules: RuleSet) -> Asked:
    """Anybody, with any answers that the questions offer."""
    answers: dict[str, frozenset[str]] = {}
    for question in rules.questions:
        most = None if question.many else 1
        chosen = st.frozensets(st.sampled_from(sorted(question.codes)), max_size=most)
        answers[question.code] = draw(chosen)
    age = draw(st.integers(YOUNGEST, OLDEST))
    return Asked(age, draw(st.sampled_from(SEXES)), answers)


def everybody() -> st.SearchStrategy[tuple[RuleSet, Asked]]:
    return st.sampled_from(SETS).flatmap(lambda r: st.tuples(st.just(r), people(r)))


@given(everybody())
def test_holds_no_examination_twice_and_none_that_was_dropped(case: tuple[RuleSet, Asked]) -> None:
    checkup = propose(*case)

    shown = [*codes(checkup), *(one.item.code for one in checkup.dropped)]
    assert len(set(shown)) == len(shown)


@given(everybody())
def test_gives_every_examination_a_reason_with_its_source(case: tuple[RuleSet, Asked]) -> None:
    rules, person = case
    checkup = propose(rules, person)

    assert checkup.version == rules.version
    assert any(one.base for one in checkup.items) or checkup.dropped
    for one in checkup.items:
        assert one.rules
        for rule in one.rules:
            assert one.item.code in rule.items
            assert bool(rule.sources) != rule.unconfirmed
            assert all(rule.reason[language] for language in LANGUAGES)
    for dropped in checkup.dropped:
        assert all(dropped.words[language] for language in LANGUAGES)


@given(everybody())
def test_is_the_same_for_the_same_answers_in_any_order(case: tuple[RuleSet, Asked]) -> None:
    rules, person = case
    turned: Mapping[str, frozenset[str]] = dict(reversed(list(person.answers.items())))

    assert propose(rules, Asked(person.age, person.sex, turned)) == propose(rules, person)


@given(everybody(), st.data())
def test_considers_no_less_when_more_is_told(
    case: tuple[RuleSet, Asked], data: st.DataObject
) -> None:
    rules, person = case
    many = [one for one in rules.questions if one.many]
    question = data.draw(st.sampled_from(many))
    more = data.draw(st.frozensets(st.sampled_from(sorted(question.codes))))
    told = {**person.answers, question.code: person.answers[question.code] | more}

    before, after = propose(rules, person), propose(rules, Asked(person.age, person.sex, told))

    def considered(checkup: Checkup) -> set[str]:
        return {*codes(checkup), *(one.item.code for one in checkup.dropped)}

    assert considered(before) <= considered(after)


@given(everybody())
def test_drops_exactly_what_a_bar_names_for_this_person(case: tuple[RuleSet, Asked]) -> None:
    rules, person = case
    for dropped in propose(rules, person).dropped:
        assert dropped.item.code in dropped.bar.items
        assert dropped.bar.when.holds(sex=person.sex, age=person.age, answers=person.answers)


@given(st.integers(YOUNGEST, OLDEST))
def test_does_not_ask_men_what_only_women_are_asked(age: int) -> None:
    told = asked(age, "male", family="heart", pregnancy="yes")

    assert "ecg" in codes(propose(SMALL, told))


def test_adds_what_the_answers_call_for_and_gathers_the_reasons() -> None:
    plain = propose(SMALL, asked(30, "male"))
    told = propose(SMALL, asked(50, "male", family="heart", smoking="yes"))

    assert codes(plain) == ["visit"]
    assert codes(told) == ["visit", "ecg", "stool"]
    assert [rule.code for rule in told.items[1].rules] == ["heart", "smoker"]
    assert told.items[0].base
    assert not told.items[1].base


def test_leaves_out_with_words_what_another_examination_makes_needless() -> None:
    told = propose(SMALL, asked(50, "female", family="bowel"))

    assert codes(told) == ["visit", "colonoscopy"]
    assert [(one.item.code, one.bar.code) for one in told.dropped] == [("stool", "beside")]


def test_leaves_out_what_an_answer_forbids() -> None:
    told = propose(SMALL, asked(30, "female", family="heart", pregnancy="yes"))

    assert codes(told) == ["visit"]
    assert [one.bar.code for one in told.dropped] == ["pregnant"]


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (asked(17, "male"), "age"),
        (asked(121, "male"), "age"),
        (asked(30, "other"), "sex"),
        (asked(30, "male", home="big"), "home"),
        (asked(30, "male", smoking="maybe"), "smoking"),
        (Asked(30, "male", {"smoking": frozenset({"yes", "no"})}), "smoking"),
    ],
)
def test_refuses_answers_that_the_rules_do_not_know(person: Asked, field: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        propose(SMALL, person)
    assert refused.value.field == field


class TestShippedRules:
    """The newest set says what its guidance says."""

    def test_looks_at_a_smokers_chest_by_ct_instead_of_xray(self) -> None:
        told = propose(NEWEST, asked(60, "male", smoking="now", smoked_much="yes"))

        assert {"chest-ct", "psa", "stool"} <= set(codes(told))
        assert [one.bar.code for one in told.dropped] == ["xray-beside-ct"]

    def test_puts_rays_off_in_a_possible_pregnancy(self) -> None:
        told = propose(NEWEST, asked(41, "female", pregnancy="maybe"))

        assert not {"mammography", "chest-xray"} & set(codes(told))
        assert {one.bar.code for one in told.dropped} == {"pregnant-rays"}

    def test_proposes_no_endoscopy_soon_after_a_heart_attack(self) -> None:
        own = {"own": frozenset({"recent-heart", "polyps", "heartburn", "chest-pain"})}
        told = propose(NEWEST, Asked(50, "male", own))

        assert not {"colonoscopy", "gastroscopy", "heart-effort"} & set(codes(told))
        assert "stool" in codes(told)  # the colonoscopy that would stand for it is put off

    def test_screens_the_bowel_between_45_and_75(self) -> None:
        found = [
            age for age in range(18, 100) if "stool" in codes(propose(NEWEST, asked(age, "male")))
        ]

        assert found == list(range(40, 76))
