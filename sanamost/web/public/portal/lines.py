"""One hit of a search as it is read: what, where, for how much, and why it matches."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.insight.statistics import answering
from sanamost.insight.statistics.answering import AnswerSpeed
from sanamost.registry.catalogue.search_answers import Unit
from sanamost.registry.catalogue.search_rows import BASE
from sanamost.registry.catalogue.vocabulary import concept_names
from sanamost.registry.catalogue.weekdays import weekdays_of
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.components.wording import (
    pick_text,
    working_words,
)

HOW: dict[str, str | Promise] = {
    "prefix": gettext_lazy("begins so"),
    "typo": gettext_lazy("spelt nearly so"),
    "transliteration": gettext_lazy("written in other letters"),
    "layout": gettext_lazy("typed on another keyboard layout"),
    "synonym": gettext_lazy("means the same"),
    "code": gettext_lazy("code"),
    "clinic": gettext_lazy("the clinic's name"),
    "place": gettext_lazy("place"),
}
WHOLE_FROM = 10
"""A price reckoned into another currency is shown in whole units from so many on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One hit as it is read."""

    url: str
    name: str
    clinic: str
    price: Decimal | None
    at_least: bool
    """The clinic says "from": the price is the lowest."""
    free_from: dt.date | None
    """The nearest day with a free place of the area, where the clinic keeps places."""
    weekdays: int
    reasons: list[str]
    ask: str
    answers_in: str
    """The clinic's usual time to a physician's answer; empty while too few are known."""


def every_reason(hit: Mapping[str, Any]) -> str:
    """Every word of the question with how the hit answers it, plain matches too."""
    names = concept_names(get_language() or "en")
    said = [
        f"{one['word']}: {names.get(one['concept'], one['met'])}"
        f" ({HOW.get(one['how'], _('the same word'))})"
        for one in hit["reasons"]
    ]
    return " · ".join(dict.fromkeys(said))


def lines_of(hits: list[Mapping[str, Any]], unit: Unit, day: dt.date) -> list[Line]:
    """The hits with how fast their clinics answer: a query, and those of `answer_speeds`."""
    speeds = answering.answer_speeds(day=day)
    keys = organisations.keys_of({hit["clinic"] for hit in hits}) if hits and speeds else {}
    return [
        line_of(hit, unit, speeds.get(keys.get(hit["clinic"], 0), answering.UNKNOWN))
        for hit in hits
    ]


def line_of(hit: Mapping[str, Any], unit: Unit, speed: AnswerSpeed) -> Line:
    """One hit as it is read, with how fast its clinic answers."""
    name, free = pick_text(hit["names"]), hit["free_from"]
    return Line(
        url=reverse("treatment", args=[hit["service"]]),
        name=name,
        clinic=pick_text(hit["clinic_names"]),
        price=_shown(hit["price"], unit),
        at_least=hit["at_least"],
        free_from=dt.date.fromisoformat(free) if free else None,
        weekdays=weekdays_of(hit["weekdays"]),
        reasons=_reasons(hit["reasons"], name),
        ask=f"{reverse('request')}?{urlencode({'service': hit['service']})}",
        answers_in="" if speed.time is None else working_words(speed.time),
    )


def _shown(price: float | None, unit: Unit) -> Decimal | None:
    """The price; one that was reckoned from roubles is not told to the cent."""
    if price is None:
        return None
    exact = Decimal(str(price))
    if unit.currency == BASE or exact < WHOLE_FROM:
        return exact
    return exact.quantize(Decimal(1), ROUND_HALF_UP)


def _reasons(told: list[dict[str, str]], name: str) -> list[str]:
    """Why it matches, where that is not plain to see: `менис → мениск (spelt nearly so)`."""
    names = concept_names(get_language() or "en")
    said = [
        f"{reason['word']} → {met} ({HOW[reason['how']]})"
        for reason in told
        if reason["how"] in HOW
        and reason["word"] not in name.casefold()
        and (met := names.get(reason["concept"], reason["met"])).casefold() != reason["word"]
    ]
    return list(dict.fromkeys(said))[:3]
