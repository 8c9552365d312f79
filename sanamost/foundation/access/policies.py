"""What a route declares of itself. The same declaration guards it, documents it and probes it."""

from dataclasses import dataclass
from enum import Enum

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.rights import Right
from sanamost.foundation.access.roles import CARE_STAFF, STRONG_ROLES, Role


class Audience(Enum):
    """Who may come at all, before any object is looked at."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ROLES = "roles"
    KEYS = "keys"
    """Programs, by a key that an organisation made for them."""


@dataclass(frozen=True)
class Policy:
    """Who may use a route, and how its use is written down."""

    audience: Audience
    roles: frozenset[Role] = frozenset()
    reads: str = ""
    """The audit action under which the cases seen on the page are noted; empty for none."""
    strong: bool = False
    """Needs a sign-in with a second factor or a passkey."""
    fresh: bool = False
    """Needs a sign-in proven within the last minutes (signatures)."""
    unkept: str = ""
    """Why a form may be sent again without a key; empty where changes need one."""
    right: Right | None = None
    """What a program's key must allow."""

    @property
    def once(self) -> bool:
        """Whether a change needs an idempotency key."""
        return not self.unkept

    def admits(self, actor: Actor) -> bool:
        """Whether the actor may come at all."""
        if self.audience is Audience.PUBLIC:
            return True
        if self.audience is Audience.KEYS:
            return bool(actor.key) and self.right in actor.rights
        if self.audience is Audience.SIGNED_IN:
            return actor.signed_in
        return actor.signed_in and actor.has(*self.roles)


def public(*, unkept: str = "") -> Policy:
    """Anybody."""
    return Policy(Audience.PUBLIC, unkept=unkept)


def signed_in(*, reads: str = "", unkept: str = "") -> Policy:
    """Anybody with an account."""
    return Policy(Audience.SIGNED_IN, reads=reads, unkept=unkept)


def by_key(right: Right) -> Policy:
    """Programs whose key allows this."""
    return Policy(Audience.KEYS, right=right)


def roles(*allowed: Role, reads: str = "", strong: bool = False, fresh: bool = False) -> Policy:
    """People who act in one of the roles."""
    return Policy(Audience.ROLES, frozenset(allowed), reads, strong, fresh)


def patient_side(*, reads: str = "", fresh: bool = False) -> Policy:
    """The patient, a representative, a companion: each sees only their cases."""
    return roles(Role.PATIENT, reads=reads, fresh=fresh)


def care_staff(*allowed: Role, reads: str = "") -> Policy:
    """A clinic's people: all of them, or only the roles named."""
    return roles(*(allowed or tuple(CARE_STAFF)), reads=reads)


def needs_strong(policy: Policy, actor: Actor) -> bool:
    """Whether the actor must have signed in with a second factor or a passkey to come here.

    Where a policy names roles, people who hold money or a country's figures always must; the pages
    of one's own account stay open, for that is where a second factor is set up.
    """
    return policy.strong or (policy.audience is Audience.ROLES and actor.has(*STRONG_ROLES))
