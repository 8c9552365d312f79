"""An entry of the official register becomes a living card, one by one."""

import datetime as dt
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import CARE_STAFF
from sanamost.foundation.access.selectors import user_of
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.registry.organisations import notices
from sanamost.registry.organisations.models import Claim, Organisation, RegisterEntry
from sanamost.registry.organisations.policies import require_in_charge
from sanamost.registry.organisations.services.proofs import ReasonMissing
from sanamost.registry.organisations.states import ClaimState, OrganisationKind

MOST_OPEN = 3
"""Claims of one person that wait for an answer at a time."""


class EntryTaken(Refusal):
    """The organisation is on the platform; its people invite their colleagues."""

    code = "entry_taken"
    message = _("This organisation is on the platform already. Ask its people for an invitation.")


class ClaimOpen(Refusal):
    """The same person has asked before."""

    code = "claim_open"
    message = _("You have asked for this organisation already; the coordinator will answer.")


class TooManyClaims(Refusal):
    """One person represents few organisations; the coordinators' time is not to be flooded."""

    code = "too_many_claims"
    message = _("You are waiting for several answers already. Ask again when they have come.")


class OwnClaim(Refusal):
    """Nobody confirms what they asked for themselves."""

    code = "own_claim"
    message = _("Another person must decide on this claim: it is your own.")


def claim_entry(*, actor: Actor, inn: str, post: str, words: str, now: dt.datetime) -> Claim:
    """Ask for the entry of the taxpayer number; the region's coordinator decides.

    Raises `NotVisible` for an unknown number, `EntryTaken`, `ClaimOpen`, `TooManyClaims`.
    """
    entry = RegisterEntry.objects.filter(inn=inn).first()
    if entry is None or actor.user_id is None:
        raise NotVisible
    if Organisation.objects.filter(inn=inn).exists():
        raise EntryTaken
    waiting = Claim.objects.filter(user_id=actor.user_id, state=ClaimState.ASKED)
    if waiting.filter(entry=entry).exists():
        raise ClaimOpen
    if waiting.count() >= MOST_OPEN:
        raise TooManyClaims
    claim = Claim.objects.create(
        entry=entry,
        user_id=actor.user_id,
        post=post.strip()[:120],
        words=words.strip()[:1000],
        same_domain=same_domain(user_of(actor.user_id).email, entry.site),
        asked_at=now,
    )
    record(action="organisations.claim.asked", subject=claim.public_id, now=now)
    return claim


def confirm_claim(*, actor: Actor, public_id: str, now: dt.datetime) -> Organisation:
    """Make the card from the entry and the claimant its first person.

    The card is not on the portal yet: `verify_clinic` puts it there. Two claims to one entry cannot
    both be confirmed. Raises `NotVisible`, `OwnClaim`, `EntryTaken`, `MoveNotAllowed`.
    """
    claim = _decided_by(actor, public_id)
    entry = RegisterEntry.objects.select_for_update().get(pk=claim.entry_id)
    if Organisation.objects.filter(inn=entry.inn).exists():
        raise EntryTaken
    with acting_as(system("register entry claimed")):
        card = Organisation.objects.create(
            code=f"org-{entry.inn}",
            kind=OrganisationKind.CLINIC,
            names={"ru": entry.name_short},
            legal_names={"ru": entry.name_full},
            addresses={"ru": entry.address},
            country="RU",
            region=entry.region_id,
            ogrn=entry.ogrn,
            inn=entry.inn,
            website=_address(entry.site),
        )
        access.join(
            user_id=claim.user_id, organisation_id=card.pk, roles=sorted(CARE_STAFF), now=now
        )
    transition(
        claim,
        ClaimState.CONFIRMED,
        action="organisations.claim.confirmed",
        now=now,
        organisation_id=card.pk,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    tell(
        user_ids=[claim.user_id],
        kind=notices.CLAIM_CONFIRMED,
        now=now,
        organisation_id=card.pk,
        link=notices.CARD,
        parameters={"name": entry.name_short},
    )
    return card


def refuse_claim(*, actor: Actor, public_id: str, reason: str, now: dt.datetime) -> Claim:
    """Say no, with the reason that the claimant reads; raises `ReasonMissing`, `OwnClaim`."""
    if not reason.strip():
        raise ReasonMissing
    claim = _decided_by(actor, public_id)
    transition(
        claim,
        ClaimState.REFUSED,
        action="organisations.claim.refused",
        now=now,
        reason=reason.strip()[:300],
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    tell(
        user_ids=[claim.user_id],
        kind=notices.CLAIM_REFUSED,
        now=now,
        link=notices.CLAIMS,
        parameters={"name": claim.entry.name_short, "reason": reason.strip()[:300]},
    )
    return claim


def same_domain(email: str, site: str) -> bool:
    """Whether a person's e-mail is of the organisation's own domain: a hint, not a proof."""
    host = (urlsplit(_address(site)).hostname or "").removeprefix("www.")
    return bool(host) and email.lower().rpartition("@")[2] == host


def _address(site: str) -> str:
    """The site as an address; empty for what the register has in the field and is none."""
    address = site.strip() if "://" in site else f"https://{site.strip()}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address


def _decided_by(actor: Actor, public_id: str) -> Claim:
    claim: Claim = Claim.objects.select_related("entry").access(actor, public_id)
    require_in_charge(actor, claim.entry.region_id)
    if claim.user_id == actor.user_id:
        raise OwnClaim
    return claim
