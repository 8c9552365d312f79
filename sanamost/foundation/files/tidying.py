"""What is left behind: expired uploads, and blobs whose transaction never committed."""

import datetime as dt
from dataclasses import dataclass

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.files.models import File, PartialPiece, PartialUpload
from sanamost.foundation.files.storage import Storage
from sanamost.foundation.files.storage import store as the_store

GRACE = dt.timedelta(days=1)
"""A blob is older than its row by the length of one transaction; a day is ample."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was removed."""

    uploads: int
    blobs: int


def sweep(*, now: dt.datetime) -> Swept:
    """Remove expired uploads with their keys, and blobs that no row names; safe at any time."""
    return Swept(_sweep_uploads(now), _sweep_blobs(the_store(), now))


def _sweep_uploads(now: dt.datetime) -> int:
    with acting_as(system("expired uploads")):
        expired = list(
            PartialUpload.objects.select_for_update(skip_locked=True).filter(expires_at__lte=now)
        )
        for upload in expired:
            key = upload.key
            upload.delete()
            key.delete()
    return len(expired)


def _sweep_blobs(store: Storage, now: dt.datetime) -> int:
    removed = 0
    waiting = list(store.names((now - GRACE).timestamp()))
    for start in range(0, len(waiting), BATCH):
        some = waiting[start : start + BATCH]
        known = _known({name.partition("_")[0] for name in some})
        for name in some:
            if name.partition("_")[0] not in known:
                store.delete(name)
                removed += 1
    return removed


def _known(places: set[str]) -> set[str]:
    with acting_as(system("blobs without a row")):
        files = File.objects.filter(place__in=places).values_list("place", flat=True)
        pieces = PartialPiece.objects.filter(place__in=places).values_list("place", flat=True)
        return {*files, *pieces}
