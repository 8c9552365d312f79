"""How clinics come onto the platform and how coordinators keep order."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.organisations.models.card import IN_CHARGE, OWN, in_charge
from sanamost.registry.organisations.states import CLAIM_MOVES, ClaimState, MeasureKind

ENTRY_IN_CHARGE = (
    "EXISTS (SELECT 1 FROM organisations_organisation mine, organisations_registerentry theirs"
    " WHERE mine.id = (SELECT sanamost_organisation()) AND theirs.id = entry_id"
    " AND (mine.kind = 'national' OR (mine.kind = 'region' AND mine.region = theirs.region_id)))"
)


class Claim(GuardedRow):
    """Somebody says that an entry of the official register is their organisation."""

    public_id = PublicIdField(prefix="clam")
    entry = models.ForeignKey("organisations.RegisterEntry", models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.CharField(max_length=120)
    words = models.CharField(max_length=1000, blank=True)
    same_domain = models.BooleanField(default=False)
    """Whether the person's e-mail is of the same domain as the entry's site."""
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.ASKED)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    """The living card that it became."""
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    moves = CLAIM_MOVES
    frozen = ("entry_id", "user_id", "asked_at")
    # Whoever asks can only ask: every other state is written by those in charge.
    fence: ClassVar[fences.Fence] = fences.sql(
        read=f"user_id = (SELECT sanamost_person()) OR {ENTRY_IN_CHARGE}",
        write=f"(user_id = (SELECT sanamost_person()) AND state = 'asked') OR {ENTRY_IN_CHARGE}",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user"], condition=Q(state="asked"), name="claim_asked_once"
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="confirmed"), name="claim_confirmed_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("user")),
                name="claim_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The person's own, and those in charge of the entry's region."""
        own = Q(user_id=actor.user_id or 0)
        return own | in_charge(actor, "entry") if actor.organisation_id else own


class Measure(OrganisationRow):
    """What a coordinator did about a clinic and why; never changed, never taken back in silence."""

    public_id = PublicIdField(prefix="meas")
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    reason = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    """The last day to put right what a warning names."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_for = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    append_only = True
    fence: ClassVar[fences.Fence] = fences.sql(read=f"{OWN} OR {IN_CHARGE}", write=IN_CHARGE)

    class Meta:
        indexes = [models.Index(fields=["organisation", "made_at"], name="measure_in_time")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.WARNED) | Q(due_on__isnull=False),
                name="warning_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(kind=MeasureKind.VERIFIED) | ~Q(reason=""), name="measure_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The clinic itself and those in charge of it."""
        if actor.organisation_id is None:
            return Q(pk__in=())
        return Q(organisation_id=actor.organisation_id) | in_charge(actor)
