"""Files in, out and away. Content leaves only after a live check and a line in the trail."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit.services import record
from sanamost.foundation.files import inspection, subject_keys
from sanamost.foundation.files.envelope import seal, unseal
from sanamost.foundation.files.intake import Accepted
from sanamost.foundation.files.kinds import Kind
from sanamost.foundation.files.models import File
from sanamost.foundation.files.policies import may_bring, may_void
from sanamost.foundation.files.storage import BlobMissing
from sanamost.foundation.files.storage import store as the_store
from sanamost.foundation.languages.errors import NotVisible, Refusal

INTAKE = system("intake of files for a draft")


class FileVoided(Refusal):
    """The file was withdrawn; its row stays for the trail."""

    code = "file_voided"
    message = _("This file was withdrawn and can no longer be opened.")


class NotYours(Refusal):
    """Only the side that brought a file may withdraw it."""

    code = "file_not_yours"
    message = _("Only those who brought a file can withdraw it.")


class ReasonMissing(Refusal):
    """A withdrawal needs its reason."""

    code = "reason_missing"
    field = "reason"
    message = _("Say why the file is withdrawn.")


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a file belongs to: a case, or the draft of a request before there is one."""

    subject: str
    """Public id of the case or draft: whose key seals it."""
    data_class: str
    case_id: int | None = None
    organisation_id: int | None = None
    """The clinic that keeps it for itself; None for what the patient's side brings."""
    shown_to_patient: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file on its way out; `pieces` may be read once and needs no database."""

    name: str
    media_type: str
    size: int
    sha256: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Preview:
    """One page as a picture that was drawn anew and carries nothing of the original's bytes."""

    media_type: str
    content: bytes


def store(*, actor: Actor, accepted: Accepted, belongs: Belonging, now: dt.datetime) -> File:
    """Keep an accepted file: the sealed blob is on disk for good before its row exists.

    A transaction rolled back leaves a blob without a row; `sweep` removes it a day later. Files
    without a case are written by the platform itself: nobody but the intake sees them. Raises
    `NotVisible` for a case or class that is not the actor's.
    """
    with acting_as(actor if belongs.case_id else INTAKE):
        if belongs.case_id and not may_bring(
            actor,
            case_id=belongs.case_id,
            data_class=belongs.data_class,
            keeper=belongs.organisation_id,
        ):
            raise NotVisible
        key, secret = subject_keys.key_for(subject=belongs.subject, data_class=belongs.data_class)
        file = File(
            case_id=belongs.case_id,
            draft="" if belongs.case_id else belongs.subject,
            organisation_id=belongs.organisation_id,
            data_class=belongs.data_class,
            shown_to_patient=belongs.shown_to_patient,
            name=accepted.name,
            label=belongs.label,
            kind=accepted.kind.value,
            media_type=accepted.media_type,
            size=accepted.size,
            sha256=accepted.sha256,
            place=token_hex(16),
            key=key,
            pages=max(accepted.pages, 1),
            preview=accepted.preview,
            uploaded_by_id=actor.user_id,
            created_at=now,
        )
        sealed = seal(accepted.pieces(), key=secret, context=_context(file))
        the_store().put(file.place, sealed)
        file.save(force_insert=True)
        _note("stored", file, now, sha256=file.sha256, kind=file.kind)
    return file


def open_for(*, actor: Actor, public_id: str, now: dt.datetime) -> FileContent:
    """The content of a file that the actor may see now; the trail knows before a byte leaves.

    Call it outside any transaction of your own, or read `pieces` only after yours has committed.
    Raises `NotVisible`, `FileVoided`, `KeyDestroyed`; while reading `keys.Tampered`, and then the
    answer must be broken off.
    """
    with acting_as(actor):
        file = _access(actor, public_id)
        content = _open(file)
        _note("opened", file, now)
    return content


def open_for_draft(*, draft: str, public_id: str, now: dt.datetime) -> FileContent:
    """As `open_for`, for whoever holds the draft; the caller has checked that they do."""
    with acting_as(INTAKE):
        file = _of_draft(draft, public_id)
        content = _open(file)
        _note("opened", file, now)
    return content


