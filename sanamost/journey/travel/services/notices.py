"""Notices that the clinic, as host, owes the authorities (109-FZ, articles 20 to 23)."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.numbering import next_number
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.journey.cases import clocks
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.travel import papers, policies, stay, telling
from sanamost.journey.travel.events import NoticeFiled, NoticeOwed
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan
from sanamost.journey.travel.states import NoticeKind, NoticeState
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients

CLOCK_OF = {
    NoticeKind.ARRIVAL: ClockKind.ARRIVAL_NOTICE,
    NoticeKind.DEPARTURE: ClockKind.DEPARTURE_NOTICE,
}


class NumberNeeded(Refusal):
    """A filed notice has the number that the authority gave it."""

    code = "number_needed"
    message = _("Type the number under which the notice was registered.")
    field = "registration_number"


class EntryNeeded(Refusal):
    """The notice tells of the document of stay."""

    code = "entry_needed"
    message = _("First record the day of entry and the document of stay.")


def owe_notice(
    *, case_id: int, organisation_id: int, kind: NoticeKind, citizenship: str, now: dt.datetime
) -> AuthorityNotice | None:
    """Note what is owed since `now`, with its clock; None for citizens, of whom nothing is told.

    Arrival: by the end of the working day after admission. Departure: the next day by noon. Call it
    as the system: a physician who discharges does not see travel.
    """
    if not stay.owes_notice(citizenship):
        return None
    due_at = clocks.due(CLOCK_OF[kind], now, organisation_id)
    notice, fresh = AuthorityNotice.objects.get_or_create(
        case_id=case_id, organisation_id=organisation_id, kind=kind, defaults={"due_at": due_at}
    )
    if fresh:
        _announce(notice, due_at, now)
    return notice


def _announce(notice: AuthorityNotice, due_at: dt.datetime, now: dt.datetime) -> None:
    kind = NoticeKind(notice.kind)
    moving.start_clock(
        case_id=notice.case_id,
        kind=CLOCK_OF[kind],
        now=now,
        organisation_id=notice.organisation_id,
        subject=notice.public_id,
        due_at=due_at,
    )
    audit.record(
        action="travel.notice.owed",
        case_id=notice.case_id,
        subject=notice.public_id,
        details={"kind": notice.kind},
        now=now,
    )
    owed = NoticeOwed(
        case_id=notice.case_id,
        organisation_id=notice.organisation_id,
        notice=notice.public_id,
        kind=notice.kind,
    )
    publish(owed, now=now)
    people = access.colleagues(notice.organisation_id, Role.COORDINATOR, Role.OFFICER)
    tell(
        user_ids=[person.pk for person in people],
        kind=telling.NOTICE_OWED,
        now=now,
        case_id=notice.case_id,
        organisation_id=notice.organisation_id,
        link="/desk/notices/",
        parameters={"case": cases.case_of(notice.case_id).number},
    )


def issue_notice_sheet(
    *, actor: Actor, notice: AuthorityNotice, surname: str, given_names: str, now: dt.datetime
) -> Any:
    """The data of the notice, arrival or departure, on one sheet for the official form.

    Surname and given names apart, as in the passport. Raises `EntryNeeded`, `IncompletePaper`.
    """
    policies.may_file(actor, notice)
    plan = TravelPlan.objects.visible_to(actor).filter(case_id=notice.case_id).first()
    if plan is None or plan.entered_on is None:
        raise EntryNeeded
    case = cases.case_of(notice.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    number = f"M-{now.year}-{next_number(f'M-{notice.organisation_id}-{now.year}'):05d}"
    names = papers.Names(surname, given_names)
    about: dict[str, Any] = {"names": names, "number": number, "now": now}
    if notice.kind == NoticeKind.ARRIVAL:
        kind, payload = (
            "arrival_notice",
            papers.arrival_notice(notice, plan, case, patient, **about),
        )
    else:
        about |= {"left_on": _left_on(notice, now), "registered_as": _registered(notice)}
        payload = papers.departure_notice(notice, plan, case, patient, **about)
        kind = "departure_notice"
    paper = documents.freeze(
        kind,
        payload,
        language=case.language,
        case_id=case.pk,
        organisation_id=notice.organisation_id,
        actor=actor,
        now=now,
        shown_to_patient=False,
    )
    if notice.paper_id:
        documents.void(paper_id=notice.paper_id, reason=documents.SUPERSEDED, actor=actor, now=now)
    notice.paper = paper
    notice.save(update_fields=["paper"])
    return paper


def _left_on(notice: AuthorityNotice, now: dt.datetime) -> dt.date:
    """The clinic's day on which the notice was owed: that of the discharge."""
    zone = ZoneInfo(organisations.timing_of(notice.organisation_id).time_zone)
    started = cases.clock_started(
        case_id=notice.case_id, kind=ClockKind.DEPARTURE_NOTICE, subject=notice.public_id
    )
    return (started or now).astimezone(zone).date()


def _registered(notice: AuthorityNotice) -> str:
    rows = AuthorityNotice.objects.filter(
        case_id=notice.case_id,
        organisation_id=notice.organisation_id,
        kind=NoticeKind.ARRIVAL,
    )
    return str(rows.values_list("registration_number", flat=True).first() or "")


def file_notice(
    *, actor: Actor, notice: AuthorityNotice, registration_number: str, now: dt.datetime
) -> None:
    """The notice was filed under this number; its clock stops. Raises `NumberNeeded`."""
    policies.may_file(actor, notice)
    number = registration_number.strip()
    if not number:
        raise NumberNeeded
    event = NoticeFiled(
        case_id=notice.case_id,
        organisation_id=notice.organisation_id,
        notice=notice.public_id,
        kind=notice.kind,
    )
    transition(
        notice,
        NoticeState.FILED,
        action="travel.notice.filed",
        now=now,
        event=event,
        filed_at=now,
        registration_number=number,
    )
    moving.stop_clock(
        case_id=notice.case_id,
        kind=CLOCK_OF[NoticeKind(notice.kind)],
        now=now,
        subject=notice.public_id,
    )
