"""What a clinic has: beds, theatres, equipment, people and rooms, and when they stand still."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.resources.states import (
    CONCESSION_MOVES,
    BedGender,
    BreakReason,
    ConcessionState,
    ResourceKind,
)

WORKING_DAYS = 0b0011111
"""Monday to Friday: bit 0 is Monday."""


class Resource(OrganisationRow):
    """One scarce thing of a clinic, counted in beds or in minutes of a day."""

    public_id = PublicIdField(prefix="reso")
    site = models.ForeignKey("organisations.Site", models.PROTECT, null=True, related_name="+")
    area = models.CharField(max_length=20, blank=True)
    """The area of care whose own it is; empty for what the whole clinic shares."""
    kind = models.CharField(max_length=10, choices=ResourceKind.choices)
    name = models.CharField(max_length=120)
    units = models.DecimalField(max_digits=7, decimal_places=2)
    """Beds, theatres, machines, rooms, or full-time posts."""
    minutes_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of one unit on a working day; none for beds, which are counted whole."""
    downtime_percent = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    weekdays = models.PositiveSmallIntegerField(default=WORKING_DAYS)
    """Days on which it works, a bit each, Monday first; beds are open every day."""
    gender = models.CharField(max_length=10, choices=BedGender.choices, blank=True)
    detail = models.CharField(max_length=120, blank=True)
    """Speciality of the staff, or kind of the machine, in words."""
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    frozen = ("public_id", "organisation_id", "kind", "added_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "area", "kind", "name"],
                condition=Q(retired_at__isnull=True),
                name="resource_named_once",
            ),
            models.CheckConstraint(condition=Q(units__gt=0), name="resource_has_units"),
            models.CheckConstraint(
                condition=Q(downtime_percent__gte=0) & Q(downtime_percent__lt=100),
                name="resource_downtime_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1) & Q(weekdays__lte=127), name="resource_weekdays_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="beds", minutes_a_day__isnull=True)
                | (~Q(kind="beds") & Q(minutes_a_day__gt=0) & Q(minutes_a_day__lte=1440)),
                name="resource_counted_in_beds_or_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class ResourceBreak(OrganisationRow):
    """A time in which a resource gives less or nothing: repair, leave, a season."""

    public_id = PublicIdField(prefix="paus")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="breaks")
    first_on = models.DateField()
    before = models.DateField()
    """The first day on which it works again."""
    left_percent = models.PositiveSmallIntegerField(default=0)
    """What is left of it meanwhile."""
    reason = models.CharField(max_length=10, choices=BreakReason.choices)

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    deletable = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before__gt=F("first_on")), name="break_period_not_empty"
            ),
            models.CheckConstraint(condition=Q(left_percent__lte=100), name="break_share_known"),
        ]

    def __str__(self) -> str:
        return self.public_id


# An export admission takes what the state task leaves, or what two people have conceded; the
# database refuses anything else, whoever writes. What is taken may become too much afterwards
# (a repair, a fuller plan): that is `shortfall`, which is seen and mended, never taken.
_GUARD = """
CREATE OR REPLACE FUNCTION resources_capacityday_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before integer := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN before := OLD.held + OLD.booked; END IF;
  IF NEW.held + NEW.booked > before
    AND NEW.held + NEW.booked + NEW.protected > NEW.supply + NEW.conceded THEN
    RAISE EXCEPTION 'the state task comes first' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
"""
_GUARDED = """
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE ON resources_capacityday
  FOR EACH ROW EXECUTE FUNCTION resources_capacityday_guard()
"""


class CapacityDay(OrganisationRow):
    """One resource on one day: what there is, what the state task keeps, what is taken."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="days")
    day = models.DateField()
    supply = models.PositiveIntegerField()
    """Beds, or minutes of everything else."""
    protected = models.PositiveIntegerField(default=0)
    """What domestic patients keep, at the clinic's level of protection."""
    conceded = models.PositiveIntegerField(default=0)
    """What two people gave to foreign patients above that, with a reason."""
    held = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)

    database_rules = (_GUARD, _GUARDED)
    fence: ClassVar[fences.Fence] = fences.organisation_row()
    frozen = ("organisation_id", "resource_id", "day")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "day"], name="capacity_day_once"),
        ]
        indexes = [models.Index(fields=["organisation", "day"], name="capacity_of_clinic")]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.day}"


class Concession(OrganisationRow):
    """Capacity of the state task given to a foreign patient: two people and a reason, counted."""

    public_id = PublicIdField(prefix="conc")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    first_on = models.DateField()
    before = models.DateField()
    amount = models.PositiveIntegerField()
    """On each of the days, in the resource's unit."""
    reason = models.TextField(max_length=1000)
    state = models.CharField(
        max_length=10, choices=ConcessionState.choices, default=ConcessionState.ASKED
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    moves = CONCESSION_MOVES
    frozen = (
        "public_id",
        "organisation_id",
        "resource_id",
        "first_on",
        "before",
        "amount",
        "reason",
        "asked_by_id",
        "asked_at",
    )
    fence: ClassVar[fences.Fence] = fences.organisation_row()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before__gt=F("first_on")) & Q(amount__gt=0),
                name="concession_gives_something",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="concession_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_by__isnull=False),
                name="concession_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
