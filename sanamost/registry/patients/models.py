"""Who the patient is, and what they consented to."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import (
    CaseRow,
    GuardedRow,
    cases_granted,
    cases_taken_part_in,
)
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.registry.patients.states import (
    ConsentPurpose,
    ResidencyBasis,
    Sex,
    StayDocument,
)

# By EXISTS, so that the planner looks up one patient by an index, and reads all that the
# organisation may see only where a list needs them (docs/adr/0007-sets-or-single-rows.md).
_SHOWN = (
    "EXISTS (SELECT 1 FROM sanamost_patients_shown s WHERE s.patient_id = patients_patient.id)"
    " OR user_id = (SELECT sanamost_person()) AND (SELECT sanamost_organisation()) IS NULL"
)


class Patient(GuardedRow):
    """A person who seeks care. Names in the original script and in Latin as in the passport."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="pati")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The patient's own account; a child's is null, the representative takes part in the case."""
    name_original = models.CharField(max_length=200)
    name_latin = models.CharField(max_length=200)
    birth_date = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    citizenship = models.CharField(max_length=2)
    residence_country = models.CharField(max_length=2)
    residency_basis = models.CharField(
        max_length=20, choices=ResidencyBasis.choices, default=ResidencyBasis.NON_RESIDENT
    )
    stay_document = models.CharField(
        max_length=20, choices=StayDocument.choices, default=StayDocument.NONE
    )
    stay_from = models.DateField(null=True, blank=True)
    stay_until = models.DateField(null=True, blank=True)
    passport_number = models.CharField(max_length=40, blank=True)
    passport_valid_until = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    faith = models.CharField(max_length=100, blank=True)
    diet = models.CharField(max_length=100, blank=True)
    mobility = models.CharField(max_length=200, blank=True)
    representative_name = models.CharField(max_length=200, blank=True)
    representative_relation = models.CharField(max_length=50, blank=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    """Keyed hash of the Latin name, letters sorted out, and the birth date: notices duplicates."""
    created_at = models.DateTimeField(auto_now_add=True)

    fence = fences.sql(read=_SHOWN)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date__gte="1900-01-01"), name="patient_birth_date_plausible"
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Patients of the cases whose identity class the actor may see, and oneself."""
        if actor.organisation_id is None:
            own = Q(cases__in=cases_taken_part_in(actor, DataClass.IDENTITY))
            return (own | Q(user_id=actor.user_id)) if actor.user_id else Q(pk__in=())
        if DataClass.IDENTITY not in actor.classes:
            return Q(pk__in=())
        return Q(cases__in=cases_granted(actor, DataClass.IDENTITY))


class Consent(CaseRow):
    """A consent given by the patient or who may sign for them; withdrawn, never deleted."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="cons")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    recipient = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    paper = models.ForeignKey("documents.Paper", models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    text_sha256 = models.CharField(max_length=64)
    text_version = models.CharField(max_length=20)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    """patient or representative."""
    channel = models.CharField(max_length=20)
    """web, email_link or paper_scan."""
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    fence = fences.case_row(DataClass.IDENTITY)
    frozen = ("patient_id", "purpose", "recipient_id", "paper_id", "text_sha256", "given_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose", "recipient"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="consent_live_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"
