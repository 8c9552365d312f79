"""Reading requests, referrals, verdicts and questions, as far as the actor may see them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from sanamost.foundation.access.acting import acting_as, note_seen
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import ClockKind, Stage
from sanamost.journey.requests import consent_papers
from sanamost.journey.requests.models import (
    ConsentAsk,
    DataNeed,
    Draft,
    MedicalNeed,
    Referral,
    Request,
    Verdict,
)
from sanamost.journey.requests.states import (
    REFERRAL_MOVES,
    AskStanding,
    NeedState,
    ReferralState,
    RequestState,
)
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.partners import transfers
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


class Due(NamedTuple):
    """A running clock in a list."""

    kind: str
    due_at: dt.datetime


# What a row of the inbox is made of, but for its clock and its patient.
COLUMNS = (
    "pk",
    "case_id",
    "public_id",
    "state",
    "area",
    "submitted_at",
    "assigned_to_id",
    "assigned_to__name",
    "assigned_to__email",
    "duplicate_of_id",
    "case__public_id",
    "case__number",
    "case__language",
    "case__origin",
    "case__stage",
    "case__patient_id",
    "own__public_id",
    "own__state",
)
# A page and how many rows there are, in one statement: the clocks are joined as a set, so that
# their fence is asked once and not row by row (docs/adr/0007-sets-or-single-rows.md).
LISTED = """
    SELECT shown.*, due.kind, due.due_at, count(*) OVER ()
    FROM ({shown}) shown LEFT JOIN ({due}) due ON due.case_id = shown.case_id
    WHERE due.due_at < %s OR %s
    ORDER BY {order} LIMIT %s OFFSET %s
"""
ORDERS = {
    "due": "due.due_at ASC NULLS LAST, shown.submitted_at DESC, shown.pk DESC",
    "oldest": "shown.submitted_at ASC, shown.pk DESC",
    "newest": "shown.submitted_at DESC, shown.pk DESC",
}


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
    due: Due | None = None
    """The clock that runs out soonest."""

    @property
    def due_at(self) -> dt.datetime | None:
        """When something is due."""
        return self.due.due_at if self.due else None


def inbox(actor: Actor, filters: Filters | None = None) -> Page[InboxRow]:
    """A page of the cases that the actor's organisation works on; two queries, whatever its size.

    Plain values, no model instances: this is the page that is opened most. A page beyond the last
    is the last.
    """
    chosen = filters or Filters()
    number = int(chosen.page) if str(chosen.page).isdecimal() else 1
    found = _listed(actor, chosen, max(number, 1))
    if not found and number > 1:
        first = _listed(actor, chosen, 1)
        number = Paginator(range(first[0][-1] if first else 0), chosen.size).num_pages
        found = _listed(actor, chosen, number)
    paginator = Paginator(range(found[0][-1] if found else 0), chosen.size)
    rows = _rows(found)
    return Page(rows, paginator.get_page(number).number, paginator)  # type: ignore[arg-type]  # counts keys, shows rows


def _listed(actor: Actor, chosen: Filters, number: int) -> list[tuple[Any, ...]]:
    """The page's values in the order of `COLUMNS`, then what is due, by when, and the count."""
    own = Q(referrals__organisation_id=actor.organisation_id or 0)
    rows = _narrowed(actor, chosen).annotate(own=FilteredRelation("referrals", condition=own))
    shown, shown_values = rows.values_list(*COLUMNS).query.sql_with_params()
    due, due_values = cases.soonest_dues(actor).query.sql_with_params()
    order = "due" if chosen.due_first else "oldest" if chosen.oldest_first else "newest"
    late = chosen.now if chosen.overdue else None
    paging = (late, late is None, chosen.size, (number - 1) * chosen.size)
    with connection.cursor() as cursor:
        cursor.execute(
            LISTED.format(shown=shown, due=due, order=ORDERS[order]),
            (*shown_values, *due_values, *paging),
        )
        return list(cursor.fetchall())


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


def request_key(public_id: str) -> int:
    """The key of the request, for a later stage that was given its public id by the intake."""
    return int(Request.objects.values_list("pk", flat=True).get(public_id=public_id))


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
    told = ask is not None and not (ask.transfer and ask.transfer not in transfers.OPEN)
    recipient_id = ask.recipient_id if ask is not None and told else None
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
    return _searched(rows, chosen.search)


def _searched(rows: QuerySet[Request], search: str) -> QuerySet[Request]:
    for word in search.split()[:5]:
        rows = rows.filter(
            Q(case__number__icontains=word)
            | Q(case__patient__name_latin__icontains=word)
            | Q(case__patient__name_original__icontains=word)
        )
    return rows


