"""Price lists brought as files: looked through, decided on, imported; versions with changes."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.engines.price_lists import PRICES, Column, Options, letters
from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.foundation.files import names
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue import services
from sanamost.registry.catalogue.states import ImportState, PatientGroup
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.price_lists import (
    COLUMN_NAMES,
    BringForm,
    ChangeFilter,
    ColumnsForm,
    DecisionForm,
    FinishForm,
    RowFilter,
    RowForm,
)
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.routing import acts, form_of, route

ECONOMIST = policies.roles(Role.FINANCE, strong=True)
A_PAGE = 50
AT_WORK = frozenset({ImportState.READING, ImportState.IMPORTING})


@route("clinic", "price_lists", "prices/lists/", ECONOMIST)
def price_lists(request: Request) -> HttpResponse:
    """The clinic's lists by date, and files on their way in."""
    clinic = _clinic(request)
    return _shown(
        request,
        "list",
        {
            "lists": catalogue.price_lists_of(clinic)[:A_PAGE],
            "imports": catalogue.imports_of(request.actor)[:A_PAGE],
            "today": timezone.localdate(),
        },
    )


@route("clinic", "bring_prices", "prices/lists/bring/", ECONOMIST, writes=True)
def bring_prices(request: Request) -> HttpResponse:
    """Bring a file; nothing changes before it was looked through."""
    clinic = _clinic(request)
    form = form_of(request, BringForm, initial={"currency": "RUB"})
    if acts(request) and form.is_valid():
        sent: Any = form.cleaned_data["file"]
        draft = services.begin_import(
            organisation_id=clinic,
            file=sent,
            name=names.clean(sent.name or ""),
            now=timezone.now(),
            user_id=request.actor.user_id,
            options=Options(
                currency=form.cleaned_data["currency"], coefficients=form.coefficients()
            ),
        )
        return redirect("clinic:price_import", draft.public_id)
    return _shown(request, "bring", {"form": form, "crumbs": _crumbs()})


