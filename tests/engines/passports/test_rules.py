"""Standards and risks held against a passport …"""

from decimal import Decimal
from typing import Any

import pytest

from sanamost.engines import passports as engine
from sanamost.engines.passports import (
    Asked,
    Figures,
    Need,
    Rule,
    Rulebook,
    Sort,
    Standard,
    Verdict,
    Weight,
)

STAFF = (
    engine.staff_line("41", 4, 3, {"30_39": 1, "60_plus": 2}),
    engine.staff_line("60", 2, 1, {"40_49": 1}),
)
WHOLE = Figures(
    staff=STAFF,
    machines=(engine.machine("ct", 1, 2014, 96), engine.machine("ct", 1, 2022, 30)),
    places=(engine.place("hospital", "Main", 40, 6),),
    reference="",
    answers={"consilium": "yes", "observation": "no"},
    population=100_000,
)


def need(asked: Asked, **said: Any) -> Need:
    return Need(
        code=said.pop("code", "n"), asked=asked, names={"en": "Need"}, source="", confirmed=True,
        **said,
    )  # fmt: skip


def verdict(figures: Figures, one: Need) -> tuple[Verdict, Any, Any]:
    standard = Standard("s", "oncology", "1", "", "", {"en": "S"}, (one,))
    (check,) = engine.checks(figures, standard)
    return check.verdict, check.found, check.wanted


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (need(Asked.POSTS, any_of=("41",)), (Verdict.MET, 3, 1)),
        (need(Asked.POSTS, any_of=("41", "60"), at_least=Decimal(5)), (Verdict.NOT_MET, 4, 5)),
        (need(Asked.POSTS, any_of=("93",)), (Verdict.NOT_MET, 0, 1)),
        (need(Asked.POSTS, any_of=("41",), per=30_000), (Verdict.NOT_MET, 3, Decimal("3.33"))),
        (need(Asked.MACHINES, any_of=("ct", "mri")), (Verdict.MET, 2, 1)),
        (need(Asked.PLACES, any_of=("outpatient",)), (Verdict.NOT_MET, 0, 1)),
        (need(Asked.DAY_PLACES, at_least=Decimal(6)), (Verdict.MET, 6, 6)),
        (need(Asked.POPULATION, at_least=Decimal(50_000)), (Verdict.MET, 100_000, 50_000)),
        (need(Asked.REFERENCE), (Verdict.NOT_MET, None, None)),
        (need(Asked.ANSWER, code="consilium"), (Verdict.MET, None, None)),
        (need(Asked.ANSWER, code="observation"), (Verdict.NOT_MET, None, None)),
        (need(Asked.ANSWER, code="never asked"), (Verdict.UNKNOWN, None, None)),
    ],
)
def test_answer_met_not_met_with_what_is_missing(one: Need, expected: Any) -> None:
    assert verdict(WHOLE, one) == expected


@pytest.mark.parametrize("asked", [one for one in Asked if one is not Asked.ANSWER])
def test_do_not_know_what_nobody_filled(asked: Asked) -> None:
    assert verdict(Figures(), need(asked, any_of=("41",)))[0] is Verdict.UNKNOWN


def test_do_not_call_met_what_depends_on_people_nobody_counted() -> None:
    one = need(Asked.POSTS, any_of=("41",), per=30_000)
    uncounted = Figures(staff=STAFF)
    assert verdict(uncounted, one) == (Verdict.UNKNOWN, 3, 1)
    assert verdict(Figures(staff=()), one)[0] is Verdict.NOT_MET


def rule(sort: Sort, limit: str, *kinds: str, scopes: tuple[str, ...] = ("clinic",)) -> Rule:
    words = {"en": "{subject}"}
    return Rule(
        sort.value, sort, Weight.HIGH, Decimal(limit), words, words, kinds=kinds, scopes=scopes
    )


def found(figures: Figures, *rules: Rule) -> Any:
    book = Rulebook("1", "", "", rules, {"ct": 10})
    return engine.findings(figures, book, scope="clinic", year=2026)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (rule(Sort.AGE_SHARE, "0.3", "60_plus"), [("41", 2, 3)]),
        (rule(Sort.AGE_SHARE, "0.7", "60_plus"), []),
        (rule(Sort.FEW_POSTS, "1"), [("60", 1, 2)]),
        (rule(Sort.VACANT, "0.25"), [("41", 1, 4), ("60", 1, 2)]),
        (rule(Sort.VACANT, "0.5"), [("60", 1, 2)]),
        (rule(Sort.WORN_OUT, "0"), [("ct", 1, 2)]),
        (rule(Sort.WORN_OUT, "0.6"), []),
        (rule(Sort.LOADED, "90"), [("ct", 1, 2)]),
        (rule(Sort.IDLE, "40"), [("ct", 1, 2)]),
        (rule(Sort.NO_REFERENCE, "0"), [("", 0, 0)]),
        (rule(Sort.FEW_PLACES, "1"), [("", 1, 1)]),
        (rule(Sort.FEW_PLACES, "0", "outpatient"), [("", 0, 1)]),
        (rule(Sort.FEW_POSTS, "1", scopes=("region",)), []),
    ],
)
def test_find_the_risk_with_its_figures(one: Rule, expected: Any) -> None:
    risks = found(WHOLE, one).risks
    assert [(risk.subject, risk.part, risk.whole) for risk in risks] == expected


def test_find_no_risk_in_what_nobody_filled() -> None:
    every = [rule(sort, "1", "60_plus") for sort in Sort]
    assert found(Figures(), *every).risks == ()


def test_say_how_many_questions_hidden_ages_leave_open() -> None:
    ages = {**STAFF[0].ages, "60_plus": None}
    hidden = engine.StaffLine("41", Decimal(4), Decimal(3), ages, None)
    answered = found(Figures(staff=(hidden, STAFF[1])), rule(Sort.AGE_SHARE, "0.3", "60_plus"))
    assert answered.risks == ()
    assert answered.withheld == 1


def test_put_the_weightiest_risk_first() -> None:
    light = Rule("light", Sort.VACANT, Weight.CHANCE, Decimal("0.25"), {"en": ""}, {"en": ""})
    heavy = rule(Sort.FEW_POSTS, "1")
    assert found(WHOLE, light, heavy).risks[0].rule.code == "few_posts"
