"""Whether the links on public pages still lead somewhere: looked at by night, a few at a time.

The network is asked outside any transaction: nobody's rows stay locked while a server thinks.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.registry.publishing.models import CheckedLink
from sanamost.registry.publishing.states import LinkKind

MOST = 400
"""Links looked at in one night, those that waited longest first."""
AGAIN = dt.timedelta(days=7)
"""A link that led somewhere is looked at again after so long; one that did not, the next night."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a link leads to: `problem` is a code of `LinkProblem`, empty where all is well."""

    problem: str
    status: int | None = None


Check = Callable[[str], Found]


def look_at_links(*, now: dt.datetime, check: Check | None = None) -> tuple[int, int]:
    """Look at those that are due; how many of how many lead nowhere."""
    ask = check or import_string(settings.LINK_CHECKER)
    wrong = 0
    due = _due(now)
    for key in due:
        found = ask(key[2])
        wrong += bool(found.problem)
        with acting_as(system("links of public pages")):
            _keep(key, found, now)
    return wrong, len(due)


Key = tuple[int | None, str, str]


def _due(now: dt.datetime) -> list[Key]:
    with acting_as(system("links of public pages")):
        known = {(row.organisation_id, row.kind, row.url): row for row in CheckedLink.objects.all()}
    waits: list[tuple[dt.datetime, Key]] = []
    for key in _published():
        row = known.get(key)
        if row is None:
            waits.append((dt.datetime.min.replace(tzinfo=dt.UTC), key))
        elif row.problem or row.checked_at + AGAIN <= now:
            waits.append((row.checked_at, key))
    waits.sort(key=lambda one: (one[0], one[1][2]))
    return [key for _since, key in waits[:MOST]]


def _published() -> list[Key]:
    """Every link that public pages carry; those of a demonstration's invented clinics are none."""
    sites: list[Key] = [
        (card.pk, LinkKind.WEBSITE, card.website)
        for card in organisations.clinics()
        if card.website and not card.demonstration
    ]
    pages = {kind.page for kind in proof_kinds().values() if kind.page}
    return sites + [(None, LinkKind.SCHEME, page) for page in sorted(pages)]


def _keep(key: Key, found: Found, now: dt.datetime) -> None:
    organisation_id, kind, url = key
    same = CheckedLink.objects.filter(kind=kind, url=url)
    if organisation_id is None:
        own = same.filter(organisation__isnull=True)
    else:
        own = same.filter(organisation=organisation_id)
    row = own.first() or CheckedLink(organisation_id=organisation_id, kind=kind, url=url)
    row.failing_since = (row.failing_since or now) if found.problem else None
    row.problem, row.status, row.checked_at = found.problem, found.status, now
    row.save()
