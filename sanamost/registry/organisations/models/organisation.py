"""An organisation that works on the platform."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.organisations.states import OrganisationKind, Regime


class Organisation(models.Model):
    """Public facts of an organisation; names and texts by language code."""

    public_id = PublicIdField(prefix="orgn")
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    names = models.JSONField(default=dict)
    about = models.JSONField(default=dict, blank=True)
    legal_names = models.JSONField(default=dict, blank=True)
    addresses = models.JSONField(default=dict, blank=True)
    directions = models.JSONField(default=dict, blank=True)
    """How to get there, by language."""
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10, blank=True)
    """The region's code in the catalogue."""
    ogrn = models.CharField(max_length=15, blank=True)
    inn = models.CharField(max_length=12, blank=True)
    licence = models.JSONField(default=dict, blank=True)
    """number, issued_on, issuer, issuer_address, issuer_phone, works (list)."""
    signatory = models.JSONField(default=dict, blank=True)
    """Who signs for it: name, post (by language), basis."""
    bank = models.JSONField(default=dict, blank=True)
    """name, bic, account, correspondent_account, swift."""
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Codes of the areas of care that it offers to foreigners."""
    time_zone = models.CharField(max_length=50, default="Europe/Moscow")
    calendar = models.CharField(max_length=10, default="RU")
    clocks = models.JSONField(default=dict, blank=True)
    """Own clocks that differ from the platform's, by clock code."""
    deposit_percent = models.PositiveSmallIntegerField(default=30)
    proposal_valid_days = models.PositiveSmallIntegerField(default=14)
    demonstration = models.BooleanField(default=False)
    regime = models.CharField(max_length=10, choices=Regime.choices, default=Regime.GENERAL)
    protocols = models.CharField(max_length=200, blank=True)
    """Whose clinical protocols a clinic of a cluster follows."""
    verified_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deposit_percent__lte=100), name="deposit_at_most_whole"
            ),
            models.UniqueConstraint(
                fields=["inn"], condition=~models.Q(inn=""), name="organisation_inn_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code
