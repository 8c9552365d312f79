"""A platform administrator's look at one case: reasoned, for an hour, told and written down."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as people
from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.services import notice_kind, tell
from sanamost.journey.cases import selectors
from sanamost.journey.cases.models import Case

LOOKED_AT = notice_kind(
    "cases.staff_access",
    _("Case %(case)s is being looked at by the platform's administration"),
    _(
        "An administrator of the platform has opened case %(case)s for 60 minutes and said why."
        " The trail of the case shows it."
    ),
)


class NoSuchCase(Refusal):
    """No case has this number."""

    code = "no_such_case"
    message = _("There is no case with this number.")
    field = "number"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a case, for the list of looks."""

    access: Any
    case: Case | None
    open: bool
    mine: bool


def open_case(*, actor: Actor, number: str, reason: str, now: dt.datetime) -> Case:
    """Let the administrator see the case of this number for 60 minutes, to read only.

    The trail shows it to the patient, quality officers of the organisations that see the case are
    told. Raises `NotVisible` to all but administrators, `NoSuchCase`, a refusal without a reason.
    """
    if not actor.has(Role.PLATFORM_ADMIN):
        raise NotVisible
    with acting_as(system("staff access")):
        case = selectors.case_numbered(number)
        if case is None:
            raise NoSuchCase
        look = access.open_staff_access(actor=actor, case_id=case.pk, reason=reason, now=now)
        officers = [
            (organisation, officer.pk)
            for organisation in {row.organisation_id for row in people.grants_on(case.pk)}
            for officer in people.colleagues(organisation, Role.QUALITY)
        ]
    audit.record(
        action="access.staff_access.opened",
        case_id=case.pk,
        subject=look.public_id,
        details={"until": look.ends_at.isoformat()},
        now=now,
    )
    for organisation, officer in officers:
        tell(
            user_ids=[officer],
            kind=LOOKED_AT,
            now=now,
            case_id=case.pk,
            organisation_id=organisation,
            link=f"/desk/cases/{case.public_id}/",
            parameters={"case": case.number},
        )
    return case


def looks(actor: Actor, now: dt.datetime) -> list[Look]:
    """Every look at a case with the case's number, newest first; nothing to anybody else."""
    rows = people.staff_accesses(actor)
    with acting_as(system("list of staff accesses")):
        cases = Case.objects.in_bulk({row.case_id for row in rows})
    return [
        Look(row, cases.get(row.case_id), row.ends_at > now, row.user_id == actor.user_id)
        for row in rows
    ]


def review(*, actor: Actor, public_id: str, now: dt.datetime) -> None:
    """A second administrator has looked at the reason; raises as `review_staff_access` does."""
    look = access.review_staff_access(actor=actor, public_id=public_id, now=now)
    audit.record(
        action="access.staff_access.reviewed", case_id=look.case_id, subject=public_id, now=now
    )
