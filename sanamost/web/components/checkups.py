"""A check-up as case pages show it: each examination, why, and what physicians made of it."""

from dataclasses import dataclass
from typing import Any

from sanamost.engines.checkups import Asked, Checkup, propose
from sanamost.journey.checkups.selectors import Examination
from sanamost.journey.checkups.services import Told
from sanamost.registry.checkups.selectors import rules
from sanamost.web.components.wording import pick_text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in the reader's words; without sources it is unconfirmed."""

    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One examination as it stands at one clinic."""

    code: str
    name: str
    stands: bool
    wanted: bool
    base: bool
    reasons: tuple[Reason, ...]
    edit: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One examination before it is asked for."""

    code: str
    name: str
    base: bool
    wanted: bool
    reasons: tuple[Reason, ...]


def made_of(told: Told) -> Checkup:
    """The check-up by the rules of its version. Raises `BadAnswer`."""
    return propose(rules(told.version), Asked(told.age, told.sex, told.answers))


def lines_of(told: Told) -> tuple[Line, ...]:
    """The examinations with their reasons, in the reader's language. Raises `BadAnswer`."""
    return tuple(
        Line(
            code=one.item.code,
            name=pick_text(one.item.names),
            base=one.base,
            wanted=one.item.code not in told.unwanted,
            reasons=tuple(
                Reason(pick_text(rule.reason), tuple(pick_text(s.titles) for s in rule.sources))
                for rule in one.rules
            ),
        )
        for one in made_of(told).items
    )


def kept_in(draft: Any) -> Told | None:
    """The check-up that a draft of a request holds; None for none."""
    kept = draft.answers.get("checkup") if draft is not None else None
    return Told.from_plain(kept) if kept else None


def rows_of(examinations: list[Examination]) -> list[Row]:
    """In their order; what was taken out stays on the page, with the reason."""
    return [
        Row(
            code=one.code,
            name=pick_text(one.names),
            stands=one.stands,
            wanted=one.wanted,
            base=one.base,
            reasons=tuple(
                Reason(pick_text(reason["words"]), tuple(map(pick_text, reason["sources"])))
                for reason in one.reasons
            ),
            edit=one.edit,
        )
        for one in examinations
    ]


def told_of(checkup: Any) -> list[tuple[str, str]]:
    """The answers in the reader's words: question, what was chosen."""
    return [
        (pick_text(row["question"]), "; ".join(pick_text(one) for one in row["chosen"]))
        for row in checkup.told
    ]


def left_of(checkup: Any) -> list[tuple[str, str]]:
    """What the rules left out: its name, and why."""
    return [(pick_text(row["names"]), pick_text(row["words"])) for row in checkup.dropped]
