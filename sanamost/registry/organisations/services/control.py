"""A coordinator keeps order: verifies, warns with a deadline, suspends, restores."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from sanamost.engines.periods import Calendar, WorkingDays, due
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import notices
from sanamost.registry.organisations.models import Measure, Organisation
from sanamost.registry.organisations.policies import EDITORS, require_in_charge
from sanamost.registry.organisations.selectors import open_warning
from sanamost.registry.organisations.states import MeasureKind, OrganisationKind

WARNING_DAYS = 30
"""Working days that a warned clinic has to put things right."""


class MeasureReasonMissing(Refusal):
    """Whoever warns, suspends or restores says why."""

    code = "reason_missing"
    message = _("Say why: the clinic reads it, and it stays in the record.")
    field = "reason"


class NothingToDo(Refusal):
    """It already is so."""

    code = "measure_has_no_effect"
    message = _("The clinic is in this state already.")


def verify_clinic(*, actor: Actor, public_id: str, now: dt.datetime, reason: str = "") -> Measure:
    """The coordinator has checked that the clinic is what its card says: the portal shows it now.

    Raises `NothingToDo`, as the other measures do where they would change nothing, and
    `NotVisible` for a clinic outside the actor's charge.
    """
    clinic, charge = _clinic(actor, public_id)
    if clinic.verified_at is not None:
        raise NothingToDo
    clinic.verified_at = now
    clinic.save(update_fields=["verified_at"])
    made = _note(actor, charge, clinic, MeasureKind.VERIFIED, now, reason=reason)
    _tell(clinic, notices.VERIFIED, now, reason=made.reason)
    return made


def warn_clinic(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> Measure:
    """Name what must be put right within 30 working days of the clinic's calendar."""
    _require(reason)
    clinic, charge = _clinic(actor, public_id)
    last_day = deadline(clinic, now)
    made = _note(actor, charge, clinic, MeasureKind.WARNED, now, reason=reason, due_on=last_day)
    _tell(clinic, notices.WARNED, now, reason=reason, day=last_day.isoformat())
    return made


def clear_warning(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> Measure:
    """What the warnings named has been put right."""
    _require(reason)
    clinic, charge = _clinic(actor, public_id)
    if open_warning(clinic.pk) is None:
        raise NothingToDo
    made = _note(actor, charge, clinic, MeasureKind.CLEARED, now, reason=reason)
    _tell(clinic, notices.CLEARED, now, reason=reason)
    return made


def suspend_clinic(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> Measure:
    """Off the portal and out of new referrals at once; cases under way go on."""
    _require(reason)
    clinic, charge = _clinic(actor, public_id)
    if clinic.suspended_at is not None:
        raise NothingToDo
    clinic.suspended_at = now
    clinic.save(update_fields=["suspended_at"])
    made = _note(actor, charge, clinic, MeasureKind.SUSPENDED, now, reason=reason)
    _tell(clinic, notices.SUSPENDED, now, reason=reason)
    return made


def restore_clinic(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> Measure:
    """Back on the portal and in referrals."""
    _require(reason)
    clinic, charge = _clinic(actor, public_id)
    if clinic.suspended_at is None:
        raise NothingToDo
    clinic.suspended_at = None
    clinic.save(update_fields=["suspended_at"])
    made = _note(actor, charge, clinic, MeasureKind.RESTORED, now, reason=reason)
    _tell(clinic, notices.RESTORED, now, reason=reason)
    return made


def deadline(clinic: Organisation, now: dt.datetime) -> dt.date:
    """The last of 30 working days after the clinic's own today, by its calendar's holidays."""
    zone = ZoneInfo(clinic.time_zone)
    first = now.astimezone(zone).date()
    before = first + dt.timedelta(days=90)
    special = catalogue.special_days(clinic.calendar, first=first, before=before)
    days = Calendar(
        holidays=frozenset(day.day for day in special if day.kind == "holiday"),
        working_saturdays=frozenset(day.day for day in special if day.kind == "working"),
    )
    too_late = due(now, WorkingDays(WARNING_DAYS), calendar=days, zone=zone)
    return too_late.astimezone(zone).date() - dt.timedelta(days=1)


def _clinic(actor: Actor, public_id: str) -> tuple[Organisation, int]:
    clinic = (
        Organisation.objects.select_for_update()
        .filter(public_id=public_id, kind=OrganisationKind.CLINIC)
        .first()
    )
    if clinic is None:
        raise NotVisible
    return clinic, require_in_charge(actor, clinic.region)


def _require(reason: str) -> None:
    if not reason.strip():
        raise MeasureReasonMissing


def _note(
    actor: Actor,
    charge: int,
    clinic: Organisation,
    kind: MeasureKind,
    now: dt.datetime,
    *,
    reason: str = "",
    due_on: dt.date | None = None,
) -> Measure:
    record(action=f"organisations.clinic.{kind}", subject=clinic.public_id, now=now)
    return Measure.objects.create(
        organisation=clinic,
        kind=kind,
        reason=reason.strip()[:500],
        due_on=due_on,
        made_by_id=actor.user_id,
        made_for_id=charge,
        made_at=now,
    )


def _tell(clinic: Organisation, kind: NoticeKind, now: dt.datetime, **parameters: str) -> None:
    tell(
        user_ids=[user.pk for user in colleagues(clinic.pk, *EDITORS)],
        kind=kind,
        now=now,
        organisation_id=clinic.pk,
        link=notices.CARD,
        parameters=dict(parameters),
    )
