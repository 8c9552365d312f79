"""Physicians as visitors see them on a clinic's page: no age, no documents' numbers."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language

from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.practitioners import selectors as practitioners
from sanamost.registry.practitioners.states import Degree, Grade
from sanamost.web.components.wording import language_words


@dataclass(frozen=True, slots=True)
class Physician:
    """One physician in the reader's words."""

    shown: practitioners.Shown
    speciality: str
    grade: str
    degrees: list[str]
    languages: str


def physicians(clinic_id: int, *, day: dt.date) -> list[Physician]:
    """Who agreed to be named, works there, and holds a valid credential on the day."""
    names = {one.code: one.name for one in catalogue.specialities(get_language() or "en")}
    return [
        Physician(
            shown=one,
            speciality=names.get(one.speciality, ""),
            grade=str(Grade(one.grade).label) if one.grade != Grade.NONE else "",
            degrees=[str(Degree(code).label) for code in one.degrees],
            languages=", ".join(language_words(code) for code in one.languages),
        )
        for one in practitioners.shown([clinic_id], day=day).get(clinic_id, [])
    ]
