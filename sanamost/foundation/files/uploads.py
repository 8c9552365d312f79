"""Uploads that resume: pieces arrive in order, survive a lost connection, and wait for the rest.

The sender opens an upload, takes it for one browser window, sends pieces, and finishes. After a
break it asks `take_up` how much has arrived and goes on from there. Every piece lies sealed under a
key of the upload's own, which is destroyed with it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from secrets import token_hex

from django.db.models import Sum

from sanamost.foundation.access.acting import Acting, acting_as
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.public_ids import new
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.files import names, services, subject_keys
from sanamost.foundation.files.envelope import seal, unseal
from sanamost.foundation.files.intake import accept_upload
from sanamost.foundation.files.kinds import MEGABYTE, Limits
from sanamost.foundation.files.models import File, PartialPiece, PartialUpload
from sanamost.foundation.files.refusals import file_refused, upload_refused
from sanamost.foundation.files.services import INTAKE, Belonging
from sanamost.foundation.files.storage import store as the_store
from sanamost.foundation.languages.errors import NotVisible

MOST_PIECE_BYTES = 8 * MEGABYTE
LIFE = dt.timedelta(hours=24)
TAB_HOLDS = dt.timedelta(seconds=60)
MOST_OPEN, MOST_OPEN_BYTES = 30, 1024 * MEGABYTE
"""Per sender: what may lie unfinished at a time."""


def begin(
    *,
    actor: Actor,
    name: str,
    declared_type: str,
    size: int,
    now: dt.datetime,
    draft: str = "",
    limits: Limits | None = None,
) -> PartialUpload:
    """Announce a file of `size` bytes; raises `FileRefused` for a size that no kind may have.

    A visitor without an account sends for a `draft`, which the caller has checked to be theirs.
    """
    clean, most = names.clean(name), (limits or Limits()).most
    if size <= 0:
        raise file_refused("file_empty", clean)
    if size > most:
        raise file_refused("file_too_large", clean, limit=most // MEGABYTE)
    with _as_sender(actor, draft):
        _refuse_too_many(actor, draft, size, now)
        public_id = new("upld")
        key, _secret = subject_keys.key_for(subject=public_id, data_class=DataClass.CLINICAL)
        return PartialUpload.objects.create(
            public_id=public_id,
            user_id=actor.user_id,
            draft=draft,
            name=clean,
            declared_type=declared_type[:100],
            size=size,
            key=key,
            created_at=now,
            expires_at=now + LIFE,
        )


def take_up(
    *, actor: Actor, public_id: str, tab: str, now: dt.datetime, draft: str = ""
) -> PartialUpload:
    """Take the upload for the browser window `tab` and learn how much has arrived.

    Another window that was active within the last minute keeps it: `upload_elsewhere`.
    """
    with _as_sender(actor, draft):
        upload = _locked(actor, public_id, draft, now)
        _hold(upload, tab, now)
        upload.save(update_fields=["tab", "tab_until"])
        return upload


def append(
    *,
    actor: Actor,
    public_id: str,
    tab: str,
    offset: int,
    piece: bytes,
    sha256: str,
    now: dt.datetime,
    draft: str = "",
) -> int:
    """Keep one piece that begins at `offset`; returns how many bytes have arrived.

    The same piece sent again after a lost answer changes nothing. Raises `UploadRefused` with
    `upload_offset` (parameter `received` says where to go on), `upload_elsewhere`,
    `upload_piece_damaged` (the SHA-256 in hex differs), `upload_piece_too_large`, `upload_expired`.
    """
    with _as_sender(actor, draft):
        upload = _locked(actor, public_id, draft, now)
        _hold(upload, tab, now)
        digest = hashlib.sha256(piece).hexdigest()
        if digest != sha256.lower():
            raise upload_refused("upload_piece_damaged", received=upload.received)
        if upload.pieces.filter(offset=offset, size=len(piece), sha256=digest).exists():
            return upload.received
        if offset != upload.received:
            raise upload_refused("upload_offset", received=upload.received)
        if not 0 < len(piece) <= min(MOST_PIECE_BYTES, upload.size - offset):
            raise upload_refused("upload_piece_too_large", limit=MOST_PIECE_BYTES)
        _keep(upload, offset, piece, digest)
        upload.received += len(piece)
        upload.save(update_fields=["tab", "tab_until", "received"])
        return upload.received


def pieces_of(
    *, actor: Actor, public_id: str, now: dt.datetime, draft: str = ""
) -> list[PartialPiece]:
    """What has arrived, in order: by size and SHA-256 the sender knows its file again."""
    with _as_sender(actor, draft):
        return list(_locked(actor, public_id, draft, now).pieces.all())


def finish(
    *,
    actor: Actor,
    public_id: str,
    belongs: Belonging,
    now: dt.datetime,
    draft: str = "",
    limits: Limits | None = None,
) -> File:
    """Put the pieces together, check the whole and keep it; asked again, gives the same file.

    Raises `UploadRefused` while something is missing and `FileRefused` when the file is not taken.
    """
    with _as_sender(actor, draft):
        upload = _locked(actor, public_id, draft, now)
        if upload.file is not None:
            return upload.file
        if upload.received < upload.size:
            raise upload_refused("upload_incomplete", received=upload.received)
        with accept_upload(
            _content(upload),
            declared_name=upload.name,
            declared_type=upload.declared_type,
            limits=limits,
        ) as accepted:
            upload.file = services.store(actor=actor, accepted=accepted, belongs=belongs, now=now)
        upload.save(update_fields=["file"])
        return upload.file


def cancel(*, actor: Actor, public_id: str, now: dt.datetime, draft: str = "") -> None:
    """Forget an unfinished upload and what has arrived of it."""
    with _as_sender(actor, draft):
        upload = _locked(actor, public_id, draft, now)
        upload.expires_at = now
        upload.save(update_fields=["expires_at"])


def _as_sender(actor: Actor, draft: str) -> AbstractContextManager[Acting]:
    return acting_as(INTAKE if draft else actor)


def _locked(actor: Actor, public_id: str, draft: str, now: dt.datetime) -> PartialUpload:
    uploads = PartialUpload.objects.select_for_update(of=("self",)).select_related("key")
    mine = uploads.filter(draft=draft) if draft else uploads.visible_to(actor).filter(draft="")
    upload = mine.filter(public_id=public_id).first()
    if upload is None:
        raise NotVisible
    if upload.expires_at <= now:
        raise upload_refused("upload_expired")
    return upload


def _hold(upload: PartialUpload, tab: str, now: dt.datetime) -> None:
    held = upload.tab and upload.tab_until is not None and upload.tab_until > now
    if held and upload.tab != tab:
        raise upload_refused("upload_elsewhere")
    upload.tab, upload.tab_until = tab[:64], now + TAB_HOLDS


def _refuse_too_many(actor: Actor, draft: str, size: int, now: dt.datetime) -> None:
    open_ones = PartialUpload.objects.filter(expires_at__gt=now, file__isnull=True)
    mine = open_ones.filter(draft=draft) if draft else open_ones.visible_to(actor).filter(draft="")
    waiting = mine.aggregate(total=Sum("size"))["total"] or 0
    if mine.count() >= MOST_OPEN or waiting + size > MOST_OPEN_BYTES:
        raise upload_refused("upload_too_many")


def _keep(upload: PartialUpload, offset: int, piece: bytes, digest: str) -> None:
    place = token_hex(16)
    secret = subject_keys.secret_of(upload.key)
    the_store().put(place, seal([piece], key=secret, context=_context(upload, offset)))
    PartialPiece.objects.create(
        upload=upload, offset=offset, size=len(piece), sha256=digest, place=place
    )


def _content(upload: PartialUpload) -> Iterator[bytes]:
    secret = subject_keys.secret_of(upload.key)
    for piece in upload.pieces.all():
        with the_store().open(piece.place) as blob:
            yield from unseal(blob, key=secret, context=_context(upload, piece.offset))


def _context(upload: PartialUpload, offset: int) -> str:
    return f"{upload.public_id}|{offset}"
