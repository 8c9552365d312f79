"""Giving and taking away: accounts, grants, invitations, timed staff access."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.models import Grant, Invitation, Membership, StaffAccess, User
from sanamost.foundation.access.roles import CARE_STAFF, DataClass, GrantPurpose, Role
from sanamost.foundation.languages.errors import NotVisible, Refusal

INVITATION_LASTS = dt.timedelta(days=14)
INVITERS = (
    Role.COORDINATOR,
    Role.PARTNER_AGENT,
    Role.INSURER,
    Role.REGIONAL_COORDINATOR,
    Role.NATIONAL_COORDINATOR,
    Role.PLATFORM_ADMIN,
)
STAFF_ACCESS_LASTS = dt.timedelta(minutes=60)


class InvitationOver(Refusal):
    """The invitation was used, has expired, or is for another address."""

    code = "invitation_over"
    message = _("This invitation is no longer valid. Ask the organisation for a new one.")


def account_for(*, email: str, name: str = "", language: str = "en") -> User:
    """The account of the address, made where there is none (it opens by e-mail code alone)."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    return user or User.objects.create_user(email, name=name, language=language)


def set_profile(*, user_id: int, name: str, language: str, time_zone: str) -> User:
    """How the person is called, and the language and time zone in which they read and get mail."""
    user = User.objects.get(pk=user_id)
    user.name, user.language, user.time_zone = name.strip(), language, time_zone
    user.save(update_fields=["name", "language", "time_zone"])
    return user


def grant(
    *,
    case_id: int,
    organisation_id: int,
    classes: Iterable[DataClass],
    purpose: GrantPurpose,
    now: dt.datetime,
    until: dt.datetime | None = None,
    reason: str = "",
) -> None:
    """Let the organisation see these classes of the case; what it has already, it keeps.

    Only the system's own work may call this: the database refuses it to anybody else.
    """
    held = set() if until is None else _held_for_good(case_id, organisation_id, purpose)
    Grant.objects.bulk_create(
        [
            Grant(
                case_id=case_id,
                organisation_id=organisation_id,
                data_class=data_class,
                purpose=purpose,
                until=until,
                reason=reason,
                given_at=now,
            )
            for data_class in sorted(set(classes) - held)
        ],
        ignore_conflicts=until is None,
    )  # what is there stands: `grant_live_once`


def _held_for_good(case_id: int, organisation_id: int, purpose: GrantPurpose) -> set[str]:
    live = Grant.objects.filter(
        case_id=case_id,
        organisation_id=organisation_id,
        purpose=purpose,
        revoked_at__isnull=True,
        until__isnull=True,
    )
    return set(live.values_list("data_class", flat=True))


def revoke(
    *,
    case_id: int,
    organisation_id: int,
    now: dt.datetime,
    classes: Iterable[DataClass] | None = None,
) -> None:
    """End the organisation's sight of the case, or of these classes of it, from now on."""
    live = Grant.objects.filter(
        case_id=case_id, organisation_id=organisation_id, revoked_at__isnull=True
    )
    if classes is not None:
        live = live.filter(data_class__in=list(classes))
    live.update(revoked_at=now)


def join(
    *,
    user_id: int,
    organisation_id: int,
    roles: Iterable[Role],
    now: dt.datetime,
    title: object = None,
) -> Membership:
    """Make the person a member with these roles; a live membership gets the roles added."""
    live = Membership.objects.filter(
        user_id=user_id, organisation_id=organisation_id, ended_at__isnull=True
    ).first()
    if live:
        live.roles = sorted({*live.roles, *roles})
        live.save(update_fields=["roles"])
        return live
    return Membership.objects.create(
        user_id=user_id,
        organisation_id=organisation_id,
        roles=sorted(roles),
        title=title or {},
        started_at=now,
    )


def invite(*, actor: Actor, email: str, roles: Iterable[Role], now: dt.datetime) -> str:
    """Invite an address into the actor's organisation; returns the token to be e-mailed.

    Raises `NotVisible` for a role that the actor may not give.
    """
    if actor.organisation_id is None or actor.user_id is None:
        raise NotVisible
    asked = set(roles)
    if not asked or not asked <= set(invitable_roles(actor)):
        raise NotVisible
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        organisation_id=actor.organisation_id,
        email=email.strip().lower(),
        roles=sorted(asked),
        token_hash=token_hash(token),
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    return token


class NotYourself(Refusal):
    """One does not end one's own membership: a colleague does."""

    code = "not_yourself"
    message = _("You cannot end your own membership. A colleague does it.")


def end_membership(*, actor: Actor, public_id: str, now: dt.datetime) -> Membership:
    """A colleague works here no more; from their next click on they may do nothing here.

    Taking power away needs no second person, only giving it does. Whoever may give all of the
    colleague's roles may end their membership. Nobody ends their own, and of two who end each
    other's at once one is too late: so somebody who may invite is always left. Raises `NotVisible`
    for strangers and for whoever may not, `NotYourself`.
    """
    here = list(
        Membership.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(organisation_id=actor.organisation_id or 0, ended_at__isnull=True)
        .order_by("pk")
    )
    row = next((one for one in here if one.public_id == public_id), None)
    if row is None or not may_end(actor, row):
        raise NotVisible
    if row.user_id == actor.user_id:
        raise NotYourself
    if actor.user_id not in {one.user_id for one in here}:
        raise NotVisible
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return row


