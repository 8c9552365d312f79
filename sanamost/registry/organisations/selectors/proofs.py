"""Reads of what stands on cards: sites, proofs, texts, claims, measures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.organisations.models import (
    CardText,
    Claim,
    Measure,
    Organisation,
    Proof,
    Site,
)
from sanamost.registry.organisations.policies import COORDINATORS
from sanamost.registry.organisations.states import ClaimState, MeasureKind, ProofState


def shown_proofs(organisation_ids: Iterable[int], *, day: dt.date) -> dict[int, list[Proof]]:
    """What the public may see on the day, by organisation, in one query: checked and not over."""
    rows = Proof.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        state=ProofState.CHECKED,
        organisation_id__in=list(organisation_ids),
    )
    found: dict[int, list[Proof]] = defaultdict(list)
    for row in rows.order_by("kind", "pk"):
        found[row.organisation_id].append(row)
    return dict(found)


def own_proofs(actor: Actor) -> list[Proof]:
    """Everything on the actor's own card, newest first."""
    rows = Proof.objects.visible_to(actor).filter(organisation_id=actor.organisation_id or 0)
    return list(rows.select_related("file").order_by("-claimed_at", "-pk"))


def proofs_to_check(actor: Actor) -> list[Proof]:
    """Claimed ones in the coordinator's charge, oldest first."""
    if not actor.has(*COORDINATORS):
        return []
    rows = Proof.objects.visible_to(actor).filter(state=ProofState.CLAIMED)
    return list(rows.select_related("organisation", "file").order_by("claimed_at", "pk"))


def proofs_ending(actor: Actor, *, first: dt.date, last: dt.date) -> list[Proof]:
    """Checked ones whose last day lies between the two, and those that ended since `first`.

    Of the actor's own card or of those in the actor's charge, the nearest end first.
    """
    rows = Proof.objects.visible_to(actor).filter(
        state__in=(ProofState.CHECKED, ProofState.ENDED), valid_until__range=(first, last)
    )
    if actor.organisation_kind == "region":
        rows = rows.filter(organisation__region=actor.region)
    elif actor.organisation_kind != "national":
        rows = rows.filter(organisation_id=actor.organisation_id or 0)
    return list(rows.select_related("organisation").order_by("valid_until", "pk"))


def proof_in_charge(actor: Actor, public_id: str) -> Proof:
    """One proof of a clinic in the coordinator's charge; raises `NotVisible`."""
    proof: Proof = Proof.objects.select_related("organisation").access(actor, public_id)
    if clinic_in_charge(actor, proof.organisation.public_id) is None:
        raise NotVisible
    return proof


def claim_in_charge(actor: Actor, public_id: str) -> Claim:
    """One claim to an entry in the coordinator's charge; raises `NotVisible`."""
    rows = Claim.objects.select_related("entry", "user", "organisation")
    claim: Claim = rows.access(actor, public_id)
    if not actor.has(*COORDINATORS):
        raise NotVisible
    return claim


def own_site(actor: Actor, public_id: str) -> Site:
    """One open site of the actor's own organisation; raises `NotVisible`."""
    rows = Site.objects.filter(organisation_id=actor.organisation_id or 0, closed_at__isnull=True)
    site = rows.filter(public_id=public_id).first()
    if site is None:
        raise NotVisible
    return site


def proofs_of(actor: Actor, organisation_id: int) -> list[Proof]:
    """Every proof of one clinic that the actor may see."""
    rows = Proof.objects.visible_to(actor).filter(organisation_id=organisation_id)
    return list(rows.select_related("file").order_by("-claimed_at", "-pk"))


def sites_of(organisation_ids: Iterable[int]) -> dict[int, list[Site]]:
    """Open sites by organisation, in one query."""
    found: dict[int, list[Site]] = defaultdict(list)
    rows = Site.objects.filter(organisation_id__in=list(organisation_ids), closed_at__isnull=True)
    for row in rows.order_by("pk"):
        found[row.organisation_id].append(row)
    return dict(found)


def texts_of(actor: Actor) -> dict[str, CardText]:
    """The actor's own card's texts by language."""
    rows = CardText.objects.visible_to(actor).filter(organisation_id=actor.organisation_id or 0)
    return {row.language: row for row in rows}


def claims_to_decide(actor: Actor) -> list[Claim]:
    """Claims to register entries in the coordinator's charge, oldest first."""
    if not actor.has(*COORDINATORS):
        return []
    rows = Claim.objects.visible_to(actor).filter(state=ClaimState.ASKED)
    return list(rows.select_related("entry", "user").order_by("asked_at", "pk"))


def own_claims(actor: Actor) -> list[Claim]:
    """What the person has asked for, newest first."""
    rows = Claim.objects.visible_to(actor).filter(user_id=actor.user_id or 0)
    return list(rows.select_related("entry").order_by("-asked_at", "-pk"))


def open_warning(organisation_id: int) -> Measure | None:
    """The newest warning that nobody has lifted."""
    rows = Measure.objects.filter(
        organisation_id=organisation_id, kind__in=(MeasureKind.WARNED, MeasureKind.CLEARED)
    )
    newest = rows.order_by("-made_at", "-pk").first()
    return newest if newest and newest.kind == MeasureKind.WARNED else None


def measures_of(actor: Actor, organisation_id: int) -> list[Measure]:
    """What coordinators did about the clinic, newest first."""
    rows = Measure.objects.visible_to(actor).filter(organisation_id=organisation_id)
    return list(rows.select_related("made_by", "made_for").order_by("-made_at", "-pk"))


def clinic_in_charge(actor: Actor, public_id: str) -> Organisation | None:
    """The clinic, suspended or not, if it is in the coordinator's charge."""
    row = Organisation.objects.filter(public_id=public_id, kind="clinic").first()
    if row is None or not actor.has(*COORDINATORS):
        return None
    wide = actor.organisation_kind == "national"
    return row if wide or row.region == actor.region else None


def taken_numbers(inns: Iterable[str]) -> set[str]:
    """Which of these taxpayer numbers are on the platform already."""
    return set(Organisation.objects.filter(inn__in=list(inns)).values_list("inn", flat=True))
