"""Texts of services are reviewed by another than their author, published, and taken off again."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.languages.texts import CheckedByAnother, TextChanged, TextState
from sanamost.registry.catalogue.models import Service, ServiceText, ShownText
from sanamost.registry.catalogue.services.prices import words_of
from sanamost.registry.catalogue.services.writing import NothingToDo, held, keep, tidy, work_of
from sanamost.registry.catalogue.states import LISTS, WRITTEN, TextPart
from sanamost.registry.catalogue.wordings import digest, original_language


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


def check_texts(
    *, actor: Actor, service: str, language: str, seen: dt.datetime | None, now: dt.datetime
) -> int:
    """A colleague has compared the drafts of one language with the original; how many are checked.

    `seen` is when the newest of the drafts that they read was written. Drafts of their own are
    left for somebody else. Raises `NotVisible`, `NothingToDo`, `TextChanged`, `OriginalChanged`,
    `CheckedByAnother` where all of them are their own.
    """
    row = held(actor, service)
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
    row = held(actor, service)
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
    show(row, checked, now)
    return len(checked)


def hide_texts(*, actor: Actor, service: str, language: str, now: dt.datetime) -> int:
    """Take the published texts of one language off the portal; how many. They are drafts again.

    A name and the lines of a list stay: they are the service's own. Raises `NotVisible`,
    `NothingToDo`.
    """
    row = held(actor, service)
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
        rows, source = work_of(row)
        made = [
            keep(
                row,
                language,
                part,
                text=tidy(part, text, "" if language == own else source[part]),
                rendering="" if language == own else digest(source[part]),
                written_by_id=written_by_id,
                written_at=now,
                **(reviewed if checked_by_id else {}),
            )
            for part, text in texts[language].items()
            if (language, part) not in rows
        ]
        if made and checked_by_id:
            show(row, made, now)


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
    _rows, source = work_of(row)
    if any(one.rendering != digest(source.get(one.part, "")) for one in rows):
        raise OriginalChanged


def _refuse_ahead(row: Service, rows: list[ServiceText]) -> None:
    """The public must be able to read what a translation renders."""
    own = original_language(row)
    shown = ShownText.objects.filter(service_id=row.pk, language=own)
    public = {one.part: digest(one.text) for one in shown}
    if any(public.get(one.part) != one.rendering for one in rows if one.part in WRITTEN):
        raise OriginalNotPublished


def show(row: Service, rows: list[ServiceText], now: dt.datetime) -> None:
    for one in rows:
        ShownText.objects.update_or_create(
            service_id=row.pk,
            language=one.language,
            part=one.part,
            defaults={
                "text": one.text,
                "rendering": one.rendering,
                "means": one.means,
                "reviewed_at": one.checked_at or now,
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


def _of(row: Service, one: ServiceText) -> dict[str, str]:
    return {"service": row.public_id, "language": one.language, "part": one.part}
