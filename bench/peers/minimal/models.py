"""The tables that both applications use, as a plain application would describe them."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models


def fresh() -> str:
    """An identifier that cannot be guessed."""
    return secrets.token_urlsafe(20)


class Person(AbstractBaseUser):
    public_id = models.CharField(max_length=40, default=fresh)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    time_zone = models.CharField(max_length=50, default="Europe/Moscow")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    objects = BaseUserManager()
    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "access_user"


class Organisation(models.Model):
    public_id = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    names = models.JSONField()
    about = models.JSONField()
    legal_names = models.JSONField()
    addresses = models.JSONField()
    directions = models.JSONField()
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10)
    ogrn = models.CharField(max_length=15)
    inn = models.CharField(max_length=12)
    licence = models.JSONField()
    signatory = models.JSONField()
    bank = models.JSONField()
    phone = models.CharField(max_length=40)
    email = models.CharField(max_length=254)
    website = models.CharField(max_length=200)
    languages = ArrayField(models.CharField(max_length=10))
    areas = ArrayField(models.CharField(max_length=20))
    time_zone = models.CharField(max_length=50)
    calendar = models.CharField(max_length=10)
    clocks = models.JSONField()
    deposit_percent = models.SmallIntegerField()
    proposal_valid_days = models.SmallIntegerField()
    demonstration = models.BooleanField()
    suspended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "organisations_organisation"


class Membership(models.Model):
    public_id = models.CharField(max_length=40)
    user = models.ForeignKey(Person, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    roles = ArrayField(models.CharField(max_length=30))
    title = models.JSONField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "access_membership"


class Notice(models.Model):
    user = models.ForeignKey(Person, models.PROTECT)
    read_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "messaging_notice"


class Area(models.Model):
    code = models.CharField(max_length=20, primary_key=True)
    names = models.JSONField()

    class Meta:
        managed = False
        db_table = "catalogue_area"


class Country(models.Model):
    code = models.CharField(max_length=2, primary_key=True)
    names = models.JSONField()

    class Meta:
        managed = False
        db_table = "catalogue_country"


class Holiday(models.Model):
    calendar = models.CharField(max_length=10)
    day = models.DateField()
    kind = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "catalogue_holiday"


class Patient(models.Model):
    public_id = models.CharField(max_length=40, default=fresh)
    user = models.ForeignKey(Person, models.PROTECT, null=True)
    name_original = models.CharField(max_length=200)
    name_latin = models.CharField(max_length=200)
    birth_date = models.DateField()
    sex = models.CharField(max_length=10)
    citizenship = models.CharField(max_length=2)
    residence_country = models.CharField(max_length=2)
    residency_basis = models.CharField(max_length=20, default="non_resident")
    stay_document = models.CharField(max_length=20)
    stay_from = models.DateField(null=True)
    stay_until = models.DateField(null=True)
    passport_number = models.CharField(max_length=40)
    passport_valid_until = models.DateField(null=True)
    address = models.CharField(max_length=300)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=40)
    languages = ArrayField(models.CharField(max_length=10))
    faith = models.CharField(max_length=100)
    diet = models.CharField(max_length=100)
    mobility = models.CharField(max_length=200)
    representative_name = models.CharField(max_length=200)
    representative_relation = models.CharField(max_length=50)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "patients_patient"


class Case(models.Model):
    public_id = models.CharField(max_length=40, default=fresh)
    number = models.CharField(max_length=20)
    patient = models.ForeignKey(Patient, models.PROTECT)
    kind = models.CharField(max_length=20, default="inbound")
    origin = models.CharField(
        max_length=20,
        choices=[
            ("direct", "Asked by the patient"),
            ("partner", "Sent by a partner"),
            ("phone", "Typed in from a call"),
        ],
    )
    partner = models.ForeignKey(Organisation, models.PROTECT, null=True)
    area = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    purpose_of_arrival = models.CharField(max_length=20)
    payer = models.CharField(max_length=20)
    facts = ArrayField(models.CharField(max_length=30), default=list)
    stage = models.CharField(max_length=20, default="asking")
    end_reason = models.CharField(max_length=30)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "cases_case"


class Participant(models.Model):
    case = models.ForeignKey(Case, models.PROTECT)
    user = models.ForeignKey(Person, models.PROTECT)
    role = models.CharField(max_length=20)
    relation = models.CharField(max_length=50)
    represents = models.BooleanField(default=False)
    classes = ArrayField(models.CharField(max_length=10))
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "cases_participant"


class Grant(models.Model):
    case = models.ForeignKey(Case, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    data_class = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20)
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "access_grant"


class Clock(models.Model):
    case = models.ForeignKey(Case, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    kind = models.CharField(
        max_length=30,
        choices=[("acknowledge", "Acknowledge the request"), ("call_back", "Call the patient")],
    )
    subject = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "cases_clock"


class Draft(models.Model):
    public_id = models.CharField(max_length=40)
    secret_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    answers = models.JSONField()
    step = models.CharField(max_length=30)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, null=True)

    class Meta:
        managed = False
        db_table = "requests_draft"


class Request(models.Model):
    case = models.OneToOneField(Case, models.PROTECT)
    public_id = models.CharField(max_length=40, default=fresh)
    state = models.CharField(
        max_length=20,
        default="submitted",
        choices=[
            ("submitted", "New"),
            ("verified", "Verified by call"),
            ("complete", "Complete"),
            ("forwarded", "With clinics"),
        ],
    )
    desk = models.ForeignKey(Organisation, models.PROTECT)
    area = models.CharField(max_length=20)
    wished_from = models.DateField(null=True)
    wished_until = models.DateField(null=True)
    flexibility = models.CharField(max_length=10)
    budget_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    budget_currency = models.CharField(max_length=3)
    languages = ArrayField(models.CharField(max_length=10))
    interpreter = models.BooleanField()
    companions = models.SmallIntegerField()
    wished_clinic = models.CharField(max_length=40)
    wished_service = models.CharField(max_length=40)
    campaign = models.CharField(max_length=40)
    submitted_at = models.DateTimeField()
    assigned_to = models.ForeignKey(Person, models.PROTECT, null=True)
    verified_at = models.DateTimeField(null=True)
    call_note = models.TextField()
    reject_reason = models.CharField(max_length=20)
    duplicate_of = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    class Meta:
        managed = False
        db_table = "requests_request"


class MedicalNeed(models.Model):
    case = models.ForeignKey(Case, models.PROTECT)
    request = models.OneToOneField(Request, models.PROTECT)
    words = models.TextField()
    words_language = models.CharField(max_length=10)
    translation = models.TextField()
    translation_language = models.CharField(max_length=10)
    translated_by = models.CharField(max_length=100)
    diagnosis_code = models.CharField(max_length=10)
    faith = models.CharField(max_length=100)
    diet = models.CharField(max_length=100)
    mobility = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "requests_medicalneed"


class Referral(models.Model):
    case = models.ForeignKey(Case, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    public_id = models.CharField(max_length=40)
    request = models.ForeignKey(Request, models.PROTECT)
    state = models.CharField(max_length=20)
    physician = models.ForeignKey(Person, models.PROTECT, null=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "requests_referral"


class Paper(models.Model):
    public_id = models.CharField(max_length=40, default=fresh)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    data_class = models.CharField(max_length=10)
    sender_class = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=20)
    rule_set = models.CharField(max_length=20)
    code = models.CharField(max_length=40, default=fresh)
    shown_to_patient = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300)

    class Meta:
        managed = False
        db_table = "documents_paper"


class Consent(models.Model):
    case = models.ForeignKey(Case, models.PROTECT)
    public_id = models.CharField(max_length=40, default=fresh)
    patient = models.ForeignKey(Patient, models.PROTECT)
    purpose = models.CharField(max_length=20)
    recipient = models.ForeignKey(Organisation, models.PROTECT, null=True)
    paper = models.ForeignKey(Paper, models.PROTECT)
    language = models.CharField(max_length=10)
    text_sha256 = models.CharField(max_length=64)
    text_version = models.CharField(max_length=20)
    given_by = models.ForeignKey(Person, models.PROTECT)
    capacity = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "patients_consent"


class Happening(models.Model):
    public_id = models.CharField(max_length=40, default=fresh)
    name = models.CharField(max_length=80)
    case = models.ForeignKey(Case, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    user = models.ForeignKey(Person, models.PROTECT, null=True)
    at = models.DateTimeField()
    payload = models.JSONField()

    class Meta:
        managed = False
        db_table = "events_happening"


class Job(models.Model):
    queue_name = models.CharField(max_length=128)
    task_name = models.CharField(max_length=128)
    args = models.JSONField()

    class Meta:
        managed = False
        db_table = "procrastinate_jobs"


class Entry(models.Model):
    chain = models.CharField(max_length=40, default=fresh)
    seq = models.BigIntegerField(default=1)
    payload = models.TextField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    user = models.ForeignKey(Person, models.PROTECT, null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True)

    class Meta:
        managed = False
        db_table = "audit_entry"
