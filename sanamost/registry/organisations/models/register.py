"""The official register of medical organisations, as published; not those that take part."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class RegisterEntry(models.Model):
    """One organisation of the register, known by its taxpayer number.

    `oms_territories` says in how many territories' registers it stands: a measure of its reach.
    Names are those of the edition; an organisation may have another name today.
    """

    inn = models.CharField(max_length=12, unique=True)
    ogrn = models.CharField(max_length=15, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    name_short = models.CharField(max_length=300)
    name_full = models.CharField(max_length=500)
    region = models.ForeignKey("catalogue.Region", models.PROTECT, related_name="+")
    postal_code = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=200, blank=True)
    federal = models.BooleanField(default=False)
    oms_territories = models.PositiveSmallIntegerField()
    oms_codes = models.TextField(blank=True)
    search_key = models.CharField(max_length=900)
    edition = models.CharField(max_length=20)

    class Meta:
        indexes = [
            GinIndex(fields=["search_key"], name="register_words", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return self.inn
