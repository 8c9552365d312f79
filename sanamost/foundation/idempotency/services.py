"""The same question with the same key has one effect and one answer."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.idempotency.models import Answer
from sanamost.foundation.languages.errors import Refusal

REMEMBERED = dt.timedelta(days=30)
"""How long the same key gives the same answer: longer than any page stays open."""
KEY = re.compile(r"^[A-Za-z0-9_-]{16,80}$")


class KeyReused(Refusal):
    """The key already stands for another question."""

    code = "idempotency_key_reused"
    message = _("This form was already sent with other content. Reload the page and send it again.")


class BadKey(Refusal):
    """No key, or none that could be unique."""

    code = "idempotency_key_missing"
    message = _("The form has lost its number. Reload the page and send it again.")


@dataclass(frozen=True)
class Claim:
    """A key taken by this transaction (`earlier` is None), or the answer given before."""

    answer: Answer
    fresh: bool


def asker_of(actor: Actor, session: str = "") -> str:
    """Whose keys these are: two people's equal keys never meet.

    A person's keys are theirs for whichever organisation they act: taking up an invitation changes
    that, and the same form sent again must still find its answer. A program's are its API key's.
    """
    if actor.key:
        return f"key-{actor.organisation_id}-{actor.key}"
    if actor.user_id is None:
        return f"visitor-{hashlib.sha256(session.encode()).hexdigest()[:40]}"
    return f"user-{actor.user_id}"


def claim(*, asker: str, key: str, asked: bytes) -> Claim:
    """Take the key for this transaction, or find the earlier answer.

    A second asker waits until the first has committed. Raises `BadKey` for a key of another shape
    and `KeyReused` when the key stands for another question.
    """
    if not KEY.match(key):
        raise BadKey
    digest = hashlib.sha256(asked).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_answer (asker, key, asked, status, location, body, created_at)"
            " VALUES (%s, %s, %s, 0, '', '', now()) ON CONFLICT DO NOTHING RETURNING id",
            [asker, key, digest],
        )
        taken = cursor.fetchone()
    if taken is not None:
        return Claim(Answer(pk=taken[0], asker=asker, key=key, asked=digest), fresh=True)
    answer = Answer.objects.get(asker=asker, key=key)
    if answer.asked != digest:
        raise KeyReused
    return Claim(answer, fresh=False)


def settle(claimed: Claim, *, status: int, location: str = "", body: bytes = b"") -> None:
    """Keep the answer beside its effect."""
    Answer.objects.filter(pk=claimed.answer.pk).update(
        status=status, location=location[:500], body=body
    )


def forget(*, now: dt.datetime) -> int:
    """Forget answers that nobody asks for again; how many there were. Runs as the platform."""
    with acting_as(system("old answers")):
        forgotten, _rows = Answer.objects.filter(created_at__lt=now - REMEMBERED).delete()
    return forgotten
