"""What the pages of a clinic's capacity share: their tabs, and amounts in words."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.foundation.access import policies
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.selectors import in_language
from sanamost.registry.resources.policies import DECIDERS, KEEPERS
from sanamost.registry.resources.states import ResourceKind
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link, NavigationItem
from sanamost.web.components.wording import number_words, reader_language
from sanamost.web.routing import route_named

KEEPING = policies.care_staff(*KEEPERS)
DECIDING = policies.care_staff(*DECIDERS)
BOTH = policies.care_staff(*KEEPERS, *DECIDERS)
PARTS = (
    *("places", "resources", "state_task", "protection", "recipes", "concessions"),
    *("potential", "keys"),
)


def show_capacity(
    request: Request, page: str, context: dict[str, Any], *, part: str
) -> HttpResponse:
    """The page under its tab; `part` is one of `PARTS`."""
    return show(
        request,
        f"clinic/capacity/{page}.html",
        {"tabs": tabs(request, part), "crumbs": [_home(part)], **context},
        portal="clinic",
        current=f"clinic:{'concessions' if part == 'concessions' else 'resources'}",
    )


def tabs(request: Request, part: str) -> list[NavigationItem]:
    """The parts of capacity that the reader may open."""
    return [
        NavigationItem(words, reverse(f"clinic:{name}"), current=name == part)
        for name, words in _part_words().items()
        if route_named(f"clinic:{name}").policy.admits(request.actor)
    ]


def area_names() -> dict[str, str]:
    """The areas of care by code, in the reader's language."""
    return {area.code: area.name for area in catalogue.areas(reader_language())}


def area_words(code: str) -> str:
    """The area's name; what has none belongs to the whole clinic."""
    return area_names().get(code, code) or _("Whole clinic")


def area_choices(request: Request) -> list[tuple[str, str]]:
    """Every area, those of the clinic's card first."""
    own = set(organisations.card(request.actor.organisation_id or 0).areas)
    return sorted(area_names().items(), key=lambda pair: pair[0] not in own)


def site_choices(request: Request) -> list[tuple[str, str]]:
    """The clinic's sites."""
    clinic = request.actor.organisation_id or 0
    sites = organisations.sites_of([clinic]).get(clinic, [])
    return [(site.public_id, in_language(site.names, reader_language())) for site in sites]


def unit_words(kind: str) -> str:
    """In what a resource is counted."""
    return _("beds") if kind == ResourceKind.BEDS else _("minutes")


def day_amount(kind: str, amount: Decimal | int) -> str:
    """So much of a resource on one day: beds, or minutes."""
    shown = {"amount": number_words(amount)}
    if kind == ResourceKind.BEDS:
        return ngettext("%(amount)s bed", "%(amount)s beds", _count(amount)) % shown
    return ngettext("%(amount)s minute", "%(amount)s minutes", _count(amount)) % shown


def month_amount(kind: str, amount: int) -> str:
    """So much of a resource over many days: bed-days, or hours."""
    if kind == ResourceKind.BEDS:
        words = ngettext("%(amount)s bed-day", "%(amount)s bed-days", amount)
        return words % {"amount": number_words(amount)}
    hours = round(amount / 60)
    words = ngettext("%(amount)s hour", "%(amount)s hours", hours)
    return words % {"amount": number_words(hours)}


def weekday_words(bits: int) -> str:
    """Days of the week as people write them: Mon–Fri."""
    days = [day for day in range(7) if bits >> day & 1]
    runs = [
        [day for _place, day in run]
        for _gap, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(
        str(WEEKDAYS_ABBR[run[0]])
        if len(run) == 1
        else f"{WEEKDAYS_ABBR[run[0]]}–{WEEKDAYS_ABBR[run[-1]]}"
        for run in runs
    )


def month_words(month: dt.date) -> str:
    """The month with its year."""
    return date_format(month, "F Y")


def level_words(level: Decimal) -> str:
    """What a level of protection means, in days."""
    share = Fraction(level)
    words = ngettext(
        "On %(kept)s of %(all)s day what is kept suffices for every patient of the state task.",
        "On %(kept)s of %(all)s days what is kept suffices for every patient of the state task.",
        share.denominator,
    )
    return words % {"kept": share.numerator, "all": share.denominator}


def parts_of(codes: Sequence[str]) -> str:
    """Areas in a row of words."""
    return ", ".join(area_words(code) for code in codes)


def _count(amount: Decimal | int) -> int:
    """The number by which a language chooses its plural; parts of one count as several."""
    return int(amount) if amount == int(amount) else 2


def _part_words() -> dict[str, str]:
    return {
        "places": _("Calendar"),
        "resources": _("Resources"),
        "state_task": _("State task"),
        "protection": _("Protection"),
        "recipes": _("What treatments use"),
        "concessions": _("Concessions"),
        "potential": _("Potential"),
        "keys": _("API keys"),
    }


def _home(part: str) -> Link:
    return Link(_part_words()[part], reverse(f"clinic:{part}"))
