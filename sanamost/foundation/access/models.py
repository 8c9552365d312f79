"""Accounts, memberships, grants: who may be whom, and who sees which case."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.rights import Right
from sanamost.foundation.access.roles import DataClass, GrantPurpose, Role

KEY_LASTS = dt.timedelta(days=366)
"""A key is made anew at least once a year."""


class Users(BaseUserManager["User"]):
    """Accounts by e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password it opens by e-mail code or passkey only."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of the e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person's account; what they may do comes from memberships and participation."""

    public_id = PublicIdField(prefix="user")
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=50, default="Europe/Moscow")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A person's roles in an organisation, while it lasts."""

    public_id = PublicIdField(prefix="memb")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="memberships"
    )
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    title = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="membership_live_once",
            ),
            models.CheckConstraint(condition=~Q(roles=[]), name="membership_has_a_role"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Invitation(models.Model):
    """An organisation asks somebody in, by e-mail; the token's hash is kept, never the token."""

    public_id = PublicIdField(prefix="invt")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=30, choices=Role.choices))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class ApiKey(OrganisationRow):
    """By this a program of an organisation acts; the key's hash is kept, never the key."""

    public_id = PublicIdField(prefix="akey")
    name = models.CharField(max_length=80)
    rights = ArrayField(models.CharField(max_length=30, choices=Right.choices))
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    frozen = (
        "public_id",
        "organisation_id",
        "rights",
        "token_hash",
        "made_by_id",
        "made_at",
        "expires_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"))
                & Q(expires_at__lte=F("made_at") + KEY_LASTS),
                name="api_key_ends_within_a_year",
            ),
            models.CheckConstraint(condition=~Q(rights=[]), name="api_key_may_do_something"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Grant(GuardedRow):
    """An organisation may see one class of one case's data, for a purpose, until a moment."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="grants")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=10, choices=DataClass.choices)
    purpose = models.CharField(max_length=20, choices=GrantPurpose.choices)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    # A participant sees who may see their case; an organisation sees its own grants.
    fence = fences.sql(
        read=(
            "organisation_id = (SELECT sanamost_organisation()) OR case_id IN"
            " (SELECT p.case_id FROM cases_participant p WHERE p.ended_at IS NULL"
            " AND p.user_id = (SELECT sanamost_person())"
            " AND (SELECT sanamost_organisation()) IS NULL)"
        ),
        write="false",
    )
    frozen = ("case_id", "organisation_id", "data_class", "purpose", "given_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "data_class", "purpose"],
                condition=Q(revoked_at__isnull=True, until__isnull=True),
                name="grant_live_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "data_class", "case"], name="grant_by_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_class} of case {self.case_id} to {self.organisation_id}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """An organisation's own grants; a participant's are read through their case."""
        return Q(organisation_id=actor.organisation_id) if actor.organisation_id else Q(pk__in=())


class StaffAccess(models.Model):
    """A platform administrator's timed, reasoned look at one case (break-glass)."""

    public_id = PublicIdField(prefix="look")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="staff_access_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.public_id
