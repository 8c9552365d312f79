"""Texts of services: what a clinic's desk has to do about them, and what the public reads."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from sanamost.engines.search import words
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import Service, ServiceText, ShownText
from sanamost.registry.catalogue.policies import require_writer
from sanamost.registry.catalogue.selectors.medicine import LONGEST_QUERY
from sanamost.registry.catalogue.states import LISTS, WRITTEN, Means, Standing, TextPart
from sanamost.registry.catalogue.wordings import (
    digest,
    listed,
    original_language,
    originals,
    outdone,
    standing,
)

OPEN = (Standing.MISSING, Standing.STALE, Standing.DRAFT, Standing.CHECKED)
"""What somebody still has to do something about."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of a service in one language, as the clinic's desk sees it."""

    part: TextPart
    language: str
    text: str
    original: str
    """What it renders; empty for the original itself."""
    standing: Standing
    row: Any
    """Its row of work; None for what stands in the price list alone."""

    @property
    def editable(self) -> bool:
        """A name and the lists are changed with the price list, their translations here."""
        return bool(self.original) or self.part in WRITTEN


@dataclass(frozen=True, slots=True)
class Work:
    """A service and how many of its texts stand where, by language."""

    service: Any
    standings: dict[str, Counter[Standing]]


@dataclass(frozen=True, slots=True)
class Read:
    """A text as a visitor reads it."""

    part: TextPart
    text: str
    language: str
    reviewed: bool
    """Whether somebody has compared it with the original as it is now."""
    original: str = ""
    """The original's words, where the text is a translation that nobody has reviewed."""
    original_language: str = ""
    means: str = Means.HUMAN


def own_service(actor: Actor, public_id: str) -> Service:
    """One of the clinic's services on offer; raises `NotVisible`."""
    key = require_writer(actor)
    rows = Service.objects.filter(organisation_id=key, withdrawn_at__isnull=True)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def wordings_of(actor: Actor, service: Service) -> dict[str, list[Wording]]:
    """Every text of the service by language, the original's first; those to be written too."""
    rows = _rows(actor, [service.pk]).select_related("written_by", "checked_by")
    return _wordings(service, {(row.language, row.part): row for row in rows})


def work_counted(actor: Actor) -> dict[str, Counter[Standing]]:
    """By language, how many texts stand where; three queries whatever the number of services.

    Services of which nobody has written anything have their name alone to be translated: those
    are counted by the database.
    """
    own = _on_offer(actor)
    counted: dict[str, Counter[Standing]] = {code: Counter() for code, _name in settings.LANGUAGES}
    for work in works(actor, own.filter(_described())):
        for language, one in work.standings.items():
            counted[language] += one
    without = {
        language: Count("pk", filter=~Q(names__has_key=language) & ~Q(original_language=language))
        for language in counted
    }
    # A parameter's name may hold no dash.
    named = {language.replace("-", "_"): rule for language, rule in without.items()}
    missing = own.exclude(_described()).aggregate(**named)
    for language, standings in counted.items():
        standings[Standing.MISSING] += missing[language.replace("-", "_")]
    return counted


def work_on(
    actor: Actor, *, language: str = "", wanted: str = "", query: str = ""
) -> QuerySet[Service]:
    """The clinic's services for the list: those with texts of their own first, then by code.

    With `language` and `wanted` only those of which a text in that language stands so; with one
    of the two, in any language, or with anything to do in the language.
    """
    own = _on_offer(actor)
    for word in words(query[:LONGEST_QUERY]):
        own = own.filter(search_key__contains=word)
    if language or wanted:
        own = own.filter(_matching(actor, own, language, wanted))
    first = Case(When(_described(), then=0), default=1)
    return own.order_by(first, "code")


def works(actor: Actor, services: Iterable[Service]) -> list[Work]:
    """These services with their standings, in one query."""
    rows = list(services)
    found: dict[int, dict[tuple[str, str], Any]] = defaultdict(dict)
    for row in _rows(actor, [service.pk for service in rows]):
        found[row.service_id][row.language, row.part] = row
    return [Work(service, _standings(_wordings(service, found[service.pk]))) for service in rows]


def texts_shown(service_id: int, *, language: str) -> list[Read]:
    """What a visitor who reads this language is shown of the written texts, in their order.

    Published texts alone. Where there is none in the language: in English, else the original. A
    translation of another wording than the original's present one comes as not reviewed, with the
    original; of a text whose original is not published nothing is shown.
    """
    rows = ShownText.objects.filter(service_id=service_id, part__in=WRITTEN)
    by_part: dict[str, dict[str, ShownText]] = defaultdict(dict)
    for row in rows:
        by_part[row.part][row.language] = row
    return [read for part in WRITTEN if (read := _read(part, by_part[part], language)) is not None]


