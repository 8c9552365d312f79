"""A clinic writes of its services, or has a machine draft what is missing."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.services import publish
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.languages.texts import TextState
from sanamost.foundation.languages.translation import translator
from sanamost.registry.catalogue.events import TranslationAsked
from sanamost.registry.catalogue.models import Service, ServiceText
from sanamost.registry.catalogue.services.writing import (
    NothingToDo,
    held,
    keep,
    known_language,
    note,
    tidy,
    work_of,
)
from sanamost.registry.catalogue.states import WRITTEN, Means
from sanamost.registry.catalogue.wordings import digest, listed, original_language, outdone


class NoTranslator(Refusal):
    """The operator has named none."""

    code = "no_translator"
    message = _("No machine translation is set up here. Write the texts yourself.")


def write_texts(
    *, actor: Actor, service: str, language: str, texts: Mapping[str, str], now: dt.datetime
) -> int:
    """Keep these texts of one language as drafts; how many differ from what stood there.

    What the public reads stays until the drafts are published. A text that is emptied loses its
    draft. Raises `NotVisible`, `UnknownLanguage`, `TooLong`, `LinesDiffer`.
    """
    row = held(actor, service)
    known_language(language)
    rows, source = work_of(row)
    own = original_language(row) == language
    changed = 0
    for part, typed in texts.items():
        if (own and part not in WRITTEN) or (not own and part not in source):
            continue
        text = tidy(part, typed, "" if own else source[part])
        rendering = "" if own else digest(source[part])
        known = rows.get((language, part))
        if known is not None and outdone(row, known) and text == listed(row, part, language):
            continue  # the price list's own name, as it came
        if not text:
            changed += _erased(known)
        elif known is None and text == listed(row, part, language):
            continue  # it came with the price list, and nobody has changed it
        elif (
            known is None
            or (known.text, known.rendering) != (text, rendering)
            or outdone(row, known)
        ):
            by_machine = known is not None and known.means != Means.HUMAN
            keep(
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
        note("catalogue.text.written", row, language, now, texts=changed)
    return changed


def ask_machine(*, actor: Actor, service: str, language: str, now: dt.datetime) -> None:
    """Have a machine draft what is missing or out of date in the language, in the background.

    Raises `NotVisible`, `UnknownLanguage`, `NoTranslator`, `NothingToDo`.
    """
    row = held(actor, service)
    known_language(language)
    if translator() is None:
        raise NoTranslator
    if not _for_machine(row, language):
        raise NothingToDo
    note("catalogue.translation.asked", row, language, now)
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
        keep(
            row,
            language,
            part,
            text=tidy(part, text, original),
            rendering=digest(original),
            means=Means.MACHINE,
            machine=machine.name[:60],
            written_by_id=None,
            written_at=now,
        )
    return len(wanted)


def _erased(known: ServiceText | None) -> int:
    """A draft that is emptied is forgotten; what is published is hidden, not emptied."""
    if known is None or known.state == TextState.PUBLISHED:
        return 0
    known.delete()
    return 1


def _for_machine(row: Service, language: str) -> dict[str, str]:
    """Original words, by part, that have no translation or one of another wording."""
    rows, source = work_of(row)
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
