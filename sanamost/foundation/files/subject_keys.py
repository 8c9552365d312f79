"""Data keys of subjects: made on first use, opened for their subject alone, destroyed once."""

import datetime as dt
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.files.keys import KeyRing, Wrapped, fresh
from sanamost.foundation.files.models import SubjectKey
from sanamost.foundation.languages.errors import Refusal

BATCH = 500


class KeyDestroyed(Refusal):
    """The subject's key was destroyed: nobody can read this file any more."""

    code = "file_erased"
    message = _("This file was erased for good, as the law or its owner demanded.")


@cache
def _parsed(entries: tuple[str, ...]) -> KeyRing:
    return KeyRing.parse(entries)


def ring() -> KeyRing:
    """The root keys of the setting FILE_KEYS."""
    return _parsed(tuple(settings.FILE_KEYS))


def key_for(*, subject: str, data_class: str) -> tuple[SubjectKey, bytes]:
    """The subject's current key of the class with its secret, made where there is none.

    Two askers at once get the same key: the second waits for the first one's transaction.
    """
    secret = fresh()
    wrapped = ring().wrap(secret, context=_context(subject, data_class))
    row, made = SubjectKey.objects.get_or_create(
        subject=subject,
        data_class=data_class,
        current=True,
        defaults={"wrapped": wrapped.ciphertext, "root_id": wrapped.root_id},
    )
    return row, secret if made else secret_of(row)


def secret_of(row: SubjectKey) -> bytes:
    """The key itself; raises `KeyDestroyed`, or `keys.Tampered` when the row was meddled with."""
    if row.destroyed_at is not None:
        raise KeyDestroyed
    wrapped = Wrapped(row.root_id, bytes(row.wrapped))
    return ring().unwrap(wrapped, context=_context(row.subject, row.data_class))


def hand_over(*, subject: str, to: str) -> None:
    """Give every key of `subject` to another subject (a draft became a case).

    A key whose class the new subject has already stays readable beside it.
    """
    for row in SubjectKey.objects.select_for_update().filter(subject=subject):
        secret = secret_of(row)
        row.subject = to
        taken = SubjectKey.objects.filter(subject=to, data_class=row.data_class, current=True)
        row.current = row.current and not taken.exists()
        _wrap(row, secret)


def destroy(*, subject: str, data_classes: frozenset[str], now: dt.datetime) -> int:
    """Destroy the subject's keys of the classes; how many there were. There is no way back."""
    rows = SubjectKey.objects.filter(
        subject=subject, data_class__in=data_classes, destroyed_at__isnull=True
    )
    return rows.update(wrapped=b"", destroyed_at=now, current=False)


def rewrap() -> int:
    """Put every key that lies under an older root key under the newest one; how many there were.

    Files are not touched. May be stopped and run again; run it before an old root key is taken off
    the ring.
    """
    done, newest = 0, ring().current.id
    waiting = SubjectKey.objects.exclude(root_id=newest).filter(destroyed_at__isnull=True)
    while True:
        with transaction.atomic():
            rows = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
            for row in rows:
                _wrap(row, secret_of(row))
        done += len(rows)
        if not rows:
            return done


def _wrap(row: SubjectKey, secret: bytes) -> None:
    wrapped = ring().wrap(secret, context=_context(row.subject, row.data_class))
    row.wrapped, row.root_id = wrapped.ciphertext, wrapped.root_id
    row.save(update_fields=["subject", "current", "wrapped", "root_id"])


def _context(subject: str, data_class: str) -> str:
    return f"{subject}|{data_class}"
