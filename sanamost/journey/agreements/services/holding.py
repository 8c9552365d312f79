"""Taking an agreement in hand: found, locked, told about."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as people
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.events.transitions import locked
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.agreements.selectors import by_public_id
from sanamost.journey.cases import selectors as cases


class ProofNeeded(Refusal):
    """A signature needs a sign-in proven within the last minutes."""

    code = "proof_needed"
    message = _("To sign, please confirm that it is you: sign in once more, then sign.")


class NoRightToSign(Refusal):
    """The actor takes part in the case, but neither as the patient nor in the patient's name."""

    code = "no_right_to_sign"
    message = _("Only the patient, or whoever represents the patient by law, can decide this.")


def held(actor: Actor, agreement: Agreement | str) -> Agreement:
    """The agreement (or that of the public id), read again under a lock; raises `NotVisible`.

    The clinic's own people reach it whatever class their role is for: a physician may ask for an
    addendum without seeing the contract. Whoever calls this checks the role before anything else.
    """
    public_id = agreement if isinstance(agreement, str) else agreement.public_id
    if actor.organisation_id is not None:
        with acting_as(system("agreement in hand")):
            row = by_public_id(public_id)
            if row.organisation_id == actor.organisation_id:
                return locked(row)
    return locked(Agreement.objects.access(actor, public_id))


def deciding_side(actor: Actor, case_id: int) -> Any:
    """The actor's participation with the right to decide.

    Raises `NoRightToSign` for who takes part without it, `NotVisible` for anybody else.
    """
    try:
        return cases.represents_patient(actor, case_id)
    except NotVisible:
        if actor.organisation_id is None:
            raise NoRightToSign from None
        raise


def tell_patient_side(
    agreement: Agreement, kind: NoticeKind, now: dt.datetime, **parameters: Any
) -> None:
    """Tell everybody on the patient's side, with a link to the agreement's page."""
    with acting_as(system("notice of an agreement")):
        users = [side.user_id for side in cases.participants_of(agreement.case_id)]
        _tell(users, agreement, kind, now, f"/my/agreements/{agreement.public_id}/", parameters)


def tell_clinic(
    agreement: Agreement, kind: NoticeKind, now: dt.datetime, *roles: Role, **parameters: Any
) -> None:
    """Tell the clinic's people in the roles, with a link to the agreement's page."""
    with acting_as(system("notice of an agreement")):
        users = [user.pk for user in people.colleagues(agreement.organisation_id, *roles)]
        link = f"/desk/agreements/{agreement.public_id}/"
        _tell(users, agreement, kind, now, link, parameters, agreement.organisation_id)


def _tell(
    users: Iterable[int],
    agreement: Agreement,
    kind: NoticeKind,
    now: dt.datetime,
    link: str,
    parameters: dict[str, Any],
    organisation_id: int | None = None,
) -> None:
    tell(
        user_ids=users,
        kind=kind,
        now=now,
        case_id=agreement.case_id,
        organisation_id=organisation_id,
        link=link,
        parameters={"number": cases.case_of(agreement.case_id).number, **parameters},
    )
