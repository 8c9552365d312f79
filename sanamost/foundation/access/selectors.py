"""Who somebody is, and for whom they may act."""

import datetime as dt
from dataclasses import dataclass

from sanamost.foundation.access.actor import VISITOR, Actor
from sanamost.foundation.access.models import Grant, Invitation, Membership, StaffAccess, User
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible


@dataclass(frozen=True)
class Standing:
    """One way in which a person may act."""

    public_id: str
    organisation_id: int
    organisation_code: str
    names: dict[str, str]
    kind: str
    region: str
    roles: tuple[Role, ...]


def standings_of(user_id: int) -> list[Standing]:
    """The person's live memberships, by organisation."""
    rows = Membership.objects.filter(user_id=user_id, ended_at__isnull=True)
    values = rows.order_by("organisation__code").values_list(
        "public_id",
        "organisation_id",
        "organisation__code",
        "organisation__names",
        "organisation__kind",
        "organisation__region",
        "roles",
    )
    return [Standing(*row[:-1], tuple(Role(role) for role in row[-1])) for row in values]


def actor_for(
    *, user_id: int, membership: str = "", request_id: str = "", strong: bool = False
) -> Actor:
    """The actor of an account: for the organisation of `membership`, else for themselves.

    A membership that is not theirs, or has ended, counts as none. An inactive account is a visitor.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return VISITOR
    standing = next((s for s in standings_of(user_id) if s.public_id == membership), None)
    return actor_standing(user=user, standing=standing, request_id=request_id, strong=strong)


def actor_standing(
    *, user: User, standing: Standing | None, request_id: str = "", strong: bool = False
) -> Actor:
    """The actor of an account already read, in one of its standings or for themselves."""
    if standing is None:
        return Actor(
            user_id=user.pk,
            roles=frozenset({Role.PATIENT}),
            name=str(user),
            request_id=request_id,
            strong=strong,
        )
    return Actor(
        user_id=user.pk,
        organisation_id=standing.organisation_id,
        organisation_kind=standing.kind,
        region=standing.region,
        roles=frozenset(standing.roles),
        name=str(user),
        request_id=request_id,
        strong=strong,
    )


def user_by_email(email: str) -> User | None:
    """The account of the address, if there is one."""
    return User.objects.filter(email__iexact=email.strip()).first()


def user_of(user_id: int) -> User:
    """The account."""
    return User.objects.get(pk=user_id)


def people_of(actor: Actor, *roles: Role) -> list[User]:
    """The actor's colleagues in their organisation, with any of the roles."""
    if actor.organisation_id is None:
        return []
    return colleagues(actor.organisation_id, *roles)


def colleagues(organisation_id: int, *roles: Role) -> list[User]:
    """The organisation's people with any of the roles (all, where none is named), by name."""
    members = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True)
    if roles:
        members = members.filter(roles__overlap=list(roles))
    return [m.user for m in members.select_related("user").order_by("user__name")]


def grants_on(case_id: int) -> list[Grant]:
    """Who may see the case now, as far as the database shows it to the one who asks."""
    return list(
        Grant.objects.filter(case_id=case_id, revoked_at__isnull=True)
        .select_related("organisation")
        .order_by("organisation__code", "data_class")
    )


def invitation_by_hash(token_hash: str) -> Invitation | None:
    """The open invitation of the token."""
    return Invitation.objects.filter(token_hash=token_hash, accepted_at__isnull=True).first()


def members_of(actor: Actor) -> list[Membership]:
    """Who works in the actor's organisation, with their roles, by name."""
    rows = Membership.objects.filter(
        organisation_id=actor.organisation_id or 0, ended_at__isnull=True
    )
    return list(rows.select_related("user").order_by("user__name"))


def member(actor: Actor, public_id: str) -> Membership:
    """A live membership of the actor's own organisation; raises `NotVisible`."""
    row = Membership.objects.filter(
        organisation_id=actor.organisation_id or 0, ended_at__isnull=True, public_id=public_id
    )
    found = row.select_related("user").first()
    if found is None:
        raise NotVisible
    return found


def open_invitations(actor: Actor, now: dt.datetime) -> list[Invitation]:
    """The invitations of the actor's organisation that may still be taken up, newest first."""
    rows = Invitation.objects.filter(
        organisation_id=actor.organisation_id or 0, accepted_at__isnull=True, expires_at__gt=now
    )
    return list(rows.order_by("-created_at"))


def everybody() -> dict[int, list[Membership]]:
    """Every live membership with its person, by the organisation's key: for the administration."""
    found: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(ended_at__isnull=True).select_related("user")
    for row in rows.order_by("user__name"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def invited_to(organisation_id: int, now: dt.datetime) -> list[Invitation]:
    """The organisation's open invitations, newest first: for the administration."""
    rows = Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at__isnull=True, expires_at__gt=now
    )
    return list(rows.order_by("-created_at"))


def staff_accesses(actor: Actor, *, limit: int = 200) -> list[StaffAccess]:
    """Looks at cases by administrators, newest first; nothing to anybody else."""
    if not actor.has(Role.PLATFORM_ADMIN):
        return []
    rows = StaffAccess.objects.select_related("user").order_by("-started_at", "-pk")
    return list(rows[:limit])
