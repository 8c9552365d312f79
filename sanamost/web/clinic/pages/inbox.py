"""What waits: as a list, as a board, as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases.states import ClockKind, Origin, Stage
from sanamost.journey.requests import selectors
from sanamost.journey.requests.selectors import Filters, InboxRow
from sanamost.journey.requests.states import ReferralState, RequestState
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.web.acting import Request
from sanamost.web.clinic.rows import Writer, joined
from sanamost.web.components.export import MOST_ROWS, table
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import language_words
from sanamost.web.routing import route

READS = policies.care_staff(reads="cases.list.read")
ON_BOARD = 200
# What is still to be done, from left to right.
DESK_COLUMNS = (
    RequestState.SUBMITTED,
    RequestState.VERIFIED,
    RequestState.COMPLETE,
    RequestState.FORWARDED,
)
CLINIC_COLUMNS = (
    ReferralState.NEW,
    ReferralState.READ,
    ReferralState.IN_REVIEW,
    ReferralState.DATA_NEEDED,
    ReferralState.ACCEPTED,
    ReferralState.PROPOSED,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the page writes it."""

    row: InboxRow
    state: str
    words: str
    meaning: str
    area: str
    language: str
    origin: str
    clock: str
    """What is due soonest."""


def is_clinic(actor: Actor) -> bool:
    """Whether the actor's work is referrals; the neutral desk's is requests."""
    return actor.organisation_kind == "clinic"


@route("clinic", "inbox", "", READS)
def inbox(request: Request) -> HttpResponse:
    """What is open, what is due soonest first."""
    return _list(request, open_only=True, current="clinic:inbox")


@route("clinic", "cases", "cases/", READS)
def cases(request: Request) -> HttpResponse:
    """Every case, closed ones too, the newest first."""
    return _list(request, open_only=False, current="clinic:cases")


def _list(request: Request, *, open_only: bool, current: str) -> HttpResponse:
    filters = _filters(request, open_only=open_only)
    page = selectors.inbox(request.actor, filters)
    context = {
        "page": page,
        "rows": _written(_shown(page.object_list)),
        "open_only": open_only,
        "title": _("Inbox") if open_only else _("All cases"),
        **_choices(request),
    }
    return show(request, "clinic/desk/inbox.html", context, portal="clinic", current=current)


def _written(shown: list[Shown]) -> SafeString:
    writer = Writer(timezone.now())
    return joined(
        [
            writer.row(
                one.row,
                words=one.words,
                meaning=one.meaning,
                facts=(one.area, one.language, one.origin),
                due=one.clock,
            )
            for one in shown
        ]
    )


@route("clinic", "board", "board/", READS)
def board(request: Request) -> HttpResponse:
    """What is open, in columns by state."""
    filters = replace(_filters(request, open_only=True), size=ON_BOARD, page=1)
    rows = _shown(selectors.inbox(request.actor, filters).object_list)
    columns = [
        (state, state.label, [one for one in rows if one.state == state])
        for state in (CLINIC_COLUMNS if is_clinic(request.actor) else DESK_COLUMNS)
    ]
    context = {"columns": columns, "most": ON_BOARD, "count": len(rows), **_choices(request)}
    return show(request, "clinic/desk/board.html", context, portal="clinic", current="clinic:board")


@route("clinic", "inbox_file", "export/", policies.care_staff(reads="cases.list.exported"))
def inbox_file(request: Request) -> HttpResponse:
    """The list with its filters as CSV or XLSX."""
    open_only = request.GET.get("all") != "1"
    filters = replace(_filters(request, open_only=open_only), size=MOST_ROWS, page=1)
    rows = _shown(selectors.inbox(request.actor, filters).object_list)
    head = [
        _("Case"),
        _("Patient"),
        _("Name in the original script"),
        _("State"),
        _("Area"),
        _("Language"),
        _("Origin"),
        _("Came in"),
        _("Due"),
        _("What is due"),
        _("Assigned to"),
    ]
    kind = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    name = f"sanamost-{timezone.localdate().isoformat()}"
    return table(kind, name, head, (_cells(one) for one in rows))


def _cells(one: Shown) -> Sequence[Any]:
    row = one.row
    return [
        row.number,
        row.name,
        row.name_original,
        one.words,
        one.area,
        one.language,
        one.origin,
        row.submitted_at,
        row.due_at,
        one.clock,
        row.assigned_to,
    ]


def _filters(request: Request, *, open_only: bool) -> Filters:
    """The filters of the address; what is not one of the choices narrows nothing."""
    asked = request.GET
    kinds: Any = ReferralState if is_clinic(request.actor) else RequestState
    states = tuple(state for state in asked.getlist("state") if state in kinds.values)
    clinic = is_clinic(request.actor)
    return Filters(
        search=asked.get("q", "").replace("\x00", "")[:100],
        states=() if clinic else states,
        referral_states=states if clinic else (),
        area=_one_of(asked.get("area", ""), (a.code for a in _areas())),
        origin=_one_of(asked.get("origin", ""), Origin.values),
        language=_one_of(asked.get("language", ""), LANGUAGES),
        stage=_one_of(asked.get("stage", ""), Stage.values),
        mine_only=asked.get("mine") == "1",
        overdue=asked.get("overdue") == "1",
        open_only=open_only,
        due_first=open_only,
        now=timezone.now(),
        page=asked.get("page", "1")[:6],
    )


LANGUAGES = ("en", "ru", "zh-hans", "ar")


def _one_of(asked: str, known: Iterable[str]) -> str:
    return asked if asked in set(known) else ""


def _areas() -> tuple[catalogue.AreaChoice, ...]:
    return catalogue.areas(get_language() or "en")


def _shown(rows: Iterable[InboxRow]) -> list[Shown]:
    areas = {area.code: area.name for area in _areas()}
    origins = _words_of(Origin)
    clocks = _words_of(ClockKind)
    languages: dict[str, str] = {}
    shown = []
    for row in rows:
        state = row.referral_state or row.state
        if row.language not in languages:
            languages[row.language] = language_words(row.language)
        shown.append(
            Shown(
                row=row,
                state=state,
                words=row.referral_state_words or row.state_words,
                meaning=meaning_of(state),
                area=areas.get(row.area, ""),
                language=languages[row.language],
                origin=origins.get(row.origin, ""),
                clock=clocks.get(row.due.kind, "") if row.due else "",
            )
        )
    return shown


def _words_of(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}


def _choices(request: Request) -> dict[str, Any]:
    kinds = CLINIC_COLUMNS if is_clinic(request.actor) else DESK_COLUMNS
    asked = request.GET.copy()
    for name in ("page", "as", "all"):
        asked.pop(name, None)
    picked = {name: request.GET.get(name, "") for name in ("q", "area", "origin", "language")}
    selects: list[tuple[str, str, list[tuple[str, str | Promise]]]] = [
        ("state", _("State"), [(kind.value, kind.label) for kind in kinds]),
        ("area", _("Area"), [(area.code, area.name) for area in _areas()]),
        ("language", _("Language"), [(code, language_words(code)) for code in LANGUAGES]),
        ("origin", _("Origin"), list(Origin.choices)),
    ]
    return {
        "selects": [(n, w, c, request.GET.get(n, "")) for n, w, c in selects],
        "q": picked["q"],
        "mine": request.GET.get("mine") == "1",
        "overdue": request.GET.get("overdue") == "1",
        "filtered": any(asked.values()),
        "filters_url": urlencode(list(asked.lists()), doseq=True),
        "clinic": is_clinic(request.actor),
        "may_type_in": request.actor.has(Role.COORDINATOR),
    }
