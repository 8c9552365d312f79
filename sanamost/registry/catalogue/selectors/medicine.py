"""Areas, profiles and specialities to choose from; services and diagnoses to look for."""

import dataclasses
from typing import TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Model, Q, QuerySet, When
from django.db.models.functions import Length

from sanamost.engines.search import diagnosis_code, service_code, words
from sanamost.registry.catalogue.models import (
    Area,
    CareProfile,
    Diagnosis,
    NomenclatureService,
    Speciality,
)
from sanamost.registry.catalogue.naming import name_in
from sanamost.registry.catalogue.remembering import remembered
from sanamost.registry.catalogue.selectors.reference import Choice, in_order

Found = TypeVar("Found", bound=Model)

# Beyond this a query is no longer a search but a text.
LONGEST_QUERY = 200
# What people say and what the classifier says.
SAID = {"рак": "злокачественное новообразование", "рака": "злокачественное новообразование"}


@dataclasses.dataclass(frozen=True, slots=True)
class AreaChoice(Choice):
    """An area of care and the official profiles it covers."""

    profiles: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceFound:
    """A service of order 804н; `name_is_cut` says that our copy of the name is not whole."""

    code: str
    name: str
    name_is_cut: bool
    edition: str


@dataclasses.dataclass(frozen=True, slots=True)
class DiagnosisFound:
    """A category of ICD-10 under its Russian name."""

    code: str
    name: str
    edition: str


@remembered
def areas(language: str) -> tuple[AreaChoice, ...]:
    """The areas of care offered to patients from abroad, in the order of the portal."""
    return tuple(
        AreaChoice(
            code=area.code,
            name=name_in(area.names, language),
            profiles=tuple(sorted(profile.code for profile in area.profiles.all())),
        )
        for area in Area.objects.order_by("position").prefetch_related("profiles")
    )


@remembered
def care_profiles(language: str) -> tuple[Choice, ...]:
    """The care profiles in force; named in Russian and English."""
    rows = CareProfile.objects.filter(valid_until=None)
    return in_order((Choice(row.code, name_in(row.names, language)) for row in rows), language)


@remembered
def specialities(language: str) -> tuple[Choice, ...]:
    """The specialities of medical staff."""
    rows = Speciality.objects.all()
    return in_order((Choice(row.code, name_in(row.names, language)) for row in rows), language)


def nomenclature(query: str, *, limit: int = 20) -> list[ServiceFound]:
    """Services of order 804н by code or its beginning, else by words of the name.

    A code may be typed with Cyrillic letters that look Latin. Without a match of all words, names
    with words alike are offered, the most alike first.
    """
    services = NomenclatureService.objects.all()
    code = service_code(query)
    found = services.filter(code__startswith=code).order_by("code") if code else None
    rows = found[:limit] if found is not None else by_words(services, query, limit=limit)
    return [ServiceFound(row.code, row.name, row.name_is_cut, row.edition) for row in rows]


def diagnoses(query: str, *, limit: int = 20) -> list[DiagnosisFound]:
    """Categories of ICD-10 in force, by code or its beginning, else by words of the name.

    "рак" finds what ICD-10 calls a malignant neoplasm.
    """
    categories = Diagnosis.objects.filter(actual=True, kind=Diagnosis.Kind.CATEGORY)
    code = diagnosis_code(query)
    found = categories.filter(code__startswith=code).order_by("code") if code else None
    said = " ".join(SAID.get(word, word) for word in words(query[:LONGEST_QUERY]))
    rows = found[:limit] if found is not None else by_words(categories, said, limit=limit)
    return [DiagnosisFound(row.code, row.name_ru, row.edition) for row in rows]


def by_words(rows: QuerySet[Found], query: str, *, limit: int) -> list[Found]:
    """Rows whose search key holds every word of the query, else rows with words alike.

    Those where the words begin words stand first, of them the short names.
    """
    wanted = words(query[:LONGEST_QUERY])
    if not wanted:
        return []
    within, begun = Q(), Q()
    for word in wanted:
        within &= Q(search_key__contains=word)
        begun &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    rank = Case(When(begun, then=0), default=1)
    exact = list(rows.filter(within).order_by(rank, Length("search_key"), "pk")[:limit])
    return exact or _alike(rows, " ".join(wanted), limit=limit)


def _alike(rows: QuerySet[Found], text: str, *, limit: int) -> list[Found]:
    # The operator, unlike the function, looks into the index; it means 0.6 or more alike.
    ranked = rows.annotate(alike=TrigramWordSimilarity(text, "search_key"))
    found = ranked.filter(search_key__trigram_word_similar=text)
    return list(found.order_by("-alike", "pk")[:limit])