def preview(
    *, actor: Actor, public_id: str, page: int = 0, now: dt.datetime, draft: str = ""
) -> Preview | None:
    """One page (from 0) as a picture; None where there is none to show.

    Drawn in the limited child on first sight, then kept sealed beside the file. With `draft` the
    caller has checked whose draft it is.
    """
    with acting_as(INTAKE if draft else actor):
        file = _of_draft(draft, public_id) if draft else _access(actor, public_id)
        secret = subject_keys.secret_of(file.key)
        _note("previewed", file, now, page=page)
    if not file.preview or not 0 <= page < file.pages:
        return None
    return _kept_preview(file, secret, page) or _drawn_preview(file, secret, page)


def void(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> File:
    """Withdraw a file with a reason; it stays in the trail and can no longer be opened."""
    if not reason.strip():
        raise ReasonMissing
    with acting_as(actor):
        file = (
            File.objects.visible_to(actor).select_for_update().filter(public_id=public_id).first()
        )
        if file is None:
            raise NotVisible
        if not may_void(actor, file):
            raise NotYours
        if file.voided_at is None:
            file.voided_at, file.voided_by_id = now, actor.user_id
            file.void_reason = reason.strip()[:300]
            file.save(update_fields=["voided_at", "voided_by", "void_reason"])
            _note("voided", file, now)
    return file


def void_of_draft(*, draft: str, public_id: str, now: dt.datetime) -> None:
    """Take a file off a draft; the caller has checked whose draft it is."""
    with acting_as(INTAKE):
        file = _of_draft(draft, public_id)
        file.voided_at, file.void_reason = now, "taken off the draft"
        file.save(update_fields=["voided_at", "void_reason"])
        _note("voided", file, now)


def adopt_draft(*, draft: str, case_id: int, case_public_id: str) -> int:
    """Hang a draft's files and keys on the case that it became; how many files there were.

    For use as the platform, in the transaction that opens the case.
    """
    moved = File.objects.filter(draft=draft, case_id__isnull=True).update(case_id=case_id)
    if moved:  # a key is made with the first file under it
        subject_keys.hand_over(subject=draft, to=case_public_id)
    return moved


def _access(actor: Actor, public_id: str) -> File:
    file: File = File.objects.select_related("key").access(actor, public_id)
    if file.voided_at is not None:
        raise FileVoided
    return file


def _of_draft(draft: str, public_id: str) -> File:
    rows = File.objects.select_related("key").filter(draft=draft, case_id__isnull=True)
    file = rows.filter(public_id=public_id, voided_at__isnull=True).first() if draft else None
    if file is None:
        raise NotVisible
    return file


def _open(file: File) -> FileContent:
    secret = subject_keys.secret_of(file.key)
    pieces = _reading(the_store().open(file.place), secret, _context(file))
    return FileContent(file.name, file.media_type, file.size, file.sha256, pieces)


def _reading(blob: BinaryIO, secret: bytes, context: str) -> Iterator[bytes]:
    with blob:
        yield from unseal(blob, key=secret, context=context)


def _kept_preview(file: File, secret: bytes, page: int) -> Preview | None:
    try:
        blob = the_store().open(_rendition(file, page))
    except BlobMissing:
        return None
    content = b"".join(_reading(blob, secret, _context(file, page)))
    signs = inspection.PICTURE_SIGNS.items()
    media_type = next((name for name, sign in signs if content.startswith(sign)), None)
    return Preview(media_type, content) if media_type else None


def _drawn_preview(file: File, secret: bytes, page: int) -> Preview | None:
    with _plain(file, secret) as plain:
        try:
            picture = inspection.render(Kind(file.kind), plain, page=page)
        except inspection.NotTaken:
            return None
    sealed = seal([picture.content], key=secret, context=_context(file, page))
    the_store().put(_rendition(file, page), sealed)
    return Preview(picture.media_type, picture.content)


@contextmanager
def _plain(file: File, secret: bytes) -> Iterator[BinaryIO]:
    """The content in a nameless file, which is gone as soon as it is closed."""
    with tempfile.TemporaryFile() as plain:
        for piece in _reading(the_store().open(file.place), secret, _context(file)):
            plain.write(piece)
        plain.flush()
        plain.seek(0)
        yield plain


def _rendition(file: File, page: int) -> str:
    return f"{file.place}_{page}"


def _context(file: File, page: int | None = None) -> str:
    """What the content is bound to: it opens as this file's, and as this page's, alone."""
    return f"{file.public_id}|{'original' if page is None else page}"


def _note(done: str, file: File, now: dt.datetime, **details: Any) -> None:
    record(
        action=f"files.file.{done}",
        case_id=file.case_id,
        subject=file.public_id,
        details={"class": file.data_class, **details},
        now=now,
    )
