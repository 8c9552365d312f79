"""Reading requests, referrals, verdicts and questions, as far as the actor may see them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sanamost.foundation.access.acting import acting_as, note_seen
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import ClockKind, Stage
from sanamost.journey.requests.models import (
    ConsentAsk,
    DataNeed,
    Draft,
    MedicalNeed,
    Referral,
    Request,
    Verdict,
)
from sanamost.journey.requests.states import AskStanding, NeedState, ReferralState, RequestState
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients.states import ConsentPurpose

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What the inbox is narrowed to; empty means everything. `now` decides what is overdue."""

    search: str = ""
    """A case's number or a patient's name in Latin or original script."""
    states: tuple[str, ...] = ()
    """Of requests."""
    referral_states: tuple[str, ...] = ()
    """Of the actor's own organisation's referrals."""
    area: str = ""
    origin: str = ""
    language: str = ""
    stage: str = ""
    assigned_to: int | None = None
    mine_only: bool = False
    """What is assigned to the actor, or waits for them as the physician."""
    open_only: bool = False
    overdue: bool = False
    oldest_first: bool = False
    due_first: bool = False
    """What is due soonest, first; what waits for nobody, last."""
    now: dt.datetime | None = None
    page: int | str = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a visitor learns of the request that they have just sent."""

    number: str
    desk: dict[str, str]
    """The desk's name by language."""
    submitted_at: dt.datetime
    acknowledge_due: dt.datetime | None
    call_due: dt.datetime | None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One case in a list."""

    case_id: int
    case_public_id: str
    request_public_id: str
    number: str
    name: str
    name_original: str
    country: str
    area: str
    language: str
    origin: str
    stage: str
    state: str
    """Of the request."""
    state_words: str
    submitted_at: dt.datetime
    assigned_to: str
    assigned_to_id: int | None
    referral_public_id: str = ""
    referral_state: str = ""
    referral_state_words: str = ""
    unread: bool = False
    duplicate: bool = False
    clocks: tuple[Any, ...] = field(default=())
    """Running ones, soonest first; each with kind and due_at."""

    @property
    def due_at(self) -> dt.datetime | None:
        """The soonest clock."""
        return self.clocks[0].due_at if self.clocks else None


def inbox(actor: Actor, filters: Filters | None = None) -> Page[InboxRow]:
    """A page of the cases that the actor's organisation works on; a constant number of queries."""
    chosen = filters or Filters()
    rows = _narrowed(actor, chosen).select_related("case", "assigned_to")
    if chosen.due_first:
        rows = rows.annotate(due=cases.soonest_due(actor)).order_by(
            F("due").asc(nulls_last=True), "-submitted_at"
        )
    else:
        order = "submitted_at" if chosen.oldest_first else "-submitted_at"
        rows = rows.order_by(order, "-pk")
    page = Paginator(rows, chosen.size).get_page(chosen.page)
    page.object_list = _rows(actor, list(page.object_list))  # type: ignore[assignment]  # the rows take the place of what they were made from
    return page  # type: ignore[return-value]  # see above


def receipt_of(draft: Draft) -> Receipt:
    """The receipt of the case that the draft became, for whoever holds the draft's secret."""
    with acting_as(system("receipt of a request")):
        rows = Request.objects.select_related("case", "desk")
        request = rows.get(case_id=draft.case_id or 0)
        due = {
            clock.kind: clock.due_at
            for clock in cases.running_clocks(system("receipt of a request"), [request.case_id])
        }
    return Receipt(
        number=request.case.number,
        desk=request.desk.names,
        submitted_at=request.submitted_at,
        acknowledge_due=due.get(ClockKind.ACKNOWLEDGE),
        call_due=due.get(ClockKind.CALL_BACK),
    )


def counts(actor: Actor) -> dict[str, int]:
    """How many requests stand in each state, for tabs and the board."""
    found = dict.fromkeys(RequestState.values, 0)
    for state in Request.objects.visible_to(actor).values_list("state", flat=True):
        found[state] += 1
    return found