def texts_previewed(actor: Actor, service: Service, *, language: str) -> list[Read]:
    """What visitors would read were every draft of the language published as it stands."""
    shown = {one.part: one for one in texts_shown(service.pk, language=language)}
    for one in wordings_of(actor, service)[language]:
        if one.part in WRITTEN and one.text:
            fresh = one.standing != Standing.STALE
            shown[one.part] = Read(one.part, one.text, language, reviewed=fresh)
    return [shown[part] for part in WRITTEN if part in shown]


def lists_reviewed(services: Iterable[Any], *, language: str) -> dict[int, dict[str, bool]]:
    """By service, whether its lists stand in this language as somebody reviewed them; one query."""
    known = {one.key: one for one in services}
    rows = ShownText.objects.filter(service_id__in=known, language=language, part__in=LISTS)
    shown = {(row.service_id, row.part): row.rendering for row in rows}
    return {key: _reviewed(one, language, shown) for key, one in known.items()}


def is_remote(public_id: str) -> bool:
    """Whether the service of the id is done without travelling."""
    return (
        bool(public_id) and Service.objects.filter(public_id=public_id, setting="remote").exists()
    )


def last_written(wordings: Iterable[Wording]) -> dt.datetime | None:
    """When the newest of the drafts was written: what a reader of them has read."""
    moments = [one.row.written_at for one in wordings if one.row and one.row.state == "draft"]
    return max(moments, default=None)


def _reviewed(service: Any, language: str, shown: Mapping[tuple[int, str], str]) -> dict[str, bool]:
    own = original_language(service)
    return {
        str(part): language == own
        or not getattr(service, part)
        or shown.get((service.key, part)) == digest(listed(service, part, own))
        for part in LISTS
    }


def _read(part: str, known: Mapping[str, ShownText], language: str) -> Read | None:
    original = next((row for row in known.values() if not row.rendering), None)
    if original is None:
        return None
    now = digest(original.text)
    own = known.get(language)
    fallback = known.get("en")
    if own is None and fallback is not None and fallback.rendering == now:
        own = fallback
    row = own or original
    reviewed = row is original or row.rendering == now
    return Read(
        part=TextPart(part),
        text=row.text,
        language=row.language,
        reviewed=reviewed,
        original="" if reviewed else original.text,
        original_language=original.language,
        means=row.means,
    )


def _on_offer(actor: Actor) -> QuerySet[Service]:
    key = require_writer(actor)
    return Service.objects.filter(organisation_id=key, withdrawn_at__isnull=True)


def _described() -> Q:
    texts = ServiceText.objects.filter(service_id=OuterRef("pk"))
    return Q(Exists(texts)) | ~Q(included=[]) | ~Q(excluded=[])


def _rows(actor: Actor, keys: list[int]) -> Any:
    return ServiceText.objects.visible_to(actor).filter(service_id__in=keys)


def _matching(actor: Actor, own: QuerySet[Service], language: str, wanted: str) -> Q:
    standings = {Standing(wanted)} if wanted in Standing.values else set(OPEN)
    languages = [language] if language else [code for code, _name in settings.LANGUAGES]
    found = [
        work.service.pk
        for work in works(actor, own.filter(_described()))
        if any(work.standings.get(code, Counter())[one] for code in languages for one in standings)
    ]
    rule = Q(pk__in=found)
    if Standing.MISSING in standings:
        for code in languages:
            rule |= ~_described() & ~Q(names__has_key=code) & ~Q(original_language=code)
    return rule


def _wordings(service: Service, rows: Mapping[tuple[str, str], Any]) -> dict[str, list[Wording]]:
    own = original_language(service)
    written = {part: row.text for (language, part), row in rows.items() if language == own}
    source = originals(service, written)
    found = {own: [_original(service, part, own, rows.get((own, part))) for part in TextPart]}
    found[own] = [one for one in found[own] if one.text or one.part in WRITTEN]
    for code, _name in settings.LANGUAGES:
        if code == own:
            continue
        found[code] = [
            _translation(service, part, code, source[part], rows.get((code, part)))
            for part in TextPart
            if part in source
        ]
    return found


def _original(service: Service, part: TextPart, language: str, row: Any) -> Wording:
    given = listed(service, part, language)
    if row is None:
        known = Standing.LISTED if given else Standing.MISSING
        return Wording(part, language, given, "", known, None)
    return Wording(part, language, given or row.text, "", Standing(row.state), row)


def _translation(
    service: Service, part: TextPart, language: str, original: str, row: Any
) -> Wording:
    given = listed(service, part, language)
    row = None if outdone(service, row) else row
    text = row.text if row else given
    return Wording(part, language, text, original, standing(original, row, given), row)


def _standings(wordings: Mapping[str, list[Wording]]) -> dict[str, Counter[Standing]]:
    """What nobody has begun to write in the original is no work of anybody's."""
    return {
        language: Counter(one.standing for one in ones if one.text or one.original)
        for language, ones in wordings.items()
    }
