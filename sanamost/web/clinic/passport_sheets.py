"""The workbook of a passport: a template in the reader's language, read back by its codes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from sanamost.engines.passports import (
    BANDS,
    MARK,
    PLACE_KINDS,
    POPULATION,
    REFERENCE,
    Asked,
    Figures,
    Standard,
    Words,
)
from sanamost.insight.readiness.rulebook import questions, standards_on, text_in
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources.machine_kinds import machine_kinds
from sanamost.registry.resources.states import PlaceKind
from sanamost.web.components import export
from sanamost.web.components.passports import band_heads, kind_words, speciality_names
from sanamost.web.components.wording import reader_language

Row = list[Any]


def template_of(figures: Figures, *, area: str, as_of: dt.date) -> HttpResponse:
    """The file to save: what the passport says, and rows for what its standards ask for."""
    standards = standards_on(as_of, area)
    sheets = [
        (_("Staff"), _staff(figures, standards)),
        (_("Equipment"), _machines(figures, standards)),
        (_("Places of care"), _places(figures)),
        (_("Standards"), _standards(figures, standards)),
    ]
    return export.workbook(f"passport-{area}-{as_of}", sheets)


def words_of_codes(standards: list[Standard]) -> Words:
    """What a workbook may call specialities, equipment and places: codes, names in any language."""
    specialities: dict[str, str] = {}
    places: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        for one in catalogue.specialities(language):
            specialities |= {one.name.casefold(): one.code, one.code: one.code}
        with translation.override(language):
            places |= {str(PlaceKind(kind).label).casefold(): kind for kind in PLACE_KINDS}
    machines = {
        name.casefold(): kind.code
        for kind in machine_kinds().values()
        for name in (kind.code, *kind.names.values())
        if name
    }
    return Words(
        specialities,
        machines,
        places | {kind: kind for kind in PLACE_KINDS},
        frozenset(need.code for need in questions(standards)),
    )


def _staff(figures: Figures, standards: list[Standard]) -> Iterator[Row]:
    yield [f"{MARK}staff", _hint()]
    yield [_("Code"), _("Speciality"), _("Posts planned"), _("Posts filled"), *band_heads()]
    names = speciality_names()
    there = {line.speciality for line in figures.staff or ()}
    for line in figures.staff or ():
        ages = [line.ages[band] for band in BANDS]
        name = names.get(line.speciality, "")
        yield [line.speciality, name, line.planned, line.filled, *ages]
    for code in _asked(standards, Asked.POSTS):
        if code not in there and code in names:
            yield [code, names[code]]


def _machines(figures: Figures, standards: list[Standard]) -> Iterator[Row]:
    yield [f"{MARK}machines", _hint()]
    yield [_("Code"), _("Kind"), _("Model"), _("Units"), _("Year made"), _("Load in per cent")]
    for one in figures.machines or ():
        yield [one.kind, kind_words(one.kind), one.model, one.units, one.year, one.load]
    there = {one.kind for one in figures.machines or ()}
    for code in _asked(standards, Asked.MACHINES):
        if code not in there:
            yield [code, kind_words(code)]


def _places(figures: Figures) -> Iterator[Row]:
    yield [f"{MARK}places", _hint()]
    yield [_("Code"), _("Kind"), _("Name and town"), _("Beds"), _("Day places")]
    for one in figures.places or ():
        label = str(PlaceKind(one.kind).label)
        yield [one.kind, label, one.name, one.beds, one.day_places]
    for kind in PLACE_KINDS:
        if kind not in {one.kind for one in figures.places or ()}:
            yield [kind, str(PlaceKind(kind).label)]


def _standards(figures: Figures, standards: list[Standard]) -> Iterator[Row]:
    yield [f"{MARK}standards", _("Answer yes or no; leave empty what is open.")]
    yield [_("Code"), _("Question"), _("Answer")]
    named = _("No") if figures.reference == "" else figures.reference
    yield [REFERENCE, _("Name of the reference centre"), named]
    yield [POPULATION, _("Adults in the area that you serve"), figures.population]
    for need in questions(standards):
        said = {"yes": _("Yes"), "no": _("No")}.get(figures.answers.get(need.code, ""))
        yield [need.code, text_in(need.names, reader_language()), said]


def _hint() -> str:
    return _("Leave the first row as it is. Rows without numbers are not read.")


def _asked(standards: list[Standard], asked: Asked) -> list[str]:
    """Codes that the standards name, each once."""
    needs = (need for one in standards for need in one.needs if need.asked is asked)
    return list(dict.fromkeys(code for need in needs for code in need.any_of))
