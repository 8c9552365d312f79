"""Telling people: in the application and by e-mail, in the reader's language."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as, current
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.selectors import user_of
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging.models import Message, Notice


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: its subject and its words, with named placeholders for the parameters."""

    code: str
    subject: Promise
    words: Promise
    in_words: Callable[[dict[str, Any]], dict[str, Any]] = dict
    """Turns stored codes and days into words of the language that is active."""


_kinds: dict[str, NoticeKind] = {}


def notice_kind(
    code: str,
    subject: Promise,
    words: Promise,
    *,
    in_words: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> NoticeKind:
    """Register a kind of notice; texts come from gettext_lazy.

    Parameters are stored as codes and days; `in_words` turns them into words when a notice is read,
    in the language that is active then.
    """
    _kinds[code] = NoticeKind(code, subject, words, in_words)
    return _kinds[code]


def with_day_in_words(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters, their ISO `day` written out in the language that is active."""
    if not parameters.get("day"):
        return dict(parameters)
    day = dt.date.fromisoformat(parameters["day"])
    return {**parameters, "day": date_format(day, "DATE_FORMAT")}


def tell(
    *,
    user_ids: Iterable[int],
    kind: NoticeKind,
    now: dt.datetime,
    case_id: int | None = None,
    organisation_id: int | None = None,
    link: str = "",
    parameters: dict[str, Any] | None = None,
) -> None:
    """Give each person a notice and enqueue its e-mail, in the transaction under way.

    `parameters` hold numbers and codes (the case's number), never medical or identity data: mail
    leaves the platform. `link` is a path of the platform.
    """
    with acting_as(system("notice")):
        for user_id in sorted(set(user_ids)):
            notice = Notice.objects.create(
                user_id=user_id,
                organisation_id=organisation_id,
                case_id=case_id,
                kind=kind.code,
                parameters=parameters or {},
                link=link,
                at=now,
            )
            mail_notice.defer(notice=notice.pk)


@jobs.task(name="messaging.mail_notice", queue="mail", retry=5)
def mail_notice(notice: int) -> None:
    """Send one notice by e-mail, once."""
    with acting_as(system("mail")):
        row = Notice.objects.select_for_update().get(pk=notice)
        if row.mailed_at is None:
            user = user_of(row.user_id)
            subject, words = texts(row, user.language)
            send_mail(
                to=user.email, subject=subject, words=words, link=row.link, language=user.language
            )
            row.mailed_at = dt.datetime.now(dt.UTC)
            row.save(update_fields=["mailed_at"])


def texts(notice: Notice, language: str) -> tuple[str, str]:
    """A notice's subject and words in a language."""
    kind = _kinds[notice.kind]
    with translation.override(language):
        told = kind.in_words(notice.parameters)
        return str(kind.subject) % told, str(kind.words) % told


def send_mail(*, to: str, subject: str, words: str, link: str, language: str) -> None:
    """One letter over SMTP, plain text, in the language; raises what SMTP raises."""
    with translation.override(language):
        lines = [words]
        if link:
            lines += ["", settings.PUBLIC_ADDRESS + link]
        lines += ["", _("You get this letter because you use Sanamost.")]
        letter = EmailMultiAlternatives(subject, "\n".join(lines), to=[to])
        letter.extra_headers["Content-Language"] = language
        letter.send()


def write_message(
    *, actor: Actor, case_id: int, organisation_id: int, words: str, language: str, now: dt.datetime
) -> Message:
    """Say something in the conversation of the patient's side with one organisation."""
    return Message.objects.create(
        case_id=case_id,
        organisation_id=organisation_id,
        author_id=current().actor.user_id,
        from_organisation=actor.organisation_id is not None,
        words=words.strip(),
        language=language,
        at=now,
    )


@dataclass(frozen=True)
class Shown:
    """A notice in the reader's words."""

    public_id: str
    subject: str
    words: str
    link: str
    at: dt.datetime
    read: bool
    parameters: dict[str, Any] = field(default_factory=dict)


def notices_for(actor: Actor, *, limit: int = 50) -> list[Shown]:
    """The person's notices in the active language, newest first."""
    language = translation.get_language() or "en"
    rows = Notice.objects.visible_to(actor).order_by("-at")[:limit]
    shown = []
    for row in rows:
        subject, words = texts(row, language)
        shown.append(
            Shown(row.public_id, subject, words, row.link, row.at, row.read_at is not None)
        )
    return shown


def mark_read(actor: Actor, *, now: dt.datetime, public_id: str = "") -> Notice | None:
    """Note that the person read one notice, which is returned, or all of theirs.

    Raises `NotVisible` for a notice that is not theirs.
    """
    mine = Notice.objects.visible_to(actor)
    if not public_id:
        mine.filter(read_at__isnull=True).update(read_at=now)
        return None
    notice = Notice.objects.access(actor, public_id)
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def translate_message(
    *, actor: Actor, public_id: str, words: str, language: str, now: dt.datetime
) -> Message:
    """Put a message into another language, beside the words themselves; the translator is named.

    Only the organisation in the conversation does so. Raises `NotVisible`.
    """
    message = Message.objects.access(actor, public_id)
    if actor.organisation_id != message.organisation_id:
        raise NotVisible
    message.translation = words.strip()[:10_000]
    message.translation_language, message.translated_by = language, actor.name[:100]
    message.save(update_fields=["translation", "translation_language", "translated_by"])
    audit.record(
        action="messaging.message.translated", case_id=message.case_id, subject=public_id, now=now
    )
    return message


def note_conversation_read(
    *, actor: Actor, case_id: int, organisation_id: int, now: dt.datetime
) -> None:
    """Note that the actor's side has read what the other side wrote."""
    Message.objects.visible_to(actor).filter(
        case_id=case_id,
        organisation_id=organisation_id,
        from_organisation=actor.organisation_id is None,
        read_at__isnull=True,
    ).update(read_at=now)
