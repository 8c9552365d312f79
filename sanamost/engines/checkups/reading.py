"""Rules as they are written (TOML), read whole or refused with the place and the reason."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

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

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OFFICIAL = re.compile(r"[AB]\d{2}(\.\d{2,3}){2,3}")
RULE_KEYS = frozenset({"code", "items", "reason", "sources", "unconfirmed"})
WHEN_KEYS = frozenset({"sex", "age_from", "age_to", "answers"})


class BadRules(ValueError):
    """A set of rules that cannot be used; says where and why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


def read(text: str) -> RuleSet:
    """The rule set that the text says. Raises `BadRules` for the first thing that is wrong.

    Refused are: a missing version, author or day; words that lack a language; codes that stand
    twice or point nowhere; a rule without guidance that does not say so, or with guidance that
    says it has none; a base that asks for answers, an add-on that asks for none; an age or sex
    for which there is no base.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules("the file", str(wrong)) from None
    _only(written, {"rules", "source", "question", "item", "base", "addon", "bar"}, "the file")
    head = _table(written, "rules", "the file")
    _only(head, {"version", "day", "author", "reviewed_by"}, "rules")
    sources = _unique([_source(row, p) for p, row in _rows(written, "source")], "source")
    questions = _unique([_question(row, p) for p, row in _rows(written, "question")], "question")
    items = _unique([_item(row, p) for p, row in _rows(written, "item")], "item")
    known = _Known(
        {one.code: one for one in sources},
        {one.code: one for one in questions},
        {one.code for one in items},
    )
    rules = [_rule(row, p, known, base=True) for p, row in _rows(written, "base")]
    rules += [_rule(row, p, known, base=False) for p, row in _rows(written, "addon")]
    bars = [_bar(row, p, known) for p, row in _rows(written, "bar", least=0)]
    _unique([*rules, *bars], "rule")
    _everybody_has_a_base(rules)
    return RuleSet(
        version=_line(head, "version", "rules"),
        day=_day(head),
        author=_line(head, "author", "rules"),
        reviewed_by=str(head.get("reviewed_by", "")),
        sources=tuple(sources),
        questions=tuple(questions),
        items=tuple(items),
        rules=tuple(rules),
        bars=tuple(bars),
    )


class _Known:
    """What rules may point at."""

    def __init__(
        self, sources: dict[str, Source], questions: dict[str, Question], items: set[str]
    ) -> None:
        self.sources, self.questions, self.items = sources, questions, items


def _rows(
    written: Mapping[str, Any], name: str, *, least: int = 1
) -> list[tuple[str, Mapping[str, Any]]]:
    rows = written.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadRules(name, f"write each as [[{name}]]")
    if len(rows) < least:
        raise BadRules("the file", f"there is no [[{name}]]")
    return [(f"{name} {row.get('code') or place}", row) for place, row in enumerate(rows, 1)]


def _source(row: Mapping[str, Any], place: str) -> Source:
    _only(row, {"code", "title"}, place)
    if isinstance(row.get("title"), dict):
        return Source(_code(row, place), _texts(row["title"], f"{place}, title"))
    return Source(_code(row, place), dict.fromkeys(LANGUAGES, _line(row, "title", place)))


def _question(row: Mapping[str, Any], place: str) -> Question:
    _only(row, {"code", "many", "words", "hint", "sex", "values"}, place)
    values = row.get("values")
    if not isinstance(values, list) or len(values) < 1:
        raise BadRules(place, "there are no values to choose")
    made = []
    for number, value in enumerate(values, 1):
        at = f"{place}, value {value.get('code') or number}"
        _only(value, {"code", *LANGUAGES}, at)
        made.append(Value(_code(value, at), _texts(value, at)))
    many = row.get("many", False)
    if not isinstance(many, bool):
        raise BadRules(place, "many is true or false")
    if not many and len(made) < 2:
        raise BadRules(place, "one value alone is no choice")
    return Question(
        code=_code(row, place),
        many=many,
        words=_texts(_table(row, "words", place), f"{place}, words"),
        values=tuple(_unique(made, place)),
        hint=_texts(row["hint"], f"{place}, hint") if "hint" in row else None,
        sex=_sex(row, place),
    )


def _item(row: Mapping[str, Any], place: str) -> Item:
    _only(row, {"code", "names", "codes"}, place)
    codes = _list(row, "codes", place)
    for code in codes:
        if not OFFICIAL.fullmatch(code):
            raise BadRules(place, f"{code!r} does not look like a code of order 804n")
    names = _texts(_table(row, "names", place), f"{place}, names")
    return Item(_code(row, place), names, tuple(codes))


def _rule(row: Mapping[str, Any], place: str, known: _Known, *, base: bool) -> Rule:
    _only(row, RULE_KEYS | WHEN_KEYS, place)
    when = _when(row, place, known)
    if base and when.answers:
        raise BadRules(place, "a base is by age and sex alone; what asks for answers is an add-on")
    if not base and not when.answers:
        raise BadRules(place, "an add-on names the answers that call for it")
    unconfirmed = row.get("unconfirmed", False)
    sources = _list(row, "sources", place) if "sources" in row else []
    if bool(sources) == bool(unconfirmed):
        raise BadRules(
            place, "name the guidance in sources, or say unconfirmed = true where there is none"
        )
    for source in sources:
        if source not in known.sources:
            raise BadRules(place, f"there is no source {source!r}")
    return Rule(
        code=_code(row, place),
        items=_items(row, "items", place, known),
        when=when,
        reason=_texts(_table(row, "reason", place), f"{place}, reason"),
        sources=tuple(known.sources[source] for source in sources),
        unconfirmed=bool(unconfirmed),
        base=base,
    )


def _bar(row: Mapping[str, Any], place: str, known: _Known) -> Bar:
    _only(row, {"code", "items", "beside", "words"} | WHEN_KEYS, place)
    when = _when(row, place, known)
    beside = _items(row, "beside", place, known) if "beside" in row else ()
    if when == Condition() and not beside:
        raise BadRules(place, "it would take the items out for everybody")
    return Bar(
        code=_code(row, place),
        items=_items(row, "items", place, known),
        when=when,
        beside=beside,
        words=_texts(_table(row, "words", place), f"{place}, words"),
    )


def _when(row: Mapping[str, Any], place: str, known: _Known) -> Condition:
    first, last = row.get("age_from", YOUNGEST), row.get("age_to", OLDEST)
    whole = all(isinstance(age, int) and not isinstance(age, bool) for age in (first, last))
    if not whole or not YOUNGEST <= first <= last <= OLDEST:
        raise BadRules(place, f"ages are whole years from {YOUNGEST} to {OLDEST}, in order")
    answers = {}
    for code, values in dict(row.get("answers", {})).items():
        question = known.questions.get(code)
        if question is None:
            raise BadRules(place, f"there is no question {code!r}")
        wanted = frozenset(_list({"answers": values}, "answers", place))
        if unknown := wanted - question.codes:
            raise BadRules(place, f"question {code!r} has no value {sorted(unknown)[0]!r}")
        answers[code] = wanted
    return Condition(_sex(row, place), first, last, answers)


def _items(row: Mapping[str, Any], name: str, place: str, known: _Known) -> tuple[str, ...]:
    wanted = _list(row, name, place)
    for code in wanted:
        if code not in known.items:
            raise BadRules(place, f"there is no item {code!r}")
    return tuple(wanted)


def _everybody_has_a_base(rules: Iterable[Rule]) -> None:
    base = [rule for rule in rules if rule.base]
    for sex in SEXES:
        for age in range(YOUNGEST, OLDEST + 1):
            if not any(rule.when.holds(sex=sex, age=age, answers={}) for rule in base):
                raise BadRules("base", f"nothing for {sex}, {age} years")


def _unique(rows: list[Any], place: str) -> list[Any]:
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise BadRules(f"{place} {row.code}", "this code stands twice")
        seen.add(row.code)
    return rows


def _only(row: Any, allowed: Iterable[str], place: str) -> None:
    if not isinstance(row, dict):
        raise BadRules(place, "this is not a table")
    if unknown := set(row) - set(allowed):
        raise BadRules(place, f"{sorted(unknown)[0]!r} means nothing here")


def _table(row: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
    if not isinstance(row.get(name), dict):
        raise BadRules(place, f"{name} is missing")
    table: Mapping[str, Any] = row[name]
    return table


def _texts(row: Any, place: str) -> Texts:
    if not isinstance(row, dict):
        raise BadRules(place, "this is not a table of words by language")
    if unknown := set(row) - {"code", *LANGUAGES}:
        raise BadRules(place, f"{sorted(unknown)[0]!r} is not a language of the rules")
    for language in LANGUAGES:
        if not str(row.get(language, "")).strip():
            raise BadRules(place, f"no words in {language!r}")
    return {language: str(row[language]).strip() for language in LANGUAGES}


def _code(row: Mapping[str, Any], place: str) -> str:
    code = _line(row, "code", place)
    if not CODE.fullmatch(code):
        raise BadRules(place, f"{code!r} is not a code: small letters, digits, dashes")
    return code


def _line(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadRules(place, f"{name} is missing")
    return value.strip()


def _list(row: Mapping[str, Any], name: str, place: str) -> list[str]:
    values = row.get(name)
    if not isinstance(values, list) or not values or not all(isinstance(v, str) for v in values):
        raise BadRules(place, f"{name} is a list of codes, at least one")
    if len(set(values)) < len(values):
        raise BadRules(place, f"{name} names something twice")
    return values


def _sex(row: Mapping[str, Any], place: str) -> str:
    sex = row.get("sex", "")
    if sex not in {"", *SEXES}:
        raise BadRules(place, f"sex is one of {', '.join(SEXES)}")
    return str(sex)


def _day(head: Mapping[str, Any]) -> dt.date:
    day = head.get("day")
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise BadRules("rules", "day is a date such as 2026-11-22")
    return day
