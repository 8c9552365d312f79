"""What the search has to look at anew: a row for each change of what is offered."""

from django.db import models

# Each trigger writes in the transaction of the change: both are seen, or neither. Statements, not
# rows, so that a price list of 100,000 lines writes its changes at once. `made_in` is the
# transaction: readers compare it with the snapshot they saw last, for numbers taken from a
# sequence become visible in another order than they were taken in.
_WRITE = """
CREATE OR REPLACE FUNCTION catalogue_note_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO catalogue_searchchange (subject, key, made_in, made_at)
    SELECT DISTINCT '{subject}', {key}, pg_current_xact_id()::text::bigint, now() FROM changed;
  RETURN NULL;
END $$
"""
_WHEN = """
CREATE OR REPLACE TRIGGER search_{when} AFTER {when} ON {table}
REFERENCING {state} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION catalogue_note_{name}()
"""
_NOTED = (
    ("service", "service", "id", "catalogue_service"),
    ("price", "service", "service_id", "catalogue_price"),
    ("price_list", "prices", "organisation_id", "catalogue_pricelist"),
    ("clinic", "clinic", "id", "organisations_organisation"),
    ("site", "clinic", "organisation_id", "organisations_site"),
    ("proof", "clinic", "organisation_id", "organisations_proof"),
)


def _rules() -> tuple[str, ...]:
    rules = []
    for name, subject, key, table in _NOTED:
        rules.append(_WRITE.format(name=name, subject=subject, key=key))
        for when, state in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            rules.append(_WHEN.format(when=when, state=state, table=table, name=name))
    return tuple(rules)


class SearchChange(models.Model):
    """One service, one clinic, or all prices of one clinic changed in a transaction.

    Written by the database's triggers alone; kept for two days. Whoever has not looked for so long
    builds its index anew.
    """

    class Subject(models.TextChoices):
        """What changed; `key` is its row's."""

        SERVICE = "service"
        PRICES = "prices"
        CLINIC = "clinic"

    subject = models.CharField(max_length=10, choices=Subject.choices)
    key = models.BigIntegerField()
    made_in = models.BigIntegerField(db_index=True)
    made_at = models.DateTimeField()

    database_rules = _rules()

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"
