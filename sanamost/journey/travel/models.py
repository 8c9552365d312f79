"""The journey there and back, and what surrounds treatment."""

from typing import ClassVar

from django.db import models

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.travel.states import (
    NOTICE_MOVES,
    WORK_MOVES,
    EntryDocument,
    NoticeKind,
    NoticeState,
    WorkKind,
    WorkState,
)


class TravelPlan(ClinicRow):
    """When and how the patient comes, and the papers sent for it."""

    data_class: ClassVar[DataClass] = DataClass.TRAVEL
    public_id = PublicIdField(prefix="trvl")
    booking = models.OneToOneField("bookings.Booking", models.PROTECT, related_name="travel")
    arrival_at = models.DateTimeField(null=True, blank=True)
    arrival_set_at = models.DateTimeField(null=True, blank=True)
    arrival_place = models.CharField(max_length=200, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    companions = models.JSONField(default=list, blank=True)
    """[{name, relation, passport_number}]."""
    needs_visa = models.BooleanField(default=True)
    met_by = models.CharField(max_length=200, blank=True)
    met_by_phone = models.CharField(max_length=40, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    """The day on which the patient crossed the border."""
    entry_document = models.CharField(max_length=20, choices=EntryDocument.choices, blank=True)
    entry_number = models.CharField(max_length=40, blank=True)
    """The visa's number, or the migration card's series and number."""
    stay_until = models.DateField(null=True, blank=True)
    """The last legal day, as the document of stay says."""
    invitation_sheet = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    welcome_pack = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    fence = fences.clinic_row(DataClass.TRAVEL)
    same_case = ("booking",)

    def __str__(self) -> str:
        return self.public_id


class WorkOrder(ClinicRow):
    """A service around treatment with an owner, a clock and a price."""

    data_class: ClassVar[DataClass] = DataClass.TRAVEL
    public_id = PublicIdField(prefix="work")
    kind = models.CharField(max_length=20, choices=WorkKind.choices)
    state = models.CharField(max_length=20, choices=WorkState.choices, default=WorkState.REQUESTED)
    wish = models.CharField(max_length=500, blank=True)
    assigned_to = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="RUB")
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    fence = fences.clinic_row(DataClass.TRAVEL)
    moves = WORK_MOVES

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class AuthorityNotice(ClinicRow):
    """A notice that the clinic as host owes the authorities."""

    data_class: ClassVar[DataClass] = DataClass.TRAVEL
    public_id = PublicIdField(prefix="ntce")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    state = models.CharField(max_length=20, choices=NoticeState.choices, default=NoticeState.DUE)
    due_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    registration_number = models.CharField(max_length=60, blank=True)
    paper = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )

    fence = fences.clinic_row(DataClass.TRAVEL)
    moves = NOTICE_MOVES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "kind"], name="authority_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
