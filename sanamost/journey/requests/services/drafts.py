"""Answers on the way to a request, kept under a secret that only the visitor's browser holds."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.files import services as files
from sanamost.foundation.files.selectors import files_of_draft
from sanamost.journey.requests.models import Draft

LASTS = dt.timedelta(days=30)
INTAKE = system("intake")


def new_secret() -> str:
    """A secret for a browser to keep; the platform keeps its hash alone."""
    return secrets.token_urlsafe(32)


def draft_for(secret: str, *, now: dt.datetime, hold: bool = False) -> Draft | None:
    """The draft under the secret, sent or not; None for an unknown or expired one.

    `hold` locks it until the transaction under way ends: whoever else sends it waits and then
    finds it sent.
    """
    if not secret:
        return None
    rows = Draft.objects.select_for_update() if hold else Draft.objects.all()
    with acting_as(INTAKE, savepoint=False):
        return rows.filter(secret_hash=_hash(secret), expires_at__gt=now).first()


def save_draft(
    *, secret: str, step: str, answers: dict[str, Any], language: str, now: dt.datetime
) -> Draft:
    """Keep the answers of a step; those of other steps stay, and 30 days begin anew.

    A draft that became a case is not touched any more.
    """
    with acting_as(INTAKE):
        draft, _fresh = Draft.objects.select_for_update().get_or_create(
            secret_hash=_hash(secret),
            defaults={"language": language, "created_at": now, "expires_at": now + LASTS},
        )
        if draft.case_id is None:
            draft.answers = {**draft.answers, **answers}
            draft.step, draft.language, draft.expires_at = step, language, now + LASTS
            draft.save()
        return draft


def discard(*, secret: str, now: dt.datetime) -> None:
    """Forget the answers at once and withdraw what was uploaded for them."""
    with acting_as(INTAKE):
        draft = Draft.objects.select_for_update().filter(secret_hash=_hash(secret)).first()
        if draft is None or draft.case_id is not None:
            return
        for file in files_of_draft(draft=draft.public_id):
            files.void_of_draft(draft=draft.public_id, public_id=file.public_id, now=now)
        draft.delete()


def forget_expired(*, now: dt.datetime) -> int:
    """Delete answers that nobody came back for; how many there were."""
    with acting_as(INTAKE):
        expired = Draft.objects.filter(expires_at__lte=now)[:500]
        return sum(_forget(draft, now) for draft in expired)


def _forget(draft: Draft, now: dt.datetime) -> int:
    if draft.case_id is None:
        for file in files_of_draft(draft=draft.public_id):
            files.void_of_draft(draft=draft.public_id, public_id=file.public_id, now=now)
    draft.delete()
    return 1


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
