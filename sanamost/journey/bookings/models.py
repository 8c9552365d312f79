"""Places kept for a while and places taken."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.bookings.states import (
    BOOKING_MOVES,
    HOLD_MOVES,
    WAITING_MOVES,
    BookingState,
    HoldState,
    WaitingState,
)


class Hold(ClinicRow):
    """What a stay needs, kept for a proposal until a moment of the database's clock."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="hold")
    proposal = models.ForeignKey("proposals.Proposal", models.PROTECT, related_name="holds")
    recipe = models.ForeignKey("resources.Recipe", models.PROTECT, related_name="+")
    """What the uses were counted from."""
    arrives_on = models.DateField()
    stay_days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=HoldState.choices, default=HoldState.ACTIVE)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    missed_at = models.DateTimeField(null=True, blank=True)
    """Since when the deposit is there and a place is not; nothing once it is booked or over."""

    fence = fences.clinic_row(DataClass.IDENTITY)
    moves = HOLD_MOVES
    frozen = ("case_id", "organisation_id", "proposal_id", "recipe_id", "arrives_on", "stay_days")
    same_case = ("proposal",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(state__in=["active", "confirmed"]),
                name="hold_one_live_per_proposal",
            )
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="active"), name="hold_expiring"),
            models.Index(
                fields=["missed_at"], condition=Q(missed_at__isnull=False), name="hold_missed"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class HoldUse(ClinicRow):
    """A part of a hold: so much of one resource on one day. The parts of a day add up to it."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    hold = models.ForeignKey(Hold, models.PROTECT, related_name="uses")
    capacity = models.ForeignKey("resources.CapacityDay", models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()
    """Beds or minutes that are taken of the day now; none once it was given back."""
    planned = models.PositiveIntegerField()
    """What it was when the place was kept: the difference teaches the recipe."""

    fence = fences.clinic_row(DataClass.IDENTITY)
    frozen = ("case_id", "organisation_id", "hold_id", "capacity_id", "planned")
    same_case = ("hold",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hold", "capacity"], name="hold_use_once"),
        ]
        indexes = [
            models.Index(fields=["capacity"], condition=Q(amount__gt=0), name="hold_use_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.capacity_id} {self.amount}"


class Booking(ClinicRow):
    """What a stay needs, taken for the case."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="book")
    hold = models.OneToOneField(Hold, models.PROTECT, related_name="booking")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="bookings")
    state = models.CharField(
        max_length=20, choices=BookingState.choices, default=BookingState.CONFIRMED
    )
    arrives_on = models.DateField()
    leaves_on = models.DateField()
    confirmed_at = models.DateTimeField()
    arrived_on = models.DateField(null=True, blank=True)
    """The first day of the real stay, once the patient is in."""
    left_on = models.DateField(null=True, blank=True)
    """The day on which the patient left: the first without a bed, where they stayed a night."""
    use_noted_at = models.DateTimeField(null=True, blank=True)
    """When the clinic said what of theatres, machines and people the stay really used."""
    unsafe_since = models.DateTimeField(null=True, blank=True)
    """Since when its start could harm a patient of the state task; none while it could not."""

    fence = fences.clinic_row(DataClass.IDENTITY)
    moves = BOOKING_MOVES
    same_case = ("hold", "agreement")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(leaves_on__gt=models.F("arrives_on")), name="booking_period_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("arrived_on")),
                name="booking_left_after_arrival",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "arrives_on"],
                condition=Q(state="confirmed"),
                name="booking_to_come",
            ),
            models.Index(
                fields=["arrived_on"],
                condition=Q(arrived_on__isnull=False, left_on__isnull=True),
                name="booking_patient_is_in",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Waiting(ClinicRow):
    """A proposal for which no day of arrival is free: the clinic waits for one in its window."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="wait")
    proposal = models.ForeignKey("proposals.Proposal", models.PROTECT, related_name="waitings")
    first_on = models.DateField()
    """The first day on which the patient could arrive."""
    before = models.DateField()
    """The first day on which it would be too late."""
    since = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=WaitingState.choices, default=WaitingState.WAITING
    )
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, blank=True, related_name="+")
    """What was kept when the wait was over."""
    ended_at = models.DateTimeField(null=True, blank=True)

    fence = fences.clinic_row(DataClass.IDENTITY)
    moves = WAITING_MOVES
    frozen = ("case_id", "organisation_id", "proposal_id", "first_on", "before", "since")
    same_case = ("proposal", "hold")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(state="waiting"),
                name="waiting_once_per_proposal",
            ),
            models.CheckConstraint(
                condition=Q(before__gt=models.F("first_on")), name="waiting_window_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", hold__isnull=False)
                | (~Q(state="offered") & Q(hold__isnull=True)),
                name="waiting_offered_with_a_hold",
            ),
        ]
        indexes = [
            models.Index(fields=["since"], condition=Q(state="waiting"), name="waiting_longest"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def last_on(self) -> dt.date:
        """The last day on which the patient could arrive."""
        return self.before - dt.timedelta(days=1)
