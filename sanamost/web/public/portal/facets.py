"""The filters of a search: their values, with how many offers each has under the others."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sanamost.engines.search import Order, Question
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.search_index import found
from sanamost.registry.catalogue.states import ServiceKind, Setting
from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.web.components.wording import (
    language_words,
    pick_text,
)
from sanamost.web.public.portal.asked import FREE, WEEKS, free_until, weeks_of
from sanamost.web.public.portal.scope import Scope

MOST_VALUES = 12
"""Values of a facet that are offered at first sight; chosen ones always stand."""
SETTINGS: dict[str, str | Promise] = {
    "inpatient": gettext_lazy("With a stay in hospital"),
    "outpatient": gettext_lazy("Without a stay in hospital"),
    "day": Setting.DAY_HOSPITAL.label,
    "remote": Setting.REMOTE.label,
}
Namer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, with how many offers it has under the other filters."""

    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its parameter in the address and its values, the frequent ones first."""

    parameter: str
    name: str
    values: list[Value]


def free_weeks(asked: QueryDict, question: Question) -> Facet | None:
    """The facet of free weeks: each count is a question of its own, kept as answers are."""
    chosen = weeks_of(asked)
    values = []
    for weeks in WEEKS:
        answer = found(_within(question, weeks), today=timezone.localdate())
        words = ngettext("Within %(number)d week", "Within %(number)d weeks", weeks)
        count = json.loads(answer)["total"]
        values.append(Value(str(weeks), words % {"number": weeks}, count, weeks == chosen))
    shown = [value for value in values if value.count or value.chosen]
    return Facet(FREE, _("Free place"), shown) if shown else None


def _within(question: Question, weeks: int) -> Question:
    """The same asked for the number alone, of what is free by then."""
    filters = replace(question.filters, free_until=free_until(weeks))
    plain = replace(question, filters=filters, limit=0, sideways=False)
    return replace(plain, offset=0, order=Order.RELEVANCE)


def facets_of(
    asked: QueryDict, counts: Mapping[str, Mapping[str, int]], scope: Scope
) -> list[Facet]:
    """Every filter that has a value to offer or a chosen one, in the order of the page."""
    language = get_language() or "en"
    areas = {one.code: one.name for one in catalogue.areas(language) if scope.area(one.code)}
    regions = {
        one.code: one.name
        for one in catalogue.regions(language)
        if not scope.regions or one.code in scope.regions
    }
    kinds = {str(code): str(words) for code, words in ServiceKind.choices}
    proofs: dict[str, dict[str, str]] = defaultdict(dict)
    for code, kind in proof_kinds().items():
        proofs[kind.family][code] = pick_text(kind.names)
    certified, offered = proofs["accreditation"], proofs["attribute"]
    settings = {code: str(words) for code, words in SETTINGS.items()}
    known: list[tuple[str, str, str, Namer]] = [
        ("area", "areas", _("Area of care"), lambda code: areas.get(code, "")),
        ("region", "regions", _("Region"), lambda code: regions.get(code, "")),
        ("language", "languages", _("Language of the staff"), language_words),
        ("kind", "kinds", _("Kind"), lambda code: kinds.get(code, "")),
        ("setting", "settings", _("Setting"), lambda code: settings.get(code, "")),
        ("accreditation", "accreditations", _("Accreditation"), lambda c: certified.get(c, "")),
        ("attribute", "attributes", _("For your stay"), lambda code: offered.get(code, "")),
        (
            "weekend",
            "weekend",
            _("Days of the week"),
            lambda code: _("On Saturday or Sunday") if code else "",
        ),
    ]
    made = [
        Facet(parameter, name, _values(asked.getlist(parameter), counts.get(key, {}), namer))
        for parameter, key, name, namer in known
    ]
    return [facet for facet in made if facet.values]


def _values(chosen: list[str], counts: Mapping[str, int], namer: Namer) -> list[Value]:
    rows = [
        Value(code, name, counts.get(code, 0), code in chosen)
        for code in {*counts, *chosen}
        if (name := namer(code))
    ]
    rows.sort(key=lambda row: (not row.chosen, -row.count, row.name))
    return [row for place, row in enumerate(rows) if row.chosen or place < MOST_VALUES]
