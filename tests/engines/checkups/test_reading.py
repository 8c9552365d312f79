"""Rules are read whole, or refused with the place and the reason."""

import pytest

from sanamost.engines.checkups import LANGUAGES, BadRules, read
from tests.engines.checkups.samples import RULES


def test_gives_version_questions_items_and_rules_as_they_are_written() -> None:
    rules = read(RULES)

    assert (rules.version, rules.author, rules.reviewed_by) == ("1", "Somebody", "")
    assert [one.code for one in rules.questions] == ["family", "smoking", "pregnancy"]
    assert [one.code for one in rules.items] == ["visit", "ecg", "stool", "colonoscopy"]
    assert [(one.code, one.base) for one in rules.rules] == [
        ("all", True),
        ("bowel", True),
        ("heart", False),
        ("smoker", False),
        ("family-bowel", False),
    ]
    assert set(rules.items[0].names) == set(LANGUAGES)
    assert [one.titles["ar"] for one in rules.rules[0].sources] == ["An act (2020)"]


@pytest.mark.parametrize(
    ("found", "put", "place", "reason"),
    [
        ('version = "1"', "", "rules", "version"),
        ('author = "Somebody"', "", "rules", "author"),
        ("day = 2026-01-02", 'day = "soon"', "rules", "date"),
        ('ar = "w" }\nvalues', 'ar = "" }\nvalues', "question family", "'ar'"),
        ('codes = ["A05.10.006"]', 'codes = ["А05.10.006"]', "item ecg", "804n"),
        ('codes = ["A05.10.006"]', "codes = []", "item ecg", "at least one"),
        ('code = "ecg"\ncodes', 'code = "visit"\ncodes', "item visit", "twice"),
        ('code = "smoker"', 'code = "all"', "rule all", "twice"),
        ('items = ["ecg"]\nsex', 'items = ["xray"]\nsex', "addon smoker", "'xray'"),
        ('family = ["heart"]', 'family = ["lungs"]', "addon heart", "'lungs'"),
        ('family = ["heart"]', 'home = ["heart"]', "addon heart", "'home'"),
        ("unconfirmed = true", "", "addon heart", "guidance"),
        ("unconfirmed = true", 'unconfirmed = true\nsources = ["act"]', "addon heart", "guidance"),
        ("unconfirmed = true", 'sources = ["rumour"]', "addon heart", "'rumour'"),
        ("age_from = 45", "age_from = 80", "base bowel", "ages"),
        ("age_from = 45", "age_from = 7", "base bowel", "ages"),
        ("age_from = 45", "age_form = 45", "base bowel", "'age_form'"),
        ('sex = "male"', 'sex = "man"', "addon smoker", "sex"),
        ('items = ["visit"]\n', 'items = ["visit"]\nage_to = 99\n', "base", "female, 100 years"),
        (
            'items = ["visit"]\n',
            'items = ["visit"]\nanswers = { smoking = ["no"] }\n',
            "base all",
            "add-on",
        ),
        ('answers = { smoking = ["yes"] }\n', "", "addon smoker", "answers"),
        ('beside = ["colonoscopy"]\n', "", "bar beside", "everybody"),
        ("[[bar]]", "[[ban]]", "the file", "'ban'"),
        ("[rules]", "[rules", "the file", ""),
    ],
)
def test_says_what_is_wrong_and_where(found: str, put: str, place: str, reason: str) -> None:
    assert found in RULES

    with pytest.raises(BadRules) as refused:
        read(RULES.replace(found, put))

    assert refused.value.place.startswith(place)
    assert reason in refused.value.reason


def test_refuses_a_set_without_any_rule() -> None:
    head = RULES.split("[[source]]", maxsplit=1)[0]

    with pytest.raises(BadRules, match="there is no"):
        read(head)
