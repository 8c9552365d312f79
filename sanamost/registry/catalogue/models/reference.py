"""Countries, currencies, languages, regions, and which edition of each file is loaded.

A standard's code is the row's key: it never changes, it reads well in every foreign key. `names`
maps a language of the product ("en", "ru", "zh-hans", "ar") to the name in it.
"""

from django.db import models


class ReferenceEdition(models.Model):
    """Which content of a reference file the tables hold."""

    file = models.CharField(max_length=100, primary_key=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file


class Currency(models.Model):
    """A currency of ISO 4217; `exponent` is the number of decimals of its minor unit.

    Metals and baskets, in which nothing is priced, have no exponent.
    """

    code = models.CharField(max_length=3, primary_key=True)
    numeric = models.CharField(max_length=3)
    exponent = models.PositiveSmallIntegerField(null=True)
    symbol = models.CharField(max_length=8, blank=True)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code


class Country(models.Model):
    """A country of ISO 3166-1; `numeric` is its code in the Russian OKSM as well."""

    code = models.CharField(max_length=2, primary_key=True)
    alpha3 = models.CharField(max_length=3, unique=True)
    numeric = models.CharField(max_length=3, unique=True)
    # Not a foreign key: a country may use a currency that left ISO 4217 before this edition.
    currency_code = models.CharField(max_length=3, blank=True)
    calling_code = models.CharField(max_length=20, blank=True)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code


class Language(models.Model):
    """A language of ISO 639-1."""

    code = models.CharField(max_length=2, primary_key=True)
    rtl = models.BooleanField()
    self_name = models.CharField(max_length=100, blank=True)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code


class Region(models.Model):
    """A territory as the medical registers know it.

    `code` is ours, from OKATO: two digits, five for a district inside a region. It is not `iso`,
    which for some territories belongs to another country's list, or is absent.
    """

    class Kind(models.TextChoices):
        """What the territory is by the constitution."""

        REPUBLIC = "republic"
        KRAI = "krai"
        OBLAST = "oblast"
        CITY = "city"
        AUTONOMOUS_OBLAST = "autonomous_oblast"
        AUTONOMOUS_OKRUG = "autonomous_okrug"

    code = models.CharField(max_length=5, primary_key=True)
    iso = models.CharField(max_length=6, blank=True)
    okato = models.CharField(max_length=11, unique=True)
    oktmo = models.CharField(max_length=11, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    utc_offset = models.SmallIntegerField(help_text="minutes")
    names = models.JSONField()

    def __str__(self) -> str:
        return self.code
