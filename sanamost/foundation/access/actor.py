"""Who acts: one frozen value that every selector and service takes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanamost.foundation.access.rights import Right
from sanamost.foundation.access.roles import CLASSES_OF, DataClass, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one role set, for one organisation or for themselves; or the platform itself.

    `organisation_id` is None when a person acts for themselves (patient, companion, visitor).
    `system` marks the platform's own work: jobs, intake of a stranger's request, counting.
    """

    user_id: int | None = None
    organisation_id: int | None = None
    organisation_kind: str = ""
    region: str = ""
    """The organisation's region, where it has one."""
    roles: frozenset[Role] = frozenset()
    system: bool = False
    name: str = ""
    request_id: str = ""
    purpose: str = ""
    strong: bool = field(default=False, compare=False)
    """Signed in with a second factor or a passkey."""
    key: str = ""
    """Public id of the key through which a program acts; `user_id` is then whoever made it."""
    rights: frozenset[Right] = frozenset()
    """What that key may do; it has no roles, and so no class of any case's data."""

    @property
    def classes(self) -> frozenset[DataClass]:
        """The classes of data that the actor's roles are for."""
        return frozenset[DataClass]().union(*(CLASSES_OF[role] for role in self.roles))

    @property
    def person_id(self) -> int:
        """The account behind the act, for rows that must name a person; a fault without one."""
        if self.user_id is None:
            raise LookupError("nobody is signed in")
        return self.user_id

    @property
    def signed_in(self) -> bool:
        """Whether a person is known behind the act."""
        return self.user_id is not None

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds any of `roles`."""
        return not self.roles.isdisjoint(roles)


VISITOR = Actor(name="visitor")


def system(purpose: str) -> Actor:
    """The platform at work; `purpose` says in a word what for and stands in the audit trail."""
    return Actor(system=True, name="Sanamost", purpose=purpose)


def labels(roles: Iterable[str]) -> list[str]:
    """The roles' names in the active language."""
    return [str(Role(role).label) for role in roles]
