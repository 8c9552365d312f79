"""Regions' own portals: what the region writes, and the editions that the public sees."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.publishing.states import (
    PORTAL_MOVES,
    LinkKind,
    LinkProblem,
    PortalState,
)

OWN = "organisation_id = (SELECT sanamost_organisation())"
NATIONAL = (
    "EXISTS (SELECT 1 FROM organisations_organisation mine"
    " WHERE mine.id = (SELECT sanamost_organisation()) AND mine.kind = 'national')"
)


class Face(models.Model):
    """What makes a portal a region's own."""

    code = models.SlugField(max_length=40)
    """Its word in addresses: /in/<code>/."""
    host = models.CharField(max_length=200, blank=True)
    """Its own host name, of those that the operator has pointed here; empty for none."""
    names = models.JSONField(default=dict)
    accent_light = models.CharField(max_length=7)
    accent_dark = models.CharField(max_length=7)
    regions = ArrayField(models.CharField(max_length=10), default=list)
    areas = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Codes of areas of care; empty for all."""
    languages = ArrayField(models.CharField(max_length=10), default=list)

    class Meta:
        abstract = True


FACE = ("code", "host", "names", "accent_light", "accent_dark", "regions", "areas", "languages")


class Portal(OrganisationRow, Face):
    """The region's draft, one per region's organisation; the national centre checks it."""

    public_id = PublicIdField(prefix="port")
    state = models.CharField(max_length=10, choices=PortalState.choices, default=PortalState.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    """Why it was not published, in the checker's words."""

    moves = PORTAL_MOVES
    # The region writes everything but the word "published".
    fence: ClassVar[fences.Fence] = fences.sql(
        read=f"{OWN} OR {NATIONAL}", write=f"({OWN} AND state <> 'published') OR {NATIONAL}"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="portal_once"),
            models.CheckConstraint(
                condition=~Q(checked_by=F("written_by")), name="portal_checked_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The region's own; all of them for the national centre."""
        if actor.organisation_kind == "national":
            return ~Q(pk__in=())
        return Q(organisation_id=actor.organisation_id or 0)


class PortalEdition(OrganisationRow, Face):
    """What the public sees of a portal, from one check to the next: a public fact."""

    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    frozen = (*FACE, "organisation_id", "version", "published_at", "published_by_id")
    # The region may close its portal; only the national centre opens one.
    fence: ClassVar[fences.Fence] = fences.sql(
        read="true", write=f"({OWN} AND withdrawn_at IS NOT NULL) OR {NATIONAL}"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="edition_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(withdrawn_at__isnull=True),
                name="edition_live_once",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(withdrawn_at__isnull=True), name="edition_code_once"
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(host=""),
                name="edition_host_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:  # noqa: ARG003 the same for every actor
        """Everybody."""
        return Q()


IN_CHARGE = (
    "EXISTS (SELECT 1 FROM organisations_organisation mine"
    " LEFT JOIN organisations_organisation theirs"
    " ON theirs.id = publishing_checkedlink.organisation_id"
    " WHERE mine.id = (SELECT sanamost_organisation()) AND (mine.kind = 'national'"
    " OR (mine.kind = 'region' AND (theirs.id IS NULL OR mine.region = theirs.region))))"
)
"""The coordinator of the organisation's region, or of the country; schemes' pages: both."""


class CheckedLink(GuardedRow):
    """A link of public pages and what it led to when it was last looked at."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    """Whose page carries it; none for the pages of accreditation schemes."""
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    url = models.URLField(max_length=300)
    problem = models.CharField(max_length=12, choices=LinkProblem.choices, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField()

    fence: ClassVar[fences.Fence] = fences.sql(read=f"{OWN} OR {IN_CHARGE}", write="false")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "url"], nulls_distinct=False, name="link_once"
            ),
            models.CheckConstraint(
                condition=Q(problem="") | Q(failing_since__isnull=False), name="link_fails_since"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The organisation's own, and those in charge of it."""
        if actor.organisation_kind == "national":
            return ~Q(pk__in=())
        own = Q(organisation_id=actor.organisation_id or 0)
        if actor.organisation_kind == "region" and actor.region:
            return own | Q(organisation__region=actor.region) | Q(organisation__isnull=True)
        return own
