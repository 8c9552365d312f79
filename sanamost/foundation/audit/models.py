"""The trail: who did what, and who read what, in chains that cannot be changed unnoticed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sanamost.foundation.access import fences

LINK = """
CREATE OR REPLACE FUNCTION audit_entry_link() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE head record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.chain, 0));
  SELECT e.seq, e.hash INTO head FROM audit_entry e WHERE e.chain = NEW.chain
    ORDER BY e.seq DESC LIMIT 1;
  NEW.seq := coalesce(head.seq, 0) + 1;
  NEW.hash := encode(sha256(convert_to(
    coalesce(head.hash, '') || E'\\n' || NEW.chain || E'\\n' || NEW.seq || E'\\n' || NEW.payload,
    'UTF8')), 'hex');
  RETURN NEW;
END $$
"""


class Entry(models.Model):
    """One line of the trail.

    `payload` is the line itself, canonical JSON; the other columns repeat parts of it for queries.
    `hash` = SHA-256 of (hash of the line before ⏎ chain ⏎ seq ⏎ payload), made by the database.
    """

    chain = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    payload = models.TextField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    append_only = True
    # An organisation reads its own chain; a patient reads all that happened to their case.
    fence: ClassVar[fences.Fence] = fences.sql(
        read=(
            "organisation_id = (SELECT sanamost_organisation()) OR case_id IN"
            " (SELECT p.case_id FROM cases_participant p WHERE p.ended_at IS NULL"
            " AND p.user_id = (SELECT sanamost_person())"
            " AND (SELECT sanamost_organisation()) IS NULL)"
        ),
        write="true",
    )
    database_rules = (
        LINK,
        (
            "CREATE OR REPLACE TRIGGER link BEFORE INSERT ON audit_entry"
            " FOR EACH ROW EXECUTE FUNCTION audit_entry_link()"
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_order")]
        indexes = [models.Index(fields=["case", "at"], name="audit_by_case")]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.action}"
