"""What a file becomes that somebody adds to a case."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import DataClass, GrantPurpose
from sanamost.foundation.access.selectors import grants_on
from sanamost.foundation.files.services import Belonging
from sanamost.foundation.languages.errors import Refusal


class NotAllowedToAdd(Refusal):
    """Medical papers are not the actor's to add."""

    code = "files_not_yours_to_add"
    message = _("You can add medical papers once the patient has agreed that you see them.")


def sees_papers(actor: Actor, case: Any) -> bool:
    """Whether medical papers of the case are the actor's to see."""
    if actor.organisation_id is None:
        return True
    if DataClass.CLINICAL not in actor.classes:
        return False
    return any(
        grant.organisation_id == actor.organisation_id and grant.data_class == DataClass.CLINICAL
        for grant in grants_on(case.pk)
    )


def may_add(actor: Actor, case: Any) -> None:
    """Raise `NotAllowedToAdd` for whoever does not see medical papers of the case."""
    if not sees_papers(actor, case):
        raise NotAllowedToAdd


def belonging_of(actor: Actor, case: Any, *, label: str = "") -> Belonging:
    """A treating clinic's file is its own, shown to the patient; what others bring is shared."""
    treats = any(
        grant.organisation_id == actor.organisation_id and grant.purpose == GrantPurpose.TREATMENT
        for grant in (grants_on(case.pk) if actor.organisation_id else ())
    )
    return Belonging(
        subject=case.public_id,
        data_class=DataClass.CLINICAL,
        case_id=case.pk,
        organisation_id=actor.organisation_id if treats else None,
        label=label[:40],
    )
