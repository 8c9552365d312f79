"""Keys by which an organisation's own programs act: made, looked up, withdrawn."""

import datetime as dt
import hmac
import secrets
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.models import KEY_LASTS, ApiKey, Membership
from sanamost.foundation.access.rights import Right
from sanamost.foundation.access.roles import Role
from sanamost.foundation.access.services import token_hash
from sanamost.foundation.languages.errors import NotVisible, Refusal

PREFIX = "sanamost_"
"""Begins every key, so that one that lies about in a file is known for what it is."""
MOST_KEYS = 20


class KeyEndsTooLate(Refusal):
    """It has ended already, or would last longer than a year."""

    code = "key_ends_too_late"
    message = _("Choose a day that is still to come, at most a year ahead.")
    field = "expires_on"


class KeyWithoutRights(Refusal):
    """A key that may do nothing."""

    code = "key_without_rights"
    message = _("Choose at least one thing that the key may do.")
    field = "rights"


class TooManyKeys(Refusal):
    """Nobody could say any more which is which."""

    code = "too_many_keys"
    message = _("There are 20 keys in force. Withdraw one that is not used first.")


def make_key(
    *, actor: Actor, name: str, rights: Iterable[Right], expires_at: dt.datetime, now: dt.datetime
) -> tuple[ApiKey, str]:
    """A new key and, this once, the key itself: 256 random bits of which only the hash is kept.

    The caller writes the trail. Raises `KeyWithoutRights`, `KeyEndsTooLate`, `TooManyKeys`, and
    `NotVisible` for whoever may not.
    """
    organisation_id = _require_maker(actor)
    allowed = sorted(set(rights))
    if not allowed:
        raise KeyWithoutRights
    if not now < expires_at <= now + KEY_LASTS:
        raise KeyEndsTooLate
    in_force = ApiKey.objects.visible_to(actor).filter(
        withdrawn_at__isnull=True, expires_at__gt=now
    )
    if in_force.count() >= MOST_KEYS:
        raise TooManyKeys
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        organisation_id=organisation_id,
        name=name.strip(),
        rights=allowed,
        token_hash=token_hash(token),
        made_by_id=actor.person_id,
        made_at=now,
        expires_at=expires_at,
    )
    return row, token


def withdraw_key(*, actor: Actor, public_id: str, now: dt.datetime) -> ApiKey:
    """From the next call on the key does nothing; raises `NotVisible`. The caller writes the trail.

    One that was withdrawn before stays as it is.
    """
    row = access_key(actor, public_id)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = now, actor.person_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row


def keys_of(actor: Actor) -> list[ApiKey]:
    """The organisation's keys, the newest first; raises `NotVisible` for whoever may not."""
    _require_maker(actor)
    rows = ApiKey.objects.visible_to(actor).select_related("made_by", "withdrawn_by")
    return list(rows.order_by("-made_at", "-pk"))


def access_key(actor: Actor, public_id: str) -> ApiKey:
    """One of them; raises `NotVisible`."""
    _require_maker(actor)
    rows = ApiKey.objects.select_related("made_by", "withdrawn_by")
    row: ApiKey = rows.access(actor, public_id)
    return row


def makers_here(organisation_id: int) -> set[int]:
    """Accounts whose keys work: those who may make one there now."""
    rows = Membership.objects.filter(
        organisation_id=organisation_id,
        ended_at__isnull=True,
        roles__contains=[Role.COORDINATOR],
        user__is_active=True,
    )
    return set(rows.values_list("user_id", flat=True))


def actor_of_key(token: str, *, request_id: str, now: dt.datetime) -> Actor | None:
    """Who acts by this key; None for an unknown, withdrawn or expired one, which look alike.

    A key works no longer than its maker could make it: whose membership or role has ended has left
    no way in behind. The day of use is noted. Call it outside of `acting_as`.
    """
    digest = token_hash(token)
    with acting_as(system("looking a key up")):
        row = ApiKey.objects.select_related("organisation").filter(token_hash=digest).first()
        if row is None or not hmac.compare_digest(row.token_hash, digest):
            return None
        if row.withdrawn_at is not None or row.expires_at <= now:
            return None
        if row.made_by_id not in makers_here(row.organisation_id):
            return None
        if row.last_used_on != now.date():
            ApiKey.objects.filter(pk=row.pk).update(last_used_on=now.date())
    return Actor(
        user_id=row.made_by_id,
        organisation_id=row.organisation_id,
        organisation_kind=row.organisation.kind,
        region=row.organisation.region,
        name=row.name,
        request_id=request_id,
        key=row.public_id,
        rights=frozenset(Right(right) for right in row.rights),
    )


def _require_maker(actor: Actor) -> int:
    """The key of the clinic for which the actor makes keys; raises `NotVisible`."""
    if actor.organisation_id is None or actor.organisation_kind != "clinic" or actor.key:
        raise NotVisible
    if not actor.has(Role.COORDINATOR):
        raise NotVisible
    return actor.organisation_id
