"""Arrival, what was done against the plan, discharge."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.treatment.states import EPISODE_MOVES, REMOTE_STATES, EpisodeState


class Episode(ClinicRow):
    """Arrival → treatment → discharge; of a remote case, work begun → opinion given."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="epis")
    booking = models.OneToOneField(
        "bookings.Booking", models.PROTECT, null=True, blank=True, related_name="episode"
    )
    """None in a remote case: nobody travels."""
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="episodes")
    state = models.CharField(
        max_length=20, choices=EpisodeState.choices, default=EpisodeState.ADMITTED
    )
    admitted_at = models.DateTimeField()
    discharged_at = models.DateTimeField(null=True, blank=True)

    fence = fences.clinic_row(DataClass.IDENTITY)
    moves = EPISODE_MOVES
    same_case = ("booking", "agreement")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discharged_at__isnull=True)
                | Q(discharged_at__gte=models.F("admitted_at")),
                name="episode_in_order",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(booking__isnull=True),
                name="episode_remote_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_remote(self) -> bool:
        """Whether an opinion is given from afar, without admission and discharge."""
        return self.booking_id is None

    @property
    def state_words(self) -> str:
        """The state in the reader's language, as it is called for this kind of episode."""
        state = EpisodeState(self.state)
        return str(REMOTE_STATES[state] if self.is_remote else state.label)


class ServiceDone(ClinicRow):
    """A service given: from the agreed plan, or from a signed addendum; nothing else can be."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    sender_class = DataClass.CLINICAL
    public_id = PublicIdField(prefix="done")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="services")
    line = models.ForeignKey(
        "proposals.Line", models.PROTECT, null=True, blank=True, related_name="+"
    )
    addendum = models.ForeignKey(
        "agreements.Addendum", models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=40)
    nomenclature_code = models.CharField(max_length=20, blank=True)
    names = models.JSONField()
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    unit_price = models.DecimalField(max_digits=14, decimal_places=2)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    vat_class = models.CharField(max_length=10)
    done_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    fence = fences.clinic_row(DataClass.MONEY, sender_class=DataClass.CLINICAL)
    same_case = ("episode",)
    frozen = ("episode_id", "line_id", "addendum_id", "quantity", "unit_price", "amount")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False, addendum__isnull=True)
                | Q(line__isnull=True, addendum__isnull=False),
                name="service_done_was_agreed",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="service_done_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.done_on}"


class Discharge(ClinicRow):
    """The extract: what was found and done, what to do at home; in Russian and another language."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    public_id = PublicIdField(prefix="dsch")
    episode = models.OneToOneField(Episode, models.PROTECT, related_name="discharge")
    diagnosis_code = models.CharField(max_length=10, blank=True)
    summary = models.JSONField()
    """By language; "ru" is always there."""
    recommendations = models.JSONField()
    condition = models.JSONField(default=dict)
    """How the patient leaves, by language."""
    translated_by = models.CharField(max_length=200, blank=True)
    fit_to_fly = models.BooleanField(default=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    paper = models.ForeignKey("documents.Paper", models.PROTECT, related_name="+")

    fence = fences.clinic_row(DataClass.CLINICAL)
    append_only = True
    same_case = ("episode",)

    def __str__(self) -> str:
        return self.public_id