def _rows(found: list[tuple[Any, ...]]) -> list[InboxRow]:
    rows = [dict(zip((*COLUMNS, "kind", "due_at"), values, strict=False)) for values in found]
    for row in rows:
        note_seen(row["case_id"], DataClass.IDENTITY)
    faces = patients.faces([row["case__patient_id"] for row in rows])
    states, own_states = _words_of(RequestState), _words_of(ReferralState)
    return [_row(row, faces.get(row["case__patient_id"]), states, own_states) for row in rows]


def _words_of(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}


def _row(
    row: dict[str, Any],
    face: patients.Face | None,
    states: dict[str, str],
    own_states: dict[str, str],
) -> InboxRow:
    state, own_state = row["state"], row["own__state"] or ""
    return InboxRow(
        case_id=row["case_id"],
        case_public_id=row["case__public_id"],
        request_public_id=row["public_id"],
        number=row["case__number"],
        name=face.name_latin if face else "",
        name_original=face.name_original if face else "",
        country=face.country if face else "",
        area=row["area"],
        language=row["case__language"],
        origin=row["case__origin"],
        stage=row["case__stage"],
        state=state,
        state_words=states[state],
        submitted_at=row["submitted_at"],
        assigned_to=row["assigned_to__name"] or row["assigned_to__email"] or "",
        assigned_to_id=row["assigned_to_id"],
        referral_public_id=row["own__public_id"] or "",
        referral_state=own_state,
        referral_state_words=own_states.get(own_state, ""),
        unread=(own_state or state) in {ReferralState.NEW, RequestState.SUBMITTED},
        duplicate=row["duplicate_of_id"] is not None,
        due=Due(row["kind"], row["due_at"]) if row["due_at"] else None,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case's request has come before the clinics asked for, for counting."""

    verified: bool = False
    forwarded: bool = False
    proposed: bool = False
    won: bool = False


def standing_of_requests(
    *, submitted_from: dt.datetime, submitted_before: dt.datetime, clinic_ids: set[int] | None
) -> dict[int, Standing]:
    """The standing of each case whose request came in the period, by the case's key.

    With `clinic_ids` only cases forwarded to one of them, and only what these clinics did. For
    figures alone: the caller acts as the system and shows sums, never a case.
    """
    requests = Request.objects.filter(
        submitted_at__gte=submitted_from, submitted_at__lt=submitted_before
    )
    referrals = Referral.objects.filter(request__in=requests)
    if clinic_ids is not None:
        referrals = referrals.filter(organisation_id__in=clinic_ids)
        requests = requests.filter(pk__in=referrals.values("request_id"))
    sent = set(referrals.values_list("case_id", flat=True))
    offered = referrals.filter(proposals__sent_at__isnull=False)
    proposed = set(offered.values_list("case_id", flat=True))
    won = set(referrals.filter(state=ReferralState.WON).values_list("case_id", flat=True))
    called = {RequestState.VERIFIED, RequestState.COMPLETE, RequestState.FORWARDED}
    rows = requests.values_list("case_id", "state", "verified_at")
    return {
        case_id: Standing(
            verified_at is not None or state in called,
            case_id in sent,
            case_id in proposed,
            case_id in won,
        )
        for case_id, state, verified_at in rows
    }


def last_clinic(referral_id: int) -> bool:
    """Whether no other clinic is at work on the request of this referral."""
    with acting_as(system("clinics at work on a request")):
        request_id = Referral.objects.values_list("request_id", flat=True).get(pk=referral_id)
        others = Referral.objects.filter(request_id=request_id).exclude(pk=referral_id)
        return not others.filter(state__in=[*REFERRAL_MOVES, ReferralState.WON]).exists()


@dataclass(frozen=True)
class InsurerPapers:
    """What the patient's side reads before an insurer may see the case."""

    card: Any
    standing: transfers.Standing
    papers: list[tuple[ConsentPurpose, dict[str, Any]]]

    @property
    def abroad(self) -> bool:
        """Whether a second consent, to the transfer, is needed."""
        return self.standing != transfers.Standing.AT_HOME


def insurer_papers(case_id: int, insurer: str, *, now: dt.datetime) -> InsurerPapers:
    """The papers for the insurer of the public id; raises `NotVisible` for none.

    Whoever asks has shown that they represent the patient.
    """
    card = organisations.card_by_public_id(insurer, OrganisationKind.INSURER)
    with acting_as(system("papers of a consent")):
        request = Request.objects.select_related("case__patient", "desk").get(case_id=case_id)
        answer = transfers.standing(card.country, home=request.desk.country, now=now)
        purposes = [ConsentPurpose.DISCLOSURE]
        if answer != transfers.Standing.AT_HOME:
            purposes.append(ConsentPurpose.CROSS_BORDER)
        papers = [
            (
                purpose,
                consent_papers.payload(
                    purpose,
                    subject=request.case.patient,
                    desk=request.desk,
                    number="—",
                    day=now.date(),
                    recipient_id=card.pk,
                ),
            )
            for purpose in purposes
        ]
    return InsurerPapers(card, answer, papers)