def request_of(actor: Actor, case: Any) -> Request:
    """The request of a case; raises `NotVisible`."""
    rows = Request.objects.visible_to(actor).select_related("case", "assigned_to", "desk")
    request = rows.filter(case_id=case.pk).first()
    if request is None:
        raise NotVisible
    note_seen(case.pk, DataClass.IDENTITY)
    return request


def access_request(actor: Actor, public_id: str) -> Request:
    """The request of the public id; raises `NotVisible`."""
    return Request.objects.select_related("case", "assigned_to", "desk").access(actor, public_id)


def need_of(actor: Actor, case: Any) -> MedicalNeed | None:
    """The need in the patient's words; None without sight of the clinical class."""
    need = MedicalNeed.objects.visible_to(actor).filter(case_id=case.pk).first()
    if need is not None:
        note_seen(case.pk, DataClass.CLINICAL)
    return need


def access_referral(actor: Actor, public_id: str) -> Referral:
    """The referral of the public id; raises `NotVisible`."""
    rows = Referral.objects.select_related("request__case", "organisation", "physician")
    return rows.access(actor, public_id)


def referrals_of(actor: Actor, case: Any) -> list[Referral]:
    """The case's referrals that the actor may see, in the order of sending."""
    rows = Referral.objects.visible_to(actor).filter(case_id=case.pk)
    rows = rows.select_related("request__case", "organisation", "physician")
    return list(rows.order_by("sent_at", "pk"))


def own_referral(actor: Actor, case: Any) -> Referral | None:
    """The referral of the case to the actor's own clinic."""
    rows = Referral.objects.visible_to(actor).filter(
        case_id=case.pk, organisation_id=actor.organisation_id or 0
    )
    return rows.select_related("request__case", "organisation", "physician").first()


def referral_by_id(referral_id: int) -> Referral:
    """The referral by its key, for later stages that hold it already."""
    return Referral.objects.select_related("request__case", "organisation").get(pk=referral_id)


def verdicts_of(actor: Actor, case: Any) -> list[Verdict]:
    """The case's verdicts that the actor may see, newest first."""
    rows = Verdict.objects.visible_to(actor).filter(case_id=case.pk)
    found = list(
        rows.select_related("referral", "organisation", "given_by").order_by("-given_at", "-pk")
    )
    if found:
        note_seen(case.pk, DataClass.CLINICAL)
    return found


def needs_of(actor: Actor, case: Any, *, open_only: bool = False) -> list[DataNeed]:
    """What clinics ask the patient on the case, oldest first."""
    rows = DataNeed.objects.visible_to(actor).filter(case_id=case.pk)
    if open_only:
        rows = rows.filter(state=NeedState.ASKED)
    rows = rows.select_related("referral__request__case", "organisation")
    return list(rows.order_by("asked_at", "pk"))


def access_need(actor: Actor, public_id: str) -> DataNeed:
    """The question of the public id; raises `NotVisible`."""
    rows = DataNeed.objects.select_related("referral__request__case", "organisation")
    return rows.access(actor, public_id)


def earlier_case_of(actor: Actor, request: Request) -> Any | None:
    """The case of what looks like the same person, where the actor may know of it."""
    if request.duplicate_of_id is None:
        return None
    return cases.visible_cases(actor).filter(pk=request.duplicate_of_id).first()


def consent_standing(actor: Actor, request: Request, *, now: dt.datetime) -> AskStanding:
    """Where the consent stands that the patient's side was asked for by e-mail."""
    rows = ConsentAsk.objects.visible_to(actor).filter(case_id=request.case_id)
    ask = rows.order_by("-asked_at", "-pk").first()
    recipient_id = ask.recipient_id if ask else None
    purpose = ConsentPurpose.DISCLOSURE if recipient_id else ConsentPurpose.PROCESSING
    if patients.has_consent(request.case_id, purpose, recipient_id):
        return AskStanding.GIVEN
    if ask is None:
        return AskStanding.NOT_ASKED
    if ask.answer:
        given = ask.answer == AskStanding.GIVEN.value
        return AskStanding.WITHDRAWN if given else AskStanding.REFUSED
    return AskStanding.ASKED if ask.expires_at > now else AskStanding.EXPIRED


