"""Referrals to clinics, their verdicts and their questions."""

from typing import Any

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.requests.models import (
    DataNeed,
    Referral,
    Verdict,
)
from sanamost.journey.requests.states import (
    NeedState,
)


def access_referral(actor: Actor, public_id: str) -> Referral:
    """The referral of the public id; raises `NotVisible`."""
    rows = Referral.objects.select_related("request__case", "organisation", "physician")
    return rows.access(actor, public_id)


def referrals_of(actor: Actor, case: Any) -> list[Referral]:
    """The case's referrals that the actor may see, in the order of sending."""
    rows = Referral.objects.visible_to(actor).filter(case_id=case.pk)
    rows = rows.select_related("request__case", "organisation", "physician")
    return list(rows.order_by("sent_at", "pk"))


def own_referral(actor: Actor, case: Any) -> Referral | None:
    """The referral of the case to the actor's own clinic."""
    rows = Referral.objects.visible_to(actor).filter(
        case_id=case.pk, organisation_id=actor.organisation_id or 0
    )
    return rows.select_related("request__case", "organisation", "physician").first()


def referral_by_id(referral_id: int) -> Referral:
    """The referral by its key, for later stages that hold it already."""
    return Referral.objects.select_related("request__case", "organisation").get(pk=referral_id)


def verdicts_of(actor: Actor, case: Any) -> list[Verdict]:
    """The case's verdicts that the actor may see, newest first."""
    rows = Verdict.objects.visible_to(actor).filter(case_id=case.pk)
    found = list(
        rows.select_related("referral", "organisation", "given_by").order_by("-given_at", "-pk")
    )
    if found:
        note_seen(case.pk, DataClass.CLINICAL)
    return found


def needs_of(actor: Actor, case: Any, *, open_only: bool = False) -> list[DataNeed]:
    """What clinics ask the patient on the case, oldest first."""
    rows = DataNeed.objects.visible_to(actor).filter(case_id=case.pk)
    if open_only:
        rows = rows.filter(state=NeedState.ASKED)
    rows = rows.select_related("referral__request__case", "organisation")
    return list(rows.order_by("asked_at", "pk"))


def access_need(actor: Actor, public_id: str) -> DataNeed:
    """The question of the public id; raises `NotVisible`."""
    rows = DataNeed.objects.select_related("referral__request__case", "organisation")
    return rows.access(actor, public_id)
