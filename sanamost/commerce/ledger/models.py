"""Double entry: append only, zero per transaction and currency, enforced by the database."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField

ZERO_SUM = """
CREATE OR REPLACE FUNCTION ledger_zero_sum() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_posting p WHERE p.transaction_id = NEW.transaction_id
             GROUP BY p.currency HAVING sum(p.amount) <> 0) THEN
    RAISE EXCEPTION 'ledger transaction % does not sum to zero', NEW.transaction_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
"""


class Account(OrganisationRow):
    """One account of an organisation; with a party (a case, a partner) where it is owed by one."""

    public_id = PublicIdField(prefix="acct")
    kind = models.CharField(max_length=30, choices=AccountKind.choices)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    frozen = ("organisation_id", "kind", "case_id", "party_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "case", "party"],
                nulls_distinct=False,
                name="account_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"


class Transaction(OrganisationRow):
    """One movement with its reason; `source` names the invoice, payment or refund, once."""

    public_id = PublicIdField(prefix="ltxn")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="ledger_source_once")
        ]
        indexes = [models.Index(fields=["case", "at"], name="ledger_by_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Posting(OrganisationRow):
    """One side of a transaction: debit positive, credit negative."""

    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    amount = models.DecimalField(max_digits=16, decimal_places=3)
    currency = models.CharField(max_length=3)

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    append_only = True
    database_rules = (
        ZERO_SUM,
        "DROP TRIGGER IF EXISTS zero_sum ON ledger_posting",
        (
            "CREATE CONSTRAINT TRIGGER zero_sum AFTER INSERT ON ledger_posting"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_zero_sum()"
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="posting_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
