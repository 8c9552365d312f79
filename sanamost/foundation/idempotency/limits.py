"""How often one address may do one thing: counted in the database, so all processes share it."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from sanamost.foundation.idempotency.models import Tally

KEPT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` times within `seconds`, counted from the first one."""

    most: int
    seconds: int


def limit_of(what: str) -> Limit | None:
    """The limit in this installation; None where limits are off (SANAMOST_LIMIT_FACTOR=0)."""
    most, seconds = settings.LIMITS[what]
    return Limit(most * settings.LIMIT_FACTOR, seconds) if settings.LIMIT_FACTOR > 0 else None


def seconds_to_wait(*, what: str, who: str, limit: Limit, now: dt.datetime) -> int:
    """Count one more; 0 while it is within the limit, else how long until it is again.

    Count and answer are one statement. Call it outside the transaction of what is counted, so that
    a refused attempt counts too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_tally (key, since, count) VALUES (%(key)s, %(now)s, 1)"
            " ON CONFLICT (key) DO UPDATE SET"
            " count = CASE WHEN idempotency_tally.since <= %(begin)s THEN 1"
            " ELSE least(idempotency_tally.count, 1000000) + 1 END,"
            " since = CASE WHEN idempotency_tally.since <= %(begin)s THEN excluded.since"
            " ELSE idempotency_tally.since END"
            " RETURNING count, since",
            {
                "key": _key(what, who),
                "now": now,
                "begin": now - dt.timedelta(seconds=limit.seconds),
            },
        )
        count, since = cursor.fetchone()
    if count <= limit.most:
        return 0
    over = since + dt.timedelta(seconds=limit.seconds) - now
    return max(1, -int(-over.total_seconds() // 1))


def forget_old(*, now: dt.datetime) -> int:
    """Drop what nobody counts any more; how many rows."""
    return Tally.objects.filter(since__lt=now - KEPT).delete()[0]


def _key(what: str, who: str) -> str:
    told = f"limit\n{what}\n{who}".encode()
    return hmac.new(str(settings.SECRET_KEY).encode(), told, hashlib.sha256).hexdigest()
