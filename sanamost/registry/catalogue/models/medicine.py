"""Medical classifiers: areas of care, profiles, specialities, services, diagnoses.

Services and diagnoses are named in Russian, as the acts name them; `search_key` is the name as
`engines.search.search_key` makes it, under a trigram index.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Area(models.Model):
    """A field of care as patients look for it; our own list, each covering official profiles."""

    code = models.SlugField(max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField(unique=True)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code


class CareProfile(models.Model):
    """A profile of medical care (FFOMS V002)."""

    code = models.CharField(max_length=4, primary_key=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="profiles")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    name_ru = models.CharField(max_length=200)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code


class Speciality(models.Model):
    """A speciality of medical staff (FFOMS V021)."""

    code = models.CharField(max_length=4, primary_key=True)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code


class NomenclatureService(models.Model):
    """A medical service of the state nomenclature (order 804н).

    Names change between editions while codes stay, so whoever quotes a service keeps its name and
    `edition` beside the code.
    """

    code = models.CharField(max_length=20, primary_key=True)
    section = models.CharField(max_length=1)
    kind = models.CharField(max_length=3)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=500)
    name_is_cut = models.BooleanField(default=False)
    search_key = models.CharField(max_length=500)
    edition = models.CharField(max_length=20)

    class Meta:
        indexes = [
            GinIndex(fields=["search_key"], name="service_words", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.code


class Diagnosis(models.Model):
    """A chapter, block or category of ICD-10 in its Russian edition."""

    class Kind(models.TextChoices):
        """How high in the tree."""

        CHAPTER = "chapter"
        BLOCK = "block"
        CATEGORY = "category"

    code = models.CharField(max_length=10, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=10, choices=Kind)
    actual = models.BooleanField()
    name_ru = models.CharField(max_length=500)
    search_key = models.CharField(max_length=500)
    edition = models.CharField(max_length=20)

    class Meta:
        indexes = [
            GinIndex(fields=["search_key"], name="diagnosis_words", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.code
