"""A clinic's treatment plan with priced lines, in versions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.proposals.states import PROPOSAL_MOVES, ApprovalRole, ProposalState

UNSEEN = (ProposalState.DRAFT, ProposalState.APPROVED)
SENT_ONCE = (
    "proposal_id IN (SELECT p.id FROM proposals_proposal p"
    " WHERE p.state NOT IN ('draft', 'approved'))"
)


class Proposal(ClinicRow):
    """The money side of a version: totals, rate, validity; plan and lines stand beside it."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    unseen_by_patient = UNSEEN
    public_id = PublicIdField(prefix="prop")
    referral = models.ForeignKey("requests.Referral", models.PROTECT, related_name="proposals")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=20, choices=ProposalState.choices, default=ProposalState.DRAFT
    )
    patient_group = models.CharField(max_length=10)
    area = models.CharField(max_length=20, blank=True)
    """Whose capacity the patient takes."""
    currency = models.CharField(max_length=3, default="RUB")
    total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    deposit = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    price_from = models.BooleanField(default=False)
    """A line's price is the lowest of the list, so the total is the lowest too."""
    shown_currency = models.CharField(max_length=3, blank=True)
    """The patient's currency; the rate's source, day, nominal and value stand beside it."""
    shown_total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    rate_source = models.CharField(max_length=20, blank=True)
    rate_day = models.DateField(null=True, blank=True)
    rate_nominal = models.PositiveIntegerField(null=True, blank=True)
    rate_value = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    arrives_on = models.DateField(null=True, blank=True)
    stay_days = models.PositiveSmallIntegerField(default=1)
    """Of a remote case: within how many days of the payment the opinion is ready."""
    valid_days = models.PositiveSmallIntegerField(default=14)
    valid_until = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )

    fence = fences.clinic_row(DataClass.MONEY, unseen_by_patient=UNSEEN)
    moves = PROPOSAL_MOVES
    frozen = ("case_id", "organisation_id", "referral_id", "version")
    same_case = ("referral",)
    # What was sent is what is accepted: once it has left, only the answer may be added.
    database_rules = (
        (
            "CREATE OR REPLACE FUNCTION proposals_sent() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN IF OLD.state NOT IN ('draft', 'approved') AND"
            " (NEW.total, NEW.deposit, NEW.currency, NEW.shown_total, NEW.valid_until,"
            " NEW.paper_id)"
            " IS DISTINCT FROM"
            " (OLD.total, OLD.deposit, OLD.currency, OLD.shown_total, OLD.valid_until,"
            " OLD.paper_id)"
            " THEN RAISE EXCEPTION 'a sent proposal is frozen' USING ERRCODE = 'check_violation';"
            " END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE OR REPLACE TRIGGER sent BEFORE UPDATE ON proposals_proposal"
            " FOR EACH ROW EXECUTE FUNCTION proposals_sent()"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "version"], name="proposal_version_once"),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(state__in=["draft", "approved", "sent", "accepted"]),
                name="proposal_live_once",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0) & Q(deposit__gte=0) & Q(deposit__lte=models.F("total")),
                name="proposal_sums_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} v{self.version}"


class ProposalPart(ClinicRow):
    """A part of a proposal: like the proposal, the clinic's alone until it was sent."""

    class Meta:
        abstract = True

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The rule of the fence in Django's words."""
        rule = super().visible(actor)
        if actor.organisation_id is not None and cls.data_class not in actor.classes:
            return rule
        seen = Proposal.objects.exclude(state__in=UNSEEN).values("pk")
        return rule & (Q(organisation_id=actor.organisation_id) | Q(proposal_id__in=seen))


class Plan(ProposalPart):
    """The clinical side of a version: what will be done, by whom, what to expect."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="plan")
    language = models.CharField(max_length=10, default="ru")
    """In which the plan was written; the other texts are translations."""
    text = models.JSONField(default=dict)
    """By language; the original language is always there."""
    risks = models.JSONField(default=dict, blank=True)
    included = models.JSONField(default=list, blank=True)
    """Items by language: [{"scope": …, "en": …, "ru": …}]."""
    excluded = models.JSONField(default=list, blank=True)

    fence = fences.clinic_row(DataClass.CLINICAL, others_if=SENT_ONCE)
    same_case = ("proposal",)

    def __str__(self) -> str:
        return f"plan of {self.proposal_id}"


class Line(ProposalPart):
    """One priced line; names a treatment, so a sender needs the clinical class to see it."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, null=True, blank=True, related_name="+"
    )
    code = models.CharField(max_length=40)
    nomenclature_code = models.CharField(max_length=20, blank=True)
    names = models.JSONField()
    kind = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, default="each")
    reason = models.CharField(max_length=300, blank=True)
    """Why a line is not from the price list."""
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    unit_price = models.DecimalField(max_digits=14, decimal_places=2)
    price_from = models.BooleanField(default=False)
    """The price list says "from", or names a range: the price is the lowest."""
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    vat_class = models.CharField(max_length=10)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    vat_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    fence = fences.clinic_row(DataClass.MONEY, sender_class=DataClass.CLINICAL, others_if=SENT_ONCE)
    sender_class = DataClass.CLINICAL
    same_case = ("proposal",)
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(unit_price__gte=0), name="line_sums_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.proposal_id}"


class Approval(ClinicRow):
    """A physician's yes to the plan, or finance's to the price."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="approvals")
    role = models.CharField(max_length=20, choices=ApprovalRole.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    fence = fences.organisation_row()
    same_case = ("proposal",)
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "role"], name="approval_once_per_role"),
            models.UniqueConstraint(fields=["proposal", "user"], name="approval_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.proposal_id}"
