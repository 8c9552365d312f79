"""What every writing about a clinic's service begins with: the service held, its rows of work."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.languages.texts import TextState, UnknownLanguage
from sanamost.registry.catalogue.models import Service, ServiceText
from sanamost.registry.catalogue.policies import require_writer
from sanamost.registry.catalogue.states import LISTS, Means, TextPart
from sanamost.registry.catalogue.wordings import original_language, originals

LONGEST = 5_000


class TooLong(Refusal):
    """More than anybody reads on a page."""

    code = "text_too_long"
    message = _("Write at most 5,000 letters.")


class LinesDiffer(Refusal):
    """A list in another language has its items in the same order, one a line."""

    code = "lines_differ"
    message = _("The original has %(lines)s items. Write as many lines, in the same order.")


class NothingToDo(Refusal):
    """No text of the service stands there that this could be done with."""

    code = "nothing_to_do"
    message = _("There is nothing left to do here. Reload the page to see where the texts stand.")


def held(actor: Actor, public_id: str) -> Service:
    """The clinic's service, locked, so that its texts change one writing at a time."""
    key = require_writer(actor)
    rows = Service.objects.select_for_update().filter(
        organisation_id=key, withdrawn_at__isnull=True
    )
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def known_language(language: str) -> None:
    """Raises `UnknownLanguage` for one that the portal has not."""
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage


def work_of(row: Service) -> tuple[dict[tuple[str, str], ServiceText], dict[str, str]]:
    """The service's rows of work, and its original words by part."""
    found = ServiceText.objects.select_for_update(of=("self",)).filter(service_id=row.pk)
    rows = {(one.language, one.part): one for one in found}
    own = original_language(row)
    written = {part: one.text for (language, part), one in rows.items() if language == own}
    return rows, originals(row, written)


def tidy(part: str, typed: str, original: str) -> str:
    """The text as it is kept. Raises `TooLong`, and `LinesDiffer` for a list of other length."""
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


def keep(row: Service, language: str, part: str, **facts: Any) -> ServiceText:
    """The row of one text with these facts: a draft by a person where they say nothing else."""
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


def note(action: str, row: Service, language: str, now: dt.datetime, **more: Any) -> None:
    """A line of the trail about the texts of one language."""
    record(action=action, subject=row.public_id, details={"language": language, **more}, now=now)
