"""A card's words: draft, checked by a colleague, published; one language at a time."""

import datetime as dt

from django.conf import settings

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.languages.texts import (
    CheckedByAnother,
    NothingWritten,
    TextChanged,
    TextState,
    UnknownLanguage,
)
from sanamost.registry.organisations.models import CardText, Organisation
from sanamost.registry.organisations.policies import require_editor


def write_text(
    *, actor: Actor, language: str, about: str, directions: str, now: dt.datetime
) -> CardText:
    """Keep the draft; what the public reads stays as it was until the draft is published.

    Raises `NothingWritten`, `UnknownLanguage`.
    """
    organisation_id = require_editor(actor)
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    if not about.strip():
        raise NothingWritten
    text, _made = CardText.objects.update_or_create(
        organisation_id=organisation_id,
        language=language,
        defaults={
            "about": about.strip(),
            "directions": directions.strip(),
            "state": TextState.DRAFT,
            "written_by_id": actor.user_id,
            "written_at": now,
            "checked_by_id": None,
        },
    )
    record(action="organisations.text.written", details={"language": language}, now=now)
    return text


def check_text(
    *, actor: Actor, language: str, written_at: dt.datetime | None, now: dt.datetime
) -> CardText:
    """A colleague has read what was written at that moment.

    Raises `CheckedByAnother` to whoever wrote it, `TextChanged` where it was rewritten since.
    """
    text = _text(actor, language)
    if text.written_at != written_at:
        raise TextChanged
    if text.written_by_id == actor.user_id:
        raise CheckedByAnother
    transition(
        text,
        TextState.CHECKED,
        action="organisations.text.checked",
        now=now,
        checked_by_id=actor.user_id,
    )
    return text


def publish_text(*, actor: Actor, language: str, now: dt.datetime) -> CardText:
    """Show it: the checked text becomes what the public reads in this language."""
    text = _text(actor, language)
    transition(
        text,
        TextState.PUBLISHED,
        action="organisations.text.published",
        now=now,
        published_at=now,
    )
    card = Organisation.objects.select_for_update().get(pk=text.organisation_id)
    card.about = {**card.about, language: text.about}
    card.directions = {**card.directions, language: text.directions}
    card.save(update_fields=["about", "directions"])
    return text


def _text(actor: Actor, language: str) -> CardText:
    organisation_id = require_editor(actor)
    rows = CardText.objects.select_for_update(of=("self",))
    text = rows.filter(organisation_id=organisation_id, language=language).first()
    if text is None:
        raise NotVisible
    return text