def open_asks(actor: Actor, *, now: dt.datetime, case_id: int | None = None) -> list[ConsentAsk]:
    """The consents that wait for this person's own decision."""
    if actor.organisation_id is not None or actor.user_id is None:
        return []
    rows = ConsentAsk.objects.visible_to(actor).filter(
        user_id=actor.user_id, answer="", expires_at__gt=now
    )
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return list(rows.select_related("case", "recipient").order_by("asked_at"))


def _narrowed(actor: Actor, chosen: Filters) -> QuerySet[Request]:
    rows = Request.objects.visible_to(actor)
    exact = {
        "state__in": chosen.states,
        "case__area": chosen.area,
        "case__origin": chosen.origin,
        "case__language": chosen.language,
        "case__stage": chosen.stage,
        "assigned_to_id": chosen.assigned_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    own = Referral.objects.filter(
        request_id=OuterRef("pk"), organisation_id=actor.organisation_id or 0
    )
    if chosen.referral_states:
        rows = rows.filter(Exists(own.filter(state__in=chosen.referral_states)))
    if chosen.mine_only:
        mine = Q(assigned_to_id=actor.user_id) | Exists(own.filter(physician_id=actor.user_id))
        rows = rows.filter(mine)
    if chosen.open_only:
        rows = rows.exclude(case__stage__in=[Stage.CLOSED, Stage.ENDED_EARLY])
    if chosen.overdue and chosen.now:
        late = [c.case_id for c in cases.running_clocks(actor) if c.due_at < chosen.now]
        rows = rows.filter(case_id__in=late)
    return _searched(rows, chosen.search)


def _searched(rows: QuerySet[Request], search: str) -> QuerySet[Request]:
    for word in search.split()[:5]:
        rows = rows.filter(
            Q(case__number__icontains=word)
            | Q(case__patient__name_latin__icontains=word)
            | Q(case__patient__name_original__icontains=word)
        )
    return rows


def _rows(actor: Actor, requests: list[Request]) -> list[InboxRow]:
    case_ids = [request.case_id for request in requests]
    names = patients.patients_by_key(actor, {request.case.patient_id for request in requests})
    own = {
        referral.request_id: referral
        for referral in Referral.objects.visible_to(actor).filter(
            request__in=requests, organisation_id=actor.organisation_id or 0
        )
    }
    clocks: dict[int, list[Any]] = {}
    for clock in cases.running_clocks(actor, case_ids):
        clocks.setdefault(clock.case_id, []).append(clock)
    for case_id in case_ids:
        note_seen(case_id, DataClass.IDENTITY)
    return [
        _row(request, names.get(request.case.patient_id), own.get(request.pk), clocks)
        for request in requests
    ]


def _row(
    request: Request, patient: Any, referral: Referral | None, clocks: dict[int, list[Any]]
) -> InboxRow:
    case = request.case
    unread = (
        referral.state == ReferralState.NEW if referral else request.state == RequestState.SUBMITTED
    )
    return InboxRow(
        case_id=case.pk,
        case_public_id=case.public_id,
        request_public_id=request.public_id,
        number=case.number,
        name=patient.name_latin if patient else "",
        name_original=patient.name_original if patient else "",
        country=patient.residence_country if patient else "",
        area=request.area,
        language=case.language,
        origin=case.origin,
        stage=case.stage,
        state=request.state,
        state_words=str(RequestState(request.state).label),
        submitted_at=request.submitted_at,
        assigned_to=str(request.assigned_to or ""),
        assigned_to_id=request.assigned_to_id,
        referral_public_id=referral.public_id if referral else "",
        referral_state=referral.state if referral else "",
        referral_state_words=str(ReferralState(referral.state).label) if referral else "",
        unread=unread,
        duplicate=request.duplicate_of_id is not None,
        clocks=tuple(clocks.get(case.pk, ())),
    )
