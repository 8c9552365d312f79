"""What hangs on an organisation's card: its sites, its texts, its proofs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.languages.texts import TEXT_MOVES, TextState
from sanamost.registry.organisations.states import PROOF_MOVES, ProofState

OWN = "organisation_id = (SELECT sanamost_organisation())"
IN_CHARGE = (
    "EXISTS (SELECT 1 FROM organisations_organisation mine, organisations_organisation theirs"
    " WHERE mine.id = (SELECT sanamost_organisation()) AND theirs.id = organisation_id"
    " AND (mine.kind = 'national' OR (mine.kind = 'region' AND mine.region = theirs.region)))"
)
"""The coordinator of the organisation's region, or of the country."""


def in_charge(actor: Actor, organisation: str = "organisation") -> Q:
    """`IN_CHARGE` in Django's words."""
    if actor.organisation_kind == "national":
        return ~Q(pk__in=())  # every row; an empty Q would vanish beside another
    if actor.organisation_kind == "region" and actor.region:
        return Q(**{f"{organisation}__region": actor.region})
    return Q(pk__in=())


class Site(models.Model):
    """One place where a clinic receives patients: a public fact."""

    public_id = PublicIdField(prefix="site")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="sites"
    )
    names = models.JSONField(default=dict)
    addresses = models.JSONField(default=dict)
    directions = models.JSONField(default=dict, blank=True)
    region = models.CharField(max_length=10)
    city = models.JSONField(default=dict, blank=True)
    """The city's name by language."""
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    airport = models.CharField(max_length=3, blank=True)
    """IATA code of the nearest international airport."""
    airport_km = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
                name="site_latitude_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="site_longitude_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class CardText(OrganisationRow):
    """What a card says in one language, from draft to the public page.

    Publishing copies it onto the organisation, so that a new draft changes nothing that is shown.
    """

    language = models.CharField(max_length=10)
    about = models.TextField(blank=True)
    directions = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    moves = TEXT_MOVES
    fence: ClassVar[fences.Fence] = fences.sql(read=f"{OWN} OR {IN_CHARGE}", write=OWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "language"], name="card_text_once"),
            models.CheckConstraint(
                condition=~Q(checked_by=models.F("written_by")),
                name="card_text_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.language}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The clinic's own and those in charge of it."""
        if actor.organisation_id is None:
            return Q(pk__in=())
        return Q(organisation_id=actor.organisation_id) | in_charge(actor)


class Proof(OrganisationRow):
    """A licence, an accreditation, a certificate or an attribute of service, with what proves it.

    The public sees it while it is checked and its last day has not passed.
    """

    public_id = PublicIdField(prefix="prof")
    kind = models.CharField(max_length=30)
    scope = models.CharField(max_length=300, blank=True)
    works = models.JSONField(default=list, blank=True)
    """The works and services that a licence names, in its own language."""
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    """The last day on which it holds."""
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ProofState.choices, default=ProofState.CLAIMED)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_for = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    """For which coordinator's organisation."""
    checked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last warning sent: so many days before the end."""

    moves = PROOF_MOVES
    # What a coordinator has looked at is not exchanged afterwards: another one is claimed anew.
    frozen = (
        *("kind", "organisation_id", "scope", "number", "issuer", "issued_on", "valid_until"),
        *("file_id", "works", "claimed_by_id", "claimed_at"),
    )
    # A clinic's own people can write everything but the word "checked".
    fence: ClassVar[fences.Fence] = fences.sql(
        read=f"state = 'checked' OR {OWN} OR {IN_CHARGE}",
        write=f"({OWN} AND state <> 'checked') OR {IN_CHARGE}",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="proof_by_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number", "valid_until"],
                condition=Q(state__in=("claimed", "checked")),
                nulls_distinct=False,
                name="proof_live_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProofState.CHECKED) | Q(checked_at__isnull=False),
                name="proof_checked_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Checked ones are public; the others are the clinic's and of those in charge of it."""
        checked = Q(state=ProofState.CHECKED)
        if actor.organisation_id is None:
            return checked
        return checked | Q(organisation_id=actor.organisation_id) | in_charge(actor)
