"""What organisations there are, and the states of what stands on their cards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is on the platform."""

    CLINIC = "clinic", _("Clinic")
    FOREIGN_CLINIC = "foreign_clinic", _("Foreign clinic")
    PARTNER = "partner", _("Partner agency")
    INSURER = "insurer", _("Insurer")
    REGION = "region", _("Region")
    NATIONAL = "national", _("National centre")
    PLATFORM = "platform", _("Platform")


class Regime(TextChoices):
    """By which law a clinic treats."""

    GENERAL = "general", _("General rules of the Russian Federation")
    CLUSTER = "cluster", _("International medical cluster")


class ProofState(TextChoices):
    """How far an accreditation or attribute has been looked at."""

    CLAIMED = "claimed", _("Claimed by the clinic")
    CHECKED = "checked", _("Checked")
    REFUSED = "refused", _("Not confirmed")
    ENDED = "ended", _("Ended")


# What was refused is claimed anew, as a row of its own: the answer to the first one stays.
PROOF_MOVES: dict[str, frozenset[str]] = {
    ProofState.CLAIMED: frozenset({ProofState.CHECKED, ProofState.REFUSED, ProofState.ENDED}),
    ProofState.CHECKED: frozenset({ProofState.REFUSED, ProofState.ENDED}),
}


class ClaimState(TextChoices):
    """What became of somebody's claim to an entry of the official register."""

    ASKED = "asked", _("Waiting for the coordinator")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


CLAIM_MOVES: dict[str, frozenset[str]] = {
    ClaimState.ASKED: frozenset({ClaimState.CONFIRMED, ClaimState.REFUSED}),
}


class MeasureKind(TextChoices):
    """What a coordinator did about a clinic."""

    VERIFIED = "verified", _("Clinic verified")
    WARNED = "warned", _("Warned")
    CLEARED = "cleared", _("Warning lifted")
    SUSPENDED = "suspended", _("Suspended")
    RESTORED = "restored", _("Restored")
