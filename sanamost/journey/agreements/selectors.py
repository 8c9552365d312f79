"""Agreements, addenda, signatures, as far as the actor may see them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.agreements.models import Addendum, Agreement, Signature
from sanamost.journey.agreements.states import AddendumState, AgreementState
from sanamost.journey.cases import selectors as cases
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients.states import ConsentPurpose

WAITING = (AgreementState.DRAFT, AgreementState.ISSUED, AgreementState.SIGNED)


def access_agreement(actor: Actor, public_id: str) -> Agreement:
    """The agreement with its papers; raises `NotVisible`."""
    rows = Agreement.objects.select_related("proposal", "contract", "notice", "case")
    return rows.access(actor, public_id)


def agreement_of_case(actor: Actor, case: Any) -> Agreement | None:
    """The case's newest agreement that the actor may see; `case` is the case or its key."""
    rows = Agreement.objects.visible_to(actor).filter(case_id=getattr(case, "pk", case))
    return rows.select_related("contract", "notice").order_by("-created_at", "-pk").first()


def agreement_by_id(agreement_id: int) -> Agreement:
    """The agreement by its key, for other stages that hold it already."""
    return Agreement.objects.select_related("proposal", "contract").get(pk=agreement_id)


def by_public_id(public_id: str) -> Agreement:
    """The agreement of a public id, for handlers; raises `NotVisible`."""
    row = Agreement.objects.select_related("proposal", "contract").filter(public_id=public_id)
    found = row.first()
    if found is None:
        raise NotVisible
    return found


def live_on(case_id: int) -> list[Agreement]:
    """The case's agreements that are neither completed nor terminated."""
    over = [AgreementState.COMPLETED, AgreementState.TERMINATED]
    return list(Agreement.objects.filter(case_id=case_id).exclude(state__in=over).order_by("pk"))


def waiting(actor: Actor, *states: AgreementState) -> QuerySet[Agreement]:
    """The organisation's agreements that wait for somebody, oldest first."""
    rows = Agreement.objects.visible_to(actor).filter(
        organisation_id=actor.organisation_id or 0, state__in=states or WAITING
    )
    return rows.select_related("case").order_by("created_at", "pk")


def signatures_of(agreement: Agreement) -> list[Signature]:
    """Who signed what under the agreement, oldest first, as far as the database shows it."""
    return list(Signature.objects.filter(agreement_id=agreement.pk).order_by("at", "pk"))


def access_addendum(actor: Actor, public_id: str) -> Addendum:
    """The addendum; raises `NotVisible`."""
    rows = Addendum.objects.select_related("agreement__contract", "agreement__proposal", "paper")
    return rows.access(actor, public_id)


def addenda_of(actor: Actor, agreement: Agreement) -> list[Addendum]:
    """The agreement's addenda that the actor may see, in their order."""
    rows = Addendum.objects.visible_to(actor).filter(agreement_id=agreement.pk)
    return list(rows.select_related("paper").order_by("number"))


def signed_addenda(agreement_id: int) -> list[Addendum]:
    """Addenda that the patient's side has signed: only these may be done and billed."""
    rows = Addendum.objects.filter(agreement_id=agreement_id, state=AddendumState.SIGNED)
    return list(rows.order_by("number"))


def treatment_agreed(case_id: int) -> bool:
    """Whether the patient's side has consented to treatment, on the platform or on paper."""
    return patients.has_consent(case_id, ConsentPurpose.TREATMENT)


def sides_of(case_id: int, users: Iterable[int]) -> bool:
    """Whether any of the users takes part on the patient's side."""
    with acting_as(system("sides of a contract")):
        return any(side.user_id in set(users) for side in cases.participants_of(case_id))
