"""The inbox: one page of cases with the clock that runs out soonest, in one statement."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Stage
from sanamost.journey.requests.models import (
    Referral,
    Request,
)
from sanamost.journey.requests.states import (
    ReferralState,
    RequestState,
)
from sanamost.registry.patients import selectors as patients

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


def counts(actor: Actor) -> dict[str, int]:
    """How many requests stand in each state, for tabs and the board."""
    found = dict.fromkeys(RequestState.values, 0)
    for state in Request.objects.visible_to(actor).values_list("state", flat=True):
        found[state] += 1
    return found


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
