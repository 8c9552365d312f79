"""A clinic writes of its services, a machine drafts, a colleague reviews, then it is published."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.languages.texts import (
    CheckedByAnother,
    TextChanged,
    TextState,
    UnknownLanguage,
)
from sanamost.foundation.languages.translation import translator
from sanamost.registry.catalogue.events import TranslationAsked
from sanamost.registry.catalogue.models import Service, ServiceText, ShownText
from sanamost.registry.catalogue.policies import require_writer
from sanamost.registry.catalogue.services.prices import words_of
from sanamost.registry.catalogue.states import (
    LISTS,
    WRITTEN,
    Means,
    Scope,
    ServiceKind,
    Setting,
    TextPart,
)
from sanamost.registry.catalogue.wordings import digest, listed, original_language, originals

LONGEST = 5_000
MOST_ITEMS = 40
LONGEST_STAY = 365


class TooLong(Refusal):
    """More than anybody reads on a page."""

    code = "text_too_long"
    message = _("Write at most 5,000 letters.")


class LinesDiffer(Refusal):
    """A list in another language has its items in the same order, one a line."""

    code = "lines_differ"
    message = _("The original has %(lines)s items. Write as many lines, in the same order.")


class OriginalChanged(Refusal):
    """A translation of words that no longer stand there is neither reviewed nor published."""

    code = "original_changed"
    message = _(
        "The original has changed since this was translated. Bring the translation up first."
    )


class OriginalNotPublished(Refusal):
    """A translation never says more than the original does."""

    code = "original_not_published"
    message = _("Publish the original first.")


class NoTranslator(Refusal):
    """The operator has named none."""

    code = "no_translator"
    message = _("No machine translation is set up here. Write the texts yourself.")


class NothingToDo(Refusal):
    """No text of the service stands there that this could be done with."""

    code = "nothing_to_do"
    message = _("There is nothing left to do here. Reload the page to see where the texts stand.")


class BadDescription(Refusal):
    """A stay that nobody means, a list that is too long."""

    code = "bad_description"
    message = _("A stay is between 0 and 365 days.")
    field = "stay_days"


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """What a service is beside its words; items are (scope, words in the original's language)."""

    kind: str
    setting: str
    stay_days: int
    included: tuple[tuple[str, str], ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()


def describe(*, actor: Actor, service: str, facts: Description, now: dt.datetime) -> Service:
    """Keep kind, setting, stay and contents; an item whose words stay keeps its translations.

    Raises `NotVisible`, `BadDescription`.
    """
    row = _held(actor, service)
    if not 0 <= facts.stay_days <= LONGEST_STAY:
        raise BadDescription
    row.kind, row.stay_days = ServiceKind(facts.kind).value, facts.stay_days
    row.setting = Setting(facts.setting).value if facts.setting else ""
    row.included = _items(row, row.included, facts.included)
    row.excluded = _items(row, row.excluded, facts.excluded)
    row.save(update_fields=["kind", "stay_days", "setting", "included", "excluded"])
    record(action="catalogue.service.described", subject=row.public_id, now=now)
    return row


def write_texts(
    *, actor: Actor, service: str, language: str, texts: Mapping[str, str], now: dt.datetime
) -> int:
    """Keep these texts of one language as drafts; how many differ from what stood there.

    What the public reads stays until the drafts are published. A text that is emptied loses its
    draft. Raises `NotVisible`, `UnknownLanguage`, `TooLong`, `LinesDiffer`.
    """
    row = _held(actor, service)
    _known(language)
    rows, source = _work(row)
    own = original_language(row) == language
    changed = 0
    for part, typed in texts.items():
        if (own and part not in WRITTEN) or (not own and part not in source):
            continue
        text = _tidy(part, typed, "" if own else source[part])
        rendering = "" if own else digest(source[part])
        known = rows.get((language, part))
        if not text:
            changed += _erased(known)
        elif known is None and text == listed(row, part, language):
            continue  # it came with the price list, and nobody has changed it
        elif known is None or (known.text, known.rendering) != (text, rendering):
            by_machine = known is not None and known.means != Means.HUMAN
            _write(
                row,
                language,
                part,
                text=text,
                rendering=rendering,
                means=Means.EDITED if by_machine else Means.HUMAN,
                machine=known.machine if known is not None else "",
                written_by_id=actor.user_id,
                written_at=now,
            )
            changed += 1
    if changed:
        _note("catalogue.text.written", row, language, now, texts=changed)
    return changed


def ask_machine(*, actor: Actor, service: str, language: str, now: dt.datetime) -> None:
    """Have a machine draft what is missing or out of date in the language, in the background.

    Raises `NotVisible`, `UnknownLanguage`, `NoTranslator`, `NothingToDo`.
    """
    row = _held(actor, service)
    _known(language)
    if translator() is None:
        raise NoTranslator
    if not _for_machine(row, language):
        raise NothingToDo
    _note("catalogue.translation.asked", row, language, now)
    with acting_as(system("asking a machine to translate")):  # it belongs to no case
        publish(
            TranslationAsked(
                organisation_id=row.organisation_id, service=row.public_id, language=language
            ),
            now=now,
        )


def draft_by_machine(*, service: str, language: str, now: dt.datetime) -> int:
    """What `ask_machine` asked for; how many drafts. Raises `TranslatorUnavailable`.

    Never writes over what a person wrote, unless the original has changed since.
    """
    row = Service.objects.select_for_update().filter(public_id=service).first()
    machine = translator()
    if row is None or machine is None:
        return 0
    wanted = _for_machine(row, language)
    drafts = machine.translate(
        list(wanted.values()), source=original_language(row), target=language
    )
    for (part, original), text in zip(wanted.items(), drafts, strict=True):
        _write(
            row,
            language,
            part,
            text=_tidy(part, text, original),
            rendering=digest(original),
            means=Means.MACHINE,
            machine=machine.name[:60],
            written_by_id=None,
            written_at=now,
        )
    return len(wanted)


def check_texts(
    *, actor: Actor, service: str, language: str, seen: dt.datetime | None, now: dt.datetime
) -> int:
    """A colleague has compared the drafts of one language with the original; how many are checked.

    `seen` is when the newest of the drafts that they read was written. Drafts of their own are
    left for somebody else. Raises `NotVisible`, `NothingToDo`, `TextChanged`, `OriginalChanged`,
    `CheckedByAnother` where all of them are their own.
    """
    row = _held(actor, service)
    drafts = _standing(row, language, TextState.DRAFT)
    if max(one.written_at for one in drafts) != seen:
        raise TextChanged
    others = [one for one in drafts if one.written_by_id != actor.user_id]
    if not others:
        raise CheckedByAnother
    _refuse_stale(row, language, others)
    for one in others:
        transition(
            one,
            TextState.CHECKED,
            action="catalogue.text.checked",
            now=now,
            details=_of(row, one),
            checked_by_id=actor.user_id,
            checked_at=now,
        )
    return len(others)


def publish_texts(*, actor: Actor, service: str, language: str, now: dt.datetime) -> int:
    """Show everybody the checked texts of one language; how many.

    Raises `NotVisible`, `NothingToDo`, `OriginalChanged`, `OriginalNotPublished`.
    """
    row = _held(actor, service)
    checked = _standing(row, language, TextState.CHECKED)
    _refuse_stale(row, language, checked)
    if language != original_language(row):
        _refuse_ahead(row, checked)
    for one in checked:
        transition(
            one,
            TextState.PUBLISHED,
            action="catalogue.text.published",
            now=now,
            details=_of(row, one),
            published_at=now,
        )
    _show(row, checked, now)
    return len(checked)


def hide_texts(*, actor: Actor, service: str, language: str, now: dt.datetime) -> int:
    """Take the published texts of one language off the portal; how many. They are drafts again.

    A name and the lines of a list stay: they are the service's own. Raises `NotVisible`,
    `NothingToDo`.
    """
    row = _held(actor, service)
    shown = ShownText.objects.filter(service_id=row.pk, language=language, part__in=WRITTEN)
    taken, _by_model = shown.delete()
    if not taken:
        raise NothingToDo
    live = ServiceText.objects.select_for_update(of=("self",)).filter(
        service_id=row.pk, language=language, part__in=WRITTEN, state=TextState.PUBLISHED
    )
    for one in live:
        transition(
            one,
            TextState.DRAFT,
            action="catalogue.text.hidden",
            now=now,
            details=_of(row, one),
            checked_by_id=None,
            checked_at=None,
            published_at=None,
        )
    return taken


def enter_texts(
    *,
    organisation_id: int,
    code: str,
    texts: Mapping[str, Mapping[str, str]],
    written_by_id: int,
    checked_by_id: int | None,
    now: dt.datetime,
) -> None:
    """Texts by language and part that were written elsewhere: published, drafts without a reviewer.

    The original's language is entered first. What is known of a text already stays as it is.
    """
    row = Service.objects.get(organisation_id=organisation_id, code=code)
    own = original_language(row)
    reviewed = {
        "state": TextState.PUBLISHED,
        "checked_by_id": checked_by_id,
        "checked_at": now,
        "published_at": now,
    }
    for language in sorted(texts, key=lambda known: known != own):
        rows, source = _work(row)
        made = [
            _write(
                row,
                language,
                part,
                text=_tidy(part, text, "" if language == own else source[part]),
                rendering="" if language == own else digest(source[part]),
                written_by_id=written_by_id,
                written_at=now,
                **(reviewed if checked_by_id else {}),
            )
            for part, text in texts[language].items()
            if (language, part) not in rows
        ]
        if made and checked_by_id:
            _show(row, made, now)


def _held(actor: Actor, public_id: str) -> Service:
    """The clinic's service, locked, so that its texts change one writing at a time."""
    key = require_writer(actor)
    rows = Service.objects.select_for_update().filter(
        organisation_id=key, withdrawn_at__isnull=True
    )
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def _known(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage


def _work(row: Service) -> tuple[dict[tuple[str, str], ServiceText], dict[str, str]]:
    """The service's rows of work, and its original words by part."""
    found = ServiceText.objects.select_for_update(of=("self",)).filter(service_id=row.pk)
    rows = {(one.language, one.part): one for one in found}
    own = original_language(row)
    written = {part: one.text for (language, part), one in rows.items() if language == own}
    return rows, originals(row, written)


def _tidy(part: str, typed: str, original: str) -> str:
    text = typed.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise TooLong(field=part)
    if part == TextPart.NAME:
        return " ".join(text.split())[:300]
    if part not in LISTS or not text:
        return text
    items = [line.strip() for line in text.split("\n") if line.strip()]
    wanted = len(original.split("\n"))
    if len(items) != wanted:
        raise LinesDiffer(field=part, lines=wanted)
    return "\n".join(items)


def _write(row: Service, language: str, part: str, **facts: Any) -> ServiceText:
    fresh = {
        "state": TextState.DRAFT,
        "means": Means.HUMAN,
        "machine": "",
        "checked_by_id": None,
        "checked_at": None,
    }
    made, _fresh = ServiceText.objects.update_or_create(
        service_id=row.pk,
        language=language,
        part=part,
        defaults={"organisation_id": row.organisation_id, **fresh, **facts},
    )
    return made


def _erased(known: ServiceText | None) -> int:
    """A draft that is emptied is forgotten; what is published is hidden, not emptied."""
    if known is None or known.state == TextState.PUBLISHED:
        return 0
    known.delete()
    return 1


def _for_machine(row: Service, language: str) -> dict[str, str]:
    """Original words, by part, that have no translation or one of another wording."""
    rows, source = _work(row)
    if language == original_language(row):
        return {}
    return {
        part: text
        for part, text in source.items()
        if not (
            listed(row, part, language)
            if (known := rows.get((language, part))) is None
            else known.rendering == digest(text)
        )
    }


def _standing(row: Service, language: str, state: TextState) -> list[ServiceText]:
    found = ServiceText.objects.select_for_update(of=("self",)).filter(
        service_id=row.pk, language=language, state=state
    )
    rows = list(found.order_by("pk"))
    if not rows:
        raise NothingToDo
    return rows


def _refuse_stale(row: Service, language: str, rows: list[ServiceText]) -> None:
    if language == original_language(row):
        return
    _rows, source = _work(row)
    if any(one.rendering != digest(source.get(one.part, "")) for one in rows):
        raise OriginalChanged


def _refuse_ahead(row: Service, rows: list[ServiceText]) -> None:
    """The public must be able to read what a translation renders."""
    own = original_language(row)
    shown = ShownText.objects.filter(service_id=row.pk, language=own)
    public = {one.part: digest(one.text) for one in shown}
    if any(public.get(one.part) != one.rendering for one in rows if one.part in WRITTEN):
        raise OriginalNotPublished


def _show(row: Service, rows: list[ServiceText], now: dt.datetime) -> None:
    for one in rows:
        ShownText.objects.update_or_create(
            service_id=row.pk,
            language=one.language,
            part=one.part,
            defaults={
                "text": one.text,
                "rendering": one.rendering,
                "means": one.means,
                "reviewed_at": one.checked_at,
                "published_at": now,
            },
        )
        if one.part == TextPart.NAME:
            row.names = {**row.names, one.language: one.text}
        elif one.part in LISTS:
            words = one.text.split("\n")
            items = getattr(row, one.part)
            said = [{**item, one.language: line} for item, line in zip(items, words, strict=True)]
            setattr(row, one.part, said)
    row.search_key = words_of(row.code, row.nomenclature_code, row.names)
    row.save(update_fields=["names", "included", "excluded", "search_key"])


def _items(
    row: Service, known: list[dict[str, str]], wanted: tuple[tuple[str, str], ...]
) -> list[dict[str, str]]:
    """Each wanted item; one whose words stood there before keeps its other languages."""
    own = original_language(row)
    said = {item.get(own, ""): item for item in known}
    items = [(Scope(scope).value, " ".join(text.split())) for scope, text in wanted if text.strip()]
    if len(items) > MOST_ITEMS or any(len(text) > 200 for _scope, text in items):
        raise BadDescription(
            _("A list has at most 40 items of at most 200 letters."), field="included"
        )
    return [{**said.get(text, {}), "scope": scope, own: text} for scope, text in items]


def _of(row: Service, one: ServiceText) -> dict[str, str]:
    return {"service": row.public_id, "language": one.language, "part": one.part}


def _note(action: str, row: Service, language: str, now: dt.datetime, **more: Any) -> None:
    record(action=action, subject=row.public_id, details={"language": language, **more}, now=now)


__all__ = [
    "BadDescription",
    "Description",
    "LinesDiffer",
    "NoTranslator",
    "NothingToDo",
    "OriginalChanged",
    "OriginalNotPublished",
    "TooLong",
    "ask_machine",
    "check_texts",
    "describe",
    "draft_by_machine",
    "enter_texts",
    "hide_texts",
    "publish_texts",
    "write_texts",
]