@route("clinic", "price_import", "prices/imports/<price_import:brought>/", ECONOMIST, writes=True)
def price_import(request: Request, brought: str) -> HttpResponse:
    """Every row with its doubts; accept or refuse them one by one or all of a kind.

    While a job works on the file: how far it is; after one that failed: why, and once more.
    """
    row = catalogue.access_import(request.actor, brought)
    if row.state in AT_WORK or row.state == ImportState.FAILED:
        return _progress(request, row)
    if "progress" in request.GET:
        return HttpResponse(headers={"HX-Refresh": "true"})
    counted = catalogue.doubts_counted(row)
    chosen = RowFilter(request.GET, kinds=[(kind, words) for kind, _times, words in counted])
    said = chosen.cleaned_data if chosen.is_valid() else {}
    rows = catalogue.rows_of(
        row,
        kind=said.get("kind", ""),
        outcome=said.get("outcome", ""),
        query=said.get("q", ""),
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    if acts(request) and (group := request.POST.get("coefficient", "")):
        services.take_coefficient(
            actor=request.actor, public_id=brought, group=group, now=timezone.now()
        )
        messages.success(request, _("The file was read again with this coefficient."))
        return redirect("clinic:price_import", brought)
    if acts(request) and _decided(request, brought, [one.position for one in page]):
        return redirect(
            f"{reverse('clinic:price_import', args=[brought])}?{request.GET.urlencode()}"
        )
    context = {
        "filters": chosen,
        "page": page,
        "rows": [_row(one) for one in page],
        "doubts": [
            (kind, times, words, kind not in services.NO_SERVICE) for kind, times, words in counted
        ],
        "refusal": request.refusal,
    }
    return _shown(request, "import", context | _found_out(row))


def _found_out(row: Any) -> dict[str, Any]:
    """What the reading found out about the file as a whole."""
    return {
        "brought": row,
        "crumbs": _crumbs(),
        "sheets": _sheets(row),
        "column_doubts": catalogue.explained(row.column_doubts),
        "coefficients_told": [
            (group, PatientGroup(group).label, times, words)
            for group, (times, words) in catalogue.coefficients_told(row).items()
        ],
        "coefficients": [
            (PatientGroup(group).label, Decimal(times)) for group, times in row.coefficients.items()
        ],
        "taken": catalogue.taken_rows(row).count(),
        "open": row.state == ImportState.DRAFT,
        "fault": services.UNREADABLE.get(row.fault, ""),
    }


@route(
    "clinic",
    "price_columns",
    "prices/imports/<price_import:brought>/columns/<int:sheet>/",
    ECONOMIST,
    writes=True,
)
def price_columns(request: Request, brought: str, sheet: int) -> HttpResponse:
    """Say what the columns hold; the file is read again, and the next one is read so at once."""
    row = catalogue.access_import(request.actor, brought)
    if sheet >= len(row.columns):
        raise NotVisible
    told = row.columns[sheet]
    columns = [
        {
            "column": one["column"],
            "label": " · ".join(filter(None, (letters(one["column"]), one["heading"][:80]))),
            "role": one["role"],
        }
        for one in told["columns"]
    ]
    initial = {"currency": row.currency, **row.coefficients}
    form = form_of(request, ColumnsForm, columns=columns, initial=initial)
    if acts(request) and form.is_valid():
        services.settle_columns(
            actor=request.actor,
            public_id=brought,
            sheet=told["sheet"],
            roles=form.roles(),
            currency=form.cleaned_data["currency"],
            coefficients=form.coefficients(),
            now=timezone.now(),
        )
        messages.success(request, _("The file was read again with these columns."))
        return redirect("clinic:price_import", brought)
    context = {"form": form, "brought": row, "sheet": told["sheet"], "crumbs": _crumbs(row)}
    return _shown(request, "columns", context)


@route(
    "clinic",
    "price_row",
    "prices/imports/<price_import:brought>/rows/<int:position>/",
    ECONOMIST,
    writes=True,
)
def price_row(request: Request, brought: str, position: int) -> HttpResponse:
    """Write one row as it is meant."""
    row = catalogue.access_import(request.actor, brought)
    one = catalogue.rows_of(row).filter(position=position).first()
    if one is None:
        raise NotVisible
    form = form_of(request, RowForm, initial=_meant(one))
    if acts(request) and form.is_valid():
        services.edit_row(
            actor=request.actor,
            public_id=brought,
            position=position,
            code=form.cleaned_data["code"],
            name=form.cleaned_data["name"],
            prices=form.prices(),
        )
        messages.success(request, _("The row is kept as you wrote it."))
        return redirect("clinic:price_import", brought)
    context = {"form": form, "row": _row(one), "brought": row, "crumbs": _crumbs(row)}
    return _shown(request, "row", context)


@route(
    "clinic",
    "finish_prices",
    "prices/imports/<price_import:brought>/finish/",
    ECONOMIST,
    writes=True,
)
def finish_prices(request: Request, brought: str) -> HttpResponse:
    """Choose the day, see what changes, import."""
    row = catalogue.access_import(request.actor, brought)
    form = form_of(request, FinishForm)
    if acts(request) and form.is_valid():
        made = services.finish_import(
            actor=request.actor,
            public_id=brought,
            valid_from=form.cleaned_data["valid_from"],
            number=form.cleaned_data["number"],
            now=timezone.now(),
        )
        if made is None:
            return redirect("clinic:price_import", brought)
        messages.success(request, _("The price list is imported."))
        return redirect("clinic:price_list", made.public_id)
    changes = catalogue.changes_to(row, timezone.localdate())
    context = {
        "form": form,
        "brought": row,
        "taken": catalogue.taken_rows(row).count(),
        "open": row.state == ImportState.DRAFT,
        "crumbs": _crumbs(row),
    }
    return _shown(request, "finish", context | _changes(request, changes))


@route(
    "clinic",
    "abandon_prices",
    "prices/imports/<price_import:brought>/abandon/",
    ECONOMIST,
    writes=True,
)
def abandon_prices(request: Request, brought: str) -> HttpResponse:
    """Put the file aside."""
    row = catalogue.access_import(request.actor, brought)
    if acts(request):
        services.abandon_import(actor=request.actor, public_id=brought, now=timezone.now())
        messages.success(request, _("The file is put aside; no price has changed."))
        return redirect("clinic:price_lists")
    context = {"brought": row, "crumbs": _crumbs(row), "refusal": request.refusal}
    return _shown(request, "abandon", context)


@route("clinic", "price_list", "prices/lists/<price_list:number>/", ECONOMIST)
def price_list(request: Request, number: str) -> HttpResponse:
    """One version and what it changed of the one before."""
    made = catalogue.price_list_of(_clinic(request), number)
    before = catalogue.list_before(made)
    changes = catalogue.changes_between(before, made)
    context = {"list": made, "before": before, "crumbs": _crumbs()}
    return _shown(request, "version", context | _changes(request, changes))


def _progress(request: Request, row: Any) -> HttpResponse:
    """How far a job is with the file; the page asks again by itself, and by reloading."""
    if acts(request) and "again" in request.POST:
        services.read_again(actor=request.actor, public_id=row.public_id, now=timezone.now())
        return redirect("clinic:price_import", row.public_id)
    context = {
        "brought": row,
        "crumbs": _crumbs(),
        "failed": row.state == ImportState.FAILED,
        "why": services.UNREADABLE.get(row.fault, ""),
        "importing": row.state == ImportState.IMPORTING,
        "refusal": request.refusal,
    }
    return _shown(request, "progress", context)


def _clinic(request: Request) -> int:
    if request.actor.organisation_id is None:
        raise NotVisible
    return request.actor.organisation_id


def _shown(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    template = f"clinic/price_lists/{name}.html"
    return show(request, template, context, portal="clinic", current="clinic:prices")


def _crumbs(row: Any = None) -> list[Link]:
    crumbs = [
        Link(_("Price list"), reverse("clinic:prices")),
        Link(_("Lists and imports"), reverse("clinic:price_lists")),
    ]
    if row is not None:
        crumbs.append(Link(row.file_name, reverse("clinic:price_import", args=[row.public_id])))
    return crumbs


def _decided(request: Request, brought: str, positions: list[int]) -> bool:
    form = DecisionForm(request.POST, positions=positions)
    if not form.is_valid():
        return False
    said = form.cleaned_data
    decision = "" if said["decision"] == "undecided" else said["decision"]
    what: dict[str, Any] = {"actor": request.actor, "public_id": brought, "decision": decision}
    if said["kind"]:
        changed = services.decide_all(**what, kind=said["kind"])
    else:
        changed = services.decide(**what, positions=said["rows"])
    text = ngettext("%(count)s row was decided on.", "%(count)s rows were decided on.", changed)
    messages.success(request, text % {"count": changed})
    return True


def _row(one: Any) -> dict[str, Any]:
    prices = (one.service or {}).get("prices", {})
    return {
        "row": one,
        "service": one.service,
        "prices": [
            (group.label, prices[group.value]) for group in PatientGroup if group.value in prices
        ],
        "doubts": _once(catalogue.explained(one.doubts)),
        "state": {"imported": "good", "mended": "waiting", "refused": "ended"}[one.outcome],
    }


def _once(doubts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same doubt about several prices of a row is said once."""
    return list({(doubt["kind"], doubt["found"]): doubt for doubt in doubts}.values())


def _sheets(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "name": told["sheet"],
            "services": told["services"],
            "columns": [
                (letters(one["column"]), one["heading"], COLUMN_NAMES[Column(one["role"])])
                for one in told["columns"]
                if one["role"] and (one["role"] not in PRICES or one["used"])
            ],
        }
        for place, told in enumerate(row.columns)
        if told["columns"]
    ]


def _meant(one: Any) -> dict[str, Any]:
    service = one.service or {}
    prices = service.get("prices", {})
    return {
        "code": service.get("code", ""),
        "name": service.get("name", ""),
        **{group: price["amount"] for group, price in prices.items()},
    }


def _changes(request: Request, changes: catalogue.Changes) -> dict[str, Any]:
    """The changes that the filter leaves, and how many there are of each kind."""
    chosen = ChangeFilter(request.GET)
    said = chosen.cleaned_data if chosen.is_valid() else {}
    left = changes.only(kind=said.get("kind") or "", group=said.get("group") or "")
    counts = changes.counts()
    page = Paginator(left, A_PAGE).get_page(request.GET.get("page"))
    return {
        "filters": chosen,
        "page": page,
        "changed": [(one, PatientGroup(one.group).label) for one in page.object_list],
        "counts": {kind: counts[kind] for kind in ("new", "gone", "changed")},
    }
