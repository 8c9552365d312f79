"""A proposal's states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProposalState(TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent to the patient")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined by the patient")
    EXPIRED = "expired", _("Expired")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


class ApprovalRole(TextChoices):
    """Who must approve before a proposal is sent."""

    PHYSICIAN = "physician", _("Physician: the plan")
    FINANCE = "finance", _("Finance: the price")


PROPOSAL_MOVES: dict[ProposalState, set[ProposalState]] = {
    ProposalState.DRAFT: {ProposalState.APPROVED, ProposalState.SUPERSEDED},
    ProposalState.APPROVED: {ProposalState.SENT, ProposalState.DRAFT, ProposalState.SUPERSEDED},
    ProposalState.SENT: {
        ProposalState.ACCEPTED,
        ProposalState.DECLINED,
        ProposalState.EXPIRED,
        ProposalState.SUPERSEDED,
    },
}


class Said(TextChoices):
    """What a proposal says of one part of the common scope."""

    INCLUDED = "included", _("Included")
    EXCLUDED = "excluded", _("Not included")
    NOT = "not_said", _("Not mentioned")


class Gap(TextChoices):
    """What a draft may still lack."""

    PLAN = "plan", _("the plan")
    TRANSLATION = "translation", _("the plan in the patient's language")
    LINES = "lines", _("priced lines")
    DATES = "dates", _("the day of arrival")
