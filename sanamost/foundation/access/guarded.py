"""Base classes for rows that not everybody may see."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.fences import Fence
from sanamost.foundation.access.roles import DataClass, GrantPurpose
from sanamost.foundation.languages.errors import NotVisible

M = TypeVar("M", bound=models.Model)
# Who sees every clinic's rows on a case: the neutral desk, and who sent the patient or pays.
SENDERS = (
    GrantPurpose.INTAKE,
    GrantPurpose.REFERRAL,
    GrantPurpose.INSURANCE,
    GrantPurpose.STAFF_ACCESS,
)


def cases_granted(
    actor: Actor, data_class: str | None, *, senders: bool = False
) -> models.QuerySet[Any]:
    """Keys of the cases that a live grant shows to the actor's organisation."""
    from sanamost.foundation.access.models import Grant  # noqa: PLC0415 models import this module

    grants = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=timezone.now()),
        organisation_id=actor.organisation_id or 0,
        revoked_at__isnull=True,
    )
    if data_class:
        grants = grants.filter(data_class=data_class)
    if senders:
        grants = grants.filter(purpose__in=SENDERS)
    return grants.values("case_id")


def cases_taken_part_in(actor: Actor, data_class: str | None) -> models.QuerySet[Any]:
    """Keys of the cases in which the actor takes part for themselves or for somebody dear."""
    from django.apps import apps  # noqa: PLC0415 the registry is ready only after the models

    participants = apps.get_model("cases", "Participant")._default_manager.filter(
        user_id=actor.user_id or 0, ended_at__isnull=True
    )
    if data_class:
        participants = participants.filter(classes__contains=[data_class])
    return participants.values("case_id")


class GuardedQuerySet(models.QuerySet[M]):
    """Rows of a guarded table; reading starts at `visible_to`."""

    def visible_to(self, actor: Actor) -> Self:
        """Only the rows that the actor may see; nothing for an actor without a standing."""
        if actor.system:
            return self
        rule = getattr(self.model, "visible", None)
        if rule is None:
            return self.none()
        return self.filter(rule(actor))

    def access(self, actor: Actor, public_id: str) -> M:
        """The one row of the public id; raises `NotVisible` for unknown and forbidden alike.

        The case is noted as seen, for the trail of reads.
        """
        row = self.visible_to(actor).filter(public_id=public_id).first()
        if row is None:
            raise NotVisible
        if (case_id := getattr(row, "case_id", None)) is not None:
            note_seen(case_id, str(getattr(row, "data_class", "")))
        return row


class GuardedRow(models.Model):
    """A row behind a fence: `visible` tells Django what `fence` tells PostgreSQL."""

    fence: ClassVar[Fence]
    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True


class CaseRow(GuardedRow):
    """A row shared on a case with whoever has the class of data (`fences.case_row`)."""

    data_class: ClassVar[DataClass]
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The rule of `fences.case_row` in Django's words."""
        if actor.organisation_id is None:
            return Q(case_id__in=cases_taken_part_in(actor, cls.data_class))
        if cls.data_class not in actor.classes:
            return Q(pk__in=())
        return Q(case_id__in=cases_granted(actor, cls.data_class))


class ClinicRow(GuardedRow):
    """A clinic's own row on a case (`fences.clinic_row`)."""

    data_class: ClassVar[DataClass]
    sender_class: ClassVar[DataClass | None] = None
    """The class that a sender needs, where it differs from `data_class`."""
    unseen_by_patient: ClassVar[tuple[str, ...]] = ()
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The rule of `fences.clinic_row` in Django's words."""
        shown = ~Q(state__in=cls.unseen_by_patient) if cls.unseen_by_patient else Q()
        if actor.organisation_id is None:
            return Q(case_id__in=cases_taken_part_in(actor, cls.data_class)) & shown
        if cls.data_class not in actor.classes:
            return Q(pk__in=())
        needed = cls.sender_class or cls.data_class
        sent = Q(case_id__in=cases_granted(actor, needed, senders=True)) & shown
        return Q(organisation_id=actor.organisation_id) | sent


class OrganisationRow(GuardedRow):
    """A row of one organisation (`fences.organisation_row`)."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The rule of `fences.organisation_row` in Django's words."""
        if actor.organisation_id is None:
            return Q(pk__in=())
        return Q(organisation_id=actor.organisation_id)