def may_end(actor: Actor, row: Membership) -> bool:
    """Whether the actor may give every role that the colleague has; an administrator may anyway."""
    if actor.has(Role.PLATFORM_ADMIN):
        return True
    return set(row.roles) <= {str(role) for role in invitable_roles(actor)}


FIRST_ROLES = {
    "clinic": sorted(CARE_STAFF),
    "foreign_clinic": [Role.PARTNER_AGENT],
    "partner": [Role.PARTNER_AGENT],
    "insurer": [Role.INSURER],
    "region": [Role.REGIONAL_COORDINATOR],
    "national": [Role.NATIONAL_COORDINATOR],
    "platform": [Role.COORDINATOR],
}


class HasPeople(Refusal):
    """Only an organisation without anybody is opened from outside."""

    code = "has_people"
    message = _("This organisation has its own people; they invite their colleagues themselves.")


def invite_first(
    *,
    actor: Actor,
    organisation_id: int,
    kind: str,
    email: str,
    roles: Iterable[Role],
    now: dt.datetime,
) -> str:
    """Invite the first person of an organisation that has nobody; returns the token to be mailed.

    Raises `NotVisible` to all but platform administrators and for roles that are not of the
    organisation's kind, `HasPeople` where somebody is there: whom they trust is theirs to say.
    """
    asked = set(roles)
    if not actor.has(Role.PLATFORM_ADMIN) or actor.user_id is None:
        raise NotVisible
    if not asked or not asked <= set(FIRST_ROLES.get(kind, [])):
        raise NotVisible
    if Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True).exists():
        raise HasPeople
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        organisation_id=organisation_id,
        email=email.strip().lower(),
        roles=sorted(asked),
        token_hash=token_hash(token),
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    return token


def invitable_roles(actor: Actor) -> list[Role]:
    """The roles that the actor may give in their organisation: those of its kind of work.

    Only a platform administrator makes another one.
    """
    kinds = {
        "clinic": sorted(CARE_STAFF),
        "partner": [Role.PARTNER_AGENT],
        "insurer": [Role.INSURER],
        "region": [Role.REGIONAL_COORDINATOR],
        "national": [Role.NATIONAL_COORDINATOR],
        "platform": [Role.COORDINATOR],
    }
    if not actor.has(*INVITERS):
        return []
    if actor.has(Role.PLATFORM_ADMIN):
        return [Role.PLATFORM_ADMIN]
    return kinds.get(actor.organisation_kind, [])


def accept_invitation(*, actor: Actor, token: str, now: dt.datetime) -> Membership:
    """Join by an invitation sent to the actor's own address; raises `InvitationOver`."""
    row = (
        Invitation.objects.select_for_update()
        .filter(token_hash=token_hash(token), accepted_at__isnull=True, expires_at__gt=now)
        .first()
    )
    user = User.objects.filter(pk=actor.user_id or 0).first()
    if row is None or user is None or user.email.lower() != row.email.lower():
        raise InvitationOver
    row.accepted_at = now
    row.save(update_fields=["accepted_at"])
    return join(
        user_id=user.pk,
        organisation_id=row.organisation_id,
        roles=[Role(role) for role in row.roles],
        now=now,
    )


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_staff_access(*, actor: Actor, case_id: int, reason: str, now: dt.datetime) -> StaffAccess:
    """A platform administrator's look at one case: reasoned, for an hour, seen by the patient.

    Raises `Refusal` without a reason. The caller writes the trail and tells the quality officers.
    """
    if not actor.has(Role.PLATFORM_ADMIN) or actor.organisation_id is None or actor.user_id is None:
        raise NotVisible
    if len(reason.strip()) < 10:
        raise Refusal(
            _("Say in a sentence why you must see this case."), code="reason_needed", field="reason"
        )
    until = now + STAFF_ACCESS_LASTS
    grant(
        case_id=case_id,
        organisation_id=actor.organisation_id,
        classes=list(DataClass),
        purpose=GrantPurpose.STAFF_ACCESS,
        now=now,
        until=until,
        reason=reason,
    )
    return StaffAccess.objects.create(
        user_id=actor.user_id, case_id=case_id, reason=reason, started_at=now, ends_at=until
    )


class ReviewedByAnother(Refusal):
    """Nobody reviews what they did themselves."""

    code = "reviewed_by_another"
    message = _("Another administrator must review this: you looked at the case yourself.")


def review_staff_access(*, actor: Actor, public_id: str, now: dt.datetime) -> StaffAccess:
    """Note that a second person has looked at why a case was looked at.

    Raises `NotVisible`, `ReviewedByAnother`; a review stays as it is.
    """
    look = StaffAccess.objects.select_for_update().filter(public_id=public_id).first()
    if look is None or not actor.has(Role.PLATFORM_ADMIN):
        raise NotVisible
    if look.user_id == actor.user_id:
        raise ReviewedByAnother
    if look.reviewed_at is None:
        look.reviewed_at = now
        look.save(update_fields=["reviewed_at"])
    return look
